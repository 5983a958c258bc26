import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  defineModule,
  raw,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/fail/index.ts
var fail_default = defineModule({
  name: "ansible.builtin.fail",
  summary: "Fails the task, with a message of yours; used with `when`.",
  args: zod_exports.strictObject({
    msg: raw().default("Failed as requested from task").describe("What to say.")
  }),
  returns: zod_exports.object({ msg: zod_exports.unknown().describe("The message.") }),
  check: "full",
  diff: false,
  onController: true,
  examples: [{ name: "Stop here", task: "ansible.builtin.fail:\n  msg: not on this system" }],
  async run({ args }) {
    return { changed: false, failed: true, msg: args.msg };
  }
});
export {
  fail_default as default
};
