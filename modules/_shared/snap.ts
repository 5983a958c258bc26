// What the modules of snap have in common: how snap is asked and what it tells of itself.
import { lines, script, type HostView, type Script } from '../../src/kit/index.js';
import { noProgram, PLAIN } from './program.js';
import { SBIN } from './sbin.js';
import { ask, type Told } from './told.js';

/** One round trip: snap's versions, and what `more` tells. @throws ModuleFailure when there is no snap */
export async function lookAtSnap(host: HostView, more: readonly Script[]): Promise<Told> {
  const told = await ask(
    host,
    lines([
      SBIN,
      script(`PATH="$PATH:/snap/bin"; command -v snap >/dev/null && say program yes; say path "$PATH"
command -v snap >/dev/null || exit 0; say version "$(snap version 2>/dev/null </dev/null)"`),
      ...more,
    ]),
    { env: PLAIN },
  );
  if (told.value('program') === undefined) {
    throw noProgram('snap', told.value('path'), 'Install snapd on the host.');
  }
  return told;
}

/** Names and versions of snap's parts, as `snap version` tells them. */
export function versionsOf(told: Told): Record<string, string> {
  const pairs = (told.value('version') ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(pairs.filter((words) => words.length === 2) as [string, string][]);
}
