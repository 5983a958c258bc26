// Reads a CSV file of the host.
import { alias, bool, defineModule, list, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { ask } from '../../_shared/told.js';
import { sh } from '../../../src/kit/index.js';
import { parseCsv, type Dialect } from './csv.js';

const args = z.strictObject({
  path: alias(path().describe('The file.'), 'filename'),
  key: str().optional().describe('The column that names the rows: `dict` has them then; without it `list`.'),
  unique: bool().default(true).describe('Fail when two rows have the same key; otherwise the last one counts.'),
  fieldnames: list(str()).optional().describe('Names of the columns, when the first row does not have them.'),
  dialect: str().default('excel').describe('excel, excel-tab or unix.'),
  delimiter: str().optional().describe('One character between the fields. Default: as the dialect says.'),
  skipinitialspace: bool().optional().describe('Leave out blanks after the delimiter.'),
  strict: bool().optional().describe('Fail on text that is not quite CSV.'),
});

const DIALECTS: Readonly<Record<string, Dialect>> = {
  excel: { delimiter: ',', skipinitialspace: false, strict: false },
  'excel-tab': { delimiter: '\t', skipinitialspace: false, strict: false },
  unix: { delimiter: ',', skipinitialspace: false, strict: false },
};

export default defineModule({
  name: 'community.general.read_csv',
  summary: 'Reads a CSV file of the host as a list of rows or, with a key, as a dictionary of them.',
  args,
  returns: z.object({
    dict: z.record(z.string(), z.unknown()).describe('The rows by the key; empty without one.'),
    list: z.array(z.unknown()).describe('The rows; empty with a key.'),
  }),
  check: 'full',
  diff: false,
  examples: [
    { name: 'Users', task: 'community.general.read_csv:\n  path: /root/users.csv\n  key: name\nregister: users' },
  ],
  async run({ args: a, host }) {
    const dialect = Object.hasOwn(DIALECTS, a.dialect) ? DIALECTS[a.dialect] : undefined;
    if (!dialect) throw new ModuleFailure(`Dialect '${a.dialect}' is not supported: use excel, excel-tab or unix`);
    if (a.delimiter !== undefined && [...a.delimiter].length !== 1) {
      throw new ModuleFailure('Unable to create custom dialect: "delimiter" must be a 1-character string');
    }
    const told = await ask(host, sh`tell ${a.path}`);
    const file = told.file(a.path);
    if (!file) throw new ModuleFailure(`Unable to open file: ${a.path} does not exist`);
    let rows: string[][];
    try {
      rows = parseCsv(file.bytes.toString('utf8').replace(/^\uFEFF/, ''), {
        delimiter: a.delimiter ?? dialect.delimiter,
        skipinitialspace: a.skipinitialspace ?? dialect.skipinitialspace,
        strict: a.strict ?? dialect.strict,
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ModuleFailure(`Unable to process file: ${error.message}`);
    }
    const names = a.fieldnames ?? rows.shift() ?? [];
    if (a.key !== undefined && !names.includes(a.key)) {
      throw new ModuleFailure(`Key '${a.key}' was not found in the CSV header fields: ${names.join(', ')}`);
    }
    const records = rows.filter((row) => row.length > 0).map((row) => record(names, row));
    if (a.key === undefined) return { dict: {}, list: records };
    const found: Record<string, unknown> = {};
    for (const one of records) {
      const value: unknown = one[a.key];
      const key = typeof value === 'string' ? value : 'null';
      if (a.unique && Object.hasOwn(found, key)) {
        throw new ModuleFailure(`Key '${a.key}' is not unique for value '${key}'`);
      }
      found[key] = one;
    }
    return { dict: found, list: [] };
  },
});

/** compat: missing fields are null; what is more than there are names comes as a list under the name `null`. */
function record(names: readonly string[], row: readonly string[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [i, name] of names.entries()) made[name] = row[i] ?? null;
  if (row.length > names.length) made['null'] = row.slice(names.length);
  return made;
}
