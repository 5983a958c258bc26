import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  SBIN
} from "./chunk-RCR4E3AI.js";
import {
  ModuleFailure
} from "./chunk-EJJ52GZ6.js";

// modules/_shared/account-tools.ts
function toolsScript(kind) {
  const programs = kind === "user" ? "useradd adduser luseradd" : "groupadd addgroup lgroupadd";
  return `for program in ${programs}; do command -v $program >/dev/null 2>&1 && printf '@tool %s\\n' $program; done`;
}
function chooseTools(kind, available, local) {
  const add = kind === "user" ? "useradd" : "groupadd";
  if (local) {
    if (available.includes(`l${add}`)) return "libuser";
    throw new ModuleFailure(`local: true needs l${add} on the host: install libuser, or leave local out`);
  }
  if (available.includes(add)) return "shadow";
  if (available.includes(kind === "user" ? "adduser" : "addgroup")) return "busybox";
  throw new ModuleFailure(`there is neither ${add} nor BusyBox's add${kind} on this host`);
}
function databaseFunction(local) {
  const file = `awk -F: -v key="$2" '$1 == key || $3 == key { print; exit }' "/etc/$1"`;
  if (local) return `${SBIN.text}
database() { ${file}; }`;
  return `${SBIN.text}
if command -v getent >/dev/null 2>&1; then database() { getent "$1" "$2"; }; else database() { ${file}; }; fi`;
}
var SET_FIELD = `set_field() {
cp -p "$1" "$1+" || return
FIELD_VALUE=$4 awk -F: -v OFS=: -v key="$2" -v n="$3" '$1 == key { $n = ENVIRON["FIELD_VALUE"] } { print }' "$1" > "$1+" && mv "$1+" "$1"
}`;

export {
  toolsScript,
  chooseTools,
  databaseFunction,
  SET_FIELD
};
