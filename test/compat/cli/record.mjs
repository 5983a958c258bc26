// Records what Ansible's own commands answer: `node test/compat/cli/record.mjs DIRECTORY-OF-THE-COMMANDS`, ansible-core 2.18.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { view } from './view.mjs';

const here = import.meta.dirname;
const bin = process.argv[2] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'record-cli-'));
cpSync(join(here, 'project'), folder, { recursive: true });
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  LC_ALL: 'C.UTF-8',
  ANSIBLE_PYTHON_INTERPRETER: join(bin, 'python3'),
};
const recorded = {};
for (const [name, command, args, kind] of JSON.parse(readFileSync(join(here, 'cases.json'), 'utf8'))) {
  const ran = spawnSync(join(bin, command), args, { cwd: folder, env, encoding: 'utf8', input: '' });
  recorded[name] = { code: ran.status, lines: view(kind, { out: ran.stdout, err: ran.stderr }) };
}
rmSync(folder, { recursive: true });
writeFileSync(join(here, 'recorded.json'), `${JSON.stringify(recorded, undefined, 2)}\n`);
