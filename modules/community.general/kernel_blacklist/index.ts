// Keeps the list of kernel modules that are not loaded by themselves.
import { choice, defineModule, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  name: str().describe('The module of the kernel.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be on the list.'),
  blacklist_file: str().default('/etc/modprobe.d/blacklist-ansible.conf').describe('The file.'),
});

export default defineModule({
  name: 'community.general.kernel_blacklist',
  summary: 'Keeps the list of kernel modules that are not loaded by themselves.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) =>
    /^[A-Za-z0-9][\w.-]*$/.test(a.name) ? [] : ["'name' is letters, digits, dots, dashes and underscores"],
  examples: [{ name: 'No beeping', task: 'community.general.kernel_blacklist:\n  name: pcspkr' }],
  async run({ args: a, host, change }) {
    const place = a.blacklist_file;
    const told = await ask(host, sh`tell ${place}`);
    const rows = rowsOf(told.text(place));
    const next = decide(rows, a.name, a.state);
    const listed = a.state === 'present';
    const result = { name: a.name, state: a.state, filename: place, is_blacklisted: listed, lines: next ?? rows };
    if (next === undefined) return result;
    const diff = { before: { lines: rows }, after: { lines: next } };
    await change({ summary: `write ${place}`, diff }, async (hands) => {
      const target = told.file(place)?.realPath ?? place;
      if (!target.startsWith('/')) throw new ModuleFailure(`'${place}' is not an absolute path`);
      await hands.write(target, Buffer.from(next.map((row) => `${row}\n`).join(''), 'latin1'));
    });
    return result;
  },
});

const rowsOf = (text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((row) => row.trimEnd());

/** The lines the file shall have; undefined when they are right; pure. */
export function decide(rows: readonly string[], name: string, state: 'absent' | 'present'): string[] | undefined {
  const is = (row: string): boolean => {
    const [word, module, ...more] = row.trim().split(/\s+/);
    return word === 'blacklist' && module === name && more.length === 0;
  };
  if (rows.some(is) === (state === 'present')) return undefined;
  return state === 'present' ? [...rows, `blacklist ${name}`] : rows.filter((row) => !is(row));
}
