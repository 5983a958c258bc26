// A run as test cases for continuous integration: the document that Ansible's callback `junit` writes.
import type { Event, EventBody, TaskInfo } from '../events/index.js';
import { jsonIndented } from './json.js';
import type { Reporter } from './pretty.js';
import { shownPart } from './result-text.js';

/** The options of Ansible's callback, by their names there. */
export interface JunitOptions {
  /** Takes the document when the run is over. */
  readonly save: (playbook: string, document: string) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly taskClass: boolean;
  readonly failOnChange: boolean;
  readonly failOnIgnore: boolean;
  readonly includeSetup: boolean;
  readonly hideArguments: boolean;
  /** Only tasks whose names begin so are test cases; all failures are. */
  readonly prefix: string;
  /** A task's place as the report names it. */
  readonly place: (file: string) => string;
}

type Verdict = 'ok' | 'failed' | 'skipped' | 'included';

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  readonly verdict: Verdict;
  /** What a failure or a skip says in a word. */
  readonly message: string;
  readonly output: string;
  /** The task failed by an exception, not by its result. */
  readonly isError: boolean;
}

interface Task {
  readonly info: TaskInfo;
  readonly play: string;
  readonly name: string;
  readonly began: number;
  readonly cases: Map<string, TestCase>;
}

const SETUP = new Set(['setup', 'gather_facts'].flatMap((n) => [n, `ansible.builtin.${n}`, `ansible.legacy.${n}`]));

export function createJunit(options: JunitOptions): Reporter {
  const tasks = new Map<number, Task>();
  let playbook = '';
  let play = '';

  function add(
    info: TaskInfo,
    host: string,
    given: Verdict,
    result: Readonly<Record<string, unknown>>,
    text: string,
  ): void {
    const task = tasks.get(info.id);
    if (!task || info.kind === 'meta') return;
    let verdict = given;
    if (options.failOnChange && verdict === 'ok' && result['changed'] === true) verdict = 'failed';
    if (verdict === 'failed' && task.name.includes('EXPECTED FAILURE')) verdict = 'ok';
    else if (task.name.includes('TOGGLE RESULT') && verdict !== 'skipped' && verdict !== 'included')
      verdict = verdict === 'failed' ? 'ok' : 'failed';
    if (!task.name.startsWith(options.prefix) && verdict !== 'failed') return;
    const place = info.span ? `${options.place(info.span.file)}:${info.span.line}` : '';
    const before = task.cases.get(host);
    task.cases.set(host, {
      name: `[${host}] ${task.play}: ${task.name}`,
      classname: options.taskClass ? place.replace(/\.yml:\d+$/, '') : place,
      seconds: (options.now() - task.began) / 1000,
      verdict,
      output: before && verdict === 'included' ? `${before.output}\n${text}` : text,
      ...saying(verdict, result),
    });
  }

  return {
    on(event: Event | EventBody) {
      if (event.type === 'playbook-started') playbook = event.path;
      else if (event.type === 'play-started') play = event.name;
      else if (event.type === 'task-started') started(event.task);
      else if (event.type === 'task-finished') finished(event);
      else if (event.type === 'included')
        add(event.task, 'include', 'included', {}, `${event.path} (args={} vars={}): [${event.hosts.join(', ')}]`);
      else if (event.type === 'run-finished' || event.type === 'playbook-finished') {
        const counted = [...tasks.values()].filter((t) => options.includeSetup || !SETUP.has(t.info.action));
        const cases = counted.flatMap((t) => [...t.cases.values()]);
        options.save(playbook, documentOf(playbook.replace(/^.*\//, '').replace(/(?<=.)\.[^.]*$/, ''), cases));
      }
    },
  };

  function started(task: TaskInfo): void {
    const isShown = !options.hideArguments && task.arguments !== undefined;
    const name = `${task.name.trim()}${isShown ? ` ${task.arguments}` : ''}`;
    tasks.set(task.id, { info: task, play, name, began: options.now(), cases: new Map() });
  }

  function finished({ task, host, status, result }: Extract<EventBody, { type: 'task-finished' }>): void {
    if (status === 'unreachable' || (task.kind === 'include' && result['include'] !== undefined)) return;
    const isFailure = status === 'failed' || (status === 'ignored' && options.failOnIgnore);
    const verdict = status === 'skipped' ? status : isFailure ? 'failed' : 'ok';
    add(task, host, verdict, result, jsonIndented(shownPart(task.action, result, 0)));
  }
}

function saying(verdict: Verdict, result: Readonly<Record<string, unknown>>): { message: string; isError: boolean } {
  if (verdict === 'skipped') return { message: textOf(result['skip_reason'] ?? 'skipped'), isError: false };
  const { exception } = result;
  if (typeof exception === 'string') return { message: exception.trim().split('\n').at(-1) ?? '', isError: true };
  return { message: textOf(result['msg'] ?? `rc=${textOf(result['rc'] ?? 0)}`), isError: false };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonIndented(value);
}

function documentOf(name: string, cases: readonly TestCase[]): string {
  const count = (wanted: (c: TestCase) => boolean): number => cases.filter(wanted).length;
  const errors = count((c) => c.verdict === 'failed' && c.isError);
  const failures = count((c) => c.verdict === 'failed' && !c.isError);
  const skipped = count((c) => c.verdict === 'skipped');
  const seconds = cases.reduce((sum, c) => sum + c.seconds, 0);
  const totals = { disabled: 0, errors, failures };
  const lines = [
    '<?xml version="1.0" ?>',
    tag('testsuites', { ...totals, tests: cases.length, time: seconds }),
    `\t${tag('testsuite', { ...totals, name, skipped, tests: cases.length, time: seconds })}`,
    ...cases.flatMap(caseLines),
    '\t</testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function caseLines(test: TestCase): string[] {
  const { name, classname, seconds, verdict, message, output, isError } = test;
  const inner =
    verdict === 'skipped'
      ? `<skipped>${escaped(message)}</skipped>`
      : verdict === 'failed'
        ? element(isError ? 'error' : 'failure', { message, type: isError ? 'error' : 'failure' }, output)
        : element('system-out', {}, output);
  return [`\t\t${tag('testcase', { classname, name, time: seconds })}`, `\t\t\t${inner}`, '\t\t</testcase>'];
}

function element(name: string, attributes: Readonly<Record<string, string>>, text: string): string {
  return `${tag(name, attributes)}${escaped(text)}</${name}>`;
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  return `<${[name, ...Object.entries(attributes).map(([k, v]) => `${k}="${escaped(String(v))}"`)].join(' ')}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML cannot hold become the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
