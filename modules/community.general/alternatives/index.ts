// Manages the links by which one of several programs answers to a common name.
import {
  alias,
  choice,
  defineModule,
  int,
  lines,
  list,
  ModuleFailure,
  path,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { parseDisplay, sameCommands, type Alternatives, type Subcommand } from './display.js';

const subcommand = z.strictObject({
  name: str().describe('The common name of the subcommand.'),
  path: path().describe('The program behind it.'),
  link: path().describe('The link that leads to it.'),
});

const args = z.strictObject({
  name: str().describe('The common name, e.g. editor.'),
  path: path().optional().describe('The program.'),
  family: str().optional().describe('The family of programs, where the system knows such.'),
  link: path().optional().describe('The link that leads to the program; needed when there is none yet.'),
  priority: int().optional().describe('Priority in automatic mode; default 50 for a new one.'),
  state: choice('present', 'selected', 'auto', 'absent')
    .default('selected')
    .describe('selected: it is the chosen one; present: it can be chosen; auto: the highest priority is chosen.'),
  subcommands: alias(list(subcommand).optional(), 'slaves').describe('Further names that follow the choice.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.alternatives',
  summary: 'Manages alternatives: programs that answer to a common name, by update-alternatives.',
  args,
  returns: z.object({}),
  requires: ['update-alternatives'],
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) =>
    a.path === undefined && a.family === undefined ? ['one of the following is required: path, family'] : [],
  examples: [
    { name: 'An editor', task: 'community.general.alternatives:\n  name: editor\n  path: /usr/bin/vim.basic' },
  ],
  async run({ args: a, host, change }) {
    const told = await ask(
      host,
      lines([
        SBIN,
        sh`command -v update-alternatives >/dev/null 2>&1 || exit 0
say program yes
p=${a.path ?? ''}; if [ -e "$p" ]; then say exists yes; fi
o=$(update-alternatives --display ${a.name} 2>/dev/null) && say display "$o"`,
      ]),
    );
    if (told.value('program') === undefined) {
      throw new ModuleFailure('the update-alternatives program is not on the host');
    }
    const seen = parseDisplay(told.value('display') ?? '', a.subcommands);
    const steps = decide(a, seen, told.value('exists') !== undefined);
    const diff = { before: before(a, seen), after: after(a, seen, steps) };
    for (const [at, step] of steps.entries()) {
      const note = { summary: step.message, diff: at === 0 ? diff : undefined };
      await change(note, (hands) => update(hands, step.argv));
    }
    return { msg: steps.map((step) => step.message).join(' ') };
  },
});

interface Step {
  readonly verb: 'install' | 'remove' | 'set' | 'auto';
  readonly argv: readonly string[];
  readonly message: string;
}

/** What is to be done; pure. @throws ModuleFailure when something needed is missing */
export function decide(a: Args, seen: Alternatives, exists: boolean): Step[] {
  const { name } = a;
  const known = a.path === undefined ? undefined : seen.all.get(a.path);
  const steps: Step[] = [];
  if (a.state === 'absent') {
    if (a.path !== undefined && known) {
      const argv = ['--remove', name, a.path];
      steps.push({ verb: 'remove', argv, message: `Remove alternative '${a.path}' from '${name}'.` });
    }
    return steps;
  }
  const differs =
    !known ||
    (a.priority !== undefined && known.priority !== a.priority) ||
    (a.subcommands !== undefined && !sameCommands(known.subcommands, a.subcommands));
  if (a.path !== undefined && differs) {
    if (!exists) throw new ModuleFailure(`Specified path ${a.path} does not exist`);
    const link = a.link ?? seen.link;
    if (!link) {
      throw new ModuleFailure('Needed to install the alternative, but unable to do so as we are missing the link');
    }
    const argv = ['--install', link, name, a.path, String(a.priority ?? known?.priority ?? 50)];
    if (a.family !== undefined) argv.push('--family', a.family);
    // `compat:` without subcommands in the task those there are go when the priority changes.
    for (const sub of a.subcommands ?? []) argv.push('--slave', sub.link, sub.name, sub.path);
    steps.push({ verb: 'install', argv, message: `Install alternative '${a.path}' for '${name}'.` });
  }
  const current = seen.current === undefined ? undefined : seen.all.get(seen.current);
  const samePath = a.path !== undefined && seen.current === a.path;
  const sameFamily = current !== undefined && a.family !== undefined && current.family === a.family;
  if (a.state === 'selected' && !samePath && !sameFamily) {
    const chosen = a.path ?? a.family ?? '';
    steps.push({ verb: 'set', argv: ['--set', name, chosen], message: `Set alternative '${chosen}' for '${name}'.` });
  }
  if (a.state === 'auto' && seen.mode === 'manual') {
    steps.push({ verb: 'auto', argv: ['--auto', name], message: `Set alternative to auto for '${name}'.` });
  }
  return steps;
}

function before(a: Args, seen: Alternatives): Record<string, unknown> {
  const known = a.path === undefined ? undefined : seen.all.get(a.path);
  if (!known) return seen.all.size === 0 ? {} : { state: 'absent' };
  return {
    state: seen.mode === 'manual' && seen.current !== a.path ? 'selected' : 'present',
    path: a.path,
    priority: known.priority,
    link: seen.link,
    ...(known.subcommands.length > 0 ? { subcommands: known.subcommands } : {}),
  };
}

function after(a: Args, seen: Alternatives, steps: readonly Step[]): Record<string, unknown> {
  const known = a.path === undefined ? undefined : seen.all.get(a.path);
  let side: Record<string, unknown> = {};
  for (const { verb } of steps) {
    if (verb === 'install') {
      const commands: readonly Subcommand[] = a.subcommands ?? known?.subcommands ?? [];
      side = {
        state: 'present',
        path: a.path,
        family: a.family ?? null,
        priority: a.priority ?? known?.priority ?? 50,
        link: a.link ?? seen.link,
        ...(commands.length > 0 ? { subcommands: commands } : {}),
      };
    } else if (verb === 'remove') side = { state: 'absent' };
    else side = { ...side, state: verb === 'set' ? 'selected' : 'present' };
  }
  return side;
}

async function update(hands: HostHands, argv: readonly string[]): Promise<void> {
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C update-alternatives ${argv}`]));
  if (rc !== 0) throw new ModuleFailure((stderr + stdout).trim(), { rc, stdout, stderr });
}
