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
  path,
  pythonRegex,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/blockinfile/decide.ts
function split(text) {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
function blockEdit(original, args2) {
  const rows = split(original ?? "");
  const present = args2.state === "present";
  const begin = `${args2.marker.replaceAll("{mark}", () => args2.marker_begin)}
`;
  const end = `${args2.marker.replaceAll("{mark}", () => args2.marker_end)}
`;
  const body = args2.block.endsWith("\n") ? args2.block : `${args2.block}
`;
  const block = present && args2.block !== "" ? [begin, ...split(body), end] : [];
  const first = rows.lastIndexOf(begin);
  const last = rows.lastIndexOf(end);
  let at;
  if (first < 0 || last < 0) {
    at = placeOf(original ?? "", rows, args2);
  } else {
    at = Math.min(first, last);
    rows.splice(at, Math.abs(last - first) + 1);
  }
  const before = rows[at - 1];
  if (before !== void 0 && !before.endsWith("\n")) rows[at - 1] = `${before}
`;
  if (present && args2.prepend_newline && at > 0 && rows[at - 1] !== "\n") rows.splice(at++, 0, "\n");
  rows.splice(at, 0, ...block);
  const following = at + block.length;
  if (present && args2.append_newline && following < rows.length && rows[following] !== "\n") {
    rows.splice(following, 0, "\n");
  }
  const text = rows.join("");
  if (original === text) return { text: void 0, msg: "" };
  if (original === null) return { text, msg: "File created" };
  return { text, msg: block.length === 0 ? "Block removed" : "Block inserted" };
}
function placeOf(text, rows, args2) {
  const after = args2.insertafter ?? (args2.insertbefore === void 0 ? "EOF" : void 0);
  const pattern = after !== void 0 && after !== "EOF" ? after : args2.insertbefore;
  if (after === "EOF" && args2.insertbefore === void 0) return rows.length;
  if (pattern === void 0 || after === void 0 && pattern === "BOF") return 0;
  const regex = pythonRegex(pattern);
  let found = -1;
  if (/\(\?[aiLsux]*m/.test(pattern)) {
    const match = regex.exec(text);
    if (match) {
      const until = after === void 0 ? match.index : match.index + match[0].length;
      found = text.slice(0, until).split("\n").length - 1;
    }
  } else {
    for (const [i, row] of rows.entries()) {
      regex.lastIndex = 0;
      if (regex.test(row)) found = i;
    }
  }
  if (found < 0) return rows.length;
  return Math.min(after === void 0 ? found : found + 1, rows.length);
}

// modules/ansible.builtin/blockinfile/index.ts
var args = zod_exports.strictObject({
  path: alias(path(), "dest", "destfile", "name").describe("The file."),
  state: choice("absent", "present").default("present").describe("Whether the block shall be there."),
  marker: str().default("# {mark} ANSIBLE MANAGED BLOCK").describe("The line before and after the block; {mark} becomes marker_begin and marker_end."),
  block: alias(str().default(""), "content").describe("The lines; none removes the block."),
  insertafter: str().optional().describe("Where a new block goes: after the last match of this, or EOF."),
  insertbefore: str().optional().describe("Where a new block goes: before the last match of this, or BOF."),
  create: bool().default(false).describe("Make the file when it is not there."),
  backup: bool().default(false).describe("Keep a copy of the old file, with the time in its name."),
  marker_begin: str().default("BEGIN").describe("What {mark} is before the block."),
  marker_end: str().default("END").describe("What {mark} is after the block."),
  append_newline: bool().default(false).describe("Put an empty line after the block, unless it ends the file."),
  prepend_newline: bool().default(false).describe("Put an empty line before the block, unless it begins the file."),
  validate: str().optional().describe("Command that must accept the new file; %s is its temporary path."),
  ...fileArguments
});
var blockinfile_default = defineModule({
  name: "ansible.builtin.blockinfile",
  summary: "Makes sure that a block of lines between markers is in a text file, or is not.",
  args,
  returns: zod_exports.object({
    msg: zod_exports.string().describe("What was done."),
    backup_file: zod_exports.string().optional().describe("The copy of the old file, with backup.")
  }),
  check: "full",
  diff: true,
  rules: (a) => {
    const broken = [];
    if (a.insertbefore !== void 0 && a.insertafter !== void 0) {
      broken.push("insertbefore and insertafter are mutually exclusive");
    }
    if (a.mode?.kind === "preserve") broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== void 0 && !a.validate.includes("%s")) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: "A block of sshd_config",
      task: "ansible.builtin.blockinfile:\n  path: /etc/ssh/sshd_config\n  block: |\n    Match User ansible-agent\n    PasswordAuthentication no"
    },
    {
      name: "With other markers",
      task: 'ansible.builtin.blockinfile:\n  path: /var/www/html/index.html\n  marker: "<!-- {mark} ANSIBLE MANAGED BLOCK -->"\n  insertafter: "<body>"\n  block: <h1>Welcome</h1>'
    }
  ],
  run: async (context) => {
    const { args: given } = context;
    const file = await readText(context);
    if (!file.bytes && given.state === "absent") return { msg: `File ${given.path} not present` };
    if (!file.bytes && !given.create) throw new ModuleFailure(`Path ${given.path} does not exist !`, { rc: 257 });
    const encoding = encodingOf(file.bytes ?? Buffer.alloc(0));
    const terms = { ...given };
    for (const name of ["block", "marker", "marker_begin", "marker_end", "insertafter", "insertbefore"]) {
      const value = given[name];
      if (value !== void 0) terms[name] = encoding.argument(value);
    }
    const edit = blockEdit(file.bytes && encoding.decode(file.bytes), terms);
    const after = edit.text === void 0 ? void 0 : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg);
    return { msg, ...backup === void 0 ? {} : { backup_file: backup } };
  }
});
export {
  blockinfile_default as default
};
