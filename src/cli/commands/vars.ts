// `tsplay vars HOST [NAME] [PLAYBOOK…]`: a host's variables, and with --explain where each comes from and what it hides.
import { join, resolve } from 'node:path';
import { nodeFiles } from '../../controller/index.js';
import { explain, type Definition, type Explained, type Place } from '../../engine/index.js';
import { didYouMean, TsplayError, type Span } from '../../ground/index.js';
import { fromJs } from '../../value/index.js';
import { flag, type CommandSpec } from '../args/index.js';
import { assemble } from '../assemble.js';
import { assertLoadable } from '../findings.js';
import { misused, programName, readCommandLine } from '../command-line.js';
import { openConsole, showDiagnostics } from '../console.js';
import { PLAYBOOK } from '../options.js';
import { stdout } from '../../controller/streams.js';

const OPTIONS = {
  ...PLAYBOOK.options,
  explain: flag(['--explain'], 'say where each value comes from and what it hides, with place and level'),
};

const VARS: CommandSpec<typeof OPTIONS> = {
  summary: "Shows a host's variables and where they come from; nothing is run and no host is asked.",
  options: OPTIONS,
  positionals: [
    { name: 'host', help: 'a host of the inventory', many: false },
    {
      name: 'name',
      help: 'a variable (default: all), then playbooks whose plays, roles and tasks count too',
      many: true,
      optional: true,
    },
  ],
};

/** For shell completion. */
export const SPECS = { '': VARS };

/** The name of the playbook that is none. */
const NONE = '<no playbook>';

export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(VARS, argv);
  if (!line) return 0;
  const { explain: explains, ...options } = line.options;
  const [host, ...rest] = line.positionals;
  const isPlaybook = (word: string): boolean => /\.ya?ml$/.test(word) || nodeFiles.exists(word) === 'file';
  const playbooks = rest.filter(isPlaybook);
  const names = rest.filter((word) => !isPlaybook(word));
  const wrong = (message: string): TsplayError => misused(programName(), VARS, new TsplayError('bad-usage', message));
  if (host === undefined) throw wrong('the name of a host is missing');
  if (names.length > 1) throw wrong(`one variable at a time, not ${names.join(', ')}`);
  const [name] = names;
  const none = join(resolve('.'), NONE);
  const bare = fromJs([{ hosts: 'all,localhost', gather_facts: false }]);
  const cli = { ...options, playbooks: playbooks.length > 0 ? playbooks : [none] };
  const { signal } = new AbortController();
  const assembly = await assemble(cli, () => undefined, signal, new Map([[none, bare]]), openConsole(cli.verbosity));
  try {
    assertLoadable(assembly.diagnostics);
    showDiagnostics(assembly.diagnostics);
    if (!assembly.inventory.host(host)) {
      const known = [...assembly.inventory.hosts.keys()];
      throw new TsplayError('host-pattern', `the inventory has no host '${host}'`, {
        hint: didYouMean(host, known) || 'the inventory is given with -i',
      });
    }
    const places = assembly.plans.flatMap((plan) => explain(plan, host, name));
    if (places.length === 0)
      throw new TsplayError('host-pattern', `no play of ${playbooks.join(', ')} has the host '${host}'`);
    const lines = places.flatMap((place) => showPlace(place, { explains, titled: playbooks.length > 0 }));
    stdout.write(assembly.secrets.redact(`${lines.join('\n')}\n`));
    const found = places.some(
      (p) => p.variables.some(isDefined) || p.tasks.some((t) => isDefined(t.variable)) || p.setters.length > 0,
    );
    return name !== undefined && !found ? 1 : 0;
  } finally {
    await assembly.close();
  }
}

const isDefined = (variable: Explained): boolean => variable.definitions.length > 0;

function showPlace(place: Place, how: { readonly explains: boolean; readonly titled: boolean }): string[] {
  const lines: string[] = how.titled ? [`PLAY [${place.play}]${at(place.span)}`] : [];
  for (const variable of place.variables) lines.push(...showVariable(variable, how.explains));
  for (const { name, span, variable } of place.tasks) {
    lines.push(`TASK [${name}]${at(span)}`, ...showVariable(variable, how.explains));
  }
  if (!how.explains) return lines;
  for (const { name, span, rank } of place.setters)
    lines.push(`set while it runs (${rank}) by TASK [${name}]${at(span)}`);
  if (how.titled && place.dynamic) lines.push('tasks that are included while the play runs are not looked into');
  return lines;
}

function showVariable(variable: Explained, explains: boolean): string[] {
  const { name, value, problem, definitions } = variable;
  if (definitions.length === 0) return [`${name} is not defined`];
  const shown =
    value === undefined ? `${definitions[0]?.written ?? ''} (${problem ?? 'no value'})` : JSON.stringify(value);
  const lines = [`${name}: ${shown}`];
  if (!explains) return lines;
  return [
    ...lines,
    ...definitions.map((d, i) =>
      `  ${i === 0 ? 'wins' : 'hides'}  ${showDefinition(d)}`.replace('  wins  ', '  wins   '),
    ),
  ];
}

function showDefinition({ level, rank, of, span, written }: Definition): string {
  const whose = of === undefined ? '' : ` of ${of}`;
  return `${String(level).padStart(2)} ${rank}${whose}${at(span)}: ${written}`;
}

function at(span: Span | undefined): string {
  return span ? `, ${span.file}:${span.line}:${span.col}` : '';
}
