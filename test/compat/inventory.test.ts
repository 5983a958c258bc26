// Do inventories and host patterns mean what Ansible says they mean? Replays what was recorded (inventory/record.py).
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/cli/args/index.js';
import { checkActions, INVENTORY_COMMAND, inventoryText } from '../../src/cli/commands/inventory.js';
import { exitCodeOf } from '../../src/cli/exit-code.js';
import { Configuration, findConfig, settingsOf } from '../../src/config/index.js';
import { nodeFiles } from '../../src/controller/index.js';
import { LoadErrors, TsplayError } from '../../src/ground/index.js';
import { Inventory, matchHosts, readIniInventory } from '../../src/inventory/index.js';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly rc: number;
  readonly stdout: string;
}

const recorded = JSON.parse(readFileSync(new URL('inventory/recorded.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  inventory: string;
  patterns: { pattern: string; hosts?: string[]; error?: true }[];
};
const differences = JSON.parse(
  readFileSync(new URL('inventory/differences.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

/** What our command prints and ends with for the files and words of a case. */
async function answer({ files, args, env }: Case): Promise<{ rc: number; stdout: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'tsplay-inventory-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
      if (text.startsWith('#!') && !name.endsWith('.noexec')) chmodSync(join(dir, name), 0o755);
    }
    const { options, positionals } = parseArgv(INVENTORY_COMMAND, args);
    checkActions(options);
    const surroundings = { env, cwd: dir, home: dir };
    const settings = settingsOf(new Configuration(findConfig(nodeFiles, surroundings), surroundings));
    const say = (found: readonly { severity: string }[]): void => {
      if (found.some((d) => d.severity === 'error')) throw new LoadErrors(found as never);
    };
    const stdout = await inventoryText(options, positionals[0] ?? 'all', settings, say, dir);
    return { rc: 0, stdout: stdout.endsWith('\n') ? stdout : `${stdout}\n` };
  } catch (error) {
    if (!(error instanceof TsplayError) && !(error instanceof LoadErrors)) throw error;
    return { rc: exitCodeOf(error), stdout: '' };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('ansible-inventory', () => {
  it.each(recorded.cases.map((c) => [c.name, c] as const))('%s', async (name, one) => {
    const ours = await answer(one);
    const theirs = { rc: one.rc, stdout: one.stdout };
    // A difference that is meant must still be one.
    if (differences[name] !== undefined) expect(ours).not.toEqual(theirs);
    else expect(ours).toEqual(theirs);
  });
});

describe('host patterns as Ansible reads them', () => {
  const inventory = new Inventory();
  readIniInventory(inventory, recorded.inventory, 'hosts', { file: 'hosts', dir: '' });
  inventory.reconcile();
  it.each(recorded.patterns.map((p) => [p.pattern, p] as const))('%s', (pattern, { hosts, error }) => {
    if (error) expect(() => matchHosts(inventory, pattern)).toThrow();
    else expect(matchHosts(inventory, pattern).hosts.map((h) => h.name)).toEqual(hosts);
  });
});
