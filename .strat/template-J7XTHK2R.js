import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  bytesSource,
  putFile
} from "./chunk-6DCK5QGW.js";
import "./chunk-K4XLUDRB.js";
import {
  fileArguments,
  fileReturnFields
} from "./chunk-VBFSLAZO.js";
import "./chunk-FUX2I576.js";
import {
  ModuleFailure,
  bool,
  choice,
  defineModule,
  mode,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/template/index.ts
import { createHash } from "node:crypto";
var args = zod_exports.strictObject({
  src: path().describe("The template on the controller, UTF-8."),
  dest: path().describe("Where to on the host; a directory takes the file under the name of the template."),
  backup: bool().default(false).describe("Keep a copy of the old file, with the time in its name."),
  force: bool().default(true).describe("Replace a file that differs; no leaves any existing file alone."),
  follow: bool().default(false).describe("When dest is a link, write what it leads to instead of replacing the link."),
  validate: str().optional().describe("Command that must accept the new file; %s is its temporary path."),
  newline_sequence: choice("\n", "\r", "\r\n", "\\n", "\\r", "\\r\\n").default("\n").describe("How lines end in the result."),
  block_start_string: str().optional().describe("What begins a block; default {%."),
  block_end_string: str().optional().describe("What ends a block; default %}."),
  variable_start_string: str().optional().describe("What begins a print statement; default {{."),
  variable_end_string: str().optional().describe("What ends a print statement; default }}."),
  comment_start_string: str().optional().describe("What begins a comment; default {#."),
  comment_end_string: str().optional().describe("What ends a comment; default #}."),
  trim_blocks: bool().default(true).describe("Remove the first newline after a block."),
  lstrip_blocks: bool().default(false).describe("Remove blanks and tabs from the start of a line to a block."),
  output_encoding: str().default("utf-8").describe("Encoding of the result; utf-8, ascii, latin-1 or utf-16."),
  ...fileArguments,
  mode: mode().optional().describe("Permissions: octal in quotes ('0644'), symbolic, or preserve (as the template's).")
});
var template_default = defineModule({
  name: "ansible.builtin.template",
  summary: "Renders a template and puts the result on the host.",
  args,
  returns: zod_exports.object({
    dest: zod_exports.string().describe("Where the file is."),
    src: zod_exports.string().optional().describe("The template."),
    checksum: zod_exports.string().optional().describe("SHA-1 of the file."),
    md5sum: zod_exports.string().optional().describe("MD5 of the file, when it was written."),
    backup_file: zod_exports.string().optional().describe("The copy of the old file, with backup."),
    ...fileReturnFields
  }),
  check: "full",
  controllerFiles: [{ argument: "src", kind: "templates" }],
  diff: true,
  rules: (a) => a.validate !== void 0 && !a.validate.includes("%s") ? [`validate must contain %s: ${a.validate}`] : [],
  examples: [
    {
      name: "A configuration",
      task: "ansible.builtin.template:\n  src: foo.conf.j2\n  dest: /etc/foo.conf\n  mode: '0644'"
    },
    {
      name: "Checked before it is put in place",
      task: "ansible.builtin.template:\n  src: sshd_config.j2\n  dest: /etc/ssh/sshd_config\n  validate: /usr/sbin/sshd -t -f %s\n  backup: true"
    }
  ],
  run: async (context) => {
    const { args: given, task } = context;
    const source = task.files.find("templates", given.src);
    const status = task.files.stat(source);
    if (status?.kind !== "file") throw new ModuleFailure(`${source} is not a file: a template is one file`);
    const content = encode(task.render(source, renderOptions(given)), given.output_encoding);
    const name = source.slice(source.lastIndexOf("/") + 1);
    const put = await putFile(
      context,
      given,
      bytesSource(content, name, source, status.mode),
      async () => createHash("md5").update(content).digest("hex")
    );
    return { src: source, ...put };
  }
});
function renderOptions(given) {
  const newlines = { "\\n": "\n", "\\r": "\r", "\\r\\n": "\r\n" };
  const newline = given.newline_sequence;
  return {
    trimBlocks: given.trim_blocks,
    lstripBlocks: given.lstrip_blocks,
    newlineSequence: newline in newlines ? newlines[newline] : newline,
    ...given.block_start_string === void 0 ? {} : { blockStart: given.block_start_string },
    ...given.block_end_string === void 0 ? {} : { blockEnd: given.block_end_string },
    ...given.variable_start_string === void 0 ? {} : { variableStart: given.variable_start_string },
    ...given.variable_end_string === void 0 ? {} : { variableEnd: given.variable_end_string },
    ...given.comment_start_string === void 0 ? {} : { commentStart: given.comment_start_string },
    ...given.comment_end_string === void 0 ? {} : { commentEnd: given.comment_end_string }
  };
}
function encode(text, encoding) {
  const name = encoding.toLowerCase().replace(/[_ ]/g, "-");
  const limited = (limit, as) => {
    for (const character of text) {
      if ((character.codePointAt(0) ?? 0) > limit) {
        throw new ModuleFailure(`output_encoding ${encoding} has no character '${character}': use utf-8`);
      }
    }
    return Buffer.from(text, as);
  };
  if (["utf-8", "utf8"].includes(name)) return Buffer.from(text, "utf8");
  if (name === "utf-8-sig") return Buffer.from(`\uFEFF${text}`, "utf8");
  if (["ascii", "us-ascii"].includes(name)) return limited(127, "ascii");
  if (["latin-1", "latin1", "iso-8859-1", "iso8859-1"].includes(name)) return limited(255, "latin1");
  if (["utf-16-le", "utf-16le"].includes(name)) return Buffer.from(text, "utf16le");
  if (["utf-16", "utf16"].includes(name)) return Buffer.from(`\uFEFF${text}`, "utf16le");
  throw new ModuleFailure(`output_encoding ${encoding} is not supported: use utf-8, ascii, latin-1 or utf-16`);
}
export {
  template_default as default
};
