import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  defineModule,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/ping/index.ts
var ping_default = defineModule({
  name: "ansible.builtin.ping",
  summary: "Checks that the host can be reached and runs scripts; returns pong.",
  args: zod_exports.strictObject({
    data: str().default("pong").describe("What to return; `crash` makes the module fail.")
  }),
  returns: zod_exports.object({ ping: zod_exports.string().describe("The value of `data`.") }),
  check: "full",
  diff: false,
  examples: [{ name: "Is the host there?", task: "ansible.builtin.ping:" }],
  async run({ args, host }) {
    if (args.data === "crash") throw new ModuleFailure("boom");
    await host.probe(sh`:`);
    return { ping: args.data };
  }
});
export {
  ping_default as default
};
