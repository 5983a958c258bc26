// Talks with a process on a terminal: waits for texts, sends answers.
import { ModuleFailure, pythonRegex, type HostView } from '../../../src/kit/index.js';

type Process = Awaited<ReturnType<HostView['open']>>;

export interface Event {
  /** As the task has it. */
  readonly question: string;
  readonly pattern: RegExp;
  /** The next answer with its newline; undefined when there are no more. */
  readonly answer: () => string | undefined;
}

/** @throws ModuleFailure for a question that is no regular expression */
export function eventsOf(responses: Readonly<Record<string, unknown>>): Event[] {
  return Object.entries(responses).map(([question, given]) => {
    const answers: unknown = Array.isArray(given) ? [...(given as unknown[])] : given;
    return {
      question,
      pattern: compiled(question),
      answer: () => {
        const next: unknown = Array.isArray(answers) ? answers.shift() : answers;
        return next === undefined ? undefined : `${text(next).replace(/\n+$/, '')}\n`;
      },
    };
  });
}

function compiled(question: string): RegExp {
  try {
    // compat: a dot is any character, a line feed too.
    return pythonRegex(question, { dotAll: true });
  } catch (error) {
    throw new ModuleFailure(`'${question}' is not a regular expression: ${(error as Error).message}`);
  }
}

function text(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
}

export interface Spoken {
  readonly output: string;
  /** null: it took too long, or a signal ended it. */
  readonly rc: number | null;
  /** The question that was asked once more than there are answers. */
  readonly unanswered?: string;
  /** What was printed up to that question. */
  readonly last?: string;
}

/**
 * Until the process ends.
 * @param timeout milliseconds to wait for each question or the end
 * @param pause resolves after so many milliseconds, rejects when called off
 */
export async function converse(
  remote: Process,
  events: readonly Event[],
  timeout: number | undefined,
  pause: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<Spoken> {
  const decoder = new TextDecoder();
  let output = '';
  let buffer = '';
  let ended = false;
  let wake: () => void = () => undefined;
  remote.stdout.on('data', (chunk: Buffer) => {
    const more = decoder.decode(chunk, { stream: true });
    output += more;
    buffer += more;
    wake();
  });
  remote.stdout.once('end', () => {
    ended = true;
    wake();
  });
  remote.stderr.resume();
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  for (;;) {
    const found = first(events, buffer);
    if (found) {
      const answer = found.event.answer();
      const last = buffer.slice(0, found.end);
      buffer = buffer.slice(found.end);
      if (answer === undefined) {
        remote.kill();
        return { output, rc: null, unanswered: found.event.question, last };
      }
      // A program that has just asked may still be about to turn echoing off, and throws away what comes before.
      await pause(50, new AbortController().signal);
      remote.stdin.write(answer);
      continue;
    }
    if (ended) {
      const { code } = await remote.exit;
      return { output, rc: code };
    }
    const timer = new AbortController();
    const late =
      timeout === undefined ? new Promise<never>(() => undefined) : pause(timeout, timer.signal).then(() => 'late');
    late.catch(() => undefined);
    const before = output.length;
    for (let news = await Promise.race([changed(), late]); ; news = await Promise.race([changed(), late])) {
      if (news === 'late') {
        remote.kill();
        return { output, rc: null };
      }
      if (ended || first(events, buffer) || output.length === before) break;
    }
    timer.abort();
  }
}

/** The question that comes first in the text; of several at one place the one the task names first. */
function first(events: readonly Event[], buffer: string): { event: Event; end: number } | undefined {
  let best: { event: Event; start: number; end: number } | undefined;
  for (const event of events) {
    event.pattern.lastIndex = 0;
    const match = event.pattern.exec(buffer);
    if (!match || (best && best.start <= match.index)) continue;
    best = { event, start: match.index, end: match.index + match[0].length };
  }
  return best;
}
