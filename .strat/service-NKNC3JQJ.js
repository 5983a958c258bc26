import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  runUnit
} from "./chunk-2PLROHNP.js";
import {
  SBIN
} from "./chunk-RCR4E3AI.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  int,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/service/decide.ts
function decideService(wanted, seen) {
  if (!seen.exists) return { steps: [], failure: `Could not find the requested service ${wanted.name}: host` };
  const steps = [];
  if (wanted.enabled !== void 0 && wanted.enabled !== seen.enabled)
    steps.push(wanted.enabled ? "enable" : "disable");
  if (wanted.state === void 0) return { steps };
  if (seen.running === void 0 && (wanted.state === "started" || wanted.state === "stopped")) {
    return {
      steps: [],
      failure: `the status of ${wanted.name} cannot be found out: its script has no status command; set pattern to a part of its command line`
    };
  }
  switch (wanted.state) {
    case "started":
      return { steps: seen.running === true ? steps : [...steps, "start"] };
    case "stopped":
      return { steps: seen.running === true ? [...steps, "stop"] : steps };
    case "reloaded":
      return { steps: [...steps, seen.running === false ? "start" : "reload"] };
    case "restarted":
      if (wanted.sleep !== void 0 && wanted.sleep > 0) return { steps: [...steps, "stop", "sleep", "start"] };
      return { steps: [...steps, seen.running === false ? "start" : "restart"] };
  }
}

// modules/ansible.builtin/service/verbs.ts
var RC_LINKS = `for link in /etc/rc[2345S].d/S??"$name" /etc/rc.d/rc[2345].d/S??"$name"; do [ -e "$link" ] && exit 0; done; exit 1`;
var SERVICE_VERBS = {
  sysvinit: {
    exists: '[ -x "/etc/init.d/$name" ]',
    running: '"/etc/init.d/$name" status',
    enabled: `(${RC_LINKS})`,
    enable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d "$name" defaults && update-rc.d "$name" enable
elif command -v chkconfig >/dev/null 2>&1; then chkconfig --add "$name" && chkconfig "$name" on
elif command -v insserv >/dev/null 2>&1; then insserv "$name"
else echo 'there is none of update-rc.d, chkconfig and insserv' >&2; exit 127; fi`,
    disable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d "$name" disable
elif command -v chkconfig >/dev/null 2>&1; then chkconfig "$name" off
elif command -v insserv >/dev/null 2>&1; then insserv -r "$name"
else echo 'there is none of update-rc.d, chkconfig and insserv' >&2; exit 127; fi`,
    act: 'if command -v service >/dev/null 2>&1; then set -- service "$name"; else set -- "/etc/init.d/$name"; fi\n"$@"'
  },
  openrc: {
    exists: 'rc-service -e "$name"',
    running: 'rc-service "$name" status',
    enabled: `rc-update show "$runlevel" | awk -v name="$name" '$1 == name { found = 1 } END { exit !found }'`,
    enable: 'rc-update add "$name" "$runlevel"',
    disable: 'rc-update delete "$name" "$runlevel"',
    act: 'rc-service "$name"'
  }
};
function bindings(names) {
  return `${SBIN.text}
name=${quote(names.name)}
runlevel=${quote(names.runlevel)}`;
}

// modules/ansible.builtin/service/index.ts
var args = zod_exports.strictObject({
  name: str().describe("The service."),
  state: choice("reloaded", "restarted", "started", "stopped").optional().describe(
    "started and stopped only act when needed; reloaded and restarted always, and start what is not running."
  ),
  enabled: bool().optional().describe("Whether it starts at boot."),
  sleep: int().optional().describe("Seconds between stop and start of a restart; systemd does not need it."),
  pattern: str().optional().describe("A part of its command line, to tell whether it runs; systemd does not need it."),
  runlevel: str().default("default").describe("OpenRC's runlevel it starts in."),
  arguments: alias(str(), "args").default("").describe("Further words for the init script; systemd has no use for them."),
  use: str().default("auto").describe("The service manager to use: auto, systemd, sysvinit or openrc.")
});
var service_default = defineModule({
  name: "ansible.builtin.service",
  summary: "Starts, stops and enables services under systemd, SysV init scripts or OpenRC.",
  args,
  returns: zod_exports.object({
    name: zod_exports.string().describe("The service."),
    state: zod_exports.string().optional().describe("started or stopped, when `state` was given."),
    enabled: zod_exports.boolean().optional().describe("Whether it starts at boot, when `enabled` was given."),
    status: zod_exports.record(zod_exports.string(), zod_exports.string()).optional().describe("Under systemd: the properties of the unit.")
  }),
  check: "full",
  diff: false,
  rules: (a) => a.state === void 0 && a.enabled === void 0 ? ["one of the following is required: state, enabled"] : [],
  examples: [
    {
      name: "Running now and at boot",
      task: "ansible.builtin.service:\n  name: nginx\n  state: started\n  enabled: true"
    }
  ],
  async run(context) {
    const { name, state, enabled, use } = context.args;
    const manager = await managerFor(context, use);
    for (const unused of unusedBy(manager, context.args)) {
      context.warn(`'${unused}' means nothing to ${manager} and has no effect: drop it`);
    }
    if (manager === "systemd") {
      const options = { daemonReload: false, daemonReexec: false, noBlock: false, force: false };
      return runUnit(context, { name, state, enabled, scope: "system" }, "system", options);
    }
    return runScripts(context, SERVICE_VERBS[manager]);
  }
});
function unusedBy(manager, a) {
  return [
    ...a.runlevel === "default" || manager === "openrc" ? [] : ["runlevel"],
    ...a.sleep === void 0 || manager !== "systemd" ? [] : ["sleep"],
    ...a.pattern === void 0 || manager !== "systemd" ? [] : ["pattern"],
    ...a.arguments === "" || manager !== "systemd" ? [] : ["arguments"]
  ];
}
var MANAGERS = {
  systemd: "systemd",
  "ansible.builtin.systemd": "systemd",
  "ansible.builtin.systemd_service": "systemd",
  systemd_service: "systemd",
  sysvinit: "sysvinit",
  "ansible.builtin.sysvinit": "sysvinit",
  openrc: "openrc",
  // The module that Ansible falls back to works with init scripts where there is nothing better.
  service: "sysvinit",
  "ansible.legacy.service": "sysvinit"
};
async function managerFor(context, use) {
  const auto = use === "auto";
  const { serviceManager, distribution } = auto ? await context.host.platform() : { serviceManager: use, distribution: "" };
  const manager = MANAGERS[serviceManager];
  if (manager !== void 0) return manager;
  if (!auto) {
    throw new ModuleFailure(`use: ${use} is not supported by tsplay: leave it out, or use systemd, sysvinit or openrc`);
  }
  const scripts = await context.host.probe(script(`[ -x ${quote(`/etc/init.d/${context.args.name}`)} ]`));
  if (scripts.rc === 0) return "sysvinit";
  throw new ModuleFailure(
    `the service manager of this host (${distribution}: ${serviceManager}) is not supported by tsplay, and there is no /etc/init.d/${context.args.name}: use a command task`
  );
}
function lookScript(a, verbs) {
  const pattern = a.pattern === void 0 ? `(${verbs.running}) >/dev/null 2>&1; echo "@running $?"` : `if ps -ww -e -o args 2>/dev/null | grep -F -v 'grep -F' | grep -F -q -e ${quote(a.pattern)} || ps 2>/dev/null | grep -F -v 'grep -F' | grep -F -q -e ${quote(a.pattern)}
then echo '@running 0'; else echo '@running 3'; fi`;
  return `${bindings(a)}
if ${verbs.exists} >/dev/null 2>&1; then echo @exists; else exit 0; fi
if ${verbs.enabled} >/dev/null 2>&1; then echo @enabled; fi
${a.state === void 0 ? "" : pattern}
exit 0`;
}
function parseService(stdout) {
  const code = /^@running (\d+)$/m.exec(stdout)?.[1];
  const running = code === "0" ? true : code !== void 0 && ["1", "3", "32"].includes(code) ? false : void 0;
  return { exists: /^@exists$/m.test(stdout), enabled: /^@enabled$/m.test(stdout), running };
}
async function runScripts(context, verbs) {
  const { args: a, host, task, checkMode } = context;
  const seen = parseService((await host.probe(script(lookScript(a, verbs)))).stdout);
  const decision = decideService(a, seen);
  if (decision.failure !== void 0) throw new ModuleFailure(decision.failure, { name: a.name });
  for (const step of decision.steps) {
    if (step === "sleep") {
      if (!checkMode) await task.sleep((a.sleep ?? 0) * 1e3);
      continue;
    }
    const result = await context.change(
      { summary: `${step} ${a.name}` },
      (hands) => hands.run(script(stepScript(step, a, verbs)), { env: { LC_ALL: "C" } })
    );
    if (result && result.rc !== 0) {
      const { rc, stdout, stderr } = result;
      const said = stderr.trim() || stdout.trim() || `it ended with code ${rc}`;
      throw new ModuleFailure(`Unable to ${step} service ${a.name}: ${said}`, { name: a.name, rc, stdout, stderr });
    }
  }
  return {
    name: a.name,
    changed: decision.steps.length > 0,
    ...a.enabled === void 0 ? {} : { enabled: a.enabled },
    ...a.state === void 0 ? {} : { state: a.state === "stopped" ? "stopped" : "started" }
  };
}
function stepScript(step, a, verbs) {
  const head = bindings(a);
  if (step === "enable" || step === "disable") return `${head}
${verbs[step]}`;
  const words = a.arguments.split(/\s+/).filter((word) => word !== "").map(quote);
  return `${head}
${verbs.act} ${[step, ...words].join(" ")} </dev/null`;
}
export {
  service_default as default,
  parseService
};
