import { expect, it } from 'vitest';
import { moduleElsewhere } from './elsewhere.js';

it.each([
  ['dnf5', 'ansible.builtin.dnf5'],
  ['ansible.builtin.dnf5', 'ansible.builtin.dnf5'],
  ['ansible.legacy.ec2_key', 'amazon.aws.ec2_key'],
  ['zabbix_host', 'community.zabbix.zabbix_host'],
  ['my.own.thing', 'my.own.thing'],
  ['dnf6', undefined],
  ['ansible.builtin.dnf6', undefined],
  ['constructor', undefined],
  ['', undefined],
])('moduleElsewhere(%j) is %j', (action, full) => {
  expect(moduleElsewhere(action)).toBe(full);
});
