// The filter fact_diff of ansible.utils: how two texts, lists or dicts differ, as the lines of a unified diff.
import { Tuple, type Value } from '../../../value/index.js';
import { dumpJson } from '../../python-json.js';
import { pythonRegex } from '../../python-regex.js';
import { unifiedDiff } from '../../python/difflib.js';
import { fail } from '../../python/errors.js';
import { splitLines } from '../../python/str-split.js';
import { repr, str, typeName } from '../../python/text.js';
import type { FilterCall } from '../../types.js';
import { argumentsOf } from './arguments.js';

const NATIVE = 'ansible.utils.native';
const NO_NEWLINE = '\\ No newline at end of file\n';
/** What colours a terminal is taken out of the lines. */
const COLOUR = /\u001b\[[0-?]*[ -/]*[@-~]/g;

function known(what: string, given: ReadonlyMap<Value, Value>, names: readonly string[]): void {
  for (const name of given.keys())
    if (!names.includes(str(name))) fail(`fact_diff: ${what} has no '${str(name)}'`, `it takes ${names.join(', ')}`);
}

/** The regular expressions of `plugin.vars.skip_lines`. */
function skipped(plugin: ReadonlyMap<Value, Value>): RegExp[] {
  known('plugin', plugin, ['name', 'vars']);
  const name = plugin.get('name') ?? NATIVE;
  if (name !== NATIVE) fail(`fact_diff: there is no plugin '${str(name)}'`, `there is ${NATIVE}`);
  const vars = plugin.get('vars') ?? new Map<Value, Value>();
  if (!(vars instanceof Map)) return fail("fact_diff: 'plugin.vars' must be a dict");
  known('plugin.vars', vars, ['skip_lines']);
  const given = vars.get('skip_lines') ?? [];
  const patterns = typeof given === 'string' ? given.split(',').map((s) => s.trim()) : given;
  return (Array.isArray(patterns) ? patterns : [patterns]).map((p) => pythonRegex(str(p), {}, 'y'));
}

/** What is left without the lines to skip: an element of a list, or a key of a dict, is a line. */
function without(v: Value, skip: readonly RegExp[]): Value {
  if (skip.length === 0) return v;
  const lines =
    typeof v === 'string'
      ? splitLines(v)
      : Array.isArray(v)
        ? v
        : v instanceof Map
          ? [...v.keys()]
          : fail(`fact_diff cannot skip lines of '${typeName(v)}'`);
  const isSkipped = (line: string): boolean =>
    skip.some((pattern) => {
      pattern.lastIndex = 0;
      return pattern.test(line);
    });
  return lines.map(str).filter((line) => !isSkipped(line));
}

function textOf(v: Value): string {
  if (v === null) return '';
  if (typeof v === 'string') return v;
  if (v instanceof Map) return `${dumpJson(v, { indent: 4, sortKeys: true })}\n`;
  if (Array.isArray(v) && !(v instanceof Tuple)) return `${v.map(str).join('\n')}\n`;
  return fail(`fact_diff compares texts, lists and dicts, not '${typeName(v)}'`);
}

/** compat: the words on the missing line end are part of the last line. */
function linesOf(text: string): string[] {
  const lines = splitLines(text, true);
  const last = lines.at(-1);
  if (last !== undefined && !text.endsWith('\n')) lines[lines.length - 1] = `${last}\n${NO_NEWLINE}`;
  return lines;
}

/** compat: the lines of the diff and an empty one, or no lines, as the text of that list, which a value of its own makes a list again. */
export function factDiff(call: FilterCall): Value {
  const types = { before: 'raw', after: 'raw', plugin: 'dict', common: 'bool' } as const;
  const { before = null, after, plugin, common = false } = argumentsOf(call, 'fact_diff', types);
  if (after === undefined) return fail("fact_diff is missing the argument 'after'");
  if (common === null) return fail("fact_diff: 'common' must be a boolean");
  const skip = plugin instanceof Map ? skipped(plugin) : [];
  const [a, b] = [before, after].map((v) => linesOf(textOf(without(v, skip)))) as [string[], string[]];
  const diff = unifiedDiff(a, b, 'before', 'after', Infinity);
  const shown = common === true ? diff.filter((line) => !/^[-+]/.test(line)) : diff;
  return repr(shown.length === 0 ? [] : [...splitLines(shown.join('').replace(COLOUR, '')), '']);
}
