import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/_shared/glob.ts
function globWord(pattern) {
  const parts = pattern.split(/(\*+|\?|\[!?\]?[^\]/]*\])/);
  return parts.map((part, i) => i % 2 === 0 ? part === "" ? "" : quote(part) : bracket(part)).join("");
}
function bracket(part) {
  if (!part.startsWith("[")) return part;
  const negated = part.startsWith("[!");
  const members = part.slice(negated ? 2 : 1, -1);
  const quotedMembers = members.replace(/[^A-Za-z0-9_-]/g, (c) => c === "-" ? c : quote(c));
  return `[${negated ? "!" : ""}${quotedMembers}]`;
}
function matchesAnything(pattern) {
  return script(
    `(set +f; for p in ${globWord(pattern) || "''"}; do if [ -e "$p" ] || [ -L "$p" ]; then exit 0; fi; done; exit 1)`
  );
}

export {
  matchesAnything
};
