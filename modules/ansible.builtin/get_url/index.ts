// Downloads a file to the host, over the network as the host sees it.
import { createHash } from 'node:crypto';
import {
  bool,
  defineModule,
  lines,
  ModuleFailure,
  path,
  sh,
  str,
  TsplayError,
  z,
  type HostView,
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
  type Digest,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { lookScript, parseLook } from '../../_shared/file-look.js';
import { clientFor, timeoutArgument, urlArguments, urlRules, userArgument } from '../../_shared/http-args.js';
import { HTTP_LOOK, parseHttpLook, type HttpEnvironment } from '../../_shared/http-environment.js';
import { HttpFailure, type HttpClient, type HttpResponse } from '../../_shared/http.js';
import { LARGE, placed, writeLarge, type Wanted } from './large.js';
import { findChecksum, parseChecksum, type ChecksumSource } from './checksum.js';
import { nameFromHeader, nameFromUrl } from '../../_shared/url-name.js';

const args = z.strictObject({
  ...urlArguments,
  url_username: userArgument('username'),
  ...fileArguments,
  url: str().describe('What to download: http://, https:// or file:// (a file of the host).'),
  dest: path().describe('Where to put it: a file, or a directory that then holds it under its own name.'),
  backup: bool().default(false).describe('Keep a copy of the file that is replaced.'),
  checksum: str().default('').describe('`algorithm:digest`, or `algorithm:URL` of a list of digests.'),
  timeout: timeoutArgument(10),
  tmp_dest: path()
    .optional()
    .describe('Must be a directory; nothing is put there, as the download goes straight beside `dest`.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'ansible.builtin.get_url',
  summary: 'Downloads a file from an HTTP or HTTPS server to the host.',
  args,
  returns: z.object({
    backup_file: z.string().optional().describe('The copy of the file that was replaced.'),
    checksum_dest: z.string().nullable().describe('SHA-1 of the file that was there before.'),
    checksum_src: z.string().nullable().describe('SHA-1 of the download.'),
    dest: z.string().describe('The file.'),
    elapsed: z.int().describe('Seconds it took.'),
    md5sum: z.string().optional().describe('MD5 of the file after the download.'),
    msg: z.string().describe('What the server answered.'),
    src: z.string().nullable().describe('Always null: there is no temporary download on the host.'),
    status_code: z.int().nullable().optional().describe('The HTTP status; nothing when nothing was asked.'),
    url: z.string().describe('Where it came from, as the task says it.'),
    uid: z.int().describe('Owner.'),
    gid: z.int().describe('Group.'),
    owner: z.string().describe('Name of the owner.'),
    group: z.string().describe('Name of the group.'),
    mode: z.string().describe('Permissions.'),
    size: z.int().describe('Bytes.'),
    state: z.string().describe('Kind of file.'),
  }),
  check: 'partial',
  diff: false,
  rules: urlRules,
  examples: [
    {
      name: 'A pinned program',
      task: 'ansible.builtin.get_url:\n  url: https://example.com/tool\n  dest: /usr/local/bin/tool\n  checksum: sha256:https://example.com/SHA256SUMS\n  mode: "0755"',
    },
  ],
  run: (context) => download(context),
});

async function download(context: Context): Promise<ModuleReturn> {
  const { args, host, task } = context;
  const started = task.now();
  const elapsed = (): number => Math.floor((task.now() - started) / 1000);
  if (/^ftps?:/i.test(args.url)) {
    throw new ModuleFailure('get_url: ftp:// is not supported by tsplay; use http(s), or curl in a command task');
  }
  const wanted = parseChecksum(args.checksum);
  const { file, look, environment } = await lookAtAll(host, args, wanted?.algorithm ?? 'sha1');
  requireAttributes(args, look, context.checkMode, (message) => context.warn(message));
  await requireTemporary(context);
  const isDirectory = file.target?.kind === 'directory';
  const base = { url: args.url, dest: args.dest, src: null };
  const known = { file, look, base, elapsed };
  if (!isDirectory && args.dest.endsWith('/')) throw missing(args.dest.replace(/\/+$/, ''), { ...base, elapsed: 0 });
  const client = await clientFor(host, args, {}, environment);
  const digest = wanted && (await wantedDigest(client, host, args, wanted));
  if (file.target && !isDirectory && digest !== undefined && !args.force && file.checksum === digest) {
    const nothing = { checksum_dest: null, checksum_src: null };
    return keep(context, known, { ...nothing, msg: 'file already exists' });
  }
  const since = file.target && !isDirectory && !args.force && digest === undefined ? file.target.mtime : undefined;
  const response = await fetch(client, context, since, { ...base, elapsed });
  if (response.status === 304) {
    return keep(context, known, { msg: 'HTTP Error 304: Not Modified', status_code: 304 });
  }
  const dest = isDirectory
    ? `${args.dest.replace(/\/+$/, '')}/${nameFromHeader(response.headers['content-disposition']) ?? nameFromUrl(response.url)}`
    : args.dest;
  const reusable = isDirectory || (wanted && wanted.algorithm !== 'sha1') ? undefined : { file, look };
  const verify = digest && wanted ? { algorithm: wanted.algorithm, digest } : undefined;
  try {
    return await put(context, response, dest, verify, elapsed, reusable);
  } finally {
    response.stream?.discard();
  }
}

/** The destination and what the host's environment says about HTTP, in one round trip. */
async function lookAtAll(
  host: HostView,
  args: Args,
  checksum: Digest,
): Promise<Pick<Known, 'file' | 'look'> & { environment: HttpEnvironment }> {
  const look = lookScript([args.dest], { ...lookFor(args), checksum });
  const separator = '\n-- tsplay file --\n';
  const { stdoutBytes, rc, stderr } = await host.probe(lines([HTTP_LOOK, sh`printf %s ${separator}`, look]));
  const at = stdoutBytes.indexOf(separator);
  const { paths, ...rest } = parseLook(stdoutBytes.subarray(at + separator.length));
  const [file] = paths;
  if (at < 0 || !file) throw new ModuleFailure(`could not look at ${args.dest}: ${stderr.trim()}`, { rc });
  return { file, look: rest, environment: parseHttpLook(stdoutBytes.subarray(0, at).toString('utf8')) };
}

async function lookAtDest(host: HostView, args: Args, dest: string): Promise<Pick<Known, 'file' | 'look'>> {
  const { file, ...look } = await lookAtOne(host, dest, { ...lookFor(args), checksum: 'sha1' });
  return { file, look };
}

interface Known {
  readonly file: PathLook;
  readonly look: HostLook;
  readonly base: Record<string, unknown>;
  readonly elapsed: () => number;
}

/** The file stays; its attributes are made what they shall be. */
async function keep(
  context: Context,
  { file, look, base, elapsed }: Known,
  extra: ModuleReturn,
): Promise<ModuleReturn> {
  const { args } = context;
  const current = file.target;
  const plan = current ? planAttributes(args, look, current, file.flags) : undefined;
  if (plan) {
    const summary = `set attributes of ${args.dest}`;
    await context.change({ summary, diff: plan.diff }, (hands) => applyAttributes(hands, file.realPath, plan));
  }
  return { ...base, ...extra, elapsed: elapsed(), ...fileReturns(plan?.after ?? current) };
}

async function requireTemporary({ args, host }: Context): Promise<void> {
  if (args.tmp_dest === undefined) return;
  const status = await host.stat(args.tmp_dest, { follow: true });
  if (status?.kind !== 'directory') throw new ModuleFailure(`tmp_dest: ${args.tmp_dest} is not a directory`);
}

const missing = (directory: string, extra: Record<string, unknown>): ModuleFailure =>
  new ModuleFailure(`Destination ${directory} does not exist`, extra);

async function wantedDigest(client: HttpClient, host: HostView, args: Args, source: ChecksumSource): Promise<string> {
  if ('digest' in source) return source.digest;
  const urlPath = URL.canParse(args.url) ? new URL(args.url).pathname : args.url;
  let list: string;
  if (source.url.startsWith('file://')) {
    list = (await host.read(decodeURIComponent(new URL(source.url).pathname))).toString('utf8');
  } else {
    const request = { method: 'GET', url: source.url, headers: args.headers ?? {}, redirects: 'urllib2' as const };
    const response = await client.send(request).catch((error: unknown) => {
      throw requestFailed(error, { url: source.url, dest: args.dest });
    });
    if (response.status !== 200) {
      throw new ModuleFailure(`the list of checksums could not be had: ${statusText(response)}`, {
        url: source.url,
        dest: args.dest,
        status_code: response.status,
      });
    }
    list = response.body.toString('utf8');
  }
  return findChecksum(list, decodeURIComponent(urlPath), source.url);
}

const statusText = (r: HttpResponse): string => `HTTP Error ${r.status}: ${r.reason}`;

function requestFailed(error: unknown, extra: Record<string, unknown>): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  return new ModuleFailure(`Request failed: ${error.message}${hint}`, { changed: false, ...extra });
}

/** The answer of the server: 200 or 304, anything else has failed. A check asks for the headers only. */
async function fetch(
  client: HttpClient,
  { args, host, checkMode }: Context,
  since: number | undefined,
  base: { readonly elapsed: () => number } & Record<string, unknown>,
): Promise<HttpResponse> {
  if (args.url.startsWith('file://')) {
    const body = await host.read(decodeURIComponent(new URL(args.url).pathname));
    const headers = { 'content-length': String(body.length) };
    return { status: 0, reason: 'OK', headers, setCookies: [], url: args.url, redirected: false, body };
  }
  const headers = {
    ...(args.force ? { 'Cache-Control': 'no-cache' } : {}),
    ...(since === undefined ? {} : { 'If-Modified-Since': new Date(since * 1000).toUTCString() }),
    ...args.headers,
  };
  let response: HttpResponse;
  try {
    response = await client.send({
      method: checkMode ? 'HEAD' : 'GET',
      url: args.url,
      headers,
      redirects: 'urllib2',
      streamFrom: LARGE,
    });
  } catch (error) {
    throw requestFailed(error, { ...base, elapsed: base.elapsed() });
  }
  if (response.status !== 200 && response.status !== 304) {
    const status = { status_code: response.status, response: statusText(response) };
    throw new ModuleFailure(`Request failed: ${statusText(response)}`, {
      changed: false,
      ...base,
      ...status,
      elapsed: base.elapsed(),
    });
  }
  return response;
}

const hash = (algorithm: Digest, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex');

/** Verifies the download and puts it where it belongs. */
async function put(
  context: Context,
  response: HttpResponse,
  dest: string,
  wanted: Wanted | undefined,
  elapsed: () => number,
  known: Pick<Known, 'file' | 'look'> | undefined,
): Promise<ModuleReturn> {
  const { args, host } = context;
  const { file, look } = known ?? (await lookAtDest(host, args, dest));
  const { body } = response;
  // compat: a check has only the headers; as documented it compares with an empty file.
  const source = hash('sha1', body);
  const result: Record<string, unknown> = {
    msg: `OK (${response.headers['content-length'] ?? 'unknown'} bytes)`,
    url: args.url,
    dest,
    src: null,
    status_code: response.status === 0 ? null : response.status,
    checksum_src: source,
    checksum_dest: file.checksum ?? null,
    elapsed: elapsed(),
  };
  if (file.parent !== 'directory') throw missing(dest.replace(/\/[^/]*$/, '') || '/', { changed: false, ...result });
  if (file.target?.kind === 'directory')
    throw new ModuleFailure(`${dest} is a directory`, { changed: false, ...result });
  const seen = { file, look, base: result, elapsed };
  const { stream } = response;
  if (stream && !context.checkMode) return putLarge(context, stream, seen, wanted);
  if (wanted && !context.checkMode) {
    const actual = hash(wanted.algorithm, body);
    if (actual !== wanted.digest) throw mismatch(response.url, wanted, actual, result);
  }
  if (file.checksum === source) {
    return keep(context, seen, { md5sum: hash('md5', body) });
  }
  const attributes = newAttributes(args, look, file.target, 'file');
  const note = { summary: `download ${response.url} to ${dest}` };
  const written = await context.change(note, async (hands) => {
    const options = { ...attributes, backup: args.backup, unsafeWrites: args.unsafe_writes };
    return placed(hands, file, body, { ...options, flags: args.attributes });
  });
  if (!written) return { ...result, ...(file.target ? fileReturns(file.target) : {}) };
  const backup = written.backupFile === undefined ? {} : { backup_file: written.backupFile };
  const after = written.now?.target ?? null;
  return { ...result, elapsed: elapsed(), ...backup, md5sum: hash('md5', body), ...fileReturns(after) };
}

function mismatch(url: string, wanted: Wanted, actual: string, result: Record<string, unknown>): ModuleFailure {
  const message = `The checksum for ${url} did not match ${wanted.digest}; it was ${actual}.`;
  return new ModuleFailure(message, { changed: false, ...result });
}

/** The same for a body that is not held: what it is turns out while it is sent. */
async function putLarge(
  context: Context,
  stream: NonNullable<HttpResponse['stream']>,
  known: Known,
  wanted: Wanted | undefined,
): Promise<ModuleReturn> {
  const { args, task } = context;
  const { file, look, elapsed } = known;
  const options = {
    ...newAttributes(args, look, file.target, 'file'),
    backup: args.backup,
    unsafeWrites: args.unsafe_writes,
    flags: args.attributes,
  };
  const url = String(known.base['url']);
  const done = await context.change({ summary: `download ${url} to ${file.realPath}` }, (hands) =>
    writeLarge(hands, task, stream, file, options, wanted).catch((error: unknown) => {
      const cause = error instanceof TsplayError ? error.cause : error;
      throw cause instanceof HttpFailure ? requestFailed(cause, known.base) : error;
    }),
  );
  if (!done) return known.base;
  const base = { ...known.base, checksum_src: done.sha1, elapsed: elapsed() };
  if (wanted && done.digest !== wanted.digest) throw mismatch(url, wanted, done.digest ?? '', base);
  if (done.same) {
    const differs = file.target !== null && planAttributes(args, look, file.target, file.flags) !== undefined;
    return keep(context, { ...known, base }, { md5sum: done.md5, changed: differs });
  }
  const backup = done.backupFile === undefined ? {} : { backup_file: done.backupFile };
  return { ...base, ...backup, md5sum: done.md5, ...fileReturns(done.now?.target ?? null) };
}
