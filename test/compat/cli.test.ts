// The commands called by Ansible's names, held against what Ansible's own commands answered (test/compat/cli/record.mjs).
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { view } from './cli/view.mjs';

type Case = readonly [name: string, command: string, args: readonly string[], kind: string];

const folder = join(import.meta.dirname, 'cli');
const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const cases = json('cases.json') as readonly Case[];
const recorded = json('recorded.json') as Readonly<Record<string, unknown>>;
const cli = useCommand();

beforeAll(() => {
  cpSync(join(folder, 'project'), cli.path('.'), { recursive: true });
  for (const name of new Set(cases.map(([, command]) => command))) symlinkSync(cli.entry(), cli.path(name));
});

describe('as Ansible', () => {
  it.each(cases)('%s', async (name, command, args, kind) => {
    const env = { PATH: process.env['PATH'], HOME: cli.path('.'), LC_ALL: 'C.UTF-8' };
    const ran = await new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [cli.path(command), ...args],
        { cwd: cli.path('.'), env },
        (_e, out, err) => resolve({ code: child.exitCode, lines: view(kind, { out, err }) }),
      );
      child.stdin?.end();
    });
    expect(ran).toEqual(recorded[name]);
  });
});
