import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  fileReturnFields,
  fileReturns
} from "./chunk-VBFSLAZO.js";
import {
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
  ModuleFailure,
  choice,
  defineModule,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/tempfile/index.ts
import { randomBytes } from "node:crypto";
var tempfile_default = defineModule({
  name: "ansible.builtin.tempfile",
  summary: "Makes a temporary file or directory.",
  args: zod_exports.strictObject({
    state: choice("directory", "file").default("file").describe("What is made."),
    path: path().optional().describe("Where; default is TMPDIR of the host, else /tmp."),
    prefix: str().default("ansible.").describe("How the name begins."),
    suffix: str().default("").describe("How the name ends.")
  }),
  returns: zod_exports.object({ path: zod_exports.string().describe("What was made."), ...fileReturnFields }),
  check: "none",
  diff: false,
  examples: [
    { name: "A directory", task: "ansible.builtin.tempfile:\n  state: directory\n  suffix: build\nregister: t" }
  ],
  run: async ({ args, host, change }) => {
    const name = `${args.prefix}${randomBytes(6).toString("hex")}${args.suffix}`;
    const parent = args.path === void 0 ? script('"${TMPDIR:-/tmp}"') : sh`${args.path}`;
    const made = await change({ summary: `make a temporary ${args.state}` }, async (hands) => {
      const { rc, stdout, stderr } = await hands.run(
        lines([
          script("export LC_ALL=C; umask 077; set -C"),
          sh`p=${parent}/${name}`,
          script(args.state === "directory" ? 'mkdir -- "$p" || exit' : '( : > "$p" ) || exit'),
          script(`printf %s "$p"`)
        ])
      );
      if (rc !== 0) throw new ModuleFailure(`could not make a temporary ${args.state}: ${stderr.trim()}`, { rc });
      return stdout;
    });
    if (made === void 0) return {};
    return { path: made, ...fileReturns((await lookAtOne(host, made)).file.self) };
  }
});
export {
  tempfile_default as default
};
