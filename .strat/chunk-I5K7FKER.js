import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  matchesAnything
} from "./chunk-NKEQPE76.js";
import {
  formatDuration,
  formatTime,
  outputOf
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  bool,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/command.ts
var commandArgs = {
  chdir: path().optional().describe("Directory to change into before the command runs."),
  creates: path().optional().describe("A path or glob pattern; when something matches, the command is not run."),
  removes: path().optional().describe("A path or glob pattern; when nothing matches, the command is not run."),
  executable: path().optional().describe("Absolute path of the shell that reads the command."),
  stdin: str().optional().describe("What the command reads on its standard input."),
  stdin_add_newline: bool().default(true).describe("Whether a newline is added to `stdin`."),
  strip_empty_ends: bool().default(true).describe("Whether newlines at the end of stdout and stderr are dropped."),
  warn: bool().optional().describe("Removed in ansible-core 2.14; taken with a warning so that older playbooks run, means nothing.")
};
var commandReturns = zod_exports.object({
  cmd: zod_exports.unknown().describe("The command as it was run: words for `command`, text for `shell`."),
  rc: zod_exports.int().nullable().describe("The exit code."),
  stdout: zod_exports.string().describe("What it printed."),
  stderr: zod_exports.string().describe("What it printed as errors."),
  stdout_lines: zod_exports.array(zod_exports.string()).describe("`stdout` line by line."),
  stderr_lines: zod_exports.array(zod_exports.string()).describe("`stderr` line by line."),
  start: zod_exports.string().nullable().describe("When it started, by the controller's clock."),
  end: zod_exports.string().nullable().describe("When it ended, by the controller's clock."),
  delta: zod_exports.string().nullable().describe("How long it took."),
  msg: zod_exports.string().describe("Why it was not run or failed.")
});
var NOT_RUN = { start: null, end: null, delta: null };
function noCommand(message) {
  return new ModuleFailure(message, { cmd: null, rc: 256, ...outputOf("", ""), ...NOT_RUN });
}
async function runCommand(context, command) {
  const { args, checkMode, host, task } = context;
  const { cmd } = command;
  if (args.warn !== void 0) context.warn("'warn' means nothing, and ansible-core refuses it since 2.14: drop it");
  const reason = await reasonNotToRun(context, cmd);
  if (reason) {
    const msg = `${checkMode ? "Would" : "Did"} not run command since ${reason.quoted}`;
    return { changed: false, cmd, rc: 0, ...outputOf(`skipped, since ${reason.plain}`, ""), ...NOT_RUN, msg };
  }
  if (checkMode) {
    const decided = args.creates !== void 0 || args.removes !== void 0;
    const msg = "Command would have run if not in check mode";
    const result2 = { changed: decided, cmd, rc: 0, ...outputOf("", ""), ...NOT_RUN, msg };
    return decided ? result2 : { ...result2, skipped: true };
  }
  const start = task.now();
  const stdin = args.stdin === void 0 ? void 0 : args.stdin + (args.stdin_add_newline ? "\n" : "");
  const summary = `run ${typeof cmd === "string" ? cmd : cmd.join(" ")}`;
  const ran = await context.change({ summary }, (hands) => hands.run(command.script, { stdin, cwd: args.chdir }));
  const end = task.now();
  const { rc, stdout, stderr } = ran;
  if (command.program !== void 0 && (rc === 126 || rc === 127)) {
    const failure = await startFailure(host.probe.bind(host), command.program, args.chdir);
    if (failure) {
      const cmdText = typeof cmd === "string" ? cmd : cmd.join(" ");
      throw new ModuleFailure(failure.msg, { changed: false, cmd: cmdText, rc: failure.rc, ...outputOf("", "") });
    }
  }
  const strip = (text) => args.strip_empty_ends ? text.replace(/[\r\n]+$/, "") : text;
  const times = { start: formatTime(start), end: formatTime(end), delta: formatDuration(end - start) };
  const result = { changed: true, cmd, rc, ...outputOf(strip(stdout), strip(stderr)), ...times };
  if (rc !== 0) throw new ModuleFailure("non-zero return code", result);
  return { ...result, msg: "" };
}
async function reasonNotToRun({ args, host }, cmd) {
  const { chdir, creates, removes } = args;
  if (chdir === void 0 && creates === void 0 && removes === void 0) return void 0;
  const steps = [];
  if (chdir !== void 0) {
    const dir = sh`${chdir}`.text;
    steps.push(`if ! [ -e ${dir} ]; then echo missing; exit 0; elif ! [ -d ${dir} ]; then echo nodir; exit 0`);
    steps.push(`elif ! cd -- ${dir}; then echo denied; exit 0; fi`);
  }
  if (creates !== void 0) steps.push(`if ${matchesAnything(creates).text}; then echo creates; exit 0; fi`);
  if (removes !== void 0) steps.push(`if ! ${matchesAnything(removes).text}; then echo removes; exit 0; fi`);
  const found = (await host.probe(script(`(${steps.join("\n")}) 2>/dev/null`))).stdout.trim();
  if (found === "creates") return { quoted: `'${creates}' exists`, plain: `${creates} exists` };
  if (found === "removes") return { quoted: `'${removes}' does not exist`, plain: `${removes} does not exist` };
  const problem = CHDIR_PROBLEMS[found];
  if (problem === void 0) return void 0;
  throw new ModuleFailure(`Unable to change directory before execution: '${chdir}' ${problem}`, {
    changed: false,
    cmd,
    rc: null,
    ...outputOf("", ""),
    ...NOT_RUN
  });
}
var CHDIR_PROBLEMS = {
  missing: "does not exist",
  nodir: "is not a directory",
  denied: "may not be entered by this user"
};
async function startFailure(probe, program, cwd) {
  const look = sh`p=${program}
case $p in
  */*) if [ ! -e "$p" ]; then echo missing; elif [ -d "$p" ] || [ ! -x "$p" ]; then echo denied; fi ;;
  *) found=missing; IFS=:; set -f
     for d in $PATH; do
       if [ -f "$d/$p" ]; then if [ -x "$d/$p" ]; then found=; break; else found=denied; fi; fi
     done
     echo "$found" ;;
esac`;
  const found = (await probe(sh`(${look})`, { cwd })).stdout.trim();
  if (found === "missing") return { rc: 2, msg: `[Errno 2] No such file or directory: b'${program}'` };
  if (found === "denied") return { rc: 13, msg: `[Errno 13] Permission denied: b'${program}'` };
  return void 0;
}

export {
  commandArgs,
  commandReturns,
  noCommand,
  runCommand
};
