// The lines of /etc/network/interfaces and what may be done to their options. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';

/** Options that may stand there more than once. */
const REPEATED = ['pre-up', 'up', 'down', 'post-up'];

interface Line {
  /** With its newline. */
  text: string;
  /** The interface the line is of; undefined for lines of none. */
  readonly iface?: string;
  readonly family?: string | undefined;
  readonly option?: string;
  value?: string;
  /** Of an `iface` line. */
  readonly head?: true;
  method?: string | undefined;
}

type Interface = Record<string, string | string[] | null>;

export interface Parsed {
  readonly lines: Line[];
  readonly ifaces: Record<string, Interface>;
}

const ALONE = ['mapping', 'source', 'source-dir', 'source-directory', 'auto', 'no-auto-down', 'no-scripts'];

/** @throws ModuleFailure for an option that stands under nothing */
export function parseInterfaces(text: string): Parsed {
  const lines: Line[] = [];
  const ifaces: Record<string, Interface> = {};
  let current: { readonly name: string; readonly family: string | undefined } | 'other' | undefined;
  for (const [i, line] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    const [first, name = '', family, method] = line.trim().split(/\s+/);
    if (first === undefined || first === '' || first.startsWith('#')) lines.push({ text: line });
    else if (ALONE.includes(first) || first.startsWith('allow-')) {
      lines.push({ text: line });
      current = 'other';
    } else if (first === 'iface') {
      const made: Interface = { address_family: family ?? null, method: method ?? null };
      for (const option of REPEATED) made[option] = [];
      ifaces[name] = made;
      lines.push({ text: line, iface: name, family, method, head: true });
      current = { name, family };
    } else if (current === undefined) {
      throw new ModuleFailure(`misplaced option ${line} in line ${i + 1}`);
    } else if (current === 'other') lines.push({ text: line });
    else {
      const value = line.trim().slice(first.length).trim();
      lines.push({ text: line, iface: current.name, family: current.family, option: first, value });
      const there = ifaces[current.name];
      const list = there?.[first];
      if (REPEATED.includes(first) && Array.isArray(list)) list.push(value);
      else if (there) there[first] = value;
    }
  }
  return { lines, ifaces };
}

export interface Wanted {
  readonly iface: string;
  readonly address_family: string | undefined;
  readonly option: string;
  readonly value: string | undefined;
  readonly state: 'absent' | 'present';
}

/** The text with the option as wanted; the same text when it is so. @throws ModuleFailure when the interface is not there */
export function setOption(text: string, wanted: Wanted): string {
  const { lines } = parseInterfaces(text);
  const own = lines.filter(
    ({ iface, family }) =>
      iface === wanted.iface && (wanted.address_family === undefined || family === wanted.address_family),
  );
  const last = own.at(-1);
  if (!last) throw new ModuleFailure(`Error: interface ${wanted.iface} not found`);
  const options = own.filter(({ option }) => option !== undefined);
  const found = options.filter(({ option }) => option === wanted.option);
  const print = (all: readonly Line[]): string => all.map((line) => line.text).join('');
  const value = wanted.value ?? '';
  if (wanted.state === 'absent') {
    const one = REPEATED.includes(wanted.option) && wanted.value !== undefined && wanted.value !== 'None';
    const gone = found.filter((line) => !one || line.value === value);
    return print(lines.filter((line) => !gone.includes(line)));
  }
  const present = found.at(-1);
  if (!present) {
    if (wanted.option === 'method') return print(lines.map((line) => withMethod(line, own, value)));
    return print(inserted(lines, last, options.length === 0, wanted.option, value));
  }
  if (REPEATED.includes(wanted.option)) {
    if (found.some((line) => line.value === value)) return text;
    return print(inserted(lines, present, options.length === 0, wanted.option, value));
  }
  if (present.value === value) return text;
  present.text = withValue(present, value);
  return print(lines);
}

/** A new option behind a line, indented as that is; the first option of an interface by four blanks more. */
function inserted(lines: readonly Line[], after: Line, first: boolean, option: string, value: string): Line[] {
  const indent = /^\s*/.exec(after.text)?.[0] ?? '';
  const end = /\s*$/.exec(after.text)?.[0] ?? '';
  const text = `${indent}${first ? '    ' : ''}${option} ${value}${end === '' ? '\n' : end}`;
  const at = lines.indexOf(after);
  const before = lines
    .slice(0, at + 1)
    .map((line) => (line === after && end === '' ? { ...line, text: `${line.text}\n` } : line));
  return [...before, { text: end === '' ? text.replace(/\n$/, '') : text }, ...lines.slice(at + 1)];
}

function withValue(line: Line, value: string): string {
  const at = line.text.indexOf(line.option ?? '') + (line.option ?? '').length;
  const rest = line.text.slice(at);
  const blank = /^\s*/.exec(rest)?.[0] ?? ' ';
  const end = /\s*$/.exec(rest)?.[0] ?? '';
  if (rest.trim() === '') return `${line.text.slice(0, at)} ${value}${end}`;
  return `${line.text.slice(0, at)}${blank}${value}${end}`;
}

function withMethod(line: Line, own: readonly Line[], method: string): Line {
  if (!line.head || !own.includes(line) || line.method === method || line.method === undefined) return line;
  const end = /\s*$/.exec(line.text)?.[0] ?? '';
  const body = line.text.slice(0, line.text.length - end.length);
  return { ...line, text: `${body.slice(0, body.length - line.method.length)}${method}${end}` };
}
