// Sends a mail, through a mail server that the host reaches.
import {
  alias,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  secret,
  str,
  TsplayError,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { readFiles } from '../../_shared/crypto-file.js';
import { canWrite, composeMail, parseAddress } from './message.js';
import { overTls, SmtpClient, SmtpError } from './smtp.js';

const args = z.strictObject({
  subject: alias(str(), 'msg').describe('The subject.'),
  body: str().optional().describe('The text; the subject when there is none.'),
  sender: alias(str().default('root'), 'from').describe('Who sends it: an address, perhaps with a name.'),
  to: alias(list(str()).default(['root']), 'recipients').describe('Who gets it.'),
  cc: list(str()).default([]).describe('Who gets a copy.'),
  bcc: list(str()).default([]).describe('Who gets a copy that the others do not see.'),
  host: str().default('localhost').describe('The mail server, as the host sees it.'),
  port: int().default(25).describe('Its port.'),
  username: str().optional().describe('Log in as.'),
  password: secret(str()).optional().describe('With this password.'),
  ehlohost: str().optional().describe('The name the host greets the server with.'),
  attach: list(path()).default([]).describe('Files of the host that are attached.'),
  headers: list(str()).default([]).describe('Further headers, `name=value`.'),
  charset: str().default('utf-8').describe('The character set: utf-8, us-ascii or iso-8859-1.'),
  subtype: choice('html', 'plain').default('plain').describe('What the text is.'),
  secure: choice('always', 'never', 'starttls', 'try')
    .default('try')
    .describe('TLS from the start (always), by STARTTLS (starttls), never, or whatever works (try).'),
  timeout: int().default(20).describe('Seconds the server may take.'),
  message_id_domain: str().default('ansible').describe('The domain in the Message-ID.'),
});
type Args = z.output<typeof args>;

const where = ({ host, port }: Args): string => `${host}:${port}`;
const fail = (message: string): never => {
  throw new ModuleFailure(message, { rc: 1 });
};
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export default defineModule({
  name: 'community.general.mail',
  summary: 'Sends a mail, through a mail server that the host reaches.',
  args,
  returns: z.object({ msg: z.string().describe('What came of it.') }),
  check: 'none',
  diff: false,
  rules: (a) => [
    ...((a.username === undefined) !== (a.password === undefined)
      ? ['parameters are required together: password, username']
      : []),
    ...(canWrite(a.charset) ? [] : [`charset '${a.charset}' is not supported: use utf-8, us-ascii or iso-8859-1`]),
  ],
  examples: [
    {
      name: 'To root, by the mail server of the host',
      task: 'community.general.mail:\n  subject: "{{ inventory_hostname }} is set up"',
    },
    {
      name: 'With login and attachment',
      task: 'community.general.mail:\n  host: mail.example.org\n  port: 587\n  secure: starttls\n  username: robot\n  password: "{{ mail_password }}"\n  to: [Jane <jane@example.org>]\n  subject: Log\n  attach: [/var/log/app.log]',
    },
  ],
  async run(context) {
    const { args: a, host, task, warn } = context;
    const attachments = await attached(host, a);
    const headers = headersOf(a, warn);
    const sender = parseAddress(a.sender).address;
    const recipients = [...new Set([...a.bcc, ...a.to, ...a.cc].map((one) => parseAddress(one.trim()).address))];
    const message = composeMail({
      ...a,
      from: a.sender,
      body: a.body === undefined || a.body === '' ? a.subject : a.body,
      headers,
      attachments,
      subtype: a.subtype,
      domain: a.message_id_domain,
      now: task.now(),
    });
    const { client, isSecure } = await connected(context);
    try {
      if (a.username !== undefined && a.password !== undefined) {
        if (!isSecure) warn('Username and Password was sent without encryption');
        await loggedIn(client, a, a.username, a.password);
      }
      const refused = await client
        .send(sender, recipients, message)
        .catch((error: unknown) => fail(`Failed to send mail to '${recipients.join(', ')}': ${wordsOf(error)}`));
      await client.quit();
      for (const [address, reply] of refused) {
        warn(`Failed to send mail to '${address}': ${reply.code} ${reply.lines.join(' ')}`);
      }
      // compat: who was refused is told, and the task has not failed.
      const result = Object.fromEntries([...refused].map(([to, { code, lines }]) => [to, [code, lines.join(' ')]]));
      return {
        msg: refused.size > 0 ? 'Failed to send mail to at least one recipient' : 'Mail sent successfully',
        result,
      };
    } finally {
      client.close();
    }
  },
});

async function attached(
  host: RunContext<Args>['host'],
  a: Args,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const files = await readFiles(host, a.attach);
  return a.attach.map((file) => ({
    name: file.slice(file.lastIndexOf('/') + 1),
    bytes:
      files.get(file) ?? fail(`Failed to send community.general.mail: can't attach file ${file}: it does not exist`),
  }));
}

/** compat: several may stand in one text, with `|` between them. */
function headersOf(a: Args, warn: (message: string) => void): [string, string][] {
  return a.headers
    .flatMap((text) => text.split('|').map((one) => one.trim()))
    .flatMap((text): [string, string][] => {
      const m = /^([!-9;-~]+?)=(.*)$/s.exec(text);
      if (m) return [[m[1] ?? '', m[2] ?? '']];
      warn(`Skipping header '${text}', unable to parse`);
      return [];
    });
}

async function connected({ args: a, host }: RunContext<Args>): Promise<{ client: SmtpClient; isSecure: boolean }> {
  const name = a.ehlohost ?? host.name.replace(/[^\w.-]/g, '-');
  const within = <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timed out')), a.timeout * 1000);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  };
  const dial = async (): Promise<Awaited<ReturnType<typeof host.dial>>> => {
    try {
      return (await host.dial({ host: a.host, port: a.port })).on('error', () => undefined);
    } catch (error) {
      if (error instanceof TsplayError && error.code === 'unreachable') throw error;
      return fail(`Unable to Connect ${where(a)}: ${wordsOf(error)}`);
    }
  };
  if (a.secure === 'always' || a.secure === 'try') {
    const plain = await dial();
    try {
      const client = new SmtpClient(await within(overTls(plain, a.host)));
      await within(client.hope('220'));
      await within(client.hello(name));
      return { client, isSecure: true };
    } catch (error) {
      plain.destroy();
      if (a.secure === 'always') fail(`Unable to start an encrypted session to ${where(a)}: ${wordsOf(error)}`);
    }
  }
  const client = new SmtpClient(await dial());
  try {
    await within(client.hope('220'));
    await within(client.hello(name));
    if (a.secure === 'never') return { client, isSecure: false };
    if (!client.extensions.has('STARTTLS')) {
      return a.secure === 'starttls'
        ? fail(`StartTLS is not offered on server ${where(a)}`)
        : { client, isSecure: false };
    }
    await within(client.startTls(a.host));
    await within(client.hello(name));
    return { client, isSecure: true };
  } catch (error) {
    client.close();
    if (error instanceof ModuleFailure) throw error;
    return fail(`Unable to Connect ${where(a)}: ${wordsOf(error)}`);
  }
}

async function loggedIn(client: SmtpClient, a: Args, user: string, password: string): Promise<void> {
  if (!client.extensions.has('AUTH')) fail(`No Authentication on the server at ${where(a)}`);
  try {
    await client.login(user, password);
  } catch (error) {
    if (error instanceof SmtpError) {
      fail(`Authentication to ${where(a)} failed, please check your username and/or password`);
    }
    fail(`No Suitable authentication method was found on ${where(a)}`);
  }
}
