// The mounts of a host, from its tables and from what is mounted, as facts.
import {
  bool,
  choice,
  defineModule,
  num,
  list,
  ModuleFailure,
  raw,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { fnmatch } from '../../_shared/fnmatch.js';
import { readSizes, readTables, type Sizes, type Tables } from './look.js';
import { printedMounts, tableMounts, type Mount } from './parse.js';

const DYNAMIC = ['/etc/mtab', '/proc/mounts', '/etc/mnttab'];
const STATIC = ['/etc/fstab', '/etc/vfstab', '/etc/filesystems'];

const args = z.strictObject({
  sources: list(str())
    .nullable()
    .default(null)
    .describe(
      'Where mounts are told: paths of tables, `mount` for what that program prints, `dynamic` (/etc/mtab, /proc/mounts, /etc/mnttab), `static` (/etc/fstab, /etc/vfstab, /etc/filesystems) or `all`, which is the default. Of several definitions of a mount point the first is told.',
    ),
  mount_binary: raw()
    .nullable()
    .default('mount')
    .describe(
      'The program that prints the mounts, for the source `mount` and when no dynamic source has any; null for none.',
    ),
  devices: list(str())
    .nullable()
    .default(null)
    .describe('Only mounts whose device matches one of these shell patterns.'),
  fstypes: list(str()).nullable().default(null).describe('Only mounts whose type matches one of these shell patterns.'),
  timeout: num()
    .nullable()
    .optional()
    .describe('Seconds that each file system and program may take; default for ever.'),
  on_timeout: choice('error', 'warn', 'ignore').default('error').describe('What to do when one takes longer.'),
  include_aggregate_mounts: bool()
    .nullable()
    .default(null)
    .describe(
      'Whether `aggregate_mounts` lists all definitions; null: no, with a warning where a source has a mount point twice.',
    ),
});
type Args = z.output<typeof args>;

const mountFields = z.record(z.string(), z.unknown());

export default defineModule({
  name: 'ansible.builtin.mount_facts',
  summary: 'Returns the mounts of the host as facts.',
  args,
  returns: z.object({
    ansible_facts: z
      .object({
        mount_points: z
          .record(z.string(), mountFields)
          .describe(
            'By mount point: device, fstype, options, dump, passno, sizes, uuid, and ansible_context with its source and line.',
          ),
        aggregate_mounts: z.array(mountFields).describe('All definitions, with include_aggregate_mounts.'),
      })
      .describe('The facts.'),
  }),
  nullable: ['sources', 'mount_binary', 'devices', 'fstypes', 'timeout', 'include_aggregate_mounts'],
  check: 'full',
  diff: false,
  rules: ({ timeout, mount_binary: program }) => [
    ...(typeof timeout === 'number' && timeout <= 0
      ? [`argument 'timeout' must be a positive number or null, not ${timeout}`]
      : []),
    ...(program !== null && typeof program !== 'string' ? ["argument 'mount_binary' must be a string or null"] : []),
  ],
  examples: [
    { name: 'What is not on a device of its own', task: "ansible.builtin.mount_facts:\n  devices: '[!/]*'" },
    {
      name: 'Shares, and not longer than ten seconds for each',
      task: 'ansible.builtin.mount_facts:\n  fstypes: [nfs, nfs4]\n  timeout: 10\n  on_timeout: warn',
    },
  ],
  async run(context) {
    const { args: given, host } = context;
    const program = given.mount_binary as string | null;
    const sources = sourcesOf(given, program, context.warn);
    const prints = (source: string): boolean => source === 'mount' || source === program;
    const explicit = sources.some(prints);
    if (explicit && program === null) throw new ModuleFailure("the source 'mount' needs mount_binary");
    const dynamic = sources.filter((source) => DYNAMIC.includes(source));
    const run = program !== null && (explicit || dynamic.length > 0);
    const limit = given.timeout ?? undefined;
    const tables = await readTables(
      host,
      sources.filter((source) => !prints(source)),
      run ? { name: program, unless: explicit ? [] : dynamic } : undefined,
      limit,
    );
    const wanted = chosen(context, found(context, sources, prints, tables), tables);
    const sizes =
      wanted.length === 0
        ? undefined
        : await readSizes(
            host,
            [...new Set(wanted.map(({ fields }) => fields.mount))],
            [...new Set(wanted.map(({ device }) => device))],
            limit,
          );
    const mounts = wanted.map((mount) => factsOf(context, mount, sizes));
    if (sizes && sizes.late.length > 0) tooLate(context, `${sizes.late.join(', ')} took longer than ${limit} seconds`);
    return { changed: false, ansible_facts: shaped(context, mounts) };
  },
});

function sourcesOf({ sources }: Args, program: string | null, warn: (message: string) => void): string[] {
  const all = (sources && sources.length > 0 ? sources : ['all']).flatMap((source) => {
    if (source === '') throw new ModuleFailure('sources contains an empty string');
    if (source === 'all') return [...DYNAMIC, ...STATIC];
    return source === 'dynamic' ? DYNAMIC : source === 'static' ? STATIC : [source === program ? 'mount' : source];
  });
  const once = [...new Set(all)];
  if (once.length < all.length)
    warn(`mount_facts option 'sources' contains duplicate entries, repeat sources will be ignored: ${all.join(', ')}`);
  return once;
}

/** @throws ModuleFailure when that is what the task wants */
function tooLate({ args: { on_timeout: then }, warn }: RunContext<Args>, message: string): void {
  if (then === 'error') throw new ModuleFailure(message);
  if (then === 'warn') warn(message);
}

interface Found extends Mount {
  readonly source: string;
}

/** All mounts of all sources; a source that is the same file as one before is left out. */
function found(
  context: RunContext<Args>,
  sources: readonly string[],
  prints: (source: string) => boolean,
  { files, printed }: Tables,
): Found[] {
  const program = context.args.mount_binary as string | null;
  const print = (): Found[] => {
    if (!printed) return [];
    if (printed.how === 'missing') throw new ModuleFailure(`Failed to find required executable "${program}" in paths`);
    if (printed.how === 'failed') throw new ModuleFailure(`Failed to execute ${program}: ${printed.text.trim()}`);
    if (printed.how === 'ok') return printedMounts(printed.text).map((mount) => ({ ...mount, source: 'mount' }));
    tooLate(context, `${program} took longer than ${context.args.timeout} seconds`);
    return [];
  };
  const seen = new Set<string>();
  const mounts = sources.flatMap((source): Found[] => {
    if (prints(source)) return print();
    const table = files.find((file) => file.source === source);
    if (!table || seen.has(table.real)) return [];
    seen.add(table.real);
    return tableMounts(table.text).map((mount) => ({ ...mount, source }));
  });
  const told = mounts.some(({ source }) => source === 'mount' || DYNAMIC.includes(source));
  return told || sources.some(prints) ? mounts : [...mounts, ...print()];
}

interface Wanted extends Found {
  readonly device: string;
  /** The UUID that the table names. */
  readonly uuid: string | undefined;
}

/** What the patterns let through; a UUID in a table stands for its device. */
function chosen(context: RunContext<Args>, mounts: readonly Found[], { devices }: Tables): Wanted[] {
  const matcher = (patterns: readonly string[] | null): ((text: string) => boolean) => {
    const expressions = (patterns && patterns.length > 0 ? patterns : ['*']).map(fnmatch);
    return (text) => expressions.some((expression) => expression.test(text));
  };
  const device = matcher(context.args.devices);
  const type = matcher(context.args.fstypes);
  return mounts.flatMap((mount) => {
    const uuid = mount.fields.device.startsWith('UUID=') ? mount.fields.device.slice('UUID='.length) : undefined;
    const known = uuid === undefined ? undefined : devices.get(uuid);
    if (known?.how === 'late') tooLate(context, `blkid took longer than ${context.args.timeout} seconds`);
    const name = known?.device || mount.fields.device;
    return device(name) && type(mount.fields.fstype) ? [{ ...mount, device: name, uuid }] : [];
  });
}

function factsOf(context: RunContext<Args>, mount: Wanted, sizes: Sizes | undefined): Record<string, unknown> {
  const { fields, source, line, device, uuid } = mount;
  const size = sizes?.sizes.get(fields.mount);
  if (size?.how === 'late')
    tooLate(context, `Timed out getting mount size for mount ${fields.mount} (type ${fields.fstype})`);
  return {
    ...fields,
    ...(size?.how === 'ok' ? size.fields : {}),
    ansible_context: { source, source_data: line },
    uuid: uuid ?? sizes?.uuids.get(device) ?? null,
  };
}

/** Of each mount point the first definition. */
function shaped(
  { args: given, warn }: RunContext<Args>,
  mounts: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const points = new Map<string, Record<string, unknown>>();
  const bySource = new Map<string, string[]>();
  for (const mount of mounts) {
    const point = mount['mount'] as string;
    const { source } = mount['ansible_context'] as { source: string };
    if (!points.has(point)) points.set(point, mount);
    bySource.set(source, [...(bySource.get(source) ?? []), point]);
  }
  const repeated = [...bySource].filter(([, all]) => new Set(all).size !== all.length);
  if (repeated.length > 0 && given.include_aggregate_mounts === null) {
    warn(
      `mount_facts: ignoring repeat mounts in the following sources: ${repeated.map(([source, all]) => `${source} (${all.join(', ')})`).join(', ')}. You can disable this warning by configuring the 'include_aggregate_mounts' option as True or False.`,
    );
  }
  return { mount_points: Object.fromEntries(points), aggregate_mounts: given.include_aggregate_mounts ? mounts : [] };
}
