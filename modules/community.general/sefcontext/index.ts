// Says which SELinux context files get that match a pattern.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  script,
  str,
  z,
  type DiffNote,
} from '../../../src/kit/index.js';
import { answerOf } from '../../_shared/query.js';
import { askSelinux, selinuxStep } from '../../_shared/selinux.js';

const args = z.strictObject({
  target: alias(str(), 'path').describe('A pattern of paths, as a regular expression.'),
  ftype: choice('a', 'b', 'c', 'd', 'f', 'l', 'p', 's')
    .default('a')
    .describe('The kind of file: all, block, character, directory, file, link, pipe, socket.'),
  setype: str().optional().describe('The type.'),
  substitute: alias(str().optional(), 'equal').describe('A path: what is below `target` gets what is below this has.'),
  seuser: str().optional().describe('The SELinux user; default system_u, or what it is.'),
  selevel: alias(str().optional(), 'serange').describe('The range; default s0, or what it is.'),
  state: choice('absent', 'present').default('present').describe('Whether there shall be such an entry.'),
  reload: bool().default(true).describe('Make the kernel use the policy at once.'),
  ignore_selinux_state: bool().default(false).describe('Work where SELinux is off as well.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.sefcontext',
  summary: 'Says which SELinux context files get that match a pattern.',
  args,
  returns: z.object({
    target: z.string().describe('As asked for.'),
    ftype: z.string().describe('As asked for.'),
    setype: z.string().nullable().describe('As asked for.'),
    substitute: z.string().nullable().describe('As asked for.'),
    state: z.string().describe('As asked for.'),
    seuser: z.string().nullable().optional().describe('The SELinux user, when present.'),
    serange: z.string().nullable().optional().describe('The range, when present.'),
  }),
  requires: ['semanage, restorecon'],
  check: 'full',
  diff: true,
  rules: (a) => {
    const broken: string[] = [];
    const others = (['setype', 'seuser', 'selevel'] as const).filter((name) => a[name] !== undefined);
    if (a.substitute !== undefined && others.length > 0) {
      broken.push(`parameters are mutually exclusive: substitute|${others.join('|')}`);
    }
    if (a.state === 'present' && a.setype === undefined && a.substitute === undefined) {
      broken.push('state is present but any of the following are missing: setype, substitute');
    }
    return broken;
  },
  examples: [
    {
      name: 'Files of a web site',
      task: "community.general.sefcontext:\n  target: '/srv/www(/.*)?'\n  setype: httpd_sys_content_t",
    },
  ],
  async run(context) {
    const { args: a } = context;
    const told = await askSelinux(
      context.host,
      ['semanage'],
      script('query all semanage fcontext -l -n'),
      a.ignore_selinux_state,
    );
    const { rc, out, err } = answerOf(told, 'all') ?? { rc: 1, out: '', err: '' };
    if (rc !== 0) throw new ModuleFailure(err.trim() || 'semanage did not answer', { rc });
    const seen = parseContexts(out);
    const { steps, user, range } = decide(a, seen);
    for (const { argv, diff } of steps) {
      const rest = a.reload ? [] : ['-N'];
      const words = ['semanage', 'fcontext', ...argv.slice(0, 1), ...rest, ...argv.slice(1)];
      await selinuxStep({ change: (note, act) => context.change({ ...note, diff }, act) }, words);
    }
    const { target, ftype, setype = null, substitute = null, state } = a;
    const result = { target, ftype, setype, substitute, state };
    return state === 'present' ? { ...result, seuser: user, serange: range } : result;
  },
});

const KINDS: Readonly<Record<Args['ftype'], string>> = {
  a: 'all files',
  b: 'block device',
  c: 'character device',
  d: 'directory',
  f: 'regular file',
  l: 'symbolic link',
  p: 'named pipe',
  s: 'socket',
};

type Context = readonly [user: string, role: string, type: string, range: string];

interface Seen {
  /** By pattern and kind, between them a NUL. */
  readonly contexts: ReadonlyMap<string, Context>;
  readonly equal: ReadonlyMap<string, string>;
}

/** `semanage fcontext -l -n`: pattern, kind and context by columns; then `path = path`, of the distribution and local. */
export function parseContexts(output: string): Seen {
  const contexts = new Map<string, Context>();
  const equal = new Map<string, string>();
  const kinds = Object.values(KINDS).join('|');
  const row = new RegExp(`^(.+?)\\s+(${kinds})\\s+(\\S+)\\s*$`);
  for (const line of output.split('\n')) {
    const [, pattern = '', kind = '', context = ''] = row.exec(line) ?? [];
    const [, from, to] = /^(\S+) = (\S+)$/.exec(line.trim()) ?? [];
    if (pattern !== '' && context !== '<<None>>') {
      const [user = '', role = '', type = '', ...range] = context.split(':');
      contexts.set(`${pattern}\0${kind}`, [user, role, type, range.join(':')]);
      // The distribution's come first and win, as in the tools.
    } else if (from !== undefined && to !== undefined && !equal.has(from)) equal.set(from, to);
  }
  return { contexts, equal };
}

interface Step {
  readonly argv: readonly string[];
  readonly diff: DiffNote;
}

const entry = (a: Args, context: Context): string => `${a.target}      ${a.ftype}      ${context.join(':')}\n`;
const pair = (a: Args, to: string): string => `${a.target} = ${to}\n`;

/** Pure. */
export function decide(a: Args, seen: Seen): { steps: Step[]; user: string | null; range: string | null } {
  const is = seen.contexts.get(`${a.target}\0${KINDS[a.ftype]}`);
  const same = seen.equal.get(a.target);
  const steps: Step[] = [];
  if (a.state === 'absent') {
    if (is && a.substitute === undefined) {
      steps.push({ argv: ['-d', '-f', a.ftype, '--', a.target], diff: { before: entry(a, is), after: '' } });
    }
    if (same !== undefined && a.setype === undefined && (a.substitute === undefined || a.substitute === same)) {
      steps.push({ argv: ['-d', '-e', same, '--', a.target], diff: { before: pair(a, same), after: '' } });
    }
    return { steps, user: null, range: null };
  }
  if (a.substitute !== undefined) {
    if (same !== a.substitute) {
      const argv = [same === undefined ? '-a' : '-m', '-e', a.substitute, '--', a.target];
      const before = same === undefined ? '' : pair(a, same);
      steps.push({ argv, diff: { before, after: pair(a, a.substitute) } });
    }
    return { steps, user: null, range: null };
  }
  const user = a.seuser ?? is?.[0] ?? 'system_u';
  const range = a.selevel ?? is?.[3] ?? 's0';
  const wanted: Context = [user, is?.[1] ?? 'object_r', a.setype ?? '', range];
  if (!is || is.some((part, at) => part !== wanted[at])) {
    const argv = [is ? '-m' : '-a', '-f', a.ftype, '-t', a.setype ?? '', '-s', user, '-r', range, '--', a.target];
    steps.push({ argv, diff: { before: is ? entry(a, is) : '', after: entry(a, wanted) } });
  }
  return { steps, user, range };
}
