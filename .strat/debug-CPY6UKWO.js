import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  evaluateRaw
} from "./chunk-R2ZCHASF.js";
import {
  defineModule,
  int,
  raw,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  Undefined,
  toJs
} from "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/debug/index.ts
var debug_default = defineModule({
  name: "ansible.builtin.debug",
  summary: "Prints a message or the value of a variable while the play runs.",
  args: zod_exports.strictObject({
    msg: raw().optional().describe("What to print, any value; default `Hello world!`."),
    var: raw().optional().describe("A variable or an expression, written without `{{ }}`."),
    verbosity: int().default(0).describe("Print only from this many `-v` on.")
  }),
  returns: zod_exports.object({
    msg: zod_exports.unknown().describe("The message; with `var` the value stands under the name of the expression instead.")
  }),
  check: "full",
  diff: false,
  onController: true,
  raw: ["var"],
  rules: (args) => args.msg !== void 0 && args.var !== void 0 ? ["parameters are mutually exclusive: msg|var"] : [],
  examples: [
    { name: "A message", task: 'ansible.builtin.debug:\n  msg: "{{ inventory_hostname }} is there"' },
    { name: "A value", task: "ansible.builtin.debug:\n  var: ansible_facts.kernel" }
  ],
  async run({ args, task }) {
    if (task.verbosity < args.verbosity) {
      return { changed: false, skipped: true, skipped_reason: "Verbosity threshold not met." };
    }
    if (args.var === void 0) return { changed: false, msg: args.msg ?? "Hello world!" };
    const named = evaluateRaw(args.var, task, "var");
    if (named instanceof Undefined) {
      throw new TsplayError("undefined-variable", named.message, { span: named.span, hint: named.hint });
    }
    if (named !== null && typeof named === "object") return { changed: false, [typeLabel(named)]: toJs(named) };
    return { changed: false, [String(named)]: shown(String(named), task) };
  }
});
function typeLabel(value) {
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}
function shown(expression, task) {
  const missing = (why) => `VARIABLE IS NOT DEFINED!${task.verbosity > 0 ? `: ${why}` : ""}`;
  try {
    const value = task.evaluate(expression);
    return value instanceof Undefined ? missing(value.message) : toJs(value);
  } catch (error) {
    if (error instanceof TsplayError && error.code === "undefined-variable") return missing(error.message);
    throw error;
  }
}
export {
  debug_default as default
};
