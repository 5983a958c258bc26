// What zypper prints with --xmlout, read without an XML library, and how it is run.
import { argvScript, lines, type RunContext, type Script, type ScriptResult } from '../../src/kit/index.js';
import { PLAIN, whileLocked } from './program.js';
import { SBIN } from './sbin.js';

/** Seconds to wait for another program that works with packages; newer versions wait themselves. */
const PATIENCE = 60;
export const ZYPPER_ENVIRONMENT = { ...PLAIN, ZYPP_LOCK_TIMEOUT: String(PATIENCE) };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#')) {
      return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
    }
    return ENTITIES[name] ?? whole;
  });
}

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The element it is in. */
  readonly parent: string;
  /** Text directly in it, without blanks around it. */
  text: string;
}

/** All elements in the order they begin; comments and declarations are passed over. */
export function elementsOf(xml: string): Element[] {
  const found: Element[] = [];
  const open: Element[] = [];
  for (const [, text = '', close, name, attributes = '', empty] of xml.matchAll(
    /([^<]*)<(?:\?[^>]*\?|!--[\s\S]*?--|!\[CDATA\[[\s\S]*?\]\]|![^>]*|(\/)?([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?)>/g,
  )) {
    const inside = open.at(-1);
    if (inside) inside.text += unescape(text);
    if (name === undefined) continue;
    if (close !== undefined) {
      const done = open.pop();
      if (done) done.text = done.text.trim();
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
    const element: Element = {
      name,
      attributes: new Map(pairs.map(([, key = '', a, b]) => [key, unescape(a ?? b ?? '')])),
      parent: inside?.name ?? '',
      text: '',
    };
    found.push(element);
    if (empty === undefined) open.push(element);
  }
  return found;
}

/** Runs it again while another program holds the lock (exit code 7). */
export function runZypper(
  task: RunContext<unknown>['task'],
  argv: readonly string[],
  run: (command: Script) => Promise<ScriptResult>,
): Promise<ScriptResult> {
  const command = lines([SBIN, argvScript(argv)]);
  return whileLocked(
    task,
    PATIENCE,
    () => run(command),
    ({ rc }) => rc === 7,
  );
}
