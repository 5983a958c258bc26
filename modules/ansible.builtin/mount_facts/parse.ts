// What the tables of mounts say: fstab and its kin of other systems, and what `mount` prints. Pure.

/** One line (of AIX: a stanza) and what it says. */
export interface Mount {
  readonly line: string;
  readonly fields: { readonly mount: string; readonly device: string; readonly fstype: string } & Readonly<
    Record<string, unknown>
  >;
}

/** A line that does not fit its table: another kind of table is tried. */
class Unfit extends Error {}

function field(fields: readonly string[], i: number): string {
  const value = fields[i];
  if (value === undefined) throw new Unfit();
  return value;
}

function whole(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw new Unfit();
  return Number(text);
}

const words = (line: string): string[] => line.split(/\s+/).filter((word) => word !== '');

const isText = (line: string): boolean => line.trim() !== '' && !line.trim().startsWith('#');

/** Solaris' vfstab: seven columns, of which the second is the device that is checked. */
function vfstab(lines: readonly string[]): Mount[] {
  return lines.filter(isText).map((line) => {
    const f = words(line);
    const passno = field(f, 4);
    return {
      line,
      fields: {
        device: field(f, 0),
        device_to_fsck: field(f, 1),
        mount: field(f, 2),
        fstype: field(f, 3),
        passno: /^[-+]?\d+$/.test(passno) ? Number(passno) : passno,
        mount_at_boot: field(f, 5),
        options: field(f, 6),
      },
    };
  });
}

/** Solaris' mnttab: five columns, the last the time it was mounted at. */
function mnttab(lines: readonly string[]): Mount[] {
  if (!lines.some((line) => field(words(line), 4).length === 10)) throw new Unfit();
  return lines.map((line) => {
    const f = words(line);
    const [device, mount, fstype, options, time] = [0, 1, 2, 3, 4].map((i) => field(f, i)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    return { line, fields: { device, mount, fstype, options, time: whole(time) } };
  });
}

/** `/mnt/a\040b` as the path it stands for; bytes of more than one are characters of their own, as Ansible has them. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** fstab(5), also that of the kernel: the last two columns may be missing. */
function fstab(lines: readonly string[]): Mount[] {
  return lines.filter(isText).map((given) => {
    const line = given.trim();
    const f = words(line).map(unescaped);
    const [dump, passno] = [f[4], f[5]];
    return {
      line,
      fields: {
        device: field(f, 0),
        mount: field(f, 1),
        fstype: field(f, 2),
        options: field(f, 3),
        ...(dump === undefined ? {} : { dump: whole(dump) }),
        ...(passno === undefined ? {} : { passno: whole(passno) }),
      },
    };
  });
}

/** AIX's filesystems: stanzas of `name = value` below `mount point:`. A file of that name on Linux is something else. */
function stanzas(lines: readonly string[]): Mount[] {
  const found: { first: string; rest: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('*') || line.trim() === '') continue;
    const last = found.at(-1);
    if (line.trimEnd().endsWith(':')) found.push({ first: line, rest: [] });
    else if (!line.includes('=') || !last) return [];
    else last.rest.push(line);
  }
  return found.map(({ first, rest }) => {
    const attributes = Object.fromEntries(
      rest.map((line): [string, string] => {
        const at = line.indexOf('=');
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
    );
    const { nodename, dev, vfs } = attributes;
    const device = [nodename, dev].filter((part) => part !== undefined && part !== '').join(':');
    return {
      line: [first, ...rest].join('\n'),
      fields: { mount: first.slice(0, -1), device: device || 'unknown', fstype: vfs || 'unknown', attributes },
    };
  });
}

/** The mounts of a table, by the first form that all of its lines fit. */
export function tableMounts(text: string): Mount[] {
  const lines = text.trim().split(/\r?\n/);
  if (text.trim() === '') return [];
  for (const form of [vfstab, mnttab, fstab, stanzas]) {
    try {
      return form(lines);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
    }
  }
  return [];
}

const LINUX = /^(?<device>\S+) on (?<mount>\S+) type (?<fstype>\S+) \((?<options>.+)\)$/;
const BSD = /^(?<device>\S+) on (?<mount>\S+) \((?<fstype>.+)\)$/;
const AIX =
  /^(?<node>\S*)\s+(?<mounted>\S+)\s+(?<mount>\S+)\s+(?<fstype>\S+)\s+(?<time>\S+\s+\d+\s+\d+:\d+)\s+(?<options>.*)$/;

/** The mounts in what `mount` prints: of Linux, of the BSDs, or of AIX, whose first two lines are a head. */
export function printedMounts(stdout: string): Mount[] {
  const lines = stdout.replace(/\n$/, '').split('\n');
  const fits = (form: RegExp, some: readonly string[]): boolean => some.every((line) => form.test(line));
  const form = fits(LINUX, lines)
    ? LINUX
    : fits(
          BSD,
          lines.filter((line) => !line.startsWith('map ')),
        )
      ? BSD
      : lines.length > 2 && fits(AIX, lines.slice(2))
        ? AIX
        : undefined;
  if (!form) return [];
  return lines.flatMap((line) => {
    const found = form.exec(line)?.groups;
    if (!found) return [];
    const { device = '', mount = '', fstype = '', options = '', node = '', mounted = '', time = '' } = found;
    if (form === LINUX) return [{ line, fields: { device, mount, fstype, options } }];
    if (form === AIX) {
      const from = node === '' ? mounted : `${node}:${mounted}`;
      return [{ line, fields: { device: from, mount, fstype, time, options } }];
    }
    const [type = '', ...rest] = fstype.split(/\s*,\s*/);
    const more = rest.length === 0 ? {} : { options: fstype.replace(/^.*?\s*,\s*/, '') };
    return [{ line, fields: { device, mount, fstype: type, ...more } }];
  });
}
