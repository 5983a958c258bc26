// Adds and removes keys of hosts in a known_hosts file of the host.
import { alias, bool, choice, defineModule, lines, ModuleFailure, path, sh, str, z } from '../../../src/kit/index.js';
import { pathInfo, tellStatus, toldStatus } from '../../_shared/path-info.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import { edit, hashLine } from './lines.js';

const args = z.strictObject({
  name: alias(str(), 'host').describe(
    "The host, with its port as `[host]:port` where it is not 22; as the key's line has it.",
  ),
  key: str()
    .optional()
    .describe('A line of known_hosts: name, type and key. Without it `absent` removes all keys of the host.'),
  path: path().default('~/.ssh/known_hosts').describe('The file; made when it is not there, its directory must be.'),
  hash_host: bool().default(false).describe("Write a hash of the host's name instead of the name."),
  state: choice('absent', 'present').default('present').describe('Whether the key shall be there.'),
});

export default defineModule({
  name: 'ansible.builtin.known_hosts',
  summary: 'Adds or removes a host from the known_hosts file.',
  args,
  returns: z.object({}),
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) => (a.state === 'present' && !a.key ? ['No key specified when adding a host'] : []),
  examples: [
    {
      name: 'The key of a forge',
      task: 'ansible.builtin.known_hosts:\n  name: git.example.com\n  key: git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGaB4RrUQKgVnqsKEIqXmQFkfKM5Zhz5hNCnF1xA3yCe',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const told = await ask(
      host,
      lines([sh`tell ${a.path}; [ -d ${parentOf(a.path)} ] && say parent yes`, tellStatus(a.path)]),
    );
    const name = a.name.toLowerCase();
    const given = a.key ? a.key.trim() : undefined;
    const key = given !== undefined && a.hash_host ? hashLine(given, name) : given;
    const before = told.text(a.path);
    const latinKey = key === undefined ? undefined : toLatin(key);
    const after = edit(before, { host: name, key: latinKey, state: a.state });
    const result = { name: a.name, key: a.key ?? null, path: a.path, hash_host: a.hash_host, state: a.state };
    if (after === before) return { changed: false, ...result, ...pathInfo(toldStatus(told, a.path)) };
    if (told.value('parent') === undefined && !checkMode) {
      throw new ModuleFailure(`Failed to write to file ${a.path}: the directory ${parentOf(a.path)} is not there`);
    }
    const there = told.file(a.path) !== undefined;
    const diff = {
      before: fromLatin(before),
      after: fromLatin(after),
      beforeHeader: there ? a.path : '/dev/null',
      afterHeader: a.path,
    };
    const summary = `${a.state === 'present' ? 'add' : 'remove'} the key of ${name} in ${a.path}`;
    await change({ summary, diff }, async (hands) => {
      // `compat:` what removes all keys of a host is ssh-keygen -R, which keeps the old file.
      if (key === undefined) await hands.must(sh`ln -f -- ${a.path} ${`${a.path}.old`}`);
      await hands.write(a.path, Buffer.from(after, 'latin1'));
    });
    return { ...result, ...pathInfo(await host.stat(a.path)) };
  },
});

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));
