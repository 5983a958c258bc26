import { expect, it } from 'vitest';
import { insteadOf } from './instead.js';

it.each([
  ['community.general.slack', 'ansible.builtin.uri: POST'],
  ['community.general.keycloak_realm', 'ansible.builtin.uri with the API'],
  ['amazon.aws.ec2_instance', 'command-line client of the cloud'],
  ['community.windows.win_unzip', 'Windows'],
  ['community.general.zfs', 'zfs create'],
  ['community.general.one_vm', 'the cloud'],
])('%s', (name, hint) => expect(insteadOf(name)).toContain(hint));

it.each(['community.general.onepassword_info', 'community.general.nothing', 'toString'])('nothing for %s', (name) =>
  expect(insteadOf(name)).toBeUndefined(),
);
