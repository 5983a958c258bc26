import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  evaluateRaw
} from "./chunk-R2ZCHASF.js";
import {
  alias,
  bool,
  defineModule,
  raw,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  TemplateText,
  toJs
} from "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/assert/index.ts
var message = () => zod_exports.union([zod_exports.string(), zod_exports.array(zod_exports.string())], { error: () => "must be text or a list of texts" });
var assert_default = defineModule({
  name: "ansible.builtin.assert",
  summary: "Fails when one of the conditions does not hold.",
  args: zod_exports.strictObject({
    that: raw().describe("Conditions as in `when`: one or a list."),
    fail_msg: alias(message().optional().describe("What to say when a condition does not hold."), "msg"),
    success_msg: message().optional().describe("What to say when all hold."),
    quiet: bool().default(false).describe("Show no result unless a condition does not hold.")
  }),
  returns: zod_exports.object({
    msg: zod_exports.unknown().describe("The message."),
    assertion: zod_exports.unknown().optional().describe("The condition that does not hold."),
    evaluated_to: zod_exports.boolean().optional().describe("What it gave: false.")
  }),
  check: "full",
  diff: false,
  onController: true,
  raw: ["that"],
  examples: [
    {
      name: "Enough memory?",
      task: "ansible.builtin.assert:\n  that: ansible_facts.memtotal_mb > 900\n  fail_msg: too small"
    }
  ],
  async run({ args, task }) {
    const shown = args.quiet ? {} : { _ansible_verbose_always: true };
    for (const condition of conditionsOf(args.that, task)) {
      if (task.condition(condition)) continue;
      return {
        changed: false,
        failed: true,
        evaluated_to: false,
        assertion: condition instanceof TemplateText ? condition.source : toJs(condition),
        msg: args.fail_msg ?? "Assertion failed",
        ...shown
      };
    }
    return { changed: false, msg: args.success_msg ?? "All assertions passed", ...shown };
  }
});
function conditionsOf(that, task) {
  if (Array.isArray(that)) return that;
  if (!(that instanceof TemplateText)) return [that];
  const value = evaluateRaw(that, task, "that");
  return Array.isArray(value) ? value : [that];
}
export {
  assert_default as default
};
