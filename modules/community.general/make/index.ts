// Runs targets of a Makefile on the host.
import {
  argvScript,
  defineModule,
  dict,
  int,
  lines,
  list,
  ModuleFailure,
  path,
  quote,
  script,
  sh,
  str,
  z,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { noProgram, PLAIN, programFailure } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';

const args = z.strictObject({
  chdir: path().describe('Directory to run make in.'),
  file: path().optional().describe('Another Makefile.'),
  make: path().optional().describe('The make to use; default gmake, else make.'),
  jobs: int().optional().describe('How many jobs run at the same time.'),
  params: dict(z.unknown()).optional().describe('Variables for make; one without a value is handed over as a word.'),
  target: str().optional().describe('What to make; default what the Makefile begins with.'),
  targets: list(str()).optional().describe('Several targets.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.make',
  summary: 'Runs targets in a Makefile.',
  args,
  returns: z.object({
    chdir: z.string().describe('The directory.'),
    command: z.string().describe('The command.'),
    file: z.string().nullable().describe('The Makefile that was named.'),
    jobs: z.int().nullable().describe('As given.'),
    params: z.unknown().describe('As given.'),
    target: z.string().nullable().describe('As given.'),
    targets: z.array(z.string()).nullable().describe('As given.'),
  }),
  requires: ['make'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.target !== undefined && a.targets !== undefined ? ['parameters are mutually exclusive: target|targets'] : [],
  nullable: ['params'],
  examples: [
    {
      name: 'Build and install',
      task: 'community.general.make:\n  chdir: /usr/src/app\n  target: install\n  params:\n    PREFIX: /opt/app',
    },
  ],
  async run({ args: a, change, host }) {
    const words = wordsOf(a);
    // make -q says by its code whether there is anything to do.
    const look = await host.probe(
      lines([
        SBIN,
        sh`cd -- ${a.chdir} || exit 121`,
        a.make === undefined
          ? script('make=$(command -v gmake || command -v make) || exit 120')
          : sh`make=$(command -v -- ${a.make}) || exit 120`,
        script(`printf '%s\\n' "$make"`),
        sh`"$make" ${words} -q </dev/null; c=$?`,
        script('[ "$c" -lt 120 ] || c=2; exit "$c"'),
      ]),
      { env: PLAIN },
    );
    if (look.rc === 121) throw new ModuleFailure(`Unable to change directory before execution: ${look.stderr.trim()}`);
    if (look.rc === 120)
      throw noProgram(a.make ?? 'make', undefined, 'Install make on the host, or name it with `make`.');
    const [make = 'make', ...said] = look.stdout.split('\n');
    const argv = [make, ...words];
    const result = {
      target: a.target ?? null,
      targets: a.targets ?? null,
      params: a.params ?? null,
      chdir: a.chdir,
      file: a.file ?? null,
      jobs: a.jobs ?? null,
      command: argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word))).join(' '),
    };
    const clean = (text: string): string => text.replace(/[\r\n]+$/, '');
    const before = outputOf(clean(said.join('\n')), clean(look.stderr));
    if (look.rc === 0) return { changed: false, ...before, ...result };
    const ran = await change({ summary: `run ${result.command} in ${a.chdir}` }, (hands) =>
      hands.run(lines([SBIN, argvScript(argv)]), { cwd: a.chdir, env: PLAIN }),
    );
    if (!ran) return { changed: true, ...before, ...result };
    if (ran.rc !== 0) throw programFailure(result.command, ran);
    return { changed: true, ...outputOf(clean(ran.stdout), clean(ran.stderr)), ...result };
  },
});

function wordsOf(a: Args): string[] {
  const given = Object.entries(a.params ?? {});
  const text = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value));
  return [
    ...(a.jobs === undefined ? [] : ['-j', String(a.jobs)]),
    ...(a.file === undefined ? [] : ['-f', a.file]),
    ...(a.target ? [a.target] : (a.targets ?? [])),
    ...given.map(([name, value]) => (value === null || value === undefined ? name : `${name}=${text(value)}`)),
  ];
}
