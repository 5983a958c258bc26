// Whether an init script is there, enabled and running, by one script and by what such scripts say of themselves.
import { lines, script, sh, type HostView } from '../../../src/kit/index.js';
import { answerOf, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

export interface Seen {
  readonly exists: boolean;
  /** By runlevel, or, when none were asked for, under ''. */
  readonly enabled: ReadonlyMap<string, boolean>;
  readonly status: { readonly rc: number; readonly output: string };
  /** Whether the pattern, or without one the name, is in the list of processes. */
  readonly listed: boolean;
}

export interface Question {
  readonly name: string;
  readonly runlevels: readonly string[];
  readonly pattern: string | undefined;
}

export const scriptOf = (name: string): string => (name.startsWith('/') ? name : `/etc/init.d/${name}`);

/** The pattern stands in no command line, so that it does not find itself. */
const PROCESSES = script(`{ ps auxww 2>/dev/null || ps -ww -e -o args 2>/dev/null || ps 2>/dev/null; } |
  while IFS= read -r line; do case $line in *"$p"*) echo yes; break ;; esac; done`);

/** One round trip. */
export async function look(host: HostView, { name, runlevels, pattern }: Question): Promise<Seen> {
  const levels = runlevels.length === 0 ? [''] : runlevels;
  const told = await ask(
    host,
    lines([
      SBIN,
      QUERY,
      sh`n=${name}; s=${scriptOf(name)}; p=${pattern ?? name}
if [ ! -e "$s" ]; then exit 0; fi
say exists yes; dir=/etc; [ -d /etc/rc0.d ] || dir=/etc/init.d`,
      ...levels.map(
        (level) =>
          sh`for link in "$dir"/rc${level === '' ? script('?') : sh`${level}`}.d/S??"$n"; do if [ -e "$link" ] || [ -L "$link" ]; then say enabled ${level}; break; fi; done`,
      ),
      ...(pattern === undefined
        ? [
            script(`if command -v service >/dev/null 2>&1; then query status service "$n" status
else query status "$s" status; fi`),
          ]
        : []),
      sh`say listed "$(${PROCESSES})"`,
    ]),
  );
  const status = answerOf(told, 'status') ?? { rc: -1, out: '' };
  return {
    exists: told.value('exists') !== undefined,
    enabled: new Map(levels.map((level) => [level, told.values('enabled').includes(level)])),
    status: { rc: status.rc, output: status.out },
    listed: told.value('listed')?.trim() === 'yes',
  };
}

export interface Judged {
  readonly running: boolean;
  readonly warning?: string;
}

const DOWN = ['stop', 'is dead ', 'dead but ', 'could not access pid file', 'inactive'];
const UP = ['run', 'start', 'active'];

/** What a status command means: scripts end with any code, so one line of words counts for more. Pure. */
export function judge({ name, pattern }: Question, { status: { rc, output }, listed }: Seen): Judged {
  const unknown = 'Unable to determine if service is up, assuming it is down';
  if (pattern !== undefined) return listed ? { running: true } : { running: false, warning: unknown };
  if (name === 'iptables' && output.includes('ACCEPT')) return { running: true };
  if (output.split('\n').length - 1 <= 1) {
    const words = output.toLowerCase().replaceAll(name.toLowerCase(), '');
    if (DOWN.some((word) => words.includes(word))) return { running: false };
    if (UP.some((word) => words.includes(word)) && !words.includes('not ')) return { running: true };
  }
  if ([1, 2, 3, 4, 69].includes(rc)) return { running: false };
  if (rc === 0) return { running: true };
  const guess = 'Used ps output to match service name and determine it is up, this is very unreliable';
  return listed ? { running: true, warning: guess } : { running: false, warning: unknown };
}
