import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import module, { type Args } from './index.js';
import { commandsOf, differs, isSkipped, ruleDiffers, type Seen } from './rules.js';

const SEEN: Seen = {
  program: '/usr/sbin/ufw',
  status: 'Status: active\nLogging: on (low)\n',
  tuples: '### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n### tuple ### allow tcp 22 ::/0 any ::/0 in',
  version: 'ufw 0.36.2\nCopyright',
  numbered:
    '     To\n[ 1] 22/tcp ALLOW IN Anywhere\n[ 2] 80 ALLOW IN Anywhere\n[ 3] 22/tcp (v6) ALLOW IN Anywhere (v6)\n',
  defaults: 'DEFAULT_INPUT_POLICY="DROP"\nDEFAULT_OUTPUT_POLICY="ACCEPT"\nDEFAULT_FORWARD_POLICY="REJECT"\n',
  conf: '# x\nENABLED=yes\nLOGLEVEL=low\n',
};

/** Commands that would be run, without the program; a rule always is. */
decideCases<Partial<Seen>>(module, join(import.meta.dirname, 'cases'), (args: Args, seen, watch) => {
  const all = watch({ ...SEEN, ...seen }, ['tuples']);
  const commands = commandsOf(args, all, false).filter(({ kind }) => kind === 'rule' || differs(kind, args, all));
  return { steps: commands.map((command) => command.shown.replace('/usr/sbin/ufw ', '')) };
});

it('knows from a dry run whether a rule is there', () => {
  expect(isSkipped('Skipping adding existing rule\nSkipping adding existing rule (v6)\n')).toBe(true);
  expect(isSkipped('Could not delete non-existent rule\nCould not delete non-existent rule (v6)\n')).toBe(true);
  expect(isSkipped('Skipping adding existing rule\nRules updated (v6)\n')).toBe(false);
  expect(isSkipped('')).toBe(false);
});

it('compares the rules of a dry run', () => {
  const any = { from_ip: 'any', to_ip: 'any' } as Args;
  const v4 = { from_ip: '10.0.0.0/8', to_ip: 'any' } as Args;
  expect(ruleDiffers(any, SEEN, `*filter\n${SEEN.tuples}\nRules updated`)).toBe(false);
  expect(ruleDiffers(any, SEEN, `${SEEN.tuples}\n### tuple ### deny any 1 x any y in`)).toBe(true);
  expect(ruleDiffers(v4, SEEN, '### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n')).toBe(false);
});
