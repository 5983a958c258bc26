// `tsplay config`, `ansible-config`: what the settings are, where they come from, whether they are valid.
import { resolve } from 'node:path';
import {
  allDefinitions,
  baseDefinitions,
  pluginDefinitions,
  unknownKeys,
  unknownVariables,
} from '../../config/index.js';
import type { Configuration, Definition } from '../../config/index.js';
import { expandHome, nodeFiles } from '../../controller/index.js';
import { TsplayError } from '../../ground/index.js';
import { ArgumentError } from '../args/index.js';
import { misused, programName, readCommandLine } from '../command-line.js';
import { dataText, displayText, listText, sheetOf } from '../config-dump.js';
import { initEnv, initIni } from '../config-init.js';
import { ACTIONS, CONFIG, readAction, type ConfigAction } from '../config-options.js';
import { configureConsole, page, paintSetting, showDiagnostics } from '../console.js';
import { loadConfiguration } from '../settings.js';
import { settingsOf } from '../../config/index.js';
import { stdout } from '../../controller/streams.js';

/** For shell completion. */
export const SPECS = {
  '': CONFIG,
  ...Object.fromEntries(ACTIONS.map((action) => [action, { ...CONFIG, summary: `config ${action}`, positionals: [] }])),
};

/** @throws TsplayError bad-usage, bad-config, file-missing, file-unreadable */
export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(CONFIG, argv);
  if (!line) return 0;
  const { options, positionals } = line;
  const [word = '', ...plugins] = positionals;
  const { action, format } = actionOf(word, options.format);
  const configuration = loadConfiguration(configPath(options.configFile));
  const { display, paths } = settingsOf(configuration);
  configureConsole(display);
  const type = options.type ?? 'base';
  if (type !== 'base' && type !== 'all') warnOfUnknownPlugins(type, plugins);
  const show = (text: string): number => page(text.endsWith('\n') ? text : `${text}\n`, paths.pager);
  switch (action) {
    case 'dump': {
      const sheet = sheetOf(configuration, type, plugins);
      if (format !== 'display') return show(dataText(sheet, options.onlyChanged, type === 'all', format));
      return show(displayText(sheet, options.onlyChanged, type === 'all', paintSetting));
    }
    case 'list':
      return show(listText(sheetOf(configuration, type, plugins), format));
    case 'view':
      return show(viewText(configuration));
    case 'init':
      return show((format === 'env' ? initEnv : initIni)(definitionsOf(type, plugins), options.disabled));
    case 'validate':
      return validate(configuration, format, definitionsOf(type, plugins));
  }
}

function actionOf(word: string, format: string | undefined): { action: ConfigAction; format: string } {
  try {
    return readAction(word, format);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw misused(programName(), CONFIG, new TsplayError('bad-usage', error.message));
  }
}

function configPath(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const path = resolve(expandHome(given));
  if (nodeFiles.exists(path) !== undefined) return path;
  throw new TsplayError('bad-config', `The provided configuration file is missing or not accessible: ${path}`);
}

function viewText(configuration: Configuration): string {
  const path = configuration.file?.path;
  if (path !== undefined) return nodeFiles.readText(path);
  throw new TsplayError('file-missing', 'Invalid or no config file was supplied', {
    hint: 'name one with -c, or write ansible.cfg here; tsplay config init prints one with all defaults',
  });
}

function definitionsOf(type: string, plugins: readonly string[]): Definition[] {
  if (type === 'base') return [...baseDefinitions().values()];
  const every =
    type === 'all'
      ? allDefinitions()
      : [...(pluginDefinitions().get(type)?.values() ?? [])].flatMap((p) => [...p.values()]);
  return every.filter((d) => plugins.length === 0 || !d.plugin || plugins.includes(d.plugin.name));
}

/** `compat:` a plugin that is not there is left out. */
function warnOfUnknownPlugins(type: string, plugins: readonly string[]): void {
  const known = pluginDefinitions().get(type);
  for (const plugin of plugins.filter((p) => !known?.has(p))) {
    const message = `Skipping ${plugin} as we could not find matching plugin`;
    showDiagnostics([{ code: 'bad-config', severity: 'warning', message }]);
  }
}

/** `compat:` without -t the options of plugins count as unknown. */
function validate(configuration: Configuration, format: string, definitions: readonly Definition[]): number {
  const found =
    format === 'env' ? unknownVariables(configuration, definitions) : unknownKeys(configuration, definitions);
  if (found.length === 0) {
    stdout.write('All configurations seem valid!\n');
    return 0;
  }
  showDiagnostics(found.map((d) => ({ ...d, severity: 'error' })));
  return 1;
}
