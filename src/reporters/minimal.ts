// A run told in one entry per host and task, as Ansible's ad hoc command tells it: `host | CHANGED | rc=0 >>`.
import type { Event, EventBody, ShownResult } from '../events/index.js';
import { painter, type Palette, type Tone } from './colour.js';
import { details } from './diagnostics.js';
import type { ReadSource } from './excerpt.js';
import { jsonIndented, jsonLine, jsonPacked } from './json.js';
import type { Reporter, ShowOptions } from './pretty.js';
import { isCopying, shownPart } from './result-text.js';
import { diffLines, type DiffOptions } from './show-diff.js';
import { harmless } from './width.js';

export interface MinimalOptions {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly colour: boolean | Palette;
  /** The settings that also the main output has. */
  readonly show?: Pick<ShowOptions, 'diffContext' | 'maxDiffSize' | 'prettyResults' | 'yaml'> | undefined;
  readonly verbosity: number;
  /** `-o`: each entry on one line. */
  readonly oneLine: boolean;
  readonly readSource: ReadSource;
}

type Finished = Extract<EventBody, { type: 'task-finished' }>;

/** Their results are told as output and exit code, not as JSON. */
const COMMANDS = new Set(
  ['command', 'shell', 'raw', 'script'].flatMap((n) => [n, `ansible.builtin.${n}`, `ansible.legacy.${n}`]),
);

export function createMinimalReporter(options: MinimalOptions): Reporter {
  const paint = painter(options.colour);
  const warned = new Set<string>();
  const print = (tone: Tone, text: string): void =>
    options.write(`${paint(tone, text.endsWith('\n') ? text.slice(0, -1) : text)}\n`);

  function warn(message: string): void {
    if (warned.has(message)) return;
    warned.add(message);
    options.writeError(`${paint('warning', `[WARNING]: ${harmless(message)}`)}\n`);
  }

  function dataText(data: ShownResult): string {
    if (options.show?.yaml) return `\n${options.show.yaml(data)}`;
    return options.show?.prettyResults === false ? jsonLine(data) : jsonIndented(data);
  }

  function diffOptions(action: string): DiffOptions {
    const { diffContext, maxDiffSize } = options.show ?? {};
    return { context: diffContext, maxSize: isCopying(action) ? maxDiffSize : undefined };
  }

  function told(caption: string, event: Finished): string {
    const { host, result, task } = event;
    const data = shownPart(task.action, result, options.verbosity);
    const isCommand = COMMANDS.has(task.action) && result['ansible_job_id'] === undefined;
    const rc = typeof result['rc'] === 'number' ? result['rc'] : -1;
    const failed = caption === 'FAILED';
    if (options.oneLine) {
      if (!isCommand || failed) return `${host} | ${caption}${failed ? '!' : ''} => ${jsonPacked(data)}`;
      const error = output(result, 'stderr') === '' ? '' : ` (stderr) ${oneLine(output(result, 'stderr'))}`;
      return `${host} | ${caption} | rc=${rc} | (stdout) ${oneLine(output(result, 'stdout'))}${error}`;
    }
    if (!isCommand) return `${host} | ${caption}${failed ? '!' : ''} => ${dataText(data)}`;
    // Ansible glues output, errors and message together; each begins on a line of its own here.
    const said = ['stdout', 'stderr', 'msg'].map((key) => output(result, key)).filter((text) => text !== '');
    return `${host} | ${caption} | rc=${rc} >>\n${said.map((text) => text.replace(/(?<=[^\n])$/, '\n')).join('') || '\n'}`;
  }

  function finished(event: Finished): void {
    const { host, result, status, diagnostic } = event;
    if (result['diff'] !== undefined && result['changed'] === true)
      options.write(
        diffLines(result['diff'], paint, diffOptions(event.task.action))
          .map((line) => `${line}\n`)
          .join(''),
      );
    switch (status) {
      case 'ok':
        return print('ok', told('SUCCESS', event));
      case 'changed':
        return print('changed', told('CHANGED', event));
      case 'skipped':
        return print('skipped', `${host} | SKIPPED`);
      case 'unreachable':
        print(
          'unreachable',
          options.oneLine
            ? `${host} | UNREACHABLE!: ${output(result, 'msg')}`
            : `${host} | UNREACHABLE! => ${dataText(shownPart(event.task.action, result, options.verbosity))}`,
        );
        break;
      case 'failed':
      case 'ignored':
        print('failed', told('FAILED', event));
    }
    if (diagnostic?.hint !== undefined && !options.oneLine && !isSaid(diagnostic.hint, result))
      options.writeError(
        details({ ...diagnostic, span: undefined }, options.readSource, paint)
          .map((l) => `${l}\n`)
          .join(''),
      );
  }

  return {
    on(event: Event | EventBody) {
      if (event.type === 'task-finished') finished(event);
      else if (event.type === 'warning') warn(event.diagnostic.message);
      else if (event.type === 'play-skipped' && event.reason === 'no-hosts-matched')
        warn('No hosts matched, nothing to do');
    },
  };
}

function isSaid(hint: string, result: ShownResult): boolean {
  return result['censored'] !== undefined || output(result, 'msg').includes(hint);
}

function output(result: ShownResult, key: string): string {
  const value = result[key];
  return typeof value === 'string' ? harmless(value) : '';
}

function oneLine(text: string): string {
  return text.replaceAll('\n', '\\n');
}
