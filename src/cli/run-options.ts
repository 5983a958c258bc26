// What a run goes by: the command line, and the settings where it says nothing.
import { stdout } from '../controller/streams.js';
import type { Settings } from '../config/index.js';
import type { RunOptions } from '../engine/index.js';
import type { ValueMap } from '../value/index.js';
import { wantArguments } from './callbacks.js';
import type { CliOptions } from './options.js';
import type { Passwords } from './passwords.js';

/** What settings say of a run beyond the command line. */
function runSettings(settings: Settings): Partial<RunOptions> {
  const { run, facts, become } = settings;
  const said = {
    becomeDefaults: become.of,
    noLog: run.noLog,
    hideMarked: run.hideMarked,
    lookAhead: run.lookAhead,
    errorOnMissingHandler: run.errorOnMissingHandler,
    hashBehaviour: run.hashBehaviour,
    injectFacts: facts.inject,
    privateRoleVars: run.privateRoleVars,
    gathering: facts.gathering,
    factsModules: facts.modules,
    strategy: run.strategy,
    anyErrorsFatal: run.anyErrorsFatal,
    taskTimeout: run.taskTimeout,
    pollInterval: run.pollInterval,
    asyncDir: run.asyncDir,
    taskDebugger: run.debugger,
    debuggerIgnoresErrors: run.debuggerIgnoresForgiven,
    tellArguments: wantArguments(settings),
    tellHosts: settings.display.perHostStart,
  };
  return said;
}

/** @param cli with the settings already in the places of what was not given */
export function runOptions(cli: CliOptions, settings: Settings, passwords: Passwords, extraVars: ValueMap): RunOptions {
  return {
    ...runSettings(settings),
    // Shown as lines with -v, as the last line of a terminal otherwise.
    tellOutput: cli.verbosity > 0 || stdout.isTTY,
    checkMode: cli.check,
    diffMode: cli.diff,
    verbosity: cli.verbosity,
    forks: cli.forks ?? 5,
    tags: cli.tags,
    skipTags: cli.skipTags,
    limit: cli.limit,
    startAtTask: cli.startAtTask,
    become: cli.become,
    becomeUser: cli.becomeUser,
    becomeMethod: cli.becomeMethod,
    becomePassword: passwords.become,
    step: cli.step,
    forceHandlers: cli.forceHandlers,
    connection: cli.connection,
    connectionDefaults: {
      ansible_user: cli.user,
      ansible_port: settings.connection.port,
      ansible_ssh_private_key_file: cli.privateKey,
      ansible_timeout: cli.timeout ?? 10,
      ansible_shell_executable: settings.run.executable,
    },
    extraVars,
  };
}
