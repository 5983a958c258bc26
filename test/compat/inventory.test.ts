// Do inventories and host patterns mean what Ansible says they mean? Replays what was recorded (inventory/record.py).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupsOf, Inventory, matchHosts, readInventoryText } from '../../src/inventory/index.js';
import { TemplateText, toJs, type Value, type ValueMap } from '../../src/value/index.js';

interface Group {
  hosts?: string[];
  children?: string[];
}

interface Meta {
  hostvars: Record<string, Record<string, unknown>>;
}

interface Case {
  name: string;
  files: [string, string][];
  list?: Record<string, Group | Meta>;
  error?: true;
}

const recorded = JSON.parse(readFileSync(new URL('inventory/recorded.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  inventory: string;
  patterns: { pattern: string; hosts?: string[]; error?: true }[];
};

function read(files: [string, string][]): { inventory: Inventory; errors: string[] } {
  const inventory = new Inventory();
  const diagnostics = files.flatMap(([name, text]) =>
    readInventoryText(inventory, text, name, { file: name, dir: '' }),
  );
  inventory.reconcile();
  return { inventory, errors: diagnostics.filter((d) => d.severity === 'error').map((d) => d.message) };
}

/** Templates and unsafe strings as their text; numbers JSON cannot hold as JavaScript reads them. */
function plain(value: Value): unknown {
  if (value instanceof TemplateText) return value.source;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [String(toJs(k)), plain(v)]));
  return toJs(value);
}

function hostVars(inventory: Inventory, name: string): unknown {
  const host = inventory.host(name);
  if (!host) throw new Error(`no host ${name}`);
  const merged: ValueMap = new Map();
  for (const owner of [...groupsOf(inventory, host), host]) for (const [k, v] of owner.vars) merged.set(k, v);
  merged.delete('inventory_file');
  merged.delete('inventory_dir');
  return plain(merged);
}

function unwrapUnsafe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapUnsafe);
  if (value === null || typeof value !== 'object') return value;
  if ('__ansible_unsafe' in value) return value.__ansible_unsafe;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unwrapUnsafe(v)]));
}

describe('inventories as Ansible reads them', () => {
  it.each(recorded.cases.map((c) => [c.name, c] as const))('%s', (_name, { files, list, error }) => {
    const { inventory, errors } = read(files);
    if (error) {
      expect(errors).not.toEqual([]);
      return;
    }
    expect(errors).toEqual([]);
    const { _meta, ...rest } = list ?? {};
    const meta = _meta as Meta;
    const groups = rest as Record<string, Group>;
    for (const group of inventory.groups.values()) {
      const expected = groups[group.name] ?? {};
      const hosts = group.name === 'all' ? [] : group.hosts.map((h) => h.name); // not listed under 'all'
      expect([group.name, hosts]).toEqual([group.name, expected.hosts ?? []]);
      expect([group.name, group.children.map((g) => g.name).sort()]).toEqual([
        group.name,
        [...(expected.children ?? [])].sort(),
      ]);
    }
    expect(Object.keys(groups).filter((g) => !inventory.groups.has(g))).toEqual([]);
    for (const name of inventory.hosts.keys()) {
      expect([name, hostVars(inventory, name)]).toEqual([name, unwrapUnsafe(meta.hostvars[name] ?? {})]);
    }
  });
});

describe('host patterns as Ansible reads them', () => {
  const { inventory } = read([['hosts', recorded.inventory]]);
  it.each(recorded.patterns.map((p) => [p.pattern, p] as const))('%s', (pattern, { hosts, error }) => {
    if (error) expect(() => matchHosts(inventory, pattern)).toThrow();
    else expect(matchHosts(inventory, pattern).hosts.map((h) => h.name)).toEqual(hosts);
  });
});
