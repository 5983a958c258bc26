// Speaks to a web service, over the network as the host sees it.
import { createHash } from 'node:crypto';
import {
  bool,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  raw,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import {
  applyAttributes,
  fileArguments,
  fileReturns,
  lookAtOne,
  lookFor,
  newAttributes,
  planAttributes,
  requireAttributes,
  setFlags,
} from '../../_shared/file-attributes.js';
import { matchesAnything } from '../../_shared/glob.js';
import { clientFor, timeoutArgument, urlArguments, urlRules, userArgument } from '../../_shared/http-args.js';
import { HttpFailure, type HttpResponse, type RedirectPolicy } from '../../_shared/http.js';
import { nameFromUrl } from '../../_shared/url-name.js';
import { contentText, cookieValues, headerValues, jsonValue, statusMessage } from './answer.js';
import { encodeBody, rawBody, type Body } from './body.js';

const args = z.strictObject({
  ...urlArguments,
  url_username: userArgument('user'),
  ...fileArguments,
  url: str().describe('http:// or https:// URL.'),
  body: raw().optional().describe('What to send: text, or data that `body_format` puts into words.'),
  body_format: choice('form-urlencoded', 'json', 'raw', 'form-multipart')
    .default('raw')
    .describe('How the body is written; sets Content-Type.'),
  ca_path: path().optional().describe('Certificate authorities in PEM, a file on the host: the only ones trusted.'),
  creates: path().optional().describe('When this file or pattern is there, nothing is sent.'),
  dest: path().optional().describe('File or directory of the host the answer is put into.'),
  follow_redirects: z
    .preprocess(
      (value) => (value === true ? 'yes' : value === false ? 'no' : value),
      choice('all', 'no', 'none', 'safe', 'urllib2', 'yes'),
    )
    .default('safe')
    .describe('Which redirects are followed; safe: those of GET and HEAD.'),
  method: str().default('GET').describe('The HTTP method.'),
  remote_src: bool().default(false).describe('Whether `src` and files of the body are on the host.'),
  removes: path().optional().describe('When nothing matches this, nothing is sent.'),
  return_content: bool().default(false).describe('Whether the answer is returned as `content`.'),
  src: str().optional().describe('A file to send as the body.'),
  status_code: list(int()).default([200]).describe('Statuses that are a success.'),
  timeout: timeoutArgument(30),
  unix_socket: path().optional().describe('A unix socket of the host to speak to.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'ansible.builtin.uri',
  summary: 'Sends an HTTP request and returns the answer.',
  args,
  returns: z.object({
    status: z.int().describe('The HTTP status; -1 when there was no answer.'),
    url: z.string().describe('Where the answer came from, after redirects.'),
    redirected: z.boolean().describe('Whether a redirect was followed.'),
    msg: z.string().describe('What the server answered.'),
    content: z.string().optional().describe('The body, with `return_content` or when the status is not a success.'),
    body: z.string().optional().describe('The body where a status of 300 or more is a success.'),
    json: z.unknown().describe('The body as data when its type is JSON.'),
    cookies: z.record(z.string(), z.string()).optional().describe('Cookies the answer set.'),
    cookies_string: z.string().optional().describe('The same, ready for a Cookie header.'),
    elapsed: z.int().describe('Seconds it took.'),
    path: z.string().optional().describe('The file the answer was put into.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => [
    ...urlRules(a),
    ...(a.src !== undefined && a.body !== undefined ? ['parameters are mutually exclusive: body|src'] : []),
  ],
  examples: [
    {
      name: 'Is it healthy?',
      task: 'ansible.builtin.uri:\n  url: http://127.0.0.1:8080/health\nregister: health\nuntil: health.status == 200\nretries: 10',
    },
  ],
  run: (context) => speak(context),
});

const POLICIES: Readonly<Record<Args['follow_redirects'], RedirectPolicy>> = {
  all: 'all',
  yes: 'all',
  none: 'none',
  no: 'none',
  safe: 'safe',
  urllib2: 'urllib2',
};

async function speak(context: Context): Promise<ModuleReturn> {
  const { args, host, task } = context;
  if (!/^[A-Z]+$/.test(args.method.toUpperCase())) {
    throw new ModuleFailure("Parameter 'method' needs to be a single word in uppercase, like GET or POST.");
  }
  const skip = await reasonToSkip(context);
  if (skip !== undefined)
    return { changed: false, stdout: `skipped, since ${skip}`, stdout_lines: [`skipped, since ${skip}`] };
  const started = task.now();
  const elapsed = (): number => Math.floor((task.now() - started) / 1000);
  const target = await destination(context);
  const ca = args.ca_path === undefined ? undefined : await host.read(args.ca_path);
  const client = await clientFor(host, args, { ca, socketPath: args.unix_socket });
  const body = await bodyOf(context);
  const headers = headersFor(args, body, target?.modified);
  let response: HttpResponse;
  try {
    response = await client.send({
      method: args.method.toUpperCase(),
      url: args.url,
      headers,
      body: body?.bytes,
      redirects: POLICIES[args.follow_redirects],
    });
  } catch (error) {
    return noAnswer(error, context, elapsed());
  }
  const accepted = args.status_code.includes(response.status);
  const saved = target && accepted ? await save(context, response, target.path) : {};
  const content = args.return_content || !accepted ? { content: contentText(response) } : {};
  const result = {
    ...headerValues(response),
    // compat: an answer that is an error in HTTP has its body under that name, and no cookies.
    ...(response.status >= 300 ? (accepted ? { body: contentText(response) } : {}) : cookieValues(response)),
    ...jsonValue(response),
    ...content,
    status: response.status,
    url: response.url,
    redirected: response.redirected,
    elapsed: elapsed(),
    msg: statusMessage(response),
    ...saved,
  };
  if (accepted) return result;
  throw new ModuleFailure(statusFailure(args, response.status, result.msg), { changed: false, ...result });
}

const statusFailure = (args: Args, status: number, message: string): string =>
  `Status code was ${status} and not [${args.status_code.join(', ')}]: ${message}`;

/** `compat:` no answer at all is the status -1, which a task may accept. */
function noAnswer(error: unknown, { args }: Context, elapsed: number): ModuleReturn {
  if (!(error instanceof HttpFailure)) throw error;
  const msg = `Request failed: ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`;
  const content = args.return_content ? { content: '' } : {};
  const result = { changed: false, status: -1, url: args.url, redirected: false, elapsed, msg, ...content };
  if (args.status_code.includes(-1)) return result;
  throw new ModuleFailure(statusFailure(args, -1, msg), result);
}

async function reasonToSkip({ args, host }: Context): Promise<string | undefined> {
  for (const [pattern, wanted, text] of [
    [args.creates, true, 'exists'],
    [args.removes, false, 'does not exist'],
  ] as const) {
    if (pattern === undefined) continue;
    const found = (await host.probe(matchesAnything(pattern))).rc === 0;
    if (found === wanted) return `'${pattern}' ${text}`;
  }
  return undefined;
}

interface Destination {
  readonly path: string;
  /** When the file is there already: its time, seconds since the epoch. */
  readonly modified: number | undefined;
}

async function destination({ args, host }: Context): Promise<Destination | undefined> {
  if (args.dest === undefined) return undefined;
  const status = await host.stat(args.dest, { follow: true });
  if (status?.kind === 'directory') {
    const path = `${args.dest.replace(/\/+$/, '')}/${nameFromUrl(args.url)}`;
    return { path, modified: undefined };
  }
  return { path: args.dest, modified: status?.mtime };
}

async function bodyOf({ args, host, task }: Context): Promise<Body | undefined> {
  const readFile = async (name: string): Promise<Buffer> =>
    args.remote_src
      ? host.read(await host.expand(name))
      : task.files.read(task.files.find('files', name), { decrypt: false });
  if (args.src !== undefined) return rawBody(await readFile(args.src));
  return args.body === undefined || args.body === null ? undefined : encodeBody(args.body, args.body_format, readFile);
}

function headersFor(args: Args, body: Body | undefined, modified: number | undefined): Record<string, string> {
  const own: Record<string, string> = {};
  if (args.force) own['Cache-Control'] = 'no-cache';
  else if (modified !== undefined) own['If-Modified-Since'] = new Date(modified * 1000).toUTCString();
  const given = args.headers ?? {};
  if (!body) return { ...own, ...given };
  const others = Object.entries(given).filter(([name]) => name.toLowerCase() !== 'content-type');
  if (body.fixedType || others.length === Object.keys(given).length) {
    return { ...own, ...Object.fromEntries(others), 'Content-Type': body.contentType };
  }
  return { ...own, ...given };
}

/** Puts the answer into a file when it differs from what is there. */
async function save(context: Context, response: HttpResponse, path: string): Promise<ModuleReturn> {
  const { args, host } = context;
  const { file, ...look } = await lookAtOne(host, path, { ...lookFor(args), checksum: 'sha1' });
  requireAttributes(args, look, context.checkMode, (message) => context.warn(message));
  if (file.parent !== 'directory')
    throw new ModuleFailure(`Destination dir '${path.replace(/\/[^/]*$/, '')}' not found`);
  const digest = createHash('sha1').update(response.body).digest('hex');
  if (file.target && (file.checksum === digest || response.status === 304)) {
    const plan = planAttributes(args, look, file.target, file.flags);
    if (plan) {
      const summary = `set attributes of ${path}`;
      await context.change({ summary, diff: plan.diff }, (hands) => applyAttributes(hands, file.realPath, plan));
    }
    return { path, ...fileReturns(plan?.after ?? file.target) };
  }
  const attributes = newAttributes(args, look, file.target, 'file');
  await context.change({ summary: `save ${response.url} as ${path}` }, async (hands) => {
    await hands.write(file.realPath, response.body, { ...attributes, unsafeWrites: args.unsafe_writes });
    if (args.attributes !== undefined) await setFlags(hands, file.realPath, args.attributes);
  });
  return { path, ...fileReturns(await host.stat(file.realPath)) };
}
