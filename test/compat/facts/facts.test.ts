// Our facts against Ansible's: debian12.ansible.json is what ansible-core 2.19's `setup` said about a Debian 12 container,
// debian12.output.txt what our script printed there seconds before; kernel name and boot line were replaced in both.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../src/host/facts/index.js';

const recorded = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const theirs = JSON.parse(recorded('debian12.ansible.json')) as Record<string, unknown>;

async function ours(subset: readonly string[] = ['all']): Promise<Record<string, unknown>> {
  const stdout = recorded('debian12.output.txt');
  return gatherFacts('golden', { subset }, async () => ({
    rc: 0,
    stdout,
    stderr: '',
    stdoutBytes: Buffer.from(stdout),
  }));
}

/** Facts that differ between two moments or two logins, and so are compared by form only. */
const MOMENTARY = [
  'date_time',
  'loadavg',
  'memfree_mb',
  'memory_mb',
  'uptime_seconds',
  'mounts',
  'env',
  'swapfree_mb',
  'devices',
];
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  discovered_interpreter_python: 'no interpreter is discovered: modules do not run on the target',
  lvm: 'volume groups are not looked at',
  python: 'the python3 of the PATH, not the interpreter that was discovered',
  virtualization_tech_guest: 'an unordered set',
};

/** The shape of a value: key names and types. */
function form(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [form(value[0])];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, form(v)]),
  );
}

describe('facts of Debian 12', () => {
  it.each(Object.keys(theirs).filter((key) => !MOMENTARY.includes(key) && !(key in KNOWN_DIFFERENCES)))(
    '%s is what Ansible says',
    async (key) => {
      expect((await ours())[key]).toEqual(theirs[key]);
    },
  );
  it.each(MOMENTARY.filter((key) => key !== 'env'))('%s has the form Ansible gives it', async (key) => {
    expect(form((await ours())[key])).toEqual(form(theirs[key]));
  });
  it('differs only where we know it', async () => {
    const facts = await ours();
    expect(Object.keys(theirs).filter((key) => !(key in facts))).toEqual(
      ['discovered_interpreter_python', 'lvm'].sort(),
    );
    expect(facts['env']).toMatchObject({ HOME: '/root', USER: 'root', SHELL: '/bin/bash' });
    expect(new Set(facts['virtualization_tech_guest'] as string[])).toEqual(
      new Set(theirs['virtualization_tech_guest'] as string[]),
    );
    expect(facts['python']).toMatchObject({ executable: '/usr/bin/python3', version: { major: 3, minor: 11 } });
  });
});

describe('gather_subset', () => {
  const has = async (subset: string[], ...keys: string[]): Promise<boolean[]> => {
    const facts = await ours(subset);
    return keys.map((key) => key in facts);
  };
  const keys = ['memtotal_mb', 'default_ipv4', 'virtualization_type', 'distribution', 'date_time'];
  it.each<[string[], string]>([
    [['all'], '11111'],
    [[], '11111'],
    [['min'], '00011'],
    [['!all'], '00011'],
    [['!all', '!min'], '00000'],
    [['!hardware'], '01111'],
    [['network'], '01011'],
    [['!all', 'network'], '01011'],
    [['!min', 'network'], '01000'],
    [['!all', '!min', 'distribution'], '00010'],
    [['default_ipv4'], '01011'],
    [['facter'], '00011'],
    [['!facter', '!ohai'], '11111'],
  ])('%j', async (subset, expected) => {
    expect((await has(subset, ...keys)).map(Number).join('')).toBe(expected);
  });
  it('refuses unknown names', async () => {
    await expect(ours(['hardwear'])).rejects.toMatchObject({ code: 'facts-failed', hint: "did you mean 'hardware'?" });
  });
});
