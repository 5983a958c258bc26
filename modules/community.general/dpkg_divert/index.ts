// Manages diversions: that a package's file is installed at another place than it says.
import {
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { answerOf, demand, NEEDS, QUERY, type Answer } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, TELL, Told } from '../../_shared/told.js';

const args = z.strictObject({
  path: path().describe('The file whose place is taken away from packages.'),
  divert: path().optional().describe('Where it goes to instead; default the path with `.distrib` added.'),
  holder: str()
    .optional()
    .describe('The package whose own copy is not diverted; default LOCAL, which means that of the administrator.'),
  rename: bool().default(false).describe('Move the file aside, or back, when the diversion changes.'),
  force: bool().default(false).describe('Rename also over a file that is there, whose content is lost then.'),
  state: choice('absent', 'present').default('present').describe('Whether there shall be a diversion.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.dpkg_divert',
  summary: 'Manages diversions of files of Debian packages.',
  args,
  returns: z.object({
    commands: z.array(z.string()).describe('The commands that make the change.'),
    messages: z.array(z.string()).describe('What they said.'),
    diversion: z
      .object({
        path: z.string().describe('The file.'),
        state: z.string().describe('Whether it is diverted.'),
        divert: z.string().nullable().describe('Where it goes to instead.'),
        holder: z.string().nullable().describe('The package whose copy is not diverted, or LOCAL.'),
      })
      .describe('The diversion as it is now.'),
  }),
  requires: ['dpkg-divert'],
  check: 'full',
  diff: true,
  oneDiff: true,
  examples: [
    {
      name: 'Put a program of our own in the place of that of a package',
      task: 'community.general.dpkg_divert:\n  path: /usr/bin/mail\n  divert: /usr/bin/mail.package\n  rename: true',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const told = await ask(host, lines([SBIN, NEEDS, QUERY, lookScript(a)]));
    demand(told, "dpkg-divert is part of Debian's dpkg");
    const before = diversionOf(a.path, told);
    const program = told.value('program') ?? 'dpkg-divert';
    const tried = answerOf(told, 'test') ?? { rc: 1, out: '', err: '' };
    const here = new Set(told.values('exists'));
    const plan = decide(a, { before, tried, here, program, noRename: told.value('norename') !== undefined });
    const kept = { diversion: before, commands: plan.commands };
    if (plan.kind === 'leave') return { ...kept, messages: [tried.out.trimEnd()] };
    const wanted = wantedOf(a);
    const note = { summary: plan.commands.join('; '), diff: { before: { ...before }, after: { ...wanted } } };
    const ran = await change(note, (hands) => carryOut(hands, a, plan, before));
    if (!ran || checkMode) {
      const first = plan.kind === 'replace' ? answerOf(told, 'rmtest') : tried;
      if (plan.kind === 'replace' && first?.rc !== 0) throw failed(plan.commands[0] ?? '', first, before);
      const messages = [(first?.out ?? '').trimEnd(), ...(plan.kind === 'replace' ? ['Running in check mode'] : [])];
      return { diversion: wanted, commands: plan.commands, messages };
    }
    const after = diversionOf(a.path, ran.told);
    if (!sameDiversion(after, wanted)) throw failed(plan.commands.at(-1) ?? '', ran.last, after);
    return { diversion: after, commands: plan.commands, messages: ran.messages };
  },
});

interface Diversion {
  readonly path: string;
  readonly state: 'absent' | 'present';
  readonly divert: string | null;
  readonly holder: string | null;
}

interface Seen {
  readonly before: Diversion;
  /** What dpkg-divert says of the change without doing it. */
  readonly tried: Answer;
  /** Which of the files in question exist: path, target, truename. */
  readonly here: ReadonlySet<string>;
  readonly program: string;
  readonly noRename: boolean;
}

interface Plan {
  /** replace: the old diversion is removed first; over: a file stands where another is to be moved. */
  readonly kind: 'leave' | 'run' | 'over' | 'replace';
  readonly argv: readonly (readonly string[])[];
  readonly commands: readonly string[];
}

const targetOf = (a: Args): string => (a.divert === undefined || a.divert === '' ? `${a.path}.distrib` : a.divert);

function wantedOf(a: Args): Diversion {
  if (a.state === 'absent') return { path: a.path, state: 'absent', divert: null, holder: null };
  return { path: a.path, state: 'present', divert: targetOf(a), holder: a.holder || 'LOCAL' };
}

const sameDiversion = (a: Diversion, b: Diversion): boolean =>
  a.state === b.state && a.divert === b.divert && a.holder === b.holder;

/** The words behind `dpkg-divert` and how it shall rename. */
function wordsOf(a: Args): string[] {
  if (a.state === 'absent') return ['--remove', a.path];
  const holder = a.holder || 'LOCAL';
  return [
    ...(holder === 'LOCAL' ? ['--local'] : ['--package', holder]),
    ...(a.divert === undefined || a.divert === '' ? [] : ['--divert', a.divert]),
    '--add',
    a.path,
  ];
}

const lookScript = (a: Args) =>
  lines([
    script(`needs dpkg-divert; command -v dpkg-divert >/dev/null 2>&1 || exit 0
say program "$(command -v dpkg-divert)"; norename=
if dpkg-divert --help 2>/dev/null | grep -q -e --no-rename; then norename=--no-rename; say norename yes; fi`),
    sh`query holder dpkg-divert --listpackage ${a.path}
query truename dpkg-divert --truename ${a.path}
t=$(dpkg-divert --truename ${a.path} 2>/dev/null)
if [ -e ${a.path} ]; then say exists path; fi
if [ -e ${targetOf(a)} ]; then say exists target; fi
if [ -e "$t" ]; then say exists truename; fi`,
    script(
      `query test dpkg-divert --test ${a.rename ? '--rename' : '$norename'} ${argvScript(wordsOf(a)).text}
query rmtest dpkg-divert --test $norename --remove ${argvScript([a.path]).text}`,
    ),
  ]);

/** @throws ModuleFailure when dpkg-divert could not be asked */
function diversionOf(file: string, told: Told): Diversion {
  const holder = answerOf(told, 'holder');
  if (holder?.rc !== 0) throw failed(`dpkg-divert --listpackage ${file}`, holder, undefined);
  if (holder.out === '') return { path: file, state: 'absent', divert: null, holder: null };
  const divert = answerOf(told, 'truename')?.out.trimEnd() ?? null;
  return { path: file, state: 'present', divert, holder: holder.out.trimEnd() };
}

/** What is to be run; pure. @throws ModuleFailure when a file is in the way, or dpkg-divert refuses */
export function decide(a: Args, { before, tried, here, program, noRename }: Seen): Plan {
  const keep = noRename ? ['--no-rename'] : [];
  const main = [program, ...(a.rename ? ['--rename'] : keep), ...wordsOf(a)];
  const one = { argv: [main], commands: [main.join(' ')] };
  if (sameDiversion(before, wantedOf(a)) && tried.rc === 0) return { kind: 'leave', ...one };
  if (tried.rc === 0) return { kind: 'run', ...one };
  if (a.state !== before.state) {
    const inTheWay = a.rename && here.has('path') && here.has(a.state === 'absent' ? 'truename' : 'target');
    if (inTheWay && a.force) return { kind: 'over', ...one };
    const msg = inTheWay
      ? "Set 'force' param to True to force renaming of files."
      : 'Unexpected error while changing state of the diversion.';
    throw failed(main.join(' '), tried, before, msg);
  }
  const remove = [program, ...keep, '--remove', a.path];
  const add = [program, ...keep, ...wordsOf(a)];
  return { kind: 'replace', argv: [remove, add], commands: [remove.join(' '), add.join(' ')] };
}

function failed(
  cmd: string,
  answer: Answer | undefined,
  diversion: Diversion | undefined,
  msg?: string,
): ModuleFailure {
  const { rc = 1, out = '', err = '' } = answer ?? {};
  const text = msg ?? 'Unexpected error: see stdout and stderr for details.';
  return new ModuleFailure(text, { cmd, rc, stdout: out, stderr: err, ...(diversion ? { diversion } : {}) });
}

interface CarriedOut {
  readonly told: Told;
  readonly last: Answer | undefined;
  readonly messages: readonly string[];
}

async function carryOut(hands: HostHands, a: Args, plan: Plan, before: Diversion): Promise<CarriedOut> {
  const steps = plan.argv.map((argv, at) => `if [ "$c" = 0 ]; then query run${at} ${argvScript(argv).text}; fi`);
  // The file that stands in the way of the renaming: the one in the place of the original, or the one moved aside before.
  const victim = a.state === 'present' ? targetOf(a) : a.path;
  const { stdoutBytes } = await hands.run(
    lines([
      SBIN,
      TELL,
      QUERY,
      script('c=0'),
      ...(plan.kind === 'over' ? [sh`rm -f -- ${victim} || exit`] : []),
      script(steps.join('\n')),
      // What was moved aside stays with its diversion.
      ...(plan.kind === 'replace' && before.divert !== null && before.divert !== targetOf(a)
        ? [
            sh`if [ "$c" = 0 ] && [ -e ${before.divert} ] && ! [ -e ${targetOf(a)} ]; then mv -- ${before.divert} ${targetOf(a)} 2>/dev/null || :; fi`,
          ]
        : []),
      sh`query holder dpkg-divert --listpackage ${a.path}
query truename dpkg-divert --truename ${a.path}`,
    ]),
  );
  const told = new Told(stdoutBytes);
  const answers = plan.argv.map((_, at) => answerOf(told, `run${at}`));
  const bad = answers.findIndex((answer) => answer?.rc !== 0);
  if (bad >= 0) throw failed(plan.commands[bad] ?? '', answers[bad], before, answers[bad]?.err.trim() || undefined);
  return { told, last: answers.at(-1), messages: answers.map((answer) => (answer?.out ?? '').trimEnd()) };
}
