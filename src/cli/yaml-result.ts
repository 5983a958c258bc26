// A result as YAML for the screen, as Ansible shows it with `callback_result_format = yaml`.
import { dumpYaml } from '../template/index.js';
import { fromJs, keyText, type Value } from '../value/index.js';

/** `compat:` the margin of the whole. */
const MARGIN = '    ';

/** `compat:` what the text itself shows is not listed line by line again. */
const REPEATED = ['stdout', 'stderr'];

/**
 * The lines of a result, indented. Text of several lines stands as such.
 * @param exact nothing is left out or tidied up (`callback_format_pretty = no`)
 */
export function yamlResult(result: Readonly<Record<string, unknown>>, exact = false): string {
  const omitted = exact ? [] : REPEATED.filter((name) => name in result && `${name}_lines` in result);
  const told = { ...result, ...Object.fromEntries(omitted.map((name) => [`${name}_lines`, '<omitted>'])) };
  const lines = entries(fromJs(told) as Map<Value, Value>, { step: exact ? 2 : 4, exact });
  return lines.map((line) => (line === '' ? '' : MARGIN + line)).join('\n');
}

interface Style {
  /** Spaces by which what belongs to something is indented. */
  readonly step: number;
  readonly exact: boolean;
}

/** Lines of a value that begins behind a key or a dash. The first is what stands on its line. */
function value(of: Value, style: Style): readonly string[] {
  if (typeof of === 'string' && of.includes('\n')) return text(of, style);
  if (of instanceof Map && of.size > 0) return entries(of, style);
  if (Array.isArray(of) && of.length > 0) return items(of, style);
  return [scalar(of)];
}

function entries(map: ReadonlyMap<Value, Value>, style: Style): string[] {
  const sorted = [...map].sort(([a], [b]) => (keyText(a) < keyText(b) ? -1 : 1));
  return sorted.flatMap(([key, of]) => {
    const lines = value(of, style);
    const name = scalar(key);
    if (of instanceof Map && of.size > 0) return [`${name}:`, ...lines.map((line) => indented(line, style.step))];
    // compat: the items of a list are not indented.
    if (Array.isArray(of) && of.length > 0) return [`${name}:`, ...lines];
    const [first = '', ...more] = lines;
    return [`${name}: ${first}`, ...more.map((line) => indented(line, style.step))];
  });
}

function items(list: readonly Value[], style: Style): string[] {
  return list.flatMap((item) => {
    const [first = '', ...more] = value(item, style);
    const isNested = (item instanceof Map && item.size > 0) || (Array.isArray(item) && item.length > 0);
    return [`-${' '.repeat(isNested ? style.step - 1 : 1)}${first}`, ...more.map((line) => indented(line, style.step))];
  });
}

function indented(line: string, by: number): string {
  return line === '' ? '' : ' '.repeat(by) + line;
}

/** Text of several lines, its lines below `|`. What cannot be written so is quoted. */
function text(of: string, { exact }: Style): string[] {
  const shown = exact ? of : tidied(of);
  if (!/^[\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(shown)) return [scalar(of)];
  if (exact && /\t| \n| $|^\s/.test(shown)) return [scalar(of)];
  const [, body = '', end = ''] = /^([^]*?)(\n*)$/.exec(shown) ?? [];
  const hint = /^[ \n]/.test(body) ? '4' : '';
  const chomp = end === '' ? '-' : end === '\n' ? '' : '+';
  return [`|${hint}${chomp}`, ...body.split('\n'), ...end.split('\n').slice(2)];
}

/** `compat:` for a reader: no space at ends of lines, tabs as spaces. */
function tidied(of: string): string {
  return of
    .trimEnd()
    .split('\n')
    .map((line) => expandTabs(line).trimEnd())
    .join('\n');
}

function expandTabs(line: string): string {
  let out = '';
  for (const c of line) out += c === '\t' ? ' '.repeat(8 - (out.length % 8)) : c;
  return out;
}

function scalar(of: Value): string {
  const options = { flow: false, width: 10_000, unicode: true } as const;
  return dumpYaml(of, options).replace(/\n(?:\.\.\.\n)?$/, '');
}
