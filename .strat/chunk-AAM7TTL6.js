import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// modules/_shared/fnmatch.ts
function fnmatch(pattern) {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const end = c === "[" ? pattern.indexOf("]", i + (pattern[i + 1] === "!" ? 3 : 2)) : -1;
    if (c === "*") source += "[\\s\\S]*";
    else if (c === "?") source += "[\\s\\S]";
    else if (end > 0) {
      const members = pattern.slice(i + 1, end).replace(/[\\\]^[]/g, "\\$&");
      source += `[${members.startsWith("!") ? `^${members.slice(1)}` : members}]`;
      i = end;
    } else source += c.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  return new RegExp(`^${source}$`);
}

export {
  fnmatch
};
