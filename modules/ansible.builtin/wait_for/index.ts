// Waits until a port, a file or a text in one of them is as wanted.
import {
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  pythonRegex,
  str,
  z,
  type FileStatus,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { fileReturns } from '../../_shared/file-attributes.js';
import { connect, FileSearch, isDrained, matchStream } from './check.js';
import { STATE_NAMES } from './connections.js';

const args = z.strictObject({
  host: str().default('127.0.0.1').describe('The address the port is at, as the host sees it.'),
  port: int().optional().describe('A TCP port.'),
  path: path().optional().describe('A file or directory of the host.'),
  search_regex: str().optional().describe('A Python regular expression to find in the file or in what the port says.'),
  state: choice('absent', 'drained', 'present', 'started', 'stopped')
    .default('started')
    .describe('started, present: it is there; stopped, absent: it is not; drained: the port has no connections.'),
  timeout: int().default(300).describe('Seconds to wait at most.'),
  delay: int().default(0).describe('Seconds to wait before the first look.'),
  sleep: int().default(1).describe('Seconds between looks.'),
  connect_timeout: int().default(5).describe('Seconds a single connection may take.'),
  active_connection_states: list(str())
    .default(['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'SYN_RECV', 'SYN_SENT', 'TIME_WAIT'])
    .describe('The states of connections that are not drained.'),
  exclude_hosts: list(str()).optional().describe('Hosts whose connections do not count for drained.'),
  msg: str().optional().describe('What to say when the time is up.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

function rules(a: Args): string[] {
  const broken: string[] = [];
  if (a.port !== undefined && a.path !== undefined)
    broken.push('port and path parameter can not both be passed to wait_for');
  if (a.path !== undefined && (a.state === 'stopped' || a.state === 'drained')) {
    broken.push(`state=${a.state} should only be used for checking a port in the wait_for module`);
  }
  if (a.state === 'drained' && a.port === undefined && a.path === undefined) broken.push('state=drained needs a port');
  if (a.exclude_hosts !== undefined && a.state !== 'drained')
    broken.push('exclude_hosts should only be with state=drained');
  for (const state of a.active_connection_states) {
    if (!STATE_NAMES.includes(state)) broken.push(`unknown active_connection_state (${state}) defined`);
  }
  return broken;
}

export default defineModule({
  name: 'ansible.builtin.wait_for',
  summary: 'Waits until a port answers or is free, or a file is there, gone, or holds a text.',
  args,
  returns: z.object({
    elapsed: z.int().describe('Seconds it took.'),
    state: z.string().describe('The state, or the kind of file that is there.'),
    port: z.int().nullable().describe('As asked for.'),
    path: z.string().nullable().describe('As asked for.'),
    search_regex: z.string().nullable().describe('As asked for.'),
    match_groups: z.array(z.string().nullable()).describe('The groups of the match.'),
    match_groupdict: z.record(z.string(), z.string().nullable()).describe('The named groups of the match.'),
  }),
  check: 'none',
  diff: false,
  rules,
  examples: [{ name: 'Is it up?', task: 'ansible.builtin.wait_for:\n  port: 8080\n  timeout: 60' }],
  run: (context) => wait(context),
});

/** What a look found when it is as wanted. */
interface Found {
  readonly match?: RegExpExecArray | undefined;
  readonly status?: FileStatus | undefined;
}

async function wait(context: Context): Promise<ModuleReturn> {
  const { args, task } = context;
  const start = task.now();
  const deadline = start + args.timeout * 1000;
  const elapsed = (): number => Math.floor((task.now() - start) / 1000);
  const look = lookFor(context, () => Math.max(1, deadline - task.now()));
  if (args.delay > 0) await task.sleep(args.delay * 1000);
  let found: Found | undefined;
  if (look === undefined) {
    // compat: with nothing to look at it is a plain pause.
    await task.sleep(Math.max(0, deadline - task.now()));
    found = {};
  } else {
    found = await look();
    while (found === undefined && task.now() < deadline) {
      await task.sleep(Math.min(args.sleep * 1000, Math.max(0, deadline - task.now())));
      found = await look();
    }
  }
  if (!found)
    throw new ModuleFailure(args.msg ?? `Timeout when waiting for ${goal(args)}`, {
      changed: false,
      elapsed: elapsed(),
    });
  const { match, status } = found;
  return {
    changed: false,
    state: args.state,
    port: args.port ?? null,
    path: args.path ?? null,
    search_regex: args.search_regex ?? null,
    match_groups: match ? match.slice(1).map((group: string | undefined) => group ?? null) : [],
    match_groupdict: Object.fromEntries(Object.entries(match?.groups ?? {}).map(([k, v]) => [k, v ?? null])),
    elapsed: elapsed(),
    ...(status ? fileReturns(status) : {}),
  };
}

/** What was waited for, in words. */
function goal({ host, port, path, search_regex: text, state }: Args): string {
  const what = path ?? `${host}:${port}`;
  if (state === 'drained') return `${what} to drain`;
  if (state === 'stopped' || state === 'absent')
    return path === undefined ? `${what} to stop.` : `${what} to be absent.`;
  if (text !== undefined) return `search string ${text} in ${what}`;
  return path === undefined ? what : `file ${what}`;
}

/** The look to repeat: gives what it found when things are as wanted. Undefined when there is nothing to look at. */
function lookFor(context: Context, left: () => number): (() => Promise<Found | undefined>) | undefined {
  const { args, host } = context;
  const { port, path, state } = args;
  const gone = state === 'absent' || state === 'stopped';
  const pattern = args.search_regex === undefined ? undefined : pythonRegex(args.search_regex, { multiline: true });
  if (path !== undefined) {
    const searching = pattern && !gone ? new FileSearch(host, pattern) : undefined;
    return async () => {
      const status = await host.stat(path, { follow: true });
      if (gone) return status ? undefined : {};
      if (!status) return undefined;
      if (!searching) return { status };
      const match = await searching.look(status);
      return match && { match, status };
    };
  }
  if (port === undefined) return undefined;
  if (state === 'drained') {
    const query = { port, states: args.active_connection_states };
    return async () => ((await isDrained(host, args.host, args.exclude_hosts ?? [], query)) ? {} : undefined);
  }
  return async () => {
    // Silence proves that a port is closed only after its full time.
    const patience = args.connect_timeout * 1000;
    const stream = await connect(host, args.host, port, gone ? patience : Math.min(patience, left()));
    if (stream === undefined) return gone ? {} : undefined;
    if (stream === 'listening' || gone || !pattern) {
      if (stream !== 'listening') stream.destroy();
      if (stream === 'listening' && pattern && !gone) throw unreadablePort(args);
      return gone ? undefined : {};
    }
    const match = await matchStream(stream, pattern, left());
    return match && { match };
  };
}

const unreadablePort = ({ host, port }: Args): ModuleFailure =>
  new ModuleFailure(
    `search_regex: the sshd of the host does not let a connection to ${host}:${port} be forwarded: ` +
      "set 'AllowTcpForwarding yes' in its sshd_config",
  );
