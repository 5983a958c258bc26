import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  defineModule,
  int,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/wait_for_connection/index.ts
var wait_for_connection_default = defineModule({
  name: "ansible.builtin.wait_for_connection",
  summary: "Waits until the host can be reached and runs scripts, as after a reboot.",
  args: zod_exports.strictObject({
    connect_timeout: int().default(5).describe("Seconds a single attempt may take."),
    delay: int().default(0).describe("Seconds to wait before the first attempt."),
    sleep: int().default(1).describe("Seconds between attempts."),
    timeout: int().default(600).describe("Seconds to wait at most.")
  }),
  returns: zod_exports.object({ elapsed: zod_exports.int().describe("Seconds it took.") }),
  check: "none",
  connectsItself: true,
  diff: false,
  examples: [{ name: "After a reboot", task: "ansible.builtin.wait_for_connection:\n  delay: 10\n  timeout: 300" }],
  async run({ args, host, task }) {
    const start = task.now();
    const deadline = start + args.timeout * 1e3;
    const elapsed = () => Math.floor((task.now() - start) / 1e3);
    if (args.delay > 0) await task.sleep(args.delay * 1e3);
    for (; ; ) {
      const problem = await within(args.connect_timeout * 1e3, async () => {
        await host.reconnect();
        await host.probe(sh`:`);
      });
      if (problem === void 0) return { changed: false, elapsed: elapsed() };
      if (task.now() + args.sleep * 1e3 >= deadline) {
        const message = `timed out waiting for the connection: ${problem}`;
        throw new ModuleFailure(message, { changed: false, elapsed: elapsed() });
      }
      await task.sleep(args.sleep * 1e3);
    }
  }
});
async function within(ms, attempt) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(`no connection within ${ms / 1e3} s`), ms);
  });
  const outcome = attempt().then(
    () => void 0,
    (error) => error instanceof Error ? error.message : String(error)
  );
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}
export {
  wait_for_connection_default as default
};
