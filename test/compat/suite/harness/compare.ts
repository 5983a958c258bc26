// Where two answers differ: order of tasks per host, statuses, results minus noise, banners, recap, exit code.
import type { Answer, Told } from './answer.js';
import { quiet, same, sameFailure } from './noise.js';

export interface Difference {
  /** One line. */
  readonly summary: string;
  /** Lines with `-` what real Ansible says, `+` what tsplay says. */
  readonly detail: readonly string[];
}

export function differences(theirs: Answer, ours: Answer, options: { readonly ordered: boolean }): Difference[] {
  const found: Difference[] = [];
  const hosts = [...new Set([...theirs.events, ...ours.events].map(([host]) => host))].sort();
  for (const host of hosts) {
    const a = theirs.events.filter((e) => e[0] === host && isTold(e)).map(tidy);
    const b = ours.events.filter((e) => e[0] === host && isTold(e)).map(tidy);
    // Which files are included is told before their tasks or between them: the order among includes counts.
    const included = (e: Told): boolean => e[2] === 'included';
    found.push(
      ...compareEvents(
        host,
        a.filter((e) => !included(e)),
        b.filter((e) => !included(e)),
      ),
    );
    found.push(...compareEvents(host, a.filter(included), b.filter(included)));
  }
  if (options.ordered) found.push(...compareLines('banners', once(theirs.banners), once(ours.banners)));
  if (!same(theirs.recap, ours.recap)) {
    const names = [...new Set([...Object.keys(theirs.recap), ...Object.keys(ours.recap)])].sort();
    const differing = names.filter((n) => !same(theirs.recap[n], ours.recap[n]));
    found.push({
      summary: `recap of ${differing.join(', ')}`,
      detail: differing.flatMap((n) => [`- ${n} ${short(theirs.recap[n])}`, `+ ${n} ${short(ours.recap[n])}`]),
    });
  }
  if (!same(theirs.custom, ours.custom)) {
    found.push({ summary: 'custom stats', detail: [`- ${short(theirs.custom)}`, `+ ${short(ours.custom)}`] });
  }
  if (theirs.exit !== ours.exit) {
    const say = (a: Answer): string => `exit ${a.exit}${a.error === undefined ? '' : `: ${a.error}`}`;
    found.push({ summary: `${say(theirs)} | ${say(ours)}`, detail: [`- ${say(theirs)}`, `+ ${say(ours)}`] });
  }
  return found;
}

/** `compat:` a `meta` task whose condition is false is told by ansible-core and not counted; tsplay does not tell it. */
function isTold([, , , result]: Told): boolean {
  return !/^\w+ conditional evaluated to False/.test(String(result['skip_reason']));
}

/** An answer as it is kept: without noise, the events of each host together, as hosts work side by side. */
export function tidied(answer: Answer): Answer {
  const events = answer.events.map(tidy);
  const hosts = [...new Set(events.map(([host]) => host))].sort();
  return { ...answer, events: hosts.flatMap((host) => events.filter((e) => e[0] === host)) };
}

function tidy([host, task, what, result]: Told): Told {
  const word = what === 'item ignored' ? 'item failed' : what;
  return [
    host,
    task,
    word,
    word.startsWith('item') || word === 'included' || word === 'retry' ? result : quiet(result),
  ];
}

function compareEvents(host: string, a: readonly Told[], b: readonly Told[]): Difference[] {
  const key = ([, task, what]: Told): string => `${task}: ${what}`;
  const steps = align(a.map(key), b.map(key));
  const found: Difference[] = [];
  for (const [i, j] of steps) {
    const x = i === undefined ? undefined : a[i];
    const y = j === undefined ? undefined : b[j];
    if (x && y) {
      const detail = compareResults(x, y);
      if (detail.length > 0) {
        const keys = detail.map((d) => d.slice(2, d.indexOf(':')));
        found.push({
          summary: `${host} [${x[1]}] ${[...new Set(keys)].join(', ')}`,
          detail: [`  ${host} [${x[1]}] ${x[2]}`, ...detail],
        });
      }
    } else if (x) {
      found.push({ summary: `${host} missing ${key(x)}`, detail: [`- ${host} [${x[1]}] ${x[2]} ${short(x[3])}`] });
    } else if (y) {
      found.push({ summary: `${host} extra ${key(y)}`, detail: [`+ ${host} [${y[1]}] ${y[2]} ${short(y[3])}`] });
    }
  }
  return found;
}

function compareResults([, , what, a]: Told, [, , , b]: Told): string[] {
  const failed = what === 'failed' || what === 'ignored' || what === 'unreachable';
  const lines: string[] = [];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (key.startsWith('__') || same(a[key] ?? null, b[key] ?? null)) continue;
    if (key === 'results' && Array.isArray(a[key]) && Array.isArray(b[key])) {
      lines.push(...compareItems(a[key], b[key]));
      continue;
    }
    if (/_when_result$/.test(key) && sameFailure(a[key], b[key], b['__code'])) continue;
    if (key === 'label' && sameLabel(a[key], b[key])) continue;
    // `message` is include_vars' own.
    if (failed && ['msg', 'reason', 'message'].includes(key)) {
      const say = (r: Record<string, unknown>): unknown => r['msg'] ?? r['reason'] ?? r['message'];
      if (sameFailure(say(a), say(b), `${String(b['__code'])} ${String(b['__message'])}`)) continue;
    }
    if (key in a) lines.push(`- ${key}: ${short(a[key])}`);
    if (key in b) lines.push(`+ ${key}: ${short(b[key])}`);
  }
  return lines;
}

/** `compat:` ansible-core shows the label of a hidden item as None; a tuple is a list to us. */
function sameLabel(theirs: unknown, ours: unknown): boolean {
  if ([null, 'None'].includes(theirs as string | null)) return String(ours).includes('no_log');
  const plain = (label: unknown): string => String(label).replaceAll('(', '[').replaceAll(/,?\)/g, ']');
  return plain(theirs) === plain(ours);
}

function compareItems(a: readonly unknown[], b: readonly unknown[]): string[] {
  if (a.length !== b.length) return [`- results: ${a.length} items`, `+ results: ${b.length} items`];
  return a.flatMap((x, i) => {
    const mine = x as Record<string, unknown>;
    const yours = b[i] as Record<string, unknown>;
    const what = mine['failed'] === true || mine['unreachable'] === true ? 'failed' : 'ok';
    return compareResults(['', '', what, mine], ['', '', what, yours]).map(
      (line) => `${line.slice(0, 2)}results[${i}].${line.slice(2)}`,
    );
  });
}

function compareLines(what: string, a: readonly string[], b: readonly string[]): Difference[] {
  const steps = align(a, b).filter(([i, j]) => i === undefined || j === undefined);
  if (steps.length === 0) return [];
  const detail = steps.map(([i, j]) => (i === undefined ? `+ ${b[j ?? 0] ?? ''}` : `- ${a[i] ?? ''}`));
  return [{ summary: `${what}: ${detail.slice(0, 2).join(', ')}`, detail: [`  ${what}`, ...detail] }];
}

/** Pairs of indices of a longest common subsequence, and the rest alone. */
function align(a: readonly string[], b: readonly string[]): [number | undefined, number | undefined][] {
  const length = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (length[i] as Uint32Array)[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const steps: [number | undefined, number | undefined][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) steps.push([i++, j++]);
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) steps.push([i++, undefined]);
    else steps.push([undefined, j++]);
  }
  return steps;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

/** ansible-core announces a `meta` task once per host; what is said again at once is said once. */
function once(banners: readonly string[]): string[] {
  return banners.filter((banner, i) => banner !== banners[i - 1]);
}
