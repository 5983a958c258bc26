import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  bool,
  defineModule,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/set_fact/index.ts
var KEYWORDS = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(" ")
);
var isIdentifier = (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name);
function factValue(value) {
  if (typeof value !== "string") return value;
  const text = value.toLowerCase();
  return text === "yes" || text === "true" ? true : text === "no" || text === "false" ? false : value;
}
var set_fact_default = defineModule({
  name: "ansible.builtin.set_fact",
  summary: "Sets variables for the current host, for the rest of the run.",
  args: zod_exports.looseObject({
    cacheable: bool().default(false).describe("Whether the variables also count as facts of the host, and go into the fact cache when there is one.")
  }),
  returns: zod_exports.object({ ansible_facts: zod_exports.record(zod_exports.string(), zod_exports.unknown()).describe("The variables that were set.") }),
  check: "full",
  keepsValues: true,
  diff: false,
  onController: true,
  examples: [{ name: "Two variables", task: "ansible.builtin.set_fact:\n  port: 8080\n  paths: [/a, /b]" }],
  async run({ args }) {
    const { cacheable, ...given } = args;
    const names = Object.keys(given);
    if (names.length === 0) throw new ModuleFailure("set_fact needs at least one variable: give it as `name: value`");
    const invalid = names.find((name) => !isIdentifier(name));
    if (invalid !== void 0) {
      throw new ModuleFailure(
        `'${invalid}' is not a valid variable name: use letters, digits and underscores, no digit first, and no keyword of Python`
      );
    }
    const facts = Object.fromEntries(names.map((name) => [name, factValue(given[name])]));
    return {
      changed: false,
      ansible_facts: facts,
      // compat: the name under which Ansible tells that these facts go into the cache.
      ...cacheable ? { _ansible_facts_cacheable: true } : {}
    };
  }
});
export {
  set_fact_default as default
};
