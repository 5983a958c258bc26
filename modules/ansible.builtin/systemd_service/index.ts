// Manages a systemd unit: running, started at boot, masked.
import { alias, bool, choice, defineModule, str, z } from '../../../src/kit/index.js';
import { systemdArgs, unitOptions } from '../../_shared/systemd-args.js';
import { runUnit } from '../../_shared/systemd-run.js';

export default defineModule({
  name: 'ansible.builtin.systemd_service',
  aliases: ['ansible.builtin.systemd'],
  summary: 'Starts, stops, enables and masks systemd units, and makes systemd read its configuration again.',
  args: z.strictObject({
    name: alias(str(), 'service', 'unit').optional().describe('The unit; without a suffix it is a service.'),
    state: choice('reloaded', 'restarted', 'started', 'stopped')
      .optional()
      .describe(
        'started and stopped only act when needed; reloaded and restarted always, and start what is not running.',
      ),
    enabled: bool().optional().describe('Whether it starts at boot.'),
    ...systemdArgs,
  }),
  returns: z.object({
    name: z.string().nullable().describe('The unit as it was named.'),
    state: z.string().optional().describe('started or stopped, when `state` was given.'),
    enabled: z.boolean().optional().describe('Whether it starts at boot, when `enabled` was given.'),
    status: z
      .record(z.string(), z.string())
      .describe('The properties that `systemctl show` told before anything was changed.'),
  }),
  requires: ['systemctl'],
  check: 'full',
  foreseeable: true,
  diff: false,
  rules: (a) => {
    const broken: string[] = [];
    const asked = (['state', 'enabled', 'masked'] as const).filter((key) => a[key] !== undefined);
    if (asked.length > 0 && a.name === undefined) broken.push(`'${asked.join("', '")}' needs 'name'`);
    if (a.scope === 'global' && a.state !== undefined) {
      broken.push('scope: global is the settings for all users and runs nothing: state needs scope system or user');
    }
    return broken;
  },
  examples: [
    {
      name: 'Running now and at boot',
      task: 'ansible.builtin.systemd_service:\n  name: nginx\n  state: started\n  enabled: true',
    },
    {
      name: 'After a unit file was written',
      task: 'ansible.builtin.systemd_service:\n  name: app\n  state: restarted\n  daemon_reload: true',
    },
    {
      name: 'A timer of a user',
      task: 'ansible.builtin.systemd_service:\n  name: backup.timer\n  scope: user\n  enabled: true',
    },
  ],
  run: (context) => {
    const { name, state, enabled, masked, scope } = context.args;
    const wanted = name === undefined ? undefined : { name, state, enabled, masked, scope };
    return runUnit(context, wanted, scope, unitOptions(context.args));
  },
});
