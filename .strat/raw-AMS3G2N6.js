import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
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
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/raw/index.ts
var raw_default = defineModule({
  name: "ansible.builtin.raw",
  summary: "Runs a command line by the host's shell and returns what it printed, untouched.",
  args: zod_exports.strictObject({
    free_form: str().describe("The text the shell reads; written behind the name of the module."),
    executable: path().optional().describe("Absolute path of the shell.")
  }),
  returns: zod_exports.object({
    rc: zod_exports.int().describe("The exit code."),
    stdout: zod_exports.string().describe("What it printed."),
    stderr: zod_exports.string().describe("What it printed as errors.")
  }),
  check: "none",
  diff: false,
  freeForm: "free_form",
  examples: [{ name: "A system without Python", task: "ansible.builtin.raw: apk add python3" }],
  async run({ args, change }) {
    const { free_form: text, executable = "/bin/sh" } = args;
    if (!text) throw new ModuleFailure("no command given");
    const ran = await change({ summary: `run ${text}` }, (hands) => hands.run(sh`${executable} -c ${text}`));
    const { rc, stdout, stderr } = ran;
    const result = { changed: true, rc, ...outputOf(stdout, stderr) };
    if (rc !== 0) throw new ModuleFailure("non-zero return code", result);
    return result;
  }
});
export {
  raw_default as default
};
