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
  defineModule,
  path,
  pythonRegex,
  str,
  substitute,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/replace/decide.ts
function replaceAll(text, args2) {
  const { after, before } = args2;
  let start = 0;
  let end = text.length;
  const section = after && before ? `${after}(?P<subsection>.*?)${before}` : after ? `${after}(?P<subsection>.*)` : before ? `(?P<subsection>.*)${before}` : void 0;
  if (section !== void 0) {
    const found = pythonRegex(section, { dotAll: true });
    const range = new RegExp(found.source, `${found.flags}d`).exec(text)?.indices?.groups?.["subsection"];
    if (!range) {
      return { text: void 0, msg: `Pattern for before/after params did not match the given file: ${section}` };
    }
    [start, end] = range;
  }
  const part = text.slice(start, end);
  const { text: replaced, count } = substitute(pythonRegex(args2.regexp, { multiline: true }), args2.replace, part);
  if (count === 0 || replaced === part) return { text: void 0, msg: "" };
  return { text: text.slice(0, start) + replaced + text.slice(end), msg: `${count} replacements made` };
}
function isLatin1(encoding) {
  const name = encoding.toLowerCase().replace(/[_ ]/g, "-");
  if (["utf-8", "utf8", "ascii", "us-ascii"].includes(name)) return false;
  if (["latin-1", "latin1", "iso-8859-1", "iso8859-1"].includes(name)) return true;
  throw new ModuleFailure(`encoding ${encoding} is not supported: use utf-8 or latin-1`);
}

// modules/ansible.builtin/replace/index.ts
var args = zod_exports.strictObject({
  path: alias(path(), "dest", "destfile", "name").describe("The file."),
  regexp: str().describe("Python regular expression; ^ and $ match at every line."),
  replace: str().default("").describe("What a match becomes; may hold \\1 and \\g<name>."),
  after: str().optional().describe("Only what comes after a match of this is changed."),
  before: str().optional().describe("Only what comes before a match of this is changed."),
  backup: bool().default(false).describe("Keep a copy of the old file, with the time in its name."),
  encoding: str().default("utf-8").describe("Encoding of the file: utf-8 or latin-1."),
  validate: str().optional().describe("Command that must accept the new file; %s is its temporary path."),
  ...fileArguments
});
var LATIN1 = {
  decode: (bytes) => Buffer.from(bytes).toString("latin1"),
  encode: (text) => Buffer.from(text, "latin1"),
  argument: (text) => text
};
var replace_default = defineModule({
  name: "ansible.builtin.replace",
  summary: "Replaces every match of a regular expression in a text file.",
  args,
  returns: zod_exports.object({
    msg: zod_exports.string().describe("What was done."),
    rc: zod_exports.number().describe("0."),
    backup_file: zod_exports.string().optional().describe("The copy of the old file, with backup.")
  }),
  check: "full",
  diff: true,
  rules: (a) => {
    const broken = [];
    if (a.mode?.kind === "preserve") broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== void 0 && !a.validate.includes("%s")) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: "A new host name",
      task: "ansible.builtin.replace:\n  path: /etc/hosts\n  regexp: '(\\s+)old\\.host\\.name(\\s+.*)?$'\n  replace: '\\1new.host.name\\2'"
    }
  ],
  run: async (context) => {
    const { args: given } = context;
    const latin1 = isLatin1(given.encoding);
    const file = await readText(context);
    if (!file.bytes) throw new ModuleFailure(`Path ${given.path} does not exist !`, { rc: 257 });
    const encoding = latin1 ? LATIN1 : encodingOf(file.bytes);
    const edit = replaceAll(encoding.decode(file.bytes), {
      regexp: encoding.argument(given.regexp),
      replace: encoding.argument(given.replace),
      after: given.after && encoding.argument(given.after),
      before: given.before && encoding.argument(given.before)
    });
    const after = edit.text === void 0 ? void 0 : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg);
    return { msg, rc: 0, ...backup === void 0 ? {} : { backup_file: backup } };
  }
});
export {
  replace_default as default
};
