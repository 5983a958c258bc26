import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  splitWords
} from "./chunk-MNRSGYZ4.js";
import {
  matchesAnything
} from "./chunk-NKEQPE76.js";
import {
  outputOf
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  defineModule,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/script/split.ts
function splitCommand(text) {
  const first = /^\s*((?:'[^']*'|"(?:\\.|[^"\\])*"|\\[\s\S]|[^\s'"\\])+)/.exec(text);
  if (!first) return [splitWords(text)[0] ?? "", ""];
  return [splitWords(first[1] ?? "")[0] ?? "", text.slice(first[0].length).trim()];
}

// modules/ansible.builtin/script/index.ts
var TEMPORARY = script("${TMPDIR:-/tmp}");
var script_default = defineModule({
  name: "ansible.builtin.script",
  summary: "Copies a script to the host, runs it there and takes it away again.",
  args: zod_exports.strictObject({
    cmd: str().optional().describe("Path of the script on the controller, and its arguments."),
    chdir: path().optional().describe("Directory of the host to run it in."),
    creates: path().optional().describe("When this file or pattern is there, it is not run."),
    removes: path().optional().describe("When nothing matches this, it is not run."),
    executable: str().optional().describe("The program that runs the script, with its arguments.")
  }),
  returns: zod_exports.object({
    rc: zod_exports.int().describe("The exit code."),
    stdout: zod_exports.string().describe("What it printed."),
    stderr: zod_exports.string().describe("What it printed as errors.")
  }),
  check: "partial",
  diff: false,
  freeForm: "cmd",
  refused: { decrypt: "scripts are taken as they are; decrypt a vaulted one before the run" },
  examples: [{ name: "With an argument", task: "ansible.builtin.script: files/setup.sh --force creates=/etc/done" }],
  async run({ args, host, task, change, checkMode }) {
    const { chdir, creates, removes, executable } = args;
    const [file, rest] = splitCommand(args.cmd ?? "");
    if (file === "") throw new ModuleFailure("no script given: name a file of the controller");
    const skipped = { changed: false, skipped: true };
    const matches = async (pattern) => (await host.probe(matchesAnything(pattern), { cwd: chdir })).rc === 0;
    if (creates !== void 0 && await matches(creates)) {
      return { ...skipped, msg: `${creates} exists, matching creates option` };
    }
    if (removes !== void 0 && !await matches(removes)) {
      return { ...skipped, msg: `${removes} does not exist, matching removes option` };
    }
    const source = task.files.find("files", file);
    if (checkMode) {
      const decided = creates !== void 0 || removes !== void 0;
      return decided ? { changed: true } : { ...skipped, msg: "Check mode is not supported for this task." };
    }
    const name = source.split("/").at(-1) ?? "script";
    const start = script(executable === void 0 ? '"$f"' : `${executable} "$f"`);
    const run = sh`(
d=$(mktemp -d "${TEMPORARY}/tsplay-script.XXXXXX") || exit
f=$d/${name}
trap 'rm -rf -- "$d"' 0; trap 'exit 129' 1; trap 'exit 130' 2; trap 'exit 143' 15
cat > "$f" && chmod 700 "$f" || exit
${start} ${script(rest)} </dev/null
)`;
    const content = task.files.read(source);
    const ran = await change(
      { summary: `run the script ${source}` },
      (hands) => hands.run(run, { stdin: content, cwd: chdir })
    );
    const { rc, stdout, stderr } = ran;
    const result = { changed: true, rc, ...outputOf(stdout, stderr) };
    if (rc !== 0) throw new ModuleFailure("non-zero return code", result);
    return result;
  }
});
export {
  script_default as default
};
