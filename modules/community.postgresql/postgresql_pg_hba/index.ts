// Adds, changes and removes rules of PostgreSQL's pg_hba.conf, the file that says who may log in from where.
import { alias, bool, choice, defineModule, dict, list, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { encodingOf } from '../../_shared/edit-file.js';
import {
  applyAttributes,
  fileArguments,
  lookAtOne,
  lookFor,
  newAttributes,
  planAttributes,
  requireAttributes,
} from '../../_shared/file-attributes.js';
import { change, givenRules } from './decide.js';
import { HbaProblem, lineOf, METHODS, parseFile, told, TYPES, type Entry, type Given } from './rules.js';

const args = z.strictObject({
  dest: path().describe('The file.'),
  contype: choice(...TYPES)
    .optional()
    .describe('Type of the connection; without it and without a comment the file is only read.'),
  databases: str().default('all').describe('Databases of the rule, separated by commas: each gets a line of its own.'),
  users: str().default('all').describe('Roles of the rule, separated by commas: each gets a line of its own.'),
  address: alias(str().default('samehost'), 'source', 'src').describe(
    'Where the connection comes from: network, address, host name or keyword.',
  ),
  netmask: str().optional().describe('Mask of an address that has no prefix.'),
  method: choice(...METHODS)
    .default('md5')
    .describe('How whoever logs in proves it.'),
  options: str().optional().describe('Options of the method, `name=value` separated by blanks.'),
  comment: str().optional().describe('A comment behind the rule; without a contype a line of its own.'),
  rules: list(dict(z.unknown()))
    .optional()
    .describe(
      'Several rules, each with the parameters of one: contype, databases, users, address, netmask, method, options, comment, state.',
    ),
  rules_behavior: choice('conflict', 'combine')
    .default('conflict')
    .describe('Whether what stands beside rules is refused, or is what each rule has that says nothing else.'),
  overwrite: bool().default(false).describe('The file has these rules and nothing else.'),
  sort_rules: bool().default(true).describe('Put the rules in order when something changes: from special to general.'),
  keep_comments_at_rules: bool().default(true).describe('Comments stay with their rules: they always do.'),
  state: choice('absent', 'present').default('present').describe('Whether the rule is there.'),
  create: bool().default(false).describe('Make the file when it is not there.'),
  backup: bool().default(false).describe('Keep a copy of the old file.'),
  backup_file: str().optional().describe('Path of the copy; default the file with process and time in its name.'),
  ...fileArguments,
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.postgresql.postgresql_pg_hba',
  aliases: ['community.general.postgresql_pg_hba'],
  summary: "Adds, changes and removes rules of PostgreSQL's pg_hba.conf.",
  args,
  returns: z.object({
    msgs: z.array(z.string()).describe('What was done.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
    pg_hba: z
      .array(z.record(z.string(), z.string()))
      .describe('The rules: `type`, `db`, `usr`, `src`, `method`, `options`.'),
    pg_hba_string: z.string().describe('The text of the file.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => (a.mode?.kind === 'preserve' ? ["mode 'preserve' has no meaning here: give the mode itself"] : []),
  examples: [
    {
      name: 'An application may log in from its network',
      task: 'community.postgresql.postgresql_pg_hba:\n  dest: /etc/postgresql/15/main/pg_hba.conf\n  contype: hostssl\n  users: app\n  databases: app\n  source: 10.0.0.0/24\n  method: scram-sha-256',
    },
    {
      name: 'Several rules, and no others',
      task: 'community.postgresql.postgresql_pg_hba:\n  dest: /etc/postgresql/15/main/pg_hba.conf\n  overwrite: true\n  rules:\n    - contype: local\n      method: peer\n    - contype: host\n      address: 127.0.0.1/32\n      method: scram-sha-256',
    },
    {
      name: 'What the rules are',
      task: 'community.postgresql.postgresql_pg_hba:\n  dest: /etc/postgresql/15/main/pg_hba.conf',
    },
  ],
  async run(context) {
    const { args: a, host, checkMode, warn } = context;
    const given = failing('Error modifying rules', () => givenRules(a));
    const { file, ...look } = await lookAtOne(host, a.dest, { ...lookFor(a), content: true });
    requireAttributes(a, look, checkMode, warn);
    const there = file.target?.kind === 'file' ? file.target : undefined;
    if (there && (file.content === undefined || file.content.length < there.size))
      throw new ModuleFailure(`${a.dest} could not be read: become a user who may (become: true)`);
    const bytes = file.content ?? Buffer.alloc(0);
    const encoding = encodingOf(bytes);
    const rules = given.map(
      (rule) =>
        Object.fromEntries(
          Object.entries(rule).map(([name, value]: [string, unknown]) => [
            name,
            typeof value === 'string' ? encoding.argument(value) : value,
          ]),
        ) as unknown as Given,
    );
    let entries: Entry[] = [];
    try {
      entries = there ? parseFile(encoding.decode(bytes)) : [];
    } catch (error) {
      if (!(error instanceof HbaProblem)) throw error;
      if (!a.overwrite) throw new ModuleFailure(`Error reading file:\n${error.message}`);
    }
    const made = failing('Error modifying rules', () => change(rules, entries, a));
    const text = made.entries.map(lineOf).join('\n');
    const result = {
      changed: made.changed,
      msgs: made.changed ? [...made.msgs, 'Changed'] : made.msgs,
      pg_hba_string: text,
      pg_hba: made.entries.flatMap((one) => (one.kind === 'rule' ? [told(one)] : [])),
    };
    if (!made.changed) return result;
    if (!there && !a.create && !checkMode)
      throw new ModuleFailure(`pg_hba file '${a.dest}' doesn't exist. Use the create option to autocreate.`);
    const target = file.self?.kind === 'link' ? file.realPath : a.dest;
    const before = { file: a.dest, pg_hba: made.before };
    const after = { file: a.dest, pg_hba: made.after };
    const saved =
      a.backup && there && !checkMode ? (a.backup_file ?? backupName(a.dest, context.task.now())) : undefined;
    const attributes = newAttributes(a, look, there ?? null, 'file');
    // compat: only its owner may read what was written, unless a mode is given.
    const mode = attributes.mode ?? 0o600;
    await context.change({ summary: `write ${target}`, diff: { before, after } }, async (hands) => {
      if (saved !== undefined)
        await hands.write(saved, bytes, { ...attributes, mode: attributes.mode ?? there?.mode ?? 0o600 });
      await hands.write(target, encoding.encode(text), {
        ...attributes,
        mode,
        unsafeWrites: a.unsafe_writes,
      });
      if (a.attributes !== undefined && there) {
        const plan = planAttributes(a, look, { ...there, mode }, file.flags);
        if (plan?.flags !== undefined) await applyAttributes(hands, target, { attributes: {}, flags: plan.flags });
      }
    });
    if (checkMode) return result;
    return {
      ...result,
      msgs: [...result.msgs, ...(saved === undefined ? [] : ['Creating Backup']), 'Writing'],
      ...(saved === undefined ? {} : { backup_file: saved }),
    };
  },
});

function failing<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof HbaProblem ? new ModuleFailure(`${what}:\n${error.message}`) : error;
  }
}

/** `pg_hba.conf.1234.2026-01-02@03:04:05~`. */
function backupName(dest: string, now: number): string {
  const time = new Date(now).toISOString();
  return `${dest}.${process.pid}.${time.slice(0, 10)}@${time.slice(11, 19)}~`;
}
