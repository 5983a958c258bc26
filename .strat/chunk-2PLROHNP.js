import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  SBIN
} from "./chunk-RCR4E3AI.js";
import {
  ModuleFailure
} from "./chunk-EJJ52GZ6.js";
import {
  argvScript,
  lines,
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/_shared/systemd-decide.ts
var FIXED = /* @__PURE__ */ new Set(["static", "generated", "transient"]);
var ENABLED = /* @__PURE__ */ new Set(["enabled", ...FIXED]);
var KNOWN = /* @__PURE__ */ new Set([
  ...ENABLED,
  "enabled-runtime",
  "linked",
  "linked-runtime",
  "alias",
  "masked",
  "masked-runtime",
  "indirect",
  "disabled"
]);
function unitFound(seen) {
  const loaded = seen.properties["LoadState"];
  if (seen.initScript) return true;
  return loaded === void 0 ? KNOWN.has(seen.enablement) : loaded !== "not-found";
}
function decideUnit(wanted, seen) {
  const steps = [];
  const warnings = [];
  const unit = wanted.name;
  const fail = (failure) => ({ steps: [], failure, warnings, result: {} });
  if (!seen.systemctl) {
    return fail("there is no systemctl on this host: it is not managed by systemd; use ansible.builtin.service");
  }
  const found = unitFound(seen);
  const missing = `Could not find the requested service ${unit}: host`;
  const { LoadState, LoadError, ActiveState } = seen.properties;
  const masked = seen.enablement === "masked";
  if (LoadError !== void 0 && LoadState !== "masked" && LoadState !== "not-found" && LoadError !== "") {
    return fail(`Error loading unit file '${unit}': ${LoadError}`);
  }
  if (seen.initScript && LoadState === "not-found") {
    warnings.push(`The service (${unit}) is actually an init script but the system is managed by systemd`);
  }
  if (wanted.masked !== void 0 && masked !== wanted.masked) {
    steps.push({ verb: wanted.masked ? "mask" : "unmask", unit });
  }
  if (!found && (wanted.enabled !== void 0 || wanted.state !== void 0)) return fail(missing);
  if (wanted.enabled !== void 0) {
    const own = seen.aliasOf ?? { unit, enablement: seen.enablement };
    const enabled = ENABLED.has(own.enablement);
    if (enabled !== wanted.enabled) {
      if (FIXED.has(own.enablement)) {
        warnings.push(
          `${own.unit} is ${own.enablement}: it has nothing to disable; use masked: true to keep it from starting`
        );
      } else steps.push({ verb: wanted.enabled ? "enable" : "disable", unit: own.unit });
    }
  }
  const result = {};
  if (wanted.enabled !== void 0) result.enabled = wanted.enabled;
  if (wanted.state !== void 0) {
    result.state = wanted.state === "stopped" ? "stopped" : "started";
    if (ActiveState === void 0) {
      return fail(`Service is in unknown state${seen.showError === "" ? "" : `: ${seen.showError}`}`);
    }
    const verb = verbFor(wanted.state, ActiveState);
    if (verb) steps.push({ verb, unit });
  }
  return { steps, warnings, result };
}
function verbFor(state, active) {
  const running = active === "active" || active === "activating" || active === "reloading" || active === "refreshing";
  switch (state) {
    case "started":
      return running ? void 0 : "start";
    case "stopped":
      return running || active === "deactivating" ? "stop" : void 0;
    case "restarted":
      return running ? "restart" : "start";
    case "reloaded":
      return running ? "reload" : "start";
  }
}

// modules/_shared/systemd-look.ts
function systemctlWords(scope) {
  return scope === "system" ? ["systemctl"] : ["systemctl", `--${scope}`];
}
var SYSTEMD_ENVIRONMENT = lines([
  SBIN,
  script('export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"')
]);
function unitScript(unit, scope) {
  const systemctl = systemctlWords(scope).join(" ");
  const name = quote(unit);
  const initScript = quote(`/etc/init.d/${unit.replace(/\.service$/, "")}`);
  return script(`command -v systemctl >/dev/null 2>&1 || { echo @none; exit 0; }
${SYSTEMD_ENVIRONMENT.text}
state=$(${systemctl} is-enabled -- ${name} 2>/dev/null)
state=$(printf '%s\\n' "$state" | tail -n 1)
echo "@enabled $state"
if [ "$state" = alias ]; then
id=$(${systemctl} show -p Id -- ${name} | sed -n 's/^Id=//p')
echo "@alias $id $(${systemctl} is-enabled -- "$id" 2>/dev/null | tail -n 1)"
fi
if [ -x ${initScript} ]; then echo @initscript; fi
error=$(${systemctl} show -- ${name} 2>&1 >/dev/null) || printf '@error %s\\n' "$(printf '%s' "$error" | tr '\\n' ' ')"
echo @show
${systemctl} show -- ${name} 2>/dev/null
exit 0`);
}
function parseProperties(text) {
  const properties = {};
  let name;
  let value = "";
  const keep = () => {
    if (name !== void 0) properties[name] = value.trim();
  };
  for (const line of text.split("\n")) {
    const open = value.trimStart().startsWith("{") && !value.trimEnd().endsWith("}");
    const start = open ? null : /^([A-Za-z][A-Za-z0-9_]*)=(.*)$/s.exec(line);
    if (start) {
      keep();
      name = start[1];
      value = start[2] ?? "";
    } else value += `
${line}`;
  }
  keep();
  return properties;
}
function parseUnit(stdout) {
  const cut = stdout.indexOf("@show\n");
  const head = (cut < 0 ? stdout : stdout.slice(0, cut)).split("\n");
  const one = (key) => (head.find((l) => l.startsWith(`@${key} `)) ?? "").split(" ").slice(1);
  const [enablement = ""] = one("enabled");
  const [unit = "", ofUnit = ""] = one("alias");
  return {
    systemctl: !head.includes("@none"),
    properties: cut < 0 ? {} : parseProperties(stdout.slice(cut + "@show\n".length)),
    showError: one("error").join(" ").trim(),
    enablement,
    ...unit === "" ? {} : { aliasOf: { unit, enablement: ofUnit } },
    initScript: head.includes("@initscript")
  };
}

// modules/_shared/systemd-run.ts
var LOCALE = { LC_ALL: "C" };
async function runUnit(context, wanted, scope, options) {
  if (wanted && /[*?[]/.test(wanted.name)) {
    throw new ModuleFailure(
      `This module does not take glob patterns: '${wanted.name}'; name one unit, and loop over several`
    );
  }
  const seen = await lookAtUnit(context, wanted, scope, options);
  if (!wanted || !seen) return { name: null, changed: false, status: {} };
  const decision = decideUnit(wanted, seen);
  decision.warnings.forEach((warning) => context.warn(warning));
  const status = seen.properties;
  if (decision.failure !== void 0) throw new ModuleFailure(decision.failure, { name: wanted.name, status });
  const flags = [...options.noBlock ? ["--no-block"] : [], ...options.force ? ["--force"] : []];
  for (const step of decision.steps) {
    const command = argvScript([...systemctlWords(scope), ...flags, step.verb, "--", step.unit]);
    const result = await context.change(
      { summary: `${step.verb} ${step.unit}` },
      (hands) => hands.run(lines([SYSTEMD_ENVIRONMENT, command]), { env: LOCALE })
    );
    if (result && result.rc !== 0) {
      const said = result.stderr.trim() || result.stdout.trim();
      throw new ModuleFailure(`Unable to ${step.verb} service ${wanted.name}: ${said}`, { name: wanted.name, status });
    }
  }
  return { name: wanted.name, changed: decision.steps.length > 0, ...decision.result, status };
}
async function lookAtUnit(context, wanted, scope, options) {
  const look = wanted ? unitScript(wanted.name, scope) : script("exit 0");
  const verbs = [
    ...options.daemonReload ? ["daemon-reload"] : [],
    ...options.daemonReexec ? ["daemon-reexec"] : []
  ];
  let result;
  if (verbs.length > 0) {
    const orders = verbs.map((verb) => {
      const command = argvScript([...systemctlWords(scope), verb]).text;
      return script(`said=$(${command} 2>&1) || { printf '%s\\n' "failure $? during ${verb}: $said" >&2; exit 97; }`);
    });
    const all = lines([SYSTEMD_ENVIRONMENT, ...orders, look]);
    result = await context.change({ summary: verbs.join(", ") }, (hands) => hands.run(all, { env: LOCALE }));
    if (result?.rc === 97) throw new ModuleFailure(result.stderr.trim());
  }
  if (!wanted) return void 0;
  result ??= await context.host.probe(look);
  return parseUnit(result.stdout);
}

export {
  runUnit
};
