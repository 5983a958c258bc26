import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  defineModule,
  parseArguments,
  raw,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  fromJs
} from "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/package/index.ts
var MODULES = {
  apt: () => import("./apt-IXBGL3GV.js")
};
var package_default = defineModule({
  name: "ansible.builtin.package",
  summary: "Installs and removes packages with the host's own package manager.",
  args: zod_exports.looseObject({
    name: raw().describe("Packages as the package manager names them; a list where its module takes one."),
    state: str().describe("present, absent, or what else the module of the package manager knows."),
    use: str().default("auto").describe("The package manager; by default the one the host has.")
  }),
  returns: zod_exports.looseObject({}),
  check: "full",
  diff: true,
  examples: [{ name: "On any distribution", task: "ansible.builtin.package:\n  name: git\n  state: present" }],
  async run(context) {
    const { use, ...rest } = context.args;
    const asked = use === "auto" ? void 0 : use.replace(/^ansible\.(?:builtin|legacy)\./, "");
    const manager = asked ?? (await context.host.platform()).packageManager;
    const load = MODULES[manager];
    if (!load) {
      throw new ModuleFailure(
        `Could not find a matching action for the "${manager}" package manager: tsplay has ${Object.keys(MODULES).join(", ")}; use a command task for others`
      );
    }
    const { default: module } = await load();
    const given = fromJs(rest);
    const parsed = parseArguments(module, given, given, context.task.span);
    if ("diagnostics" in parsed) throw new ModuleFailure(parsed.diagnostics.map((d) => d.message).join("; "));
    return module.run({ ...context, args: parsed.args });
  }
});
export {
  package_default as default
};
