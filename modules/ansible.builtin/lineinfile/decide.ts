// Which line of a text is replaced, added or removed. Pure.
import { expandReplacement, pythonRegex } from '../../../src/kit/index.js';

export interface LineArgs {
  readonly regexp?: string | undefined;
  readonly search_string?: string | undefined;
  readonly line?: string | undefined;
  readonly backrefs: boolean;
  readonly insertafter?: string | undefined;
  readonly insertbefore?: string | undefined;
  readonly firstmatch: boolean;
}

export interface Edit {
  /** The new text, or undefined when the old one is as wanted. */
  readonly text: string | undefined;
  readonly msg: string;
  /** How many lines were removed. */
  readonly found: number;
}

const UNCHANGED: Edit = { text: undefined, msg: '', found: 0 };

/** Lines with their ends; only `\n` ends one. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const withoutEnd = (line: string): string => line.replace(/[\r\n]+$/, '');

/** How a line is tested: Python's `re.search` on the line with its end, or plain containment. */
function matcher({ regexp, search_string }: LineArgs): ((line: string) => RegExpExecArray | true | null) | undefined {
  if (regexp !== undefined) {
    const pattern = pythonRegex(regexp);
    return (line) => {
      pattern.lastIndex = 0;
      return pattern.exec(line);
    };
  }
  return search_string === undefined ? undefined : (line) => (line.includes(search_string) ? true : null);
}

/**
 * `state: present`. Specified by ansible.builtin.lineinfile: the last match is replaced (the first with `firstmatch`);
 * without a match the line is added where insertafter or insertbefore say, once.
 * A last line without a newline gets one before a line is added after it (ansible-core joins the two in one of its paths).
 * compat: a last line without a newline that is the wanted line counts as replaced, and so does one that ends in CR LF.
 * @throws TsplayError template-value for patterns that are wrong
 */
export function present(text: string, args: LineArgs): Edit {
  const rows = split(text);
  const line = args.line ?? '';
  const matches = matcher(args);
  let at = -1;
  let match: RegExpExecArray | true | null = null;
  for (const [i, row] of rows.entries()) {
    const found = matches?.(row) ?? null;
    if (!found) continue;
    at = i;
    match = found;
    if (args.firstmatch) break;
  }
  const place = insertion(args);
  let beside = -1;
  if (!match) {
    for (const [i, row] of rows.entries()) {
      if (withoutEnd(row) === line) at = i;
      else if (place.matches?.(row)) {
        beside = place.after ? i + 1 : i;
        if (args.firstmatch) break;
      }
    }
  }
  if (at >= 0) {
    const expanded = args.backrefs && match !== null && match !== true ? expandReplacement(line, match) : line;
    const wanted = expanded.endsWith('\n') ? expanded : `${expanded}\n`;
    if (rows[at] === wanted) return UNCHANGED;
    rows[at] = wanted;
    return { text: rows.join(''), msg: 'line replaced', found: 0 };
  }
  if (args.backrefs) return UNCHANGED;
  // With `firstmatch` the search ended at the place: what stands there already is not added once more.
  if (args.firstmatch && beside >= 0 && rows[place.after ? beside : beside - 1] === `${line}\n`) return UNCHANGED;
  return { text: insert(rows, line, place, beside), msg: 'line added', found: 0 };
}

interface Insertion {
  readonly begin: boolean;
  readonly end: boolean;
  readonly after: boolean;
  readonly matches: ((row: string) => boolean) | undefined;
}

function insertion(args: LineArgs): Insertion {
  // No value means the end of the file, as no parameter does.
  const insertafter = args.insertafter || undefined;
  const insertbefore = args.insertbefore || undefined;
  const pattern =
    insertafter !== undefined && insertafter !== 'BOF' && insertafter !== 'EOF'
      ? insertafter
      : insertbefore !== undefined && insertbefore !== 'BOF'
        ? insertbefore
        : undefined;
  const regex = pattern === undefined ? undefined : pythonRegex(pattern);
  return {
    begin: insertafter === 'BOF' || insertbefore === 'BOF',
    end: insertafter === 'EOF' || (insertafter === undefined && insertbefore === undefined),
    after: insertafter !== undefined,
    matches:
      regex &&
      ((row) => {
        regex.lastIndex = 0;
        return regex.test(row);
      }),
  };
}

function insert(rows: readonly string[], line: string, place: Insertion, beside: number): string {
  const added = `${line}\n`;
  if (place.begin) return [added, ...rows].join('');
  if (place.end || beside < 0 || beside >= rows.length) {
    const last = rows.at(-1);
    const gap = last !== undefined && !/[\r\n]$/.test(last) ? '\n' : '';
    return [...rows, gap, added].join('');
  }
  return [...rows.slice(0, beside), added, ...rows.slice(beside)].join('');
}

/** `state: absent`: every line that matches goes; without a pattern, every line that is exactly `line`. */
export function absent(text: string, args: LineArgs): Edit {
  const matches = matcher(args) ?? ((row: string) => (withoutEnd(row) === args.line ? true : null));
  const rows = split(text);
  const kept = rows.filter((row) => !matches(row));
  const found = rows.length - kept.length;
  return found === 0 ? UNCHANGED : { text: kept.join(''), msg: `${found} line(s) removed`, found };
}
