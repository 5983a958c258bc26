// Wires the rooms together for one command line.
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../config/index.js';
import { ask, createPerson, expandHome, nodeFiles } from '../controller/index.js';
import {
  redacting,
  type Plan,
  type RunOptions,
  type RunPorts,
  type TaskSurroundings,
  versionDict,
} from '../engine/index.js';
import type { EventSink } from '../events/index.js';
import { LoadErrors, Secrets, systemClock, TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import type { Inventory } from '../inventory/index.js';
import { parsePlaybook } from '../playbook/index.js';
import { candidates, HostVariables, ProjectSource, searchPath, varsRoots } from '../project/index.js';
import { unknownExtensions } from '../template/index.js';
import type { Value } from '../value/index.js';
import { readExtraVars } from './extra-vars.js';
import { assertHosts, openInventory } from './inventory.js';
import { ANSIBLE_VERSION } from './version.js';
import { inventorySettings } from './inventory-settings.js';
import { cachedFacts, openFactCache } from './fact-cache.js';
import { taskFiles } from './task-files.js';
import { createLibrary } from '../library/index.js';
import { createActions } from './actions.js';
import { judged, sameFinding } from './findings.js';
import type { CliOptions } from './options.js';
import { openVault, unreadable } from './vault.js';
import { readPasswords } from './passwords.js';
import { groupNames, playHosts } from './play-hosts.js';
import { openReacher } from './reacher.js';
import { secretFiles } from './secret-files.js';
import { hideInConsole } from './console.js';
import { runOptions } from './run-options.js';
import { openTemplates } from './templates.js';
import { loadSettings, withSettings } from './settings.js';
import { stdout } from '../controller/streams.js';

export interface Assembly {
  readonly plans: readonly Plan[];
  readonly options: RunOptions;
  readonly inventory: Inventory;
  readonly secrets: Secrets;
  /** Mistakes and warnings of the load; with an error in it nothing may run. */
  readonly diagnostics: readonly Diagnostic[];
  close(): Promise<void>;
}

/**
 * Loads inventory, variables and playbooks. All mistakes are collected.
 * @param given playbooks that are no files, by the path in `cli.playbooks` made absolute
 * @throws TsplayError bad-option
 */
export async function assemble(
  line: CliOptions,
  sink: EventSink,
  signal: AbortSignal,
  given: ReadonlyMap<string, Value> = new Map(),
  settings: Settings = loadSettings().settings,
): Promise<Assembly> {
  const cli = withSettings(line, settings);
  const cwd = process.cwd();
  const diagnostics: Diagnostic[] = [];
  const secrets = new Secrets();
  hideInConsole(secrets);
  const emit = redacting(sink, secrets);
  const warnings = new Set<string>();
  const warn = (message: string): void => {
    if (warnings.has(message)) return;
    warnings.add(message);
    emit({ type: 'warning', diagnostic: { code: 'bad-option', severity: 'warning', message } });
  };
  const hidden = settings.run.hideMarked ? secretFiles(secrets) : undefined;
  const { files, vault } = await openVault(cli, settings.vault, warn, {
    onReveal: hidden?.revealed,
    onOpened: hidden?.opened,
  });
  const becomePrompt = settings.become.agnosticPrompt ? undefined : cli.becomeMethod?.toUpperCase();
  const passwords = await readPasswords({ ...cli, becomePrompt }, secrets);
  const options = runOptions(cli, settings, passwords, readExtraVars(cli.extraVars, files, warn));
  const factCache = openFactCache(settings);
  const sources = existingSources(cli.inventory, settings);
  const library = createLibrary({
    files,
    collections: settings.paths.collections,
    ignoredEndings: settings.paths.moduleIgnoredEndings,
    directories: {
      library: [...modulePaths(cli.modulePath, cwd), ...settings.paths.modules],
      filter_plugins: settings.paths.filterPlugins,
      test_plugins: settings.paths.testPlugins,
      lookup_plugins: settings.paths.lookupPlugins,
    },
    version: ANSIBLE_VERSION,
  });
  const actions = createActions(library, (diagnostic) => emit({ type: 'warning', diagnostic }));
  const template = openTemplates(
    settings,
    files,
    library.plugins,
    (diagnostic) => emit({ type: 'warning', diagnostic }),
    hidden,
  );
  const opened = await openInventory({
    sources,
    files,
    cwd,
    limit: cli.limit,
    template,
    extraVars: options.extraVars,
    settings: inventorySettings(settings),
    mismatch: settings.inventory.patternMismatch,
    cachedFacts: cachedFacts(settings, () => factCache),
  });
  const { inventory } = opened;
  diagnostics.push(...opened.diagnostics);
  diagnostics.push(...assertHosts(opened, { localhostWarning: settings.display.localhostWarning }));
  const paths = cli.playbooks.map((p) => resolve(cwd, p));
  for (const [option, given] of [
    ['--sftp-extra-args', cli.sftpExtraArgs],
    ['--scp-extra-args', cli.scpExtraArgs],
  ] as const)
    if (given !== undefined) warn(`${option} has no effect: files travel through the shell of the SSH connection`);
  for (const name of unknownExtensions(settings.run.jinja2Extensions))
    warn(
      `the Jinja2 extension '${name}' (jinja2_extensions) is not there: do, loopcontrols, with and autoescape always are`,
    );
  const reacher = openReacher({
    cli,
    settings,
    passwords,
    secrets,
    inventory,
    baseDirectory: dirname(paths[0] ?? cwd),
    warn,
  });
  let loading = false;
  if (cli.flushCache) for (const host of inventory.hosts.keys()) factCache.forget(host);
  // compat: with INVALID_TASK_ATTRIBUTE_FAILED off, in Ansible's words.
  const ignoreKeyword = (name: string, span: Span | undefined): void =>
    emit({
      type: 'warning',
      diagnostic: {
        code: 'unknown-keyword',
        severity: 'warning',
        message: `Ignoring invalid attribute: ${name}`,
        span,
      },
    });
  const person = createPerson(stdout);
  const known = new Map<string, RunPorts>();
  /** What playbooks of one directory are run with: roles, group_vars and files are looked for there. */
  const portsAt = (playbookDir: string): RunPorts => {
    const before = known.get(playbookDir);
    if (before) return before;
    library.add(playbookDir);
    const variables = new HostVariables({
      files,
      vault: files.vault,
      inventory,
      inventoryDirs: opened.varsDirs,
      playbookDir,
      settings: inventorySettings(settings),
    });
    diagnostics.push(...variables.diagnostics.filter((d) => !diagnostics.some((other) => sameFinding(d, other))));
    const source = new ProjectSource(
      {
        files,
        template,
        cwd,
        rolesPath: settings.paths.roles,
        // Beside the playbooks of the command, also for one that is brought in from elsewhere.
        collectionsPath: [...paths.map((path) => join(dirname(path), 'collections')), ...settings.paths.collections],
        extraVars: options.extraVars,
        magic: new Map<Value, Value>([['ansible_version', versionDict(ANSIBLE_VERSION)]]),
        isAction: actions.isAction,
        actionNames: actions.names,
        onRole: (directory) => library.add(directory),
        given,
        isLoading: () => loading,
        onFinding: (diagnostic) => diagnostics.push(...judged(diagnostic, settings)),
        ignoreKeyword: settings.run.errorOnUnknownKeyword ? undefined : ignoreKeyword,
        sourceAt: (directory) => portsAt(directory).source,
      },
      playbookDir,
    );
    const searched = (from: TaskSurroundings): string[] => searchPath(from.role, from.file, playbookDir);
    const ports: RunPorts = {
      options,
      inventory,
      template,
      source,
      reacher,
      secrets,
      clock: systemClock,
      emit,
      signal,
      loadModule: actions.load,
      moduleElsewhere: async (name) => (await import('./elsewhere.js')).moduleElsewhere(name),
      inventoryVars: (host) => variables.of(host),
      inventoryVarsAt:
        settings.paths.playbookVarsRoot === 'top'
          ? undefined
          : (host, { role, file }) => variables.of(host, varsRoots(settings.paths.playbookVarsRoot, role, file)),
      loadVars: (file) => source.loadVars(file),
      findVarsFile: (name, from) =>
        candidates('vars', name, searched(from)).find((p) => /file|other/.test(nodeFiles.exists(p) ?? '')),
      taskFiles: (from) => taskFiles(files, searched(from), playbookDir),
      factCache,
      prompt: promptOrNothing,
      person,
      hostsOf: (pattern, span) => playHosts(opened, template, options, pattern, span),
      groupNames: (host) => groupNames(inventory, host),
      groupHosts: (group) => inventory.members(group),
      refreshInventory: async () => {
        const found = await opened.refresh();
        for (const diagnostic of found) if (diagnostic.severity === 'warning') emit({ type: 'warning', diagnostic });
        if (found.some((d) => d.severity === 'error')) throw new LoadErrors(found).asOne();
      },
      magic: {
        inventorySources: opened.sources,
        version: ANSIBLE_VERSION,
        hostname: hostname(),
        configFile: settings.configFile,
      },
      at: portsAt,
    };
    known.set(playbookDir, ports);
    return ports;
  };
  const plans = paths.map((path): Plan => {
    const ports = portsAt(dirname(path));
    loading = true;
    const problems: Diagnostic[] = [];
    const playbook = parsePlaybook(ports.source, path, problems);
    diagnostics.push(...problems);
    loading = false;
    return { playbook, ports };
  });
  diagnostics.push(...unreadable(plans, vault));
  return { plans, options, inventory, secrets, diagnostics, close: () => (person.close(), reacher.close()) };
}

/** The default inventory need not be there. */
function existingSources(inventory: readonly string[], { paths }: Settings): readonly string[] {
  if (paths.inventoryGiven || inventory.join() !== paths.inventory.join()) return inventory;
  return inventory.filter((source) => nodeFiles.exists(source) !== undefined);
}

async function promptOrNothing(
  text: string,
  options: { readonly echo?: boolean; readonly seconds?: number } = {},
): Promise<string | undefined> {
  try {
    return await ask(text, { echo: true, ...options });
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'bad-option') return undefined;
    throw error;
  }
}

/** The directories of `-M`, which may give several between colons. */
function modulePaths(given: readonly string[], cwd: string): string[] {
  return given
    .flatMap((paths) => paths.split(':'))
    .filter((path) => path !== '')
    .map((path) => resolve(cwd, expandHome(path)));
}
