// Asks a server that speaks ACME anything, signed with an account's key.
import { bool, choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { acmeArguments, serverRules } from '../../_shared/acme-args.js';
import type { AcmeClient } from '../../_shared/acme-client.js';
import { refused, type AcmeAnswer } from '../../_shared/acme-failure.js';
import { openAcme, openUnsigned, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { exclusive, neededWhen, oneNeededWhen } from '../../_shared/argument-rules.js';
import { readFiles } from '../../_shared/crypto-file.js';
import { statusText } from './status.js';

export default defineModule({
  name: 'community.crypto.acme_inspect',
  aliases: ['acme_inspect', 'ansible.builtin.acme_inspect'],
  summary: "Asks a server that speaks ACME anything, signed with an account's key.",
  args: z.strictObject({
    ...acmeArguments,
    url: str().optional().describe('What to ask for.'),
    method: choice('get', 'post', 'directory-only')
      .default('get')
      .describe('Read it (POST-as-GET), send `content` there, or read the directory only.'),
    content: str().optional().describe('What is sent, as it is: JSON as text.'),
    fail_on_acme_error: bool().default(true).describe('Fail when the server answers with an error.'),
  }),
  returns: z.object({
    directory: z.record(z.string(), z.unknown()).describe('The directory of the server.'),
    headers: z.record(z.string(), z.unknown()).optional().describe('The headers of the answer, with status, url, msg.'),
    output_text: z.string().optional().describe('The answer.'),
    output_json: z.unknown().optional().describe('The answer, read as JSON.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => {
    const why = `method is ${a.method}`;
    const asks = a.method !== 'directory-only';
    return [
      ...serverRules(a),
      ...exclusive(a, 'account_key_src', 'account_key_content'),
      ...neededWhen(a, a.method === 'get', why, 'url'),
      ...neededWhen(a, a.method === 'post', why, 'url', 'content'),
      ...oneNeededWhen(a, asks, why, 'account_key_src', 'account_key_content'),
    ];
  },
  examples: [
    {
      name: 'What an order has come to',
      task: 'community.crypto.acme_inspect:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  account_uri: "{{ account.account_uri }}"\n  url: "{{ order.order_uri }}"\nregister: told',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, change } = context;
      warnOfValidation(context);
      const hasKey = a.account_key_src !== undefined || a.account_key_content !== undefined;
      const client = hasKey
        ? await openAcme(context, await readFiles(host, [a.account_key_src]))
        : await openUnsigned(context);
      const { directory } = client;
      if (a.method === 'directory-only') return { directory };
      const url = a.url ?? '';
      const answer =
        a.method === 'get'
          ? await ask(client, url)
          : await change({ summary: `send to ${url}` }, () => client.post(url, Buffer.from(a.content ?? '', 'utf8')));
      if (!answer) throw new ModuleFailure(`${url} was not asked`);
      const told = { directory, ...shown(answer) };
      if (a.fail_on_acme_error && answer.status >= 400) {
        const failure = refused(answer);
        throw new ModuleFailure(failure.message, { ...failure.extra, ...told });
      }
      return told;
    }),
});

/** A server that knows no POST-as-GET is asked without a signature. */
async function ask(client: AcmeClient, url: string): Promise<AcmeAnswer> {
  const answer = await client.post(url, undefined);
  return answer.status === 405 ? client.get(url) : answer;
}

function shown(answer: AcmeAnswer): Record<string, unknown> {
  const output_text = answer.body.toString('utf8');
  let parsed: { output_json?: unknown } = {};
  try {
    parsed = { output_json: JSON.parse(output_text) as unknown };
  } catch {
    // Then there is only the text.
  }
  const headers = { ...answer.headers, status: answer.status, url: answer.url, msg: statusText(answer) };
  return { headers, output_text, ...parsed };
}
