import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  alias,
  defineModule,
  path,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/slurp/index.ts
var slurp_default = defineModule({
  name: "ansible.builtin.slurp",
  summary: "Fetches a file of the host as base64 text.",
  args: zod_exports.strictObject({ src: alias(path(), "path").describe("The file to fetch.") }),
  returns: zod_exports.object({
    content: zod_exports.string().describe("The content, encoded."),
    encoding: zod_exports.string().describe("How: base64."),
    source: zod_exports.string().describe("The path that was read.")
  }),
  check: "full",
  diff: false,
  examples: [{ name: "A certificate", task: "ansible.builtin.slurp:\n  src: /etc/ssl/cert.pem\nregister: cert" }],
  run: async ({ args, host }) => {
    const { src } = args;
    const { rc, stdoutBytes, stderr } = await host.probe(
      lines([
        script("export LC_ALL=C"),
        sh`[ -e ${src} ] || exit 71`,
        sh`[ -d ${src} ] && exit 72`,
        sh`cat -- ${src} || exit 73`
      ])
    );
    if (rc === 71) throw new ModuleFailure(`file not found: ${src}`);
    if (rc === 72) throw new ModuleFailure(`source is a directory and must be a file: ${src}`);
    if (rc !== 0) throw new ModuleFailure(`file is not readable: ${src}: ${stderr.trim()}`);
    return { content: stdoutBytes.toString("base64"), encoding: "base64", source: src };
  }
});
export {
  slurp_default as default
};
