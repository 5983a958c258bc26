// Pure edits of a table of file systems (fstab): the entry of one mount point; every other line stays as it is.

export interface Entry {
  readonly src: string;
  readonly name: string;
  readonly fstype: string;
  readonly opts: string;
  readonly dump: string;
  readonly passno: string;
}

/** Fields are separated by blanks, so those in a field are written as octal numbers. */
const escapeField = (text: string): string =>
  text.replaceAll('\\', '\\134').replaceAll(' ', '\\040').replaceAll('\t', '\\011').replaceAll('&', '\\046');

const linesOf = (text: string): string[] =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => (line.endsWith('\n') ? line : `${line}\n`));

/** An entry with its fields as they are written; undefined for comments and what is no entry. */
function parseLine(line: string): Entry | undefined {
  const fields = line.trim().split(/\s+/);
  if (line.trim().startsWith('#') || fields.length < 4 || fields.length > 6) return undefined;
  const [src = '', name = '', fstype = '', opts = '', dump = '0', passno = '0'] = fields;
  return { src, name, fstype, opts, dump, passno };
}

const printed = (e: Entry): string => `${[e.src, e.name, e.fstype, e.opts, e.dump, e.passno].join(' ')}\n`;

/** Swap has no mount point: there the source tells entries apart. */
const isOf = (entry: Entry, name: string, src: string | undefined): boolean =>
  entry.name === name && !(src !== undefined && name === 'none' && entry.fstype === 'swap' && entry.src !== src);

/** Entries of that mount point are as wanted, or there is a new one at the end. */
export function withEntry(text: string, wanted: Entry): string {
  const entry: Entry = {
    src: escapeField(wanted.src),
    name: escapeField(wanted.name),
    fstype: escapeField(wanted.fstype),
    opts: escapeField(wanted.opts),
    dump: escapeField(wanted.dump),
    passno: escapeField(wanted.passno),
  };
  let found = false;
  const lines = linesOf(text).map((line) => {
    const present = parseLine(line);
    if (!present || !isOf(present, entry.name, entry.src)) return line;
    found = true;
    return printed(present) === printed(entry) ? line : printed(entry);
  });
  const after = [...lines, ...(found ? [] : [printed(entry)])].join('');
  // A newline missing at the end alone is no reason to write.
  return after === `${text}\n` ? text : after;
}

export function withoutEntry(text: string, name: string, src: string | undefined): string {
  const lines = linesOf(text);
  const escaped = src === undefined ? undefined : escapeField(src);
  const kept = lines.filter((line) => {
    const entry = parseLine(line);
    return !entry || !isOf(entry, escapeField(name), escaped);
  });
  return kept.length === lines.length ? text : kept.join('');
}
