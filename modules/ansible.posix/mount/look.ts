// Everything the module decides by: the table, and what is mounted at the mount point.
import { sh, type HostView } from '../../../src/kit/index.js';
import { ask } from '../../_shared/told.js';
import type { Wanted } from './act.js';
import { parseMountinfo } from './mountinfo.js';

export interface Seen {
  /** The table's text, one character per byte. */
  readonly table: string;
  /** The table's own path, links followed. */
  readonly tablePath: string;
  readonly exists: boolean;
  /** Something is mounted there. */
  readonly mounted: boolean;
  /** What is wanted is mounted there, as far as that can be told. */
  readonly mountedSo: boolean;
  /** The source is the one that is mounted. */
  readonly sameSource: boolean;
}

/** One round trip. */
export async function look(host: HostView, wanted: Wanted): Promise<Seen> {
  const { name, src, fstab } = wanted;
  const told = await ask(
    host,
    sh`p=${name}
if [ -e "$p" ]; then say exists yes; fi
if [ ! -L "$p" ] && a=$(stat -c %d -- "$p" 2>/dev/null) && b=$(stat -L -c %d -- "$p/.." 2>/dev/null); then
  [ "$a" != "$b" ] || [ "$(stat -c %i -- "$p")" = "$(stat -L -c %i -- "$p/..")" ] && say point yes
fi
tell ${fstab}
say info "$(cat /proc/self/mountinfo 2>/dev/null)"`,
  );
  const point = told.value('point') !== undefined;
  const there = parseMountinfo(told.value('info') ?? '').get(name.replace(/(?<=.)\/+$/, ''));
  return {
    table: told.text(fstab),
    tablePath: told.file(fstab)?.realPath ?? fstab,
    exists: told.value('exists') !== undefined,
    mounted: point || there !== undefined,
    mountedSo: point || (src !== undefined && there?.src === src),
    sameSource: src !== undefined && (there?.src === src || there?.device === src),
  };
}
