// What a running script says, told line by line while it runs: never of what no_log hides, and without secrets.
import { StringDecoder } from 'node:string_decoder';
import type { EventBody, TaskInfo } from '../events/index.js';
import type { Clock, Secrets } from '../ground/index.js';

/** What is over this soon is told by its result; milliseconds from the first output on. */
const QUICK = 250;
/** A longer line is not shown: what is cut off anywhere may have half a secret at its end. */
const LONGEST_LINE = 16 * 1024;
const TOO_LONG = '(a line of more than 16 KiB)';

type Stream = 'stdout' | 'stderr';

export interface LiveOutput {
  readonly feed: (stream: Stream, bytes: Buffer) => void;
  /** The task is done: what was not told yet is not told. */
  readonly end: () => void;
}

export interface LivePorts {
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Secret arguments of the module. */
  readonly own: readonly string[];
  readonly emit: (event: EventBody) => void;
  readonly task: TaskInfo;
  readonly host: string;
}

/** Only whole lines are told, so that a secret that comes in two pieces is whole when it is looked for. */
export function liveOutput(ports: LivePorts): LiveOutput {
  const { clock, secrets, emit, task, host } = ports;
  // A line of a secret is one too.
  const own = [...new Set(ports.own.flatMap((secret) => [secret, ...secret.split('\n')]))]
    .filter((secret) => secret.trim() !== '')
    .sort((a, b) => b.length - a.length);
  const parts = { stdout: partOf(), stderr: partOf() };
  const held: { readonly stream: Stream; readonly lines: string[] }[] = [];
  const ended = new AbortController();
  let since: number | undefined;

  const tell = (stream: Stream, lines: string[]): void =>
    emit({ type: 'task-output', task, host, stream, lines: lines.map(clean) });
  const clean = (line: string): string =>
    secrets.redact(own.reduce((text, secret) => text.replaceAll(secret, '********'), line));
  const release = (): void => {
    for (const { stream, lines } of held.splice(0)) tell(stream, lines);
  };

  return {
    feed(stream, bytes) {
      if (ended.signal.aborted) return;
      if (since === undefined) {
        since = clock.now();
        clock.sleep(QUICK, ended.signal).then(release, () => undefined);
      }
      const lines = parts[stream](bytes);
      if (lines.length === 0) return;
      if (clock.now() - since < QUICK) held.push({ stream, lines });
      else {
        release();
        tell(stream, lines);
      }
    },
    end: () => ended.abort(),
  };
}

/** Puts lines together from pieces; a carriage return ends a line, as that of a progress bar does. */
function partOf(): (bytes: Buffer) => string[] {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isTooLong = false;
  return (bytes) => {
    const lines = (rest + decoder.write(bytes)).split(/\r?\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    const whole = lines.map((line, i) => {
      const tooLong = line.length > LONGEST_LINE || (i === 0 && isTooLong);
      return tooLong ? TOO_LONG : line;
    });
    if (lines.length > 0) isTooLong = false;
    if (rest.length > LONGEST_LINE) {
      isTooLong = true;
      rest = '';
    }
    return whole;
  };
}
