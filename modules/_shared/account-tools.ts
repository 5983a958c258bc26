// Which family of programs manages accounts on a host: shadow-utils, libuser (for `local: true`) or BusyBox.
import { ModuleFailure } from '../../src/kit/index.js';
import { SBIN } from './sbin.js';

export type AccountTools = 'shadow' | 'libuser' | 'busybox';

/** Shell text that tells which programs there are; `kind` is what they manage. */
export function toolsScript(kind: 'user' | 'group'): string {
  const programs = kind === 'user' ? 'useradd adduser luseradd' : 'groupadd addgroup lgroupadd';
  return `for program in ${programs}; do command -v $program >/dev/null 2>&1 && printf '@tool %s\\n' $program; done`;
}

/** @throws ModuleFailure when there are no programs for the job */
export function chooseTools(kind: 'user' | 'group', available: readonly string[], local: boolean): AccountTools {
  const add = kind === 'user' ? 'useradd' : 'groupadd';
  if (local) {
    if (available.includes(`l${add}`)) return 'libuser';
    throw new ModuleFailure(`local: true needs l${add} on the host: install libuser, or leave local out`);
  }
  if (available.includes(add)) return 'shadow';
  if (available.includes(kind === 'user' ? 'adduser' : 'addgroup')) return 'busybox';
  throw new ModuleFailure(`there is neither ${add} nor BusyBox's add${kind} on this host`);
}

/**
 * Begins a script: shell function `database NAME KEY`, the entry of a user or group from the name service or, when
 * local, its file; and the programs for accounts in the PATH.
 */
export function databaseFunction(local: boolean): string {
  const file = `awk -F: -v key="$2" '$1 == key || $3 == key { print; exit }' "/etc/$1"`;
  if (local) return `${SBIN.text}\ndatabase() { ${file}; }`;
  return `${SBIN.text}\nif command -v getent >/dev/null 2>&1; then database() { getent "$1" "$2"; }; else database() { ${file}; }; fi`;
}

/** Shell function that sets field number $3 of the entry $2 in the file $1 to $4: BusyBox has no program for it. */
export const SET_FIELD = `set_field() {
cp -p "$1" "$1+" || return
FIELD_VALUE=$4 awk -F: -v OFS=: -v key="$2" -v n="$3" '$1 == key { $n = ENVIRON["FIELD_VALUE"] } { print }' "$1" > "$1+" && mv "$1+" "$1"
}`;
