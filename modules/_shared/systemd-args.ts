// Parameters that only systemd has a meaning for.
import { alias, bool, choice, type z } from '../../src/kit/index.js';
import type { UnitOptions } from './systemd-run.js';

export const systemdArgs = {
  masked: bool().optional().describe('Whether it is masked: a masked unit cannot be started at all.'),
  daemon_reload: alias(bool(), 'daemon-reload').default(false).describe('Run daemon-reload before anything else.'),
  daemon_reexec: alias(bool(), 'daemon-reexec').default(false).describe('Run daemon-reexec before anything else.'),
  scope: choice('system', 'user', 'global')
    .default('system')
    .describe("The manager to talk to: the system's, the user's own, or the settings for all users."),
  no_block: bool().default(false).describe('Do not wait until the unit has started or stopped.'),
  force: bool().optional().describe('Let enable and mask replace links that are in the way.'),
};

export function unitOptions(args: z.output<z.ZodObject<typeof systemdArgs>>): UnitOptions {
  return {
    daemonReload: args.daemon_reload,
    daemonReexec: args.daemon_reexec,
    noBlock: args.no_block,
    force: args.force === true,
  };
}
