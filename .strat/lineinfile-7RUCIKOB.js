import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  encodingOf,
  readText,
  writeText
} from "./chunk-7WJJNTCL.js";
import "./chunk-K4XLUDRB.js";
import {
  fileArguments
} from "./chunk-VBFSLAZO.js";
import "./chunk-FUX2I576.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  expandReplacement,
  path,
  pythonRegex,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/lineinfile/decide.ts
var UNCHANGED = { text: void 0, msg: "", found: 0 };
function split(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
var withoutEnd = (line) => line.replace(/[\r\n]+$/, "");
function matcher({ regexp, search_string }) {
  if (regexp !== void 0) {
    const pattern = pythonRegex(regexp);
    return (line) => {
      pattern.lastIndex = 0;
      return pattern.exec(line);
    };
  }
  return search_string === void 0 ? void 0 : (line) => line.includes(search_string) ? true : null;
}
function present(text, args2) {
  const rows = split(text);
  const line = args2.line ?? "";
  const matches = matcher(args2);
  let at = -1;
  let match = null;
  for (const [i, row] of rows.entries()) {
    const found = matches?.(row) ?? null;
    if (!found) continue;
    at = i;
    match = found;
    if (args2.firstmatch) break;
  }
  const place = insertion(args2);
  let beside = -1;
  if (!match) {
    for (const [i, row] of rows.entries()) {
      if (withoutEnd(row) === line) at = i;
      else if (place.matches?.(row)) {
        beside = place.after ? i + 1 : i;
        if (args2.firstmatch) break;
      }
    }
  }
  if (at >= 0) {
    const expanded = args2.backrefs && match !== null && match !== true ? expandReplacement(line, match) : line;
    const wanted = expanded.endsWith("\n") ? expanded : `${expanded}
`;
    if (rows[at] === wanted) return UNCHANGED;
    rows[at] = wanted;
    return { text: rows.join(""), msg: "line replaced", found: 0 };
  }
  if (args2.backrefs) return UNCHANGED;
  return { text: insert(rows, line, place, beside), msg: "line added", found: 0 };
}
function insertion(args2) {
  const insertafter = args2.insertafter || void 0;
  const insertbefore = args2.insertbefore || void 0;
  const pattern = insertafter !== void 0 && insertafter !== "BOF" && insertafter !== "EOF" ? insertafter : insertbefore !== void 0 && insertbefore !== "BOF" ? insertbefore : void 0;
  const regex = pattern === void 0 ? void 0 : pythonRegex(pattern);
  return {
    begin: insertafter === "BOF" || insertbefore === "BOF",
    end: insertafter === "EOF" || insertafter === void 0 && insertbefore === void 0,
    after: insertafter !== void 0,
    matches: regex && ((row) => {
      regex.lastIndex = 0;
      return regex.test(row);
    })
  };
}
function insert(rows, line, place, beside) {
  const added = `${line}
`;
  if (place.begin) return [added, ...rows].join("");
  if (place.end || beside < 0 || beside >= rows.length) {
    const last = rows.at(-1);
    const gap = last !== void 0 && !/[\r\n]$/.test(last) ? "\n" : "";
    return [...rows, gap, added].join("");
  }
  return [...rows.slice(0, beside), added, ...rows.slice(beside)].join("");
}
function absent(text, args2) {
  const matches = matcher(args2) ?? ((row) => withoutEnd(row) === args2.line ? true : null);
  const rows = split(text);
  const kept = rows.filter((row) => !matches(row));
  const found = rows.length - kept.length;
  return found === 0 ? UNCHANGED : { text: kept.join(""), msg: `${found} line(s) removed`, found };
}

// modules/ansible.builtin/lineinfile/index.ts
var args = zod_exports.strictObject({
  path: alias(path(), "dest", "destfile", "name").describe("The file."),
  regexp: alias(str().optional(), "regex").describe("Python regular expression for the line to replace or remove."),
  search_string: str().optional().describe("Text that the line to replace or remove contains."),
  state: choice("absent", "present").default("present").describe("Whether the line shall be there."),
  line: alias(str().optional(), "value").describe("The line."),
  backrefs: bool().default(false).describe("Expand \\1 and \\g<name> in line; change nothing without a match."),
  insertafter: str().optional().describe("Where a new line goes: after the last match of this, or EOF, BOF."),
  insertbefore: str().optional().describe("Where a new line goes: before the last match of this, or BOF."),
  create: bool().default(false).describe("Make the file when it is not there."),
  backup: bool().default(false).describe("Keep a copy of the old file, with the time in its name."),
  firstmatch: bool().default(false).describe("Work with the first match instead of the last."),
  validate: str().optional().describe("Command that must accept the new file; %s is its temporary path."),
  ...fileArguments
});
var lineinfile_default = defineModule({
  name: "ansible.builtin.lineinfile",
  summary: "Makes sure that a line is in a text file, or is not.",
  args,
  returns: zod_exports.object({
    msg: zod_exports.string().describe("What was done."),
    backup: zod_exports.string().optional().describe("The copy of the old file, empty without one."),
    found: zod_exports.number().optional().describe("How many lines were removed, with state absent.")
  }),
  check: "full",
  diff: true,
  rules: (a) => {
    const broken = [];
    if (a.insertbefore !== void 0 && a.insertafter !== void 0) {
      broken.push("insertbefore and insertafter are mutually exclusive");
    }
    if (a.regexp !== void 0 && a.search_string !== void 0) {
      broken.push("regexp and search_string are mutually exclusive");
    }
    if (a.backrefs && a.search_string !== void 0) broken.push("backrefs and search_string are mutually exclusive");
    if (a.state === "present" && a.backrefs && a.regexp === void 0) {
      broken.push("regexp is required with backrefs=true");
    }
    if (a.state === "present" && a.line === void 0) broken.push("line is required with state=present");
    if (a.state === "absent" && a.line === void 0 && a.regexp === void 0 && a.search_string === void 0) {
      broken.push("one of line, search_string, or regexp is required with state=absent");
    }
    if (a.mode?.kind === "preserve") broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== void 0 && !a.validate.includes("%s")) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: "No root logins",
      task: "ansible.builtin.lineinfile:\n  path: /etc/ssh/sshd_config\n  regexp: '^#?PermitRootLogin'\n  line: PermitRootLogin no\n  validate: /usr/sbin/sshd -t -f %s"
    },
    {
      name: "With a back-reference",
      task: "ansible.builtin.lineinfile:\n  path: /opt/jboss/standalone.conf\n  regexp: '^(.*)Xms(\\d+)m(.*)$'\n  line: '\\1Xms512m\\3'\n  backrefs: true"
    }
  ],
  run: async (context) => {
    const { args: given, warn } = context;
    for (const name of ["regexp", "search_string"]) {
      if (given[name] === "") {
        warn(`${name} is empty and so matches every line of the file; if that is meant, use the regexp '^'`);
      }
    }
    const file = await readText(context);
    if (!file.bytes && given.state === "absent") return { msg: "file not present" };
    if (!file.bytes && !given.create) {
      throw new ModuleFailure(`Destination ${given.path} does not exist !`, { rc: 257 });
    }
    const bytes = file.bytes ?? Buffer.alloc(0);
    const encoding = encodingOf(bytes);
    const terms = { ...given };
    for (const name of ["regexp", "search_string", "line", "insertafter", "insertbefore"]) {
      const value = given[name];
      if (value !== void 0) terms[name] = encoding.argument(value);
    }
    const edit = (given.state === "present" ? present : absent)(encoding.decode(bytes), terms);
    const after = edit.text === void 0 ? void 0 : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg);
    return { msg, backup: backup ?? "", ...given.state === "absent" ? { found: edit.found } : {} };
  }
});
export {
  lineinfile_default as default
};
