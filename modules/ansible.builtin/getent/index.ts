// Looks entries up in the host's databases (passwd, group, hosts …) and returns them as facts.
import { bool, defineModule, lines, ModuleFailure, quote, script, sh, str, z } from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { entriesInFile, FILE_DATABASES, FROM_FILE, NO_FILE } from './files.js';

/** Databases whose fields have colons between; those of all others have white space. */
const COLONS = new Set(['passwd', 'shadow', 'group', 'gshadow']);

type Entry = string[] | string[][] | null;

/** compat: a key that comes once has the list of its fields, one that comes again a list of such lists. */
export function parseEntries(stdout: string, database: string, split: string | undefined): Record<string, Entry> {
  const entries = new Map<string, string[][]>();
  for (const line of splitLines(stdout)) {
    const separator = split ?? (COLONS.has(database) ? ':' : undefined);
    const [key = '', ...fields] = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    entries.set(key, [...(entries.get(key) ?? []), fields]);
  }
  return Object.fromEntries([...entries].map(([key, all]) => [key, all.length === 1 ? (all[0] ?? []) : all]));
}

export default defineModule({
  name: 'ansible.builtin.getent',
  summary: "Looks up entries of the host's name service and returns them as facts.",
  args: z.strictObject({
    database: str().describe('The database: passwd, group, hosts, services …'),
    key: str().optional().describe('The entry; without it all entries, where the database can list them.'),
    service: str().optional().describe('Only this source of the name service, as `files`.'),
    split: str()
      .optional()
      .describe('What stands between fields; default a colon or white space, as the database has it.'),
    fail_key: bool().default(true).describe('Fail when the entry is missing; otherwise its fact is null.'),
  }),
  returns: z.object({
    ansible_facts: z
      .record(z.string(), z.unknown())
      .describe('`getent_<database>`: entries by key, each a list of fields.'),
    msg: z.string().optional().describe('That the entry is missing, with fail_key: false.'),
  }),
  requires: ['getent, or else the files in /etc that hold the database'],
  check: 'full',
  diff: false,
  rules: (a) => (a.split === '' ? ['split must not be empty'] : []),
  examples: [{ name: 'Home of root', task: 'ansible.builtin.getent:\n  database: passwd\n  key: root' }],
  async run({ args, host }) {
    const { database, key, service, split } = args;
    const words = [...(service === undefined ? [] : ['-s', service]), database, ...(key === undefined ? [] : [key])];
    const { rc, stdout, stderr } = await lookUp();
    const fact = `getent_${database}`;
    if (rc === 0) return { changed: false, ansible_facts: { [fact]: parseEntries(stdout, database, split) } };
    const missing = 'One or more supplied key could not be found in the database.';
    if (rc === 2 && !args.fail_key) {
      return { changed: false, ansible_facts: { [fact]: key === undefined ? {} : { [key]: null } }, msg: missing };
    }
    const reasons: Readonly<Record<number, string>> = {
      1: `Missing arguments, or database unknown: ${database}`,
      2: missing,
      3: 'Enumeration not supported on this database: set key',
      [NO_FILE]: `there is no getent on this host, and no file that holds ${service ?? ''} ${database}`.replace(
        '  ',
        ' ',
      ),
    };
    throw new ModuleFailure(reasons[rc] ?? `getent ended with code ${rc}: ${stderr.trim()}`, { rc });

    /** Asks getent; where there is none (BusyBox), the file of the database in its place. */
    async function lookUp(): Promise<{ rc: number; stdout: string; stderr: string }> {
      const inFile = FILE_DATABASES.has(database) && (service === undefined || service === 'files');
      const path = inFile ? `/etc/${database}` : '';
      const asked = await host.probe(
        lines([
          script(`if command -v getent >/dev/null 2>&1; then getent ${words.map(quote).join(' ')}; exit; fi`),
          sh`[ -f ${path} ] || exit ${NO_FILE}`,
          sh`cat ${path} || exit`,
          sh`exit ${FROM_FILE}`,
        ]),
      );
      if (asked.rc !== FROM_FILE) return asked;
      const found = entriesInFile(database, asked.stdout, key);
      return { rc: key !== undefined && found === '' ? 2 : 0, stdout: found, stderr: '' };
    }
  },
});
