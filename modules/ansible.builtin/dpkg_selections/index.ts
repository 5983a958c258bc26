// Sets what dpkg shall do with a package: keep it, hold it, remove it.
import { choice, defineModule, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  name: str().describe('Name of the package.'),
  selection: choice('install', 'hold', 'deinstall', 'purge').describe('What dpkg shall want to do with it.'),
});

export default defineModule({
  name: 'ansible.builtin.dpkg_selections',
  summary: "Sets the selection state of a package in dpkg's list; installs and removes nothing.",
  args,
  returns: z.object({
    before: z.string().describe('The selection as it was; `not present` when dpkg knew none.'),
    after: z.string().describe('The selection asked for.'),
  }),
  requires: ['dpkg'],
  check: 'full',
  diff: true,
  examples: [{ name: 'No upgrades', task: 'ansible.builtin.dpkg_selections:\n  name: postgresql\n  selection: hold' }],
  async run({ args: { name, selection }, host, change }) {
    const told = await ask(
      host,
      sh`command -v dpkg >/dev/null 2>&1 || exit 0
try found dpkg --get-selections ${name}`,
    );
    const found = told.value('found');
    if (found === undefined) {
      throw new ModuleFailure('dpkg is not on the host: dpkg_selections is for Debian and its kin');
    }
    if (found.includes('no packages found matching')) {
      throw new ModuleFailure(`Failed to find package '${name}' to perform selection '${selection}'.`);
    }
    const rc = Number(told.value('found.rc'));
    if (rc !== 0) throw new ModuleFailure(`dpkg --get-selections failed: ${found}`, { rc });
    const before = found.trim() === '' ? 'not present' : (found.split(/\s+/)[1] ?? '');
    const result = { before, after: selection };
    if (before === selection) return result;
    const note = { summary: `select ${name} ${selection}`, diff: { before: `${before}\n`, after: `${selection}\n` } };
    await change(note, (hands) => hands.must(sh`LC_ALL=C dpkg --set-selections`, { stdin: `${name} ${selection}\n` }));
    return result;
  },
});
