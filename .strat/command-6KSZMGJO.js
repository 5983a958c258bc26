import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  splitWords
} from "./chunk-MNRSGYZ4.js";
import {
  commandArgs,
  commandReturns,
  noCommand,
  runCommand
} from "./chunk-I5K7FKER.js";
import "./chunk-NKEQPE76.js";
import "./chunk-ONXNTAON.js";
import {
  bool,
  defineModule,
  list,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/command/expand.ts
var SHELL_ONLY = /* @__PURE__ */ new Set([
  ...["IFS", "OPTIND", "PPID", "PS1", "PS2", "PS4", "LINENO", "RANDOM", "SECONDS", "UID", "EUID", "GROUPS"],
  ...["BASH", "BASHPID", "BASHOPTS", "BASH_VERSION", "SHELLOPTS", "HOSTTYPE", "MACHTYPE", "OSTYPE", "DIRSTACK"]
]);
function variable(piece) {
  const name = piece.replace(/^\$\{?|\}$/g, "");
  if (!/^[A-Za-z_]\w*$/.test(name) || SHELL_ONLY.has(name)) return quote(piece);
  return piece.startsWith("${") ? `"\${${name}-\\\${${name}\\}}"` : `"\${${name}-\\$${name}}"`;
}
function expandedWord(word) {
  const tilde = /^~(?:[A-Za-z_][\w.-]*)?(?=\/|$)/.exec(word)?.[0] ?? "";
  const pieces = word.slice(tilde.length).split(/(\$(?:[A-Za-z0-9_]+|\{[^}]*\}))/);
  const rest = pieces.map(
    (piece, i) => i % 2 === 1 ? variable(piece) : piece === "" ? "" : tilde !== "" && i === 0 ? path(piece) : quote(piece)
  ).join("");
  return tilde + rest || "''";
}
function path(piece) {
  return piece === "/" ? "/" : `/${quote(piece.slice(1))}`;
}
function runWords(words, expand) {
  return script(`(exec ${words.map(expand ? expandedWord : quote).join(" ")})`);
}

// modules/ansible.builtin/command/index.ts
var command_default = defineModule({
  name: "ansible.builtin.command",
  summary: "Runs a program with arguments; no pipes, redirections or other shell syntax.",
  args: zod_exports.strictObject({
    ...commandArgs,
    cmd: str().optional().describe("The command line; split into words by quotes and blanks."),
    argv: list(str()).optional().describe("The command as a list of words."),
    expand_argument_vars: bool().default(true).describe("Whether `$VAR` and `~` in the words are expanded on the host.")
  }),
  returns: commandReturns,
  check: "partial",
  diff: false,
  freeForm: "cmd",
  examples: [
    { name: "Make a key once", task: 'ansible.builtin.command: ssh-keygen -q -f /root/id -N "" creates=/root/id' },
    { name: "Words as a list", task: 'ansible.builtin.command:\n  argv: [touch, "a file with blanks"]' }
  ],
  async run(context) {
    const { args } = context;
    if (args.executable !== void 0) {
      context.warn(
        `'executable' means nothing to the command module; use the shell module (not using '${args.executable}')`
      );
    }
    if (args.argv && args.argv.length > 0 && args.cmd) throw noCommand("only command or argv can be given, not both");
    const words = args.argv && args.argv.length > 0 ? args.argv : splitWords(args.cmd ?? "");
    const program = words[0];
    if (program === void 0) throw noCommand("no command given");
    return runCommand(context, { cmd: words, script: runWords(words, args.expand_argument_vars), program });
  }
});
export {
  command_default as default
};
