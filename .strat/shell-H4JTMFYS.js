import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  commandArgs,
  commandReturns,
  noCommand,
  runCommand
} from "./chunk-I5K7FKER.js";
import "./chunk-NKEQPE76.js";
import "./chunk-ONXNTAON.js";
import {
  defineModule,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/shell/index.ts
var shell_default = defineModule({
  name: "ansible.builtin.shell",
  summary: "Runs a command line by a shell of the host: pipes, redirections, variables.",
  args: zod_exports.strictObject({
    ...commandArgs,
    cmd: str().optional().describe("The text the shell reads.")
  }),
  returns: commandReturns,
  check: "partial",
  diff: false,
  freeForm: "cmd",
  refused: {
    argv: "the shell module takes text; use ansible.builtin.command with argv",
    expand_argument_vars: "the shell expands variables itself; use ansible.builtin.command for words taken literally"
  },
  examples: [
    {
      name: "A pipe",
      task: "ansible.builtin.shell: set -o pipefail; zcat dump.gz | psql\nargs:\n  executable: /bin/bash"
    }
  ],
  async run(context) {
    const { cmd, executable = "/bin/sh" } = context.args;
    if (!cmd) throw noCommand("no command given");
    return runCommand(context, {
      cmd,
      script: sh`${executable} -c ${cmd}`,
      program: context.args.executable
    });
  }
});
export {
  shell_default as default
};
