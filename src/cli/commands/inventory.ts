// `tsplay inventory`, `ansible-inventory`: shows the inventory as a run would see it.
import { resolve } from 'node:path';
import type { Settings } from '../../config/index.js';
import { createTemplatePort, writeFileAtomic } from '../../controller/index.js';
import { LoadErrors, TsplayError, type Diagnostic } from '../../ground/index.js';
import { HostVariables } from '../../project/index.js';
import { createTemplateEngine } from '../../template/index.js';
import { dumpJson } from '../../template/python-json.js';
import { dumpYaml } from '../../template/pyyaml/dump.js';
import type { ValueMap } from '../../value/index.js';
import { flag, text, type CommandSpec, type Parsed } from '../args/index.js';
import { COMMON, readCommandLine } from '../command-line.js';
import { openConsole, showDiagnostics, write } from '../console.js';
import { readExtraVars } from '../extra-vars.js';
import { openInventory } from '../inventory.js';
import { cachedFacts } from '../fact-cache.js';
import { openVault } from '../vault.js';
import { inventorySettings } from '../inventory-settings.js';
import { Shown } from '../inventory-show.js';
import { INVENTORY, LIMIT, VARIABLES, VAULT } from '../shared-options.js';

const OPTIONS = {
  ...COMMON,
  list: flag(['--list'], 'show all hosts and groups; works as an inventory script'),
  host: text(['--host'], 'HOST', "show one host's variables, whatever the limit; works as an inventory script", {
    completes: 'nothing',
  }),
  graph: flag(['--graph'], 'draw the groups and hosts, whatever the limit'),
  ...INVENTORY,
  ...LIMIT,
  ...VARIABLES,
  yaml: flag(['-y', '--yaml'], 'as YAML instead of JSON'),
  toml: flag(['--toml'], 'as TOML instead of JSON'),
  vars: flag(['--vars'], 'with --graph: variables too'),
  exported: flag(['--export'], 'with --list: variables stay with the groups that have them'),
  outputFile: text(['--output'], 'FILE', 'write to a file instead of the screen', { completes: 'file' }),
  basedir: text(['--playbook-dir'], 'DIR', 'where a playbook would be, for the group_vars beside it', {
    completes: 'directory',
  }),
  ...VAULT,
};

/** What can be told to the command; help and completion are made of it. */
export const INVENTORY_COMMAND: CommandSpec<typeof OPTIONS> = {
  summary: 'Shows the inventory: hosts, groups and variables.',
  options: OPTIONS,
  positionals: [{ name: 'group', help: 'with --graph: the group to begin with', optional: true, completes: 'nothing' }],
};

/** For shell completion. */
export const SPECS = { '': INVENTORY_COMMAND };

export type Options = Parsed<typeof OPTIONS>;

/** @throws TsplayError, LoadErrors */
export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(INVENTORY_COMMAND, argv);
  if (!line) return 0;
  checkActions(line.options);
  const settings = openConsole(line.options.verbosity);
  const shown = await inventoryText(line.options, line.positionals[0] ?? 'all', settings, tell);
  const { outputFile } = line.options;
  if (outputFile === undefined) write(shown.endsWith('\n') ? shown : `${shown}\n`);
  else writeFileAtomic(resolve(outputFile), shown);
  return 0;
}

/** `compat:` the words are Ansible's. */
export function checkActions({ list, host, graph }: Options): void {
  const chosen = [list, host !== undefined, graph].filter(Boolean).length;
  if (chosen === 1) return;
  throw new TsplayError(
    'bad-option',
    chosen === 0
      ? 'No action selected, at least one of --host, --graph or --list needs to be specified.'
      : 'Conflicting options used, only one of --host, --graph or --list can be used at the same time.',
    { hint: 'write one of --list, --graph and --host NAME' },
  );
}

/**
 * What the command prints.
 * @param say is told of warnings, and of mistakes, for which it throws
 * @throws TsplayError, LoadErrors
 */
export async function inventoryText(
  options: Options,
  group: string,
  settings: Settings,
  say: (diagnostics: readonly Diagnostic[]) => void,
  cwd = process.cwd(),
): Promise<string> {
  const warn = (message: string): void => say([{ code: 'bad-option', severity: 'warning', message }]);
  const { files } = await openVault(options, settings.vault, warn);
  const template = createTemplateEngine(createTemplatePort({ searchPath: () => [cwd], files }));
  const extraVars = readExtraVars(options.extraVars, files, warn);
  const facts = cachedFacts(settings);
  const opened = await openInventory({
    sources: options.inventory.length > 0 ? options.inventory : settings.paths.inventory,
    settings: inventorySettings(settings),
    mismatch: settings.inventory.patternMismatch,
    cachedFacts: facts,
    cwd,
    files,
    // compat: the limit counts for --list only.
    limit: options.list ? options.limit : undefined,
    template,
    extraVars,
  });
  const { inventory, varsDirs } = opened;
  const variables = (playbookDir: string | undefined): HostVariables =>
    new HostVariables({
      files,
      vault: files.vault,
      inventory,
      inventoryDirs: varsDirs,
      playbookDir,
      everyStage: true,
      settings: inventorySettings(settings),
    });
  const named = options.basedir ?? settings.paths.playbookDir;
  const basedir = named === undefined ? undefined : resolve(cwd, named);
  const all = variables(basedir ?? cwd);
  say([...opened.diagnostics, ...all.diagnostics]);
  const pattern = options.host ?? 'all';
  const matched = opened.match(pattern);
  say(matched.diagnostics);
  const shown = new Shown({
    inventory,
    variables: all,
    ownVariables: basedir === undefined ? variables(undefined) : all,
    extraVars,
    facts: (host) => (settings.facts.inject ? facts?.(host) : undefined),
    exported: options.exported || settings.inventory.export,
    markUnsafe: !options.yaml && !options.toml && !options.graph,
    hosts: matched.hosts,
  });
  if (options.graph) {
    const start = inventory.groups.get(group);
    if (start) return shown.graph(start, options.vars, (value) => template.text(value)).join('\n');
    throw new TsplayError('bad-option', 'Pattern must be valid group name when using --graph', {
      hint: `the groups are ${[...inventory.groups.keys()].join(', ')}`,
    });
  }
  if (options.list) {
    if (options.yaml) return asYaml(shown.yaml());
    if (options.toml) return (await import('../toml-text.js')).tomlText(shown.toml());
    return asJson(shown.json());
  }
  const [host, ...others] = matched.hosts;
  if (!host || others.length > 0) {
    throw new TsplayError('bad-option', 'You must pass a single valid host to --host parameter', {
      hint: 'the hosts are listed by --graph',
    });
  }
  const vars = shown.hostVars(host);
  if (options.yaml) return asYaml(vars);
  return options.toml ? (await import('../toml-text.js')).tomlText(vars) : asJson(vars);
}

function tell(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((d) => d.severity === 'error')) throw new LoadErrors(diagnostics);
  showDiagnostics(diagnostics);
}

function asYaml(value: ValueMap): string {
  return dumpYaml(value, { flow: false, unicode: true, aliases: true });
}

function asJson(value: ValueMap): string {
  return dumpJson(value, { indent: 4, sortKeys: true, ensureAscii: false });
}
