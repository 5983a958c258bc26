import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  runUnit
} from "./chunk-2PLROHNP.js";
import "./chunk-RCR4E3AI.js";
import {
  alias,
  bool,
  choice,
  defineModule,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/systemd_service/index.ts
var systemd_service_default = defineModule({
  name: "ansible.builtin.systemd_service",
  aliases: ["ansible.builtin.systemd"],
  summary: "Starts, stops, enables and masks systemd units, and makes systemd read its configuration again.",
  args: zod_exports.strictObject({
    name: alias(str(), "service", "unit").optional().describe("The unit; without a suffix it is a service."),
    state: choice("reloaded", "restarted", "started", "stopped").optional().describe(
      "started and stopped only act when needed; reloaded and restarted always, and start what is not running."
    ),
    enabled: bool().optional().describe("Whether it starts at boot."),
    masked: bool().optional().describe("Whether it is masked: a masked unit cannot be started at all."),
    daemon_reload: alias(bool(), "daemon-reload").default(false).describe("Run daemon-reload before anything else."),
    daemon_reexec: alias(bool(), "daemon-reexec").default(false).describe("Run daemon-reexec before anything else."),
    scope: choice("system", "user", "global").default("system").describe("The manager to talk to: the system's, the user's own, or the settings for all users."),
    no_block: bool().default(false).describe("Do not wait until the unit has started or stopped."),
    force: bool().optional().describe("Let enable and mask replace links that are in the way.")
  }),
  returns: zod_exports.object({
    name: zod_exports.string().nullable().describe("The unit as it was named."),
    state: zod_exports.string().optional().describe("started or stopped, when `state` was given."),
    enabled: zod_exports.boolean().optional().describe("Whether it starts at boot, when `enabled` was given."),
    status: zod_exports.record(zod_exports.string(), zod_exports.string()).describe("The properties that `systemctl show` told before anything was changed.")
  }),
  check: "full",
  diff: false,
  rules: (a) => {
    const broken = [];
    const asked = ["state", "enabled", "masked"].filter((key) => a[key] !== void 0);
    if (asked.length > 0 && a.name === void 0) broken.push(`'${asked.join("', '")}' needs 'name'`);
    if (asked.length === 0 && !a.daemon_reload && !a.daemon_reexec) {
      broken.push("one of the following is required: state, enabled, masked, daemon_reload, daemon_reexec");
    }
    if (a.scope === "global" && a.state !== void 0) {
      broken.push("scope: global is the settings for all users and runs nothing: state needs scope system or user");
    }
    return broken;
  },
  examples: [
    {
      name: "Running now and at boot",
      task: "ansible.builtin.systemd_service:\n  name: nginx\n  state: started\n  enabled: true"
    },
    {
      name: "After a unit file was written",
      task: "ansible.builtin.systemd_service:\n  name: app\n  state: restarted\n  daemon_reload: true"
    },
    {
      name: "A timer of a user",
      task: "ansible.builtin.systemd_service:\n  name: backup.timer\n  scope: user\n  enabled: true"
    }
  ],
  run: (context) => {
    const { name, state, enabled, masked, scope, ...rest } = context.args;
    return runUnit(context, name === void 0 ? void 0 : { name, state, enabled, masked, scope }, scope, {
      daemonReload: rest.daemon_reload,
      daemonReexec: rest.daemon_reexec,
      noBlock: rest.no_block,
      force: rest.force === true
    });
  }
});
export {
  systemd_service_default as default
};
