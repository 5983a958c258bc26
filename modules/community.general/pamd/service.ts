// The lines of a PAM service file and what may be done to its rules. Pure.

export const TYPES = ['account', '-account', 'auth', '-auth', 'password', '-password', 'session', '-session'] as const;

interface RuleLine {
  readonly kind: 'rule';
  type: string;
  control: string;
  path: string;
  args: string[];
}

/** A comment, an @include, a blank line, or what is no rule. */
interface OtherLine {
  readonly kind: 'comment' | 'include' | 'empty' | 'unreadable';
  readonly text: string;
}

type Line = RuleLine | OtherLine;

export interface Key {
  readonly type: string;
  readonly control: string;
  readonly path: string;
}

const RULE = /(-?(?:auth|account|session|password))\s+(\[[^\]]*\]|\S*)\s+(\S*)\s*(.*)\s*/;

export function parseService(text: string): Line[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line): Line => {
    const head = line.trimStart();
    if (head.startsWith('#')) return { kind: 'comment', text: line };
    if (head.startsWith('@include')) return { kind: 'include', text: line };
    if (head === '') return { kind: 'empty', text: line };
    const [, type, control = '', path = '', args = ''] = RULE.exec(line) ?? [];
    if (type === undefined) return { kind: 'unreadable', text: line };
    return { kind: 'rule', type, control: normalControl(control), path, args: splitArguments([args]) };
  });
}

/** `[a = b]` as `[a=b]`. */
export function normalControl(control: string): string {
  return control.startsWith('[') ? `[${control.replaceAll(' = ', '=').replace(/[[\]]/g, '')}]` : control;
}

/** Words; what stands in brackets is one. */
export function splitArguments(given: readonly string[]): string[] {
  return given.flatMap((text) => text.match(/\[[^\]]*\]|\S+/g) ?? []);
}

const MARK = '# Updated by Ansible';

/** @param now as ISO text: the second line tells when the file was last changed, as Ansible writes it */
export function printService(lines: readonly Line[], now: string): string {
  const out = lines.map((line) => (line.kind === 'rule' ? printRule(line) : line.text));
  const mark = `${MARK} - ${now}`;
  if (out.length <= 1) out.unshift('', mark);
  else if (out[1]?.startsWith(MARK)) out[1] = mark;
  else out.splice(1, 0, mark);
  return `${out.join('\n')}\n`;
}

function printRule({ type, control, path, args }: RuleLine): string {
  return [`${type.padEnd(11)}${control}`, path, ...args].join(' ');
}

const same = (a: Key, b: Key): boolean => a.type === b.type && a.control === b.control && a.path === b.path;
const matching = (lines: readonly Line[], key: Key): RuleLine[] =>
  lines.filter((line): line is RuleLine => line.kind === 'rule' && same(line, key));

/** @returns how many rules were changed, as do all the functions below */
export function updateRules(lines: readonly Line[], key: Key, to: Partial<Key>, args: string[] | undefined): number {
  let changes = 0;
  for (const rule of matching(lines, key)) {
    const before = JSON.stringify(rule);
    if (to.type) rule.type = to.type;
    if (to.control) rule.control = to.control;
    if (to.path) rule.path = to.path;
    if (args) rule.args = [...args];
    if (JSON.stringify(rule) !== before) changes++;
  }
  return changes;
}

/** Puts a rule before or behind each that matches, unless the next rule on that side is it already. */
export function insertRules(
  lines: Line[],
  key: Key,
  rule: Key,
  args: readonly string[],
  where: 'before' | 'after',
): number {
  let changes = 0;
  const step = where === 'before' ? -1 : 1;
  for (const found of matching(lines, key)) {
    const at = lines.indexOf(found);
    let beside = at + step;
    while (lines[beside]?.kind === 'comment' || lines[beside]?.kind === 'empty') beside += step;
    const neighbour = lines[beside];
    if (neighbour?.kind === 'rule' && same(neighbour, rule)) continue;
    const made: RuleLine = { kind: 'rule', ...rule, args: [...args] };
    lines.splice(where === 'before' ? at : at + 1, 0, made);
    changes++;
  }
  return changes;
}

export function removeRules(lines: Line[], key: Key): number {
  const found = matching(lines, key);
  for (const rule of found) lines.splice(lines.indexOf(rule), 1);
  return found.length;
}

export function addArguments(lines: readonly Line[], key: Key, wanted: readonly string[]): number {
  let changes = 0;
  for (const rule of matching(lines, key)) {
    const before = rule.args.join(' ');
    for (const arg of wanted) {
      const name = nameOf(arg);
      const at = rule.args.findIndex((one) => (name === undefined ? one === arg : nameOf(one) === name));
      if (at < 0) rule.args.push(arg);
      else rule.args[at] = arg;
    }
    if (rule.args.join(' ') !== before) changes++;
  }
  return changes;
}

/** The name of `name=value`; undefined for a word alone and for brackets. */
function nameOf(arg: string): string | undefined {
  return arg.startsWith('[') || !arg.includes('=') ? undefined : arg.slice(0, arg.indexOf('='));
}

export function removeArguments(lines: readonly Line[], key: Key, unwanted: readonly string[]): number {
  let changes = 0;
  for (const rule of matching(lines, key)) {
    const kept = rule.args.filter((arg) => !unwanted.includes(arg));
    if (kept.length < rule.args.length) changes++;
    rule.args = kept;
  }
  return changes;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const CONTROLS = words('required requisite sufficient optional include substack definitive');
const VALUES = words(`success open_err symbol_err service_err system_err buf_err perm_denied auth_err cred_insufficient
  authinfo_unavail user_unknown maxtries new_authtok_reqd acct_expired session_err cred_unavail cred_expired cred_err
  no_module_data conv_err authtok_err authtok_recover_err authtok_lock_busy authtok_disable_aging try_again ignore abort
  authtok_expired module_unknown bad_item conv_again incomplete default`);
const ACTIONS = words('ignore bad die ok done reset');

/** What is wrong with the first rule PAM would not take; undefined when all are right. */
export function problemOf(lines: readonly Line[]): string | undefined {
  for (const line of lines) {
    if (line.kind === 'unreadable') return `Rule is not valid ${line.text}`;
    if (line.kind !== 'rule') continue;
    const shown = printRule(line);
    if (!(TYPES as readonly string[]).includes(line.type)) {
      return `Rule type, ${line.type}, is not valid in rule ${shown}`;
    }
    if (!line.control.startsWith('[')) {
      if (!CONTROLS.includes(line.control)) return `Rule control, ${line.control}, is not valid in rule ${shown}`;
      continue;
    }
    for (const part of words(line.control.slice(1, -1))) {
      const [value = '', action = ''] = part.split('=');
      if (!VALUES.includes(value)) return `Rule control value, ${value}, is not valid in rule ${shown}`;
      if (!ACTIONS.includes(action) && !/^\d+$/.test(action)) {
        return `Rule control action, ${action}, is not valid in rule ${shown}`;
      }
    }
  }
  return undefined;
}
