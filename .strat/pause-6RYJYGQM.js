import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  formatTime
} from "./chunk-ONXNTAON.js";
import {
  bool,
  defineModule,
  int,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/pause/index.ts
var whole = () => zod_exports.preprocess((value) => typeof value === "number" ? Math.trunc(value) : value, int());
var pause_default = defineModule({
  name: "ansible.builtin.pause",
  summary: "Waits for some time or until somebody at the terminal presses enter, once for all hosts.",
  args: zod_exports.strictObject({
    seconds: whole().optional().describe("Seconds to wait, at least one."),
    minutes: whole().optional().describe("Minutes to wait."),
    prompt: str().optional().describe("What to ask at the terminal."),
    echo: bool().default(true).describe("Whether what is typed is shown.")
  }),
  returns: zod_exports.object({
    delta: zod_exports.int().describe("Seconds it took."),
    echo: zod_exports.boolean().describe("As asked for."),
    rc: zod_exports.int().describe("Always 0."),
    start: zod_exports.string().describe("When it began."),
    stop: zod_exports.string().describe("When it ended."),
    stdout: zod_exports.string().describe("How long it waited, in words."),
    stderr: zod_exports.string().describe("Always empty."),
    user_input: zod_exports.string().describe("What was typed.")
  }),
  check: "full",
  diff: false,
  onController: true,
  onceForAll: true,
  rules: (args) => args.seconds !== void 0 && args.minutes !== void 0 ? ["parameters are mutually exclusive: minutes|seconds"] : [],
  examples: [{ name: "Some time", task: "ansible.builtin.pause:\n  seconds: 10" }],
  async run({ args, task, warn }) {
    const asked = args.seconds ?? (args.minutes === void 0 ? void 0 : args.minutes * 60);
    const seconds = asked === void 0 ? void 0 : Math.max(1, asked);
    const start = task.now();
    let typed;
    if (args.prompt !== void 0 || seconds === void 0) {
      const text = `[${task.name}]
${args.prompt ?? "Press enter to continue, Ctrl+C to interrupt"}:`;
      const answer = task.prompt(text, { echo: args.echo, ...seconds === void 0 ? {} : { seconds } });
      typed = await (seconds === void 0 ? answer : Promise.race([answer, task.sleep(seconds * 1e3).then(() => "")]));
      if (typed === void 0 && seconds === void 0) {
        warn("Not waiting for response to prompt as stdin is not interactive");
      }
    }
    if (seconds !== void 0 && typed === void 0) {
      await task.sleep(Math.max(0, seconds * 1e3 - (task.now() - start)));
    }
    const stop = task.now();
    const elapsed = (stop - start) / 1e3;
    const [amount, unit] = args.seconds === void 0 ? [elapsed / 60, "minutes"] : [elapsed, "seconds"];
    return {
      changed: false,
      rc: 0,
      delta: Math.floor(elapsed),
      echo: args.echo,
      start: formatTime(start),
      stop: formatTime(stop),
      stdout: `Paused for ${floatText(Math.round(amount * 100) / 100)} ${unit}`,
      stderr: "",
      user_input: typed ?? ""
    };
  }
});
var floatText = (n) => Number.isInteger(n) ? n.toFixed(1) : String(n);
export {
  pause_default as default
};
