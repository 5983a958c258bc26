// The settings of this process: ansible.cfg and the environment, and what they make of the command line.
import { homedir } from 'node:os';
import {
  Configuration,
  findConfig,
  readConfigFile,
  settingsOf,
  unknownKeys,
  unknownVariables,
  unusedLine,
  type Settings,
} from '../config/index.js';
import { nodeFiles } from '../controller/index.js';
import type { Diagnostic } from '../ground/index.js';
import type { CliOptions } from './options.js';

/**
 * All settings by name, with their origins.
 * @param path the configuration file to read instead of the one that is found
 * @throws TsplayError bad-config, file-missing, file-unreadable
 */
export function loadConfiguration(path?: string): Configuration {
  const surroundings = { env: process.env, cwd: process.cwd(), home: homedir() };
  const found =
    path === undefined ? findConfig(nodeFiles, surroundings) : { file: readConfigFile(nodeFiles, path), warnings: [] };
  return new Configuration(found, surroundings);
}

/** The settings, typed, and what is to be said of them: always, and with -v. @throws TsplayError bad-config */
export function loadSettings(): { settings: Settings; configuration: Configuration; remarks: () => Diagnostic[] } {
  const configuration = loadConfiguration();
  const remarks = (): Diagnostic[] => {
    const unused = unusedLine(configuration);
    const line: Diagnostic[] =
      unused === undefined ? [] : [{ code: 'bad-config', severity: 'warning', message: unused }];
    return [...unknownKeys(configuration), ...unknownVariables(configuration), ...line];
  };
  return { settings: settingsOf(configuration), configuration, remarks };
}

/** The command line with what settings say where it says nothing. `compat:` tags and -v are added to the settings' ones. */
export function withSettings(cli: CliOptions, settings: Settings): CliOptions {
  const { run, become, connection, display, paths } = settings;
  return {
    ...cli,
    inventory: cli.inventory.length > 0 ? cli.inventory : paths.inventory,
    tags: [...run.tags, ...cli.tags],
    skipTags: [...run.skipTags, ...cli.skipTags],
    diff: cli.diff || display.diffAlways,
    become: cli.become || become.become,
    becomeMethod: cli.becomeMethod ?? become.method,
    askBecomePass: cli.askBecomePass || (become.askPassword && cli.becomePasswordFile === undefined),
    becomePasswordFile: cli.becomePasswordFile ?? become.passwordFile,
    askPass: cli.askPass || (connection.askPassword && cli.connectionPasswordFile === undefined),
    connectionPasswordFile: cli.connectionPasswordFile ?? connection.passwordFile,
    user: cli.user ?? connection.remoteUser,
    privateKey: cli.privateKey ?? connection.privateKey,
    connection: cli.connection ?? (connection.transport === 'ssh' ? undefined : connection.transport),
    timeout: cli.timeout ?? connection.timeout,
    sshCommonArgs: cli.sshCommonArgs ?? connection.sshCommonArgs,
    sshExtraArgs: cli.sshExtraArgs ?? connection.sshExtraArgs,
    forks: cli.forks ?? run.forks,
    verbosity: cli.verbosity + display.verbosity,
    forceHandlers: cli.forceHandlers || run.forceHandlers,
  };
}
