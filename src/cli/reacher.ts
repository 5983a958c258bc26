// How hosts are reached, by the command line and the settings.
import { homedir, userInfo } from 'node:os';
import type { Settings } from '../config/index.js';
import { ask } from '../controller/index.js';
import { createReacher } from '../engine/index.js';
import { systemClock, type Secrets } from '../ground/index.js';
import type { Inventory } from '../inventory/index.js';
import type { CliOptions } from './options.js';
import type { Passwords } from './passwords.js';

interface ReacherNeeds {
  readonly cli: CliOptions;
  readonly settings: Settings;
  readonly passwords: Passwords;
  readonly secrets: Secrets;
  readonly inventory: Inventory;
  /** Where relative paths of keys start. */
  readonly baseDirectory: string;
  readonly warn: (message: string) => void;
}

/** No host is reached before a task wants it. */
export function openReacher(needs: ReacherNeeds): ReturnType<typeof createReacher> {
  const { cli, settings, passwords, secrets, inventory, baseDirectory, warn } = needs;
  return createReacher({
    flags: {
      connection: cli.connection,
      remoteUser: cli.user,
      privateKey: cli.privateKey,
      connectionPassword: passwords.connection,
      port: settings.connection.port,
      retries: settings.connection.retries,
      hostKeyChecking: settings.connection.hostKeyChecking,
      timeout: cli.timeout,
      sshArgs: settings.connection.sshArgs,
      sshCommonArgs: cli.sshCommonArgs,
      sshExtraArgs: cli.sshExtraArgs,
    },
    home: homedir(),
    env: process.env,
    localUser: userInfo().username,
    becomeSameUser: settings.become.allowSameUser,
    executable: settings.run.executable,
    baseDirectory,
    isImplicitLocalhost: (host) => inventory.host(host)?.implicit ?? false,
    clock: systemClock,
    secrets,
    onWarning: warn,
    // Only at a terminal: a run in the background waits for nobody. Asked late: to look at standard input is to load streams.
    get ask() {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
      return (question: string, secret: boolean) => ask(question, { echo: !secret });
    },
  });
}
