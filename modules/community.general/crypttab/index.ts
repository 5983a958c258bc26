// Keeps the list of encrypted devices that are opened at boot.
import { choice, defineModule, ModuleFailure, path, sh, str, z } from '../../../src/kit/index.js';
import { fileReturns, lookAtOne, type PathLook } from '../../_shared/file-attributes.js';
import { toLatin } from '../../_shared/told.js';
import { lineOf, parseLine, parseOptions, sameOptions, type Device } from './table.js';

const args = z.strictObject({
  name: str().describe('The device, as it stands in the file; `/dev/mapper/` in front of it is taken away.'),
  state: choice('absent', 'opts_absent', 'opts_present', 'present').describe(
    'present, absent: its line is there, or not; opts_present, opts_absent: these options are among its options, or not.',
  ),
  backing_device: str().optional().describe('The encrypted device or file, or its UUID behind `UUID=`.'),
  password: path().optional().describe('A file with its password; `-`: asked for at boot.'),
  opts: str().optional().describe('Its options, with commas between.'),
  path: path().default('/etc/crypttab').describe('The file.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.crypttab',
  summary: 'Keeps the list of encrypted devices that are opened at boot.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'A disk with a key file',
      task: 'community.general.crypttab:\n  name: data\n  backing_device: /dev/vdb\n  password: /etc/keys/data\n  opts: luks,discard\n  state: present',
    },
  ],
  async run(context) {
    const { args: a, host, change } = context;
    const name = a.name.replace(/^\/dev\/mapper\//, '');
    const shown = {
      ...a,
      backing_device: a.backing_device ?? null,
      password: a.password ?? null,
      opts: a.opts ?? null,
    };
    const { file } = await lookAtOne(host, a.path, { content: true });
    // `compat:` like all results with a `path` this one tells of that file, and `state` is the file's then.
    const there = { ...shown, ...aboutFile(file) };
    requireGood(a, name, there);
    const { after, msg } = decide({ ...a, name }, textOf(file, there), there);
    if (after === undefined) return { ...there, changed: false, msg };
    const written = await change({ summary: `write ${a.path}` }, async (hands) => {
      const target = file.realPath;
      await hands.must(sh`mkdir -p -- ${target.slice(0, target.lastIndexOf('/') + 1)}`);
      await hands.write(target, Buffer.from(after, 'latin1'));
      return true;
    });
    const now = written ? (await lookAtOne(host, a.path)).file : file;
    return { ...shown, ...aboutFile(now), msg };
  },
});

const aboutFile = ({ self }: PathLook): Record<string, unknown> => (self ? fileReturns(self) : {});

/** @throws ModuleFailure when it cannot be read */
function textOf({ path: place, target, content }: PathLook, shown: Shown): string {
  if (target === null) return '';
  if (target.kind !== 'file' || content === undefined || content.length < target.size) {
    throw new ModuleFailure(`failed to open and parse crypttab file: ${place} cannot be read`, shown);
  }
  return content.toString('latin1');
}

type Shown = Record<string, unknown>;

/** @throws ModuleFailure as documented */
function requireGood(a: Args, name: string, shown: Shown): void {
  const refuse = (msg: string): never => {
    throw new ModuleFailure(msg, shown);
  };
  const { backing_device, password, opts } = a;
  if (a.state !== 'absent' && backing_device === undefined && password === undefined && opts === undefined) {
    refuse("expected one or more of 'backing_device', 'password' or 'opts'");
  }
  if (a.state.startsWith('opts') && (backing_device !== undefined || password !== undefined)) {
    refuse(`cannot update 'backing_device' or 'password' when state=${a.state}`);
  }
  for (const [key, value] of Object.entries({ name, backing_device, password, opts })) {
    if (value !== undefined && (value === '' || /[ \t\r\n]/.test(value))) {
      refuse(`invalid '${key}': contains white space or is empty`);
    }
  }
}

/** The text the file shall have, undefined when it is right, and what is told; pure. @throws ModuleFailure */
export function decide(
  a: Pick<Args, 'name' | 'state' | 'backing_device' | 'password' | 'opts'>,
  text: string,
  shown: Shown = {},
): { readonly after: string | undefined; readonly msg: string } {
  const rows = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const name = toLatin(a.name);
  const at = rows.findIndex((row) => parseLine(row)?.name === name);
  const old = at < 0 ? undefined : parseLine(rows[at] ?? '');
  const write = (row: string | undefined): string => {
    const next = rows.map(normal);
    if (row === undefined) next[at] = '';
    else if (at < 0) next.push(row);
    else next[at] = row;
    // The line feed behind a last line that was removed is that of the one before.
    return next.join('\n').replace(/\n?$/, '\n');
  };
  const given = latinOf(a);
  if (!old) {
    if (a.state === 'absent' || a.state === 'opts_absent') return { after: undefined, msg: '?' };
    if (given.backing === undefined) throw new ModuleFailure("'backing_device' required to add a new entry", shown);
    const made = { name, backing: given.backing, password: given.password, options: parseOptions(given.opts) };
    return { after: write(lineOf(made)), msg: 'added line' };
  }
  if (a.state === 'absent') return { after: write(undefined), msg: 'removed line' };
  const { next, msg } = changed(a.state, old, given);
  const same = next.backing === old.backing && next.password === old.password && sameOptions(next.options, old.options);
  return { after: same ? undefined : write(lineOf(next)), msg };
}

/** `compat:` every line of a device is written in its shortest form. */
function normal(row: string): string {
  const device = parseLine(row);
  return device ? lineOf(device) : row;
}

interface Given {
  readonly backing: string | undefined;
  readonly password: string | undefined;
  readonly opts: string | undefined;
}

function latinOf(a: Pick<Args, 'backing_device' | 'password' | 'opts'>): Given {
  const latin = (value: string | undefined): string | undefined => (value === undefined ? undefined : toLatin(value));
  return { backing: latin(a.backing_device), password: latin(a.password), opts: latin(a.opts) };
}

function changed(state: Args['state'], old: Device, given: Given): { readonly next: Device; readonly msg: string } {
  const named = parseOptions(given.opts);
  if (state === 'opts_present') {
    return { next: { ...old, options: new Map([...old.options, ...named]) }, msg: 'updated options' };
  }
  if (state === 'opts_absent') {
    const left = new Map([...old.options].filter(([name]) => !named.has(name)));
    return { next: { ...old, options: left }, msg: 'removed options' };
  }
  const options = given.opts === undefined || sameOptions(named, old.options) ? old.options : named;
  const next = { ...old, backing: given.backing ?? old.backing, password: given.password ?? old.password, options };
  return { next, msg: 'updated line' };
}
