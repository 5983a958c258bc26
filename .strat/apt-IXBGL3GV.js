import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  nameFromUrl
} from "./chunk-F2TTI5QS.js";
import {
  clientFor
} from "./chunk-YEG4NNLH.js";
import {
  HttpFailure
} from "./chunk-BWLGL4IV.js";
import {
  SBIN
} from "./chunk-RCR4E3AI.js";
import {
  splitLines
} from "./chunk-ONXNTAON.js";
import {
  fnmatch
} from "./chunk-AAM7TTL6.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  argvScript,
  lines,
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/apt/spec.ts
var NAME = /^[A-Za-z0-9*?[][A-Za-z0-9+.~_*?[\]!^-]*(?::[a-z0-9-]+)?$/;
function parseSpec(text) {
  const trimmed = text.trim();
  const parts = /^([^=<>/\s]+)\s*(?:(>=|=)\s*([^=<>\s]+)|\/([^=<>/\s]+))?$/.exec(trimmed);
  const name = parts?.[1];
  if (parts === null || name === void 0 || !NAME.test(name)) return void 0;
  const [, , relation, value, release2] = parts;
  return {
    text: trimmed,
    name,
    pattern: /[*?[]/.test(name),
    ...relation !== void 0 && value !== void 0 ? { version: { relation, value } } : {},
    ...release2 === void 0 ? {} : { release: release2 }
  };
}

// modules/ansible.builtin/apt/args.ts
var args = zod_exports.strictObject({
  name: alias(list(str()), "pkg", "package").optional().describe(
    "Packages: `foo`, `foo=1.0`, `foo=1.*`, `foo>=1.0`, `foo/release`, patterns as `foo*`; `*` with state=latest."
  ),
  state: choice("absent", "build-dep", "latest", "present", "fixed").default("present").describe(
    "What the packages shall be; build-dep installs what building them needs, fixed repairs broken dependencies."
  ),
  update_cache: alias(bool(), "update-cache").optional().describe("Fetch the package lists first (`apt-get update`)."),
  cache_valid_time: int().default(0).describe("Seconds for which fetched lists are good enough; implies update_cache."),
  update_cache_retries: int().default(5).describe("How often fetching the lists is tried."),
  update_cache_retry_max_delay: int().default(12).describe("Longest wait between two tries, in seconds; it doubles each time."),
  purge: bool().default(false).describe("Remove configuration files too, with state=absent or autoremove."),
  autoremove: bool().default(false).describe("Remove packages that were installed for others and are not needed any more."),
  autoclean: bool().default(false).describe("Remove package files from the cache that cannot be downloaded any more."),
  clean: bool().default(false).describe("Remove all package files from the cache; done first."),
  upgrade: choice("dist", "full", "no", "safe", "yes").or(zod_exports.boolean().transform((on) => on ? "yes" : "no")).default("no").describe("Upgrade all packages: yes or safe without removing any, full or dist whatever it takes."),
  dpkg_options: str().default("force-confdef,force-confold").describe("Options handed to dpkg, with commas between and without the leading dashes."),
  force: bool().default(false).describe("Allow everything apt asks about: unsigned, downgrades, essential and held packages."),
  force_apt_get: bool().default(false).describe("Use apt-get for upgrade also where aptitude is installed."),
  allow_unauthenticated: alias(bool(), "allow-unauthenticated").default(false).describe("Install unsigned packages too."),
  allow_downgrade: alias(bool(), "allow-downgrade", "allow_downgrades", "allow-downgrades").default(false).describe("Let an older version replace a newer one."),
  allow_change_held_packages: bool().default(false).describe("Change packages that are on hold."),
  install_recommends: alias(bool(), "install-recommends").optional().describe("Install recommended packages too, or not; default as apt is configured on the host."),
  only_upgrade: bool().default(false).describe("Only upgrade what is installed, install nothing new."),
  default_release: alias(str(), "default-release").optional().describe("The release to prefer, as `apt-get -t`."),
  deb: path().optional().describe("A package file on the host, several with commas between, or a URL to fetch one from."),
  policy_rc_d: int().optional().describe("Exit code of a policy-rc.d put in place meanwhile; 101 keeps services from starting."),
  fail_on_autoremove: bool().default(false).describe("Fail instead of removing any package."),
  lock_timeout: int().default(60).describe("Seconds to wait for another program that holds a lock of apt or dpkg.")
});
function rules(a) {
  const broken = [];
  const given = [a.deb !== void 0 && "deb", a.name !== void 0 && "name", a.upgrade !== "no" && "upgrade"].filter(
    (name) => name !== false
  );
  if (given.length > 1) broken.push(`parameters are mutually exclusive: ${given.join("|")}`);
  const something = given.length > 0 || a.autoremove || a.autoclean || a.clean || a.state === "fixed" || wantsUpdate(a) || a.update_cache === false;
  if (!something) {
    broken.push("one of the following is required: autoremove, autoclean, clean, deb, name, update_cache, upgrade");
  }
  if (a.deb !== void 0 && a.state !== "present") broken.push("deb only supports state=present");
  const names = a.name ?? [];
  if (names.includes("*")) {
    if (a.state !== "latest") broken.push("name '*' means all installed packages and goes with state=latest only");
    else if (names.length > 1)
      broken.push("unable to install additional packages when upgrading all installed packages");
  }
  return broken;
}
function wantsUpdate(a) {
  return a.update_cache === true || a.cache_valid_time > 0;
}
function specsOf(a) {
  return (a.name ?? []).map((text) => text.trim()).filter((text) => text !== "" && text !== "*").map((text) => {
    const spec = parseSpec(text);
    if (spec) return spec;
    throw new ModuleFailure(`invalid package spec: ${text}`);
  });
}
function debPaths(a) {
  return (a.deb ?? "").split(",").map((p) => p.trim()).filter((p) => p !== "");
}

// modules/ansible.builtin/apt/command-line.ts
var APT_ENVIRONMENT = { DEBIAN_FRONTEND: "noninteractive", DEBIAN_PRIORITY: "critical", LC_ALL: "C" };
var INSTALLS = /^(?:install|build-dep|upgrade|dist-upgrade)/;
function commandLine(step2, args2, simulate) {
  const [command = "", ...rest] = step2.command.split(" ");
  if (step2.tool === "apt-mark") return ["apt-mark", command, ...step2.targets];
  const dry = simulate ? ["-s"] : [];
  const dpkg = args2.dpkg_options.split(",").filter((option) => option !== "").flatMap((option) => ["-o", `Dpkg::Options::=--${option}`]);
  if (step2.tool === "aptitude") {
    const trust = args2.force || args2.allow_unauthenticated ? ["-o", "Aptitude::CmdLine::Ignore-Trust-Violations=yes"] : [];
    return ["aptitude", "-y", ...dry, ...dpkg, ...trust, ...release(args2), command];
  }
  const wait = ["-o", `DPkg::Lock::Timeout=${Math.max(0, args2.lock_timeout)}`];
  if (command === "clean" || command === "autoclean") return ["apt-get", "-y", ...dry, ...wait, command];
  const installs = INSTALLS.test(command);
  const recommends = args2.install_recommends === void 0 ? [] : ["-o", `APT::Install-Recommends=${args2.install_recommends ? "yes" : "no"}`];
  const options = [
    [args2.only_upgrade && command === "install", "--only-upgrade"],
    [args2.state === "fixed" && installs, "--fix-broken"],
    [args2.autoremove && command !== "build-dep" && command !== "autoremove", "--auto-remove"],
    [args2.purge && (command === "remove" || command === "autoremove"), "--purge"],
    [args2.fail_on_autoremove && installs, "--no-remove"],
    [(args2.allow_unauthenticated || args2.force) && installs, "--allow-unauthenticated"],
    [(args2.allow_downgrade || args2.force) && installs, "--allow-downgrades"],
    // What --force-yes stood for before apt 1.1 split it up.
    [args2.allow_change_held_packages || args2.force, "--allow-change-held-packages"],
    [args2.force, "--allow-remove-essential"]
  ];
  return [
    "apt-get",
    "-y",
    ...dry,
    ...wait,
    ...dpkg,
    ...options.filter(([on]) => on).map(([, option]) => option),
    ...installs ? [...recommends, ...release(args2)] : [],
    command,
    ...rest,
    ...step2.targets
  ];
}
function release(args2) {
  return args2.default_release === void 0 ? [] : ["-t", args2.default_release];
}
function withTemporaryDeb(deb, body) {
  if (!deb) return body;
  const directory = quote(deb.path.slice(0, deb.path.lastIndexOf("/")));
  return lines([
    script(`mkdir -m 755 ${directory} || exit 1`),
    script(`trap ${quote(`rm -rf ${directory}`)} EXIT; trap 'exit 143' HUP INT TERM`),
    script(`cat > ${quote(deb.path)} || exit 1
chmod 644 ${quote(deb.path)}`),
    script(`(
${body.text}
) </dev/null`)
  ]);
}
function withPolicyRcD(code, argv) {
  const command = argvScript(argv);
  if (code === void 0) return command;
  return script(`policy=/usr/sbin/policy-rc.d
aside=/usr/sbin/policy-rc.d.tsplay-aside
if [ -e "$policy" ] && [ ! -e "$aside" ]; then mv "$policy" "$aside" || exit 1; fi
restore() { if [ -e "$aside" ]; then mv -f "$aside" "$policy"; else rm -f "$policy"; fi; }
trap 'restore' EXIT
trap 'exit 143' HUP INT TERM
printf '#!/bin/sh\\nexit %s\\n' ${code} > "$policy" && chmod 0755 "$policy" || exit 1
${command.text}`);
}
function simulationChanges(step2, stdout) {
  if (step2.tool === "aptitude")
    return !/^0 packages upgraded, 0 newly installed, (?:0 downgraded, )?0 to remove/m.test(stdout);
  if (step2.command === "autoclean") return /^Del /m.test(stdout);
  return /^(?:Inst|Conf|Remv|Purg) /m.test(stdout);
}
function simulationDiff(stdout) {
  const before = [];
  const after = [];
  for (const line of stdout.split("\n")) {
    const installed = /^Inst (\S+)(?: \[(\S+)\])? \((\S+)/.exec(line);
    const removed = /^(?:Remv|Purg) (\S+) \[(\S+)\]/.exec(line) ?? /^Del (\S+) (\S+) \[/.exec(line);
    if (installed?.[2] !== void 0) before.push(`${installed[1]} ${installed[2]}`);
    if (installed) after.push(`${installed[1]} ${installed[3]}`);
    if (removed) before.push(`${removed[1]} ${removed[2]}`);
  }
  if (before.length + after.length === 0) return void 0;
  const text = (all) => all.sort().map((line) => `${line}
`).join("");
  return { before: text(before), after: text(after), beforeHeader: "packages", afterHeader: "packages" };
}

// modules/ansible.builtin/apt/debian-version.ts
function rank(character) {
  if (character === void 0 || /\d/.test(character)) return 0;
  if (character === "~") return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
function compareParts(a, b) {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while (i < a.length && !/\d/.test(a.charAt(i)) || j < b.length && !/\d/.test(b.charAt(j))) {
      const difference = rank(a[i]) - rank(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [x = ""] = /^\d*/.exec(a.slice(i)) ?? [];
    const [y = ""] = /^\d*/.exec(b.slice(j)) ?? [];
    i += x.length;
    j += y.length;
    const left = BigInt(x || "0");
    const right = BigInt(y || "0");
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
function split(version) {
  const colon = version.indexOf(":");
  const head = colon < 0 ? "" : version.slice(0, colon);
  const epoch = /^\d+$/.test(head) ? BigInt(head) : 0n;
  const rest = /^\d+$/.test(head) ? version.slice(colon + 1) : version;
  const dash = rest.lastIndexOf("-");
  return dash < 0 ? { epoch, upstream: rest, revision: "" } : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}
function compareVersions(a, b) {
  const left = split(a);
  const right = split(b);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareParts(left.upstream, right.upstream) || compareParts(left.revision, right.revision);
}

// modules/ansible.builtin/apt/decide.ts
var step = (command, targets, changes) => ({
  tool: "apt-get",
  command,
  targets,
  changes
});
function decide(args2, seen) {
  const steps = args2.clean && seen.cleanable ? [step("clean", [], "yes")] : [];
  const upgrade = args2.upgrade === "no" && args2.name?.includes("*") === true ? "yes" : args2.upgrade;
  if (upgrade !== "no") return { steps: [...steps, upgradeStep(upgrade, args2, seen)] };
  if (args2.deb !== void 0) {
    const decided2 = decideDebs(args2, seen);
    return "failure" in decided2 ? decided2 : { steps: [...steps, ...decided2.steps] };
  }
  const specs = specsOf(args2);
  if (specs.length === 0) {
    if (args2.state === "fixed") steps.push(step("install", [], "simulate"));
    if (args2.autoclean) steps.push(step("autoclean", [], "simulate"));
    if (args2.autoremove) steps.push(step("autoremove", [], "simulate"));
    return { steps };
  }
  const decided = args2.state === "absent" ? decideAbsent(args2, specs, seen) : decideInstall(args2, specs, seen);
  return "failure" in decided ? decided : { steps: [...steps, ...decided.steps] };
}
function upgradeStep(mode, args2, seen) {
  const aptitude = seen.aptitude && !args2.force_apt_get;
  const commands = {
    yes: aptitude ? "safe-upgrade" : "upgrade --with-new-pkgs",
    safe: aptitude ? "safe-upgrade" : "upgrade --with-new-pkgs",
    full: aptitude ? "full-upgrade" : "dist-upgrade",
    dist: "dist-upgrade"
  };
  const chosen = step(commands[mode], [], "simulate");
  return aptitude && mode !== "dist" ? { ...chosen, tool: "aptitude" } : chosen;
}
function expand(specs, seen, needed) {
  const all = [];
  for (const spec of specs) {
    if (!spec.pattern) {
      all.push(spec);
      continue;
    }
    const pattern = fnmatch(spec.name);
    const names = seen.matched.filter((name) => pattern.test(name));
    if (names.length === 0 && needed) return { failure: `No package(s) matching '${spec.name}' available` };
    all.push(...names.map((name) => ({ ...spec, name, pattern: false })));
  }
  return all;
}
function decideAbsent(args2, specs, seen) {
  const expanded = expand(specs, seen, true);
  if ("failure" in expanded) return expanded;
  const targets = expanded.flatMap((spec) => {
    const found = packagesOf(spec.name, seen);
    const installed = found.filter((p) => p.installed || !p.configFiles);
    const fits = installed.some((p) => satisfies(p.version, spec));
    return fits || args2.purge && found.some((p) => p.configFiles) ? [spec.name] : [];
  });
  return { steps: targets.length === 0 ? [] : [step("remove", unique(targets), "yes")] };
}
function decideInstall(args2, specs, seen) {
  if (args2.state === "build-dep")
    return {
      steps: [
        step(
          "build-dep",
          specs.map((s) => s.text),
          "simulate"
        )
      ]
    };
  const expanded = expand(specs, seen, true);
  if ("failure" in expanded) return expanded;
  const targets = [];
  const manual = [];
  for (const spec of expanded) {
    const target = targetOf(spec, args2, seen);
    if (typeof target === "object") return target;
    if (target !== void 0) targets.push(target);
    else if (seen.auto.has(spec.name) && installedOf(spec.name, seen)) manual.push(spec.name);
  }
  const steps = [];
  if (targets.length > 0) steps.push(step("install", unique(targets), "yes"));
  else if (args2.state === "fixed") steps.push(step("install", [], "simulate"));
  if (manual.length > 0) steps.push({ tool: "apt-mark", command: "manual", targets: unique(manual), changes: "never" });
  return { steps };
}
function targetOf(spec, args2, seen) {
  const { name } = spec;
  const installed = installedOf(name, seen)?.version;
  if (installed === void 0 && args2.only_upgrade) return void 0;
  const policy = seen.policies.get(name);
  if (installed === void 0 && providedByInstalled(name, policy?.candidate, seen)) return void 0;
  const known = installed !== void 0 || policy && policy.versions.length > 0;
  if (!known) {
    if ((seen.providers.get(name)?.length ?? 0) > 0) return name;
    const noLists = seen.cacheTime === 0 || seen.policies.size === 0 ? "; the lists may never have been fetched: set update_cache: true" : "";
    return { failure: `No package matching '${name}' is available${noLists}` };
  }
  if (spec.release !== void 0) return releaseTarget(spec, spec.release, installed, seen);
  const best = bestVersion(spec, seen);
  const fits = installed !== void 0 && satisfies(installed, spec);
  if (!fits && best === void 0) return { failure: `no available installation candidate for ${spec.text}` };
  if (best === void 0 || best === installed) return void 0;
  const wildcard = fits && spec.version?.relation === "=";
  return !fits || args2.state === "latest" || wildcard ? `${name}=${best}` : void 0;
}
function releaseTarget(spec, release2, installed, seen) {
  const versions = seen.policies.get(spec.name)?.versions ?? [];
  const there = versions.some((v) => v.version === installed && v.releases.includes(release2));
  return there ? void 0 : `${spec.name}/${release2}`;
}
function satisfies(version, spec) {
  if (!spec.version) return true;
  const { relation, value } = spec.version;
  return relation === "=" ? fnmatch(value).test(version) : compareVersions(version, value) >= 0;
}
function bestVersion(spec, seen) {
  const policy = seen.policies.get(spec.name);
  if (!policy) return void 0;
  if (policy.candidate !== void 0 && satisfies(policy.candidate, spec)) return policy.candidate;
  if (!spec.version) return void 0;
  return policy.versions.filter((v) => (v.releases.length > 0 || v.version === policy.installed) && satisfies(v.version, spec)).map((v) => v.version).sort(compareVersions).at(-1);
}
function packagesOf(name, seen) {
  const [bare = name, arch] = name.split(":");
  return seen.packages.filter((p) => {
    if (p.name !== bare) return false;
    if (arch === void 0) return p.architecture === seen.architecture || p.architecture === "all";
    return arch === "any" || p.architecture === arch || arch === "native" && p.architecture === seen.architecture;
  });
}
function installedOf(name, seen) {
  return packagesOf(name, seen).find((p) => p.installed);
}
function providedByInstalled(name, candidate, seen) {
  return candidate === void 0 && seen.packages.some((p) => p.installed && p.provides.includes(name));
}
function decideDebs(args2, seen) {
  const targets = [];
  for (const path2 of debPaths(args2)) {
    const deb = seen.debs.find((d) => d.path === path2);
    if (!deb || deb.error !== void 0) {
      return { failure: `Unable to install package: ${path2}: ${deb?.error ?? "it was not looked at"}` };
    }
    const there = seen.packages.filter(
      (p) => p.name === deb.name && p.installed && (p.architecture === deb.architecture || p.architecture === "all" || deb.architecture === "all")
    );
    const same = there.some((p) => compareVersions(p.version, deb.version) === 0);
    if (same) continue;
    const later = there.find((p) => compareVersions(p.version, deb.version) > 0);
    if (later && !args2.allow_downgrade && !args2.force) {
      return {
        failure: `A later version is already installed: ${deb.name} ${later.version}, ${path2} has ${deb.version}; set allow_downgrade: true to replace it`
      };
    }
    targets.push(path2);
  }
  return { steps: targets.length === 0 ? [] : [step("install", unique(targets), "yes")] };
}
var unique = (names) => [...new Set(names)];

// modules/ansible.builtin/apt/fetch-deb.ts
var HTTP = {
  decompress: true,
  force_basic_auth: false,
  http_agent: "ansible-httpget",
  timeout: 30,
  unredirected_headers: [],
  use_gssapi: false,
  use_netrc: true,
  use_proxy: true,
  validate_certs: true
};
async function fetchDeb({ args: args2, host, task }) {
  const url = args2.deb;
  if (!url?.includes("://")) return void 0;
  const failed = (why) => new ModuleFailure(`Failure downloading ${url}, ${why}`);
  let bytes;
  if (url.startsWith("file://")) {
    bytes = await host.read(decodeURIComponent(new URL(url).pathname));
  } else {
    const client = await clientFor(host, HTTP);
    const response = await client.send({ method: "GET", url, headers: {}, redirects: "urllib2" }).catch((error) => {
      if (error instanceof HttpFailure) throw failed(error.message);
      throw error;
    });
    if (response.status !== 200) throw failed(`HTTP Error ${response.status}: ${response.reason}`);
    bytes = response.body;
  }
  const name = nameFromUrl(url).replace(/[^A-Za-z0-9+._~-]/g, "_").replace(/(?:\.deb)?$/, ".deb");
  const unique2 = `${task.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  return { path: `/tmp/tsplay-deb-${unique2}/${name}`, bytes };
}

// modules/ansible.builtin/apt/execute.ts
var LOCKED = /Could not get lock |Unable to acquire the dpkg (?:frontend lock|database lock)|Unable to lock (?:the )?(?:list |administration |download )?directory|locked by another process|Could not open lock file .*(?:temporarily|locked)/;
function isLocked(result) {
  const said = result.stderr + result.stdout;
  return result.rc !== 0 && LOCKED.test(said) && !/Permission denied|are you root/.test(said);
}
var WHO_HOLDS = script(`for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
inode=$(stat -c %i "$lock" 2>/dev/null) || continue
for pid in $(awk -v end=":$inode" '$2 != "->" && substr($6, length($6) - length(end) + 1) == end { print $5 }' /proc/locks); do
[ -r "/proc/$pid/cmdline" ] && printf '%s by process %s (%s)\\n' "$lock" "$pid" "$(tr '\\0' ' ' < "/proc/$pid/cmdline" | cut -c 1-120)"
done; done 2>/dev/null
exit 0`);
async function runUnlocked({ args: args2, host, task }, hands, command, stdin) {
  const deadline = task.now() + args2.lock_timeout * 1e3;
  for (let wait = 500; ; wait = Math.min(wait * 2, 5e3)) {
    const result = await hands.run(lines([SBIN, command]), { env: APT_ENVIRONMENT, stdin });
    if (!isLocked(result)) return result;
    const left = deadline - task.now();
    if (left <= 0) {
      const holders = (await host.probe(WHO_HOLDS)).stdout.trim();
      const who = holders === "" ? "who holds it could not be found out" : `held: ${holders.split("\n").join("; ")}`;
      throw new ModuleFailure(
        `Failed to lock apt for exclusive operation after ${args2.lock_timeout} s: ${who}. ` + `Wait for it to end, or raise lock_timeout. ${firstError(result.stderr)}`.trimEnd(),
        { rc: result.rc, stdout: result.stdout, stderr: result.stderr }
      );
    }
    await task.sleep(Math.min(wait, left));
  }
}
var firstError = (stderr) => /^E: .*/m.exec(stderr)?.[0] ?? "";
function updateProblem(result) {
  const complaints = result.stderr.split("\n").filter((line) => /^(?:E: |W: (?:Failed to fetch|Some index files failed|GPG error|.*is not signed))/.test(line));
  const incomplete = /^W: (?:Failed to fetch|Some index files failed)/m.test(result.stderr);
  if (result.rc === 0 && !incomplete) return void 0;
  return complaints.join("; ") || `apt-get update ended with code ${result.rc}: ${result.stderr.trim()}`;
}
async function updateLists(context, hands) {
  const { args: args2, task } = context;
  const tries = Math.max(1, args2.update_cache_retries);
  const wait = `DPkg::Lock::Timeout=${Math.max(0, args2.lock_timeout)}`;
  const command = argvScript(["apt-get", "update", "-o", wait, "-o", "APT::Update::Error-Mode=any"]);
  let problem;
  for (let attempt = 0; attempt < tries; attempt++) {
    const result = await runUnlocked(context, hands, command);
    problem = updateProblem(result);
    if (problem === void 0) return;
    if (attempt + 1 === tries) break;
    const delay = Math.min(2 ** attempt, args2.update_cache_retry_max_delay) + Math.random();
    context.warn(`Failed to update cache after ${attempt + 1} retries due to ${problem}, retrying`);
    await task.sleep(delay * 1e3);
  }
  throw new ModuleFailure(`Failed to update apt cache after ${tries} retries: ${problem ?? "unknown reason"}`);
}
var ADVICE = [
  [
    /Held packages were changed/,
    "a package is on hold: set allow_change_held_packages: true, or release it with apt-mark unhold"
  ],
  [/Packages were downgraded/, "an older version would replace a newer one: set allow_downgrade: true"],
  [
    /unauthenticated packages|There were unauthenticated/,
    "the packages are not signed by a trusted key: add the key, or set allow_unauthenticated: true"
  ],
  [/dpkg was interrupted/, "an earlier run was interrupted: run dpkg --configure -a on the host"],
  [/Unmet dependencies|unmet dependencies/, "dependencies are broken: state: fixed tries to repair them"],
  [/are you root|Permission denied/, "only root may do that: set become: true"],
  [/Packages need to be removed but remove is disabled/, "fail_on_autoremove is set and packages would be removed"],
  [
    /Essential packages were removed|essential packages/i,
    "an essential package would be removed: only force: true allows that"
  ],
  [/Unable to fetch some archives|404 +Not Found/, "the lists are older than the mirror: set update_cache: true"]
];
function requireSuccess(argv, result) {
  if (result.rc === 0) return;
  const { rc, stdout, stderr } = result;
  const said = stderr.trim() || stdout.trim().split("\n").slice(-5).join("\n");
  const advice = ADVICE.find(([pattern]) => pattern.test(stderr + stdout))?.[1];
  throw new ModuleFailure(`'${argv.join(" ")}' failed: ${said}${advice === void 0 ? "" : ` (${advice})`}`, {
    rc,
    stdout,
    stderr
  });
}

// modules/ansible.builtin/apt/policy.ts
var none = (text) => text === "(none)" ? void 0 : text;
function parsePolicy(text) {
  const policies = /* @__PURE__ */ new Map();
  let current;
  for (const line of text.split("\n")) {
    const name = /^(\S+):$/.exec(line)?.[1];
    if (name !== void 0) {
      current = { versions: [] };
      policies.set(name, current);
      continue;
    }
    if (!current) continue;
    const field = /^ {2}(Installed|Candidate): (.*)$/.exec(line);
    const value = field?.[2] === void 0 ? void 0 : none(field[2]);
    if (field && value !== void 0) current[field[1] === "Installed" ? "installed" : "candidate"] = value;
    const version = /^ (?:\*{3}| {3}) (\S+)(?: -?\d+)?(?: \(phased \d+%\))?$/.exec(line)?.[1];
    if (version !== void 0) {
      current.versions.push({ version, releases: [] });
      continue;
    }
    const source = /^ {4,}-?\d+ (\S+)(?: (\S+))?/.exec(line);
    const release2 = source?.[2]?.replace(/\/[^/]*$/, "");
    if (source && release2 !== void 0) current.versions.at(-1)?.releases.push(release2);
  }
  return policies;
}

// modules/ansible.builtin/apt/look.ts
function patternToEre(pattern) {
  let ere = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const end = c === "[" ? pattern.indexOf("]", i + (pattern[i + 1] === "!" ? 3 : 2)) : -1;
    if (c === "*") ere += ".*";
    else if (c === "?") ere += ".";
    else if (end > 0) {
      ere += `[${pattern.slice(i + 1, end).replace(/^!/, "^")}]`;
      i = end;
    } else ere += c.replace(/[\\^$.|+(){}[\]]/, "\\$&");
  }
  return `^${ere}$`;
}
var AGE = `stamp=/var/lib/apt/periodic/update-success-stamp
[ -e "$stamp" ] || stamp=/var/lib/apt/lists
updated=$(stat -c %Y "$stamp" 2>/dev/null || echo 0)
echo "@age $updated"`;
var FILTER = `$1 == "W" { wanted[$2] = 1; next }
$1 == "A" { if ($2 in wanted || ($2 ":" $3) in wanted) print "@auto " $2 " " $3; next }
{
  known = ($2 in wanted || ($2 ":" $3) in wanted); provided = ""
  if ($5 ~ / installed$/) {
    if ($3 == native || $3 == "all") have[$2] = 1
    have[$2 ":" $3] = 1
    n = split($6, p, /, */)
    for (i = 1; i <= n; i++) { sub(/[ :].*/, "", p[i]); if (p[i] in wanted) provided = provided " " p[i] }
  }
  if (known || provided != "") print "@package " $2 "|" $3 "|" $4 "|" $5 "|" provided
}
END { for (name in wanted) if (!(name in have)) print "@missing " name }`;
var NO_CANDIDATE = `/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) }
/^  Candidate: \\(none\\)$/ { print name }`;
var PROVIDERS = `/^Package: / { name = $2; reading = 0; next }
/^Reverse Provides:/ { reading = 1; next }
/^[A-Z][A-Za-z ]*:/ { reading = 0 }
reading && NF { print "@provider " name " " $1 }`;
function packagesScript(request) {
  const names = request.names.map(quote).join(" ");
  const patterns = request.patterns.map((p) => `-e ${quote(patternToEre(p))}`).join(" ");
  const matched = patterns === "" ? "" : `matched=$(apt-cache pkgnames | grep -E ${patterns} | sort -u)
`;
  const release2 = request.defaultRelease === void 0 ? "" : `-o ${quote(`APT::Default-Release=${request.defaultRelease}`)} `;
  const asked = { all: "wanted", missing: `printf '%s\\n' "$found" | sed -n 's/^@missing //p'`, none: ":" }[request.policy];
  return `${matched}for name in $matched; do echo "@matched $name"; done
wanted() { printf '%s\\n' ${names} $matched | sed '/^$/d'; }
found=$({
wanted | sed 's/^/W|/'
awk '/^Package:/ { p = $2 } /^Architecture:/ { a = $2 } /^Auto-Installed: 1/ { print "A|" p "|" a }' /var/lib/apt/extended_states
dpkg-query -W -f 'P|\${Package}|\${Architecture}|\${Version}|\${Status}|\${Provides}\\n'
} 2>/dev/null | awk -F'|' -v native="$native" ${quote(FILTER)})
printf '%s\\n' "$found"
policy=$(${asked} | xargs -r apt-cache ${release2}policy 2>/dev/null)
printf '%s\\n' "$policy" | awk ${quote(NO_CANDIDATE)} | xargs -r apt-cache showpkg 2>/dev/null | awk ${quote(PROVIDERS)}`;
}
function debScript(path2) {
  const p = quote(path2);
  return `if fields=$(dpkg-deb -f ${p} Package Version Architecture 2>&1); then
echo "@deb" $(printf '%s\\n' "$fields" | sed -n 's/^Package: //p') $(printf '%s\\n' "$fields" | sed -n 's/^Version: //p') $(printf '%s\\n' "$fields" | sed -n 's/^Architecture: //p')
else printf '@deberror %s\\n' "$(printf '%s' "$fields" | tr '\\n' ' ')"; fi`;
}
function debInstalledScript(debs) {
  const paths = debs.map(quote).join(" ");
  return `for deb in ${paths}; do
name=$(dpkg-deb -f "$deb" Package 2>/dev/null) || continue
dpkg-query -W -f '@package \${Package}|\${Architecture}|\${Version}|\${Status}|\\n' "$name" 2>/dev/null
done`;
}
function lookScript(request) {
  const parts = [
    "command -v apt-get >/dev/null 2>&1 || exit 0",
    "echo @apt",
    "if command -v aptitude >/dev/null 2>&1; then echo @aptitude; fi",
    AGE,
    request.validFor === void 0 ? "" : `if [ $((updated + ${request.validFor})) -lt "$(date +%s)" ]; then echo @stale; exit 0; fi`,
    'native=$(dpkg --print-architecture)\necho "@native $native"',
    request.clean ? 'for f in /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*; do [ -e "$f" ] && { echo @cleanable; break; }; done' : "",
    ...request.debs.map(debScript),
    request.debs.length > 0 ? debInstalledScript(request.debs) : "",
    request.names.length + request.patterns.length > 0 ? `${packagesScript(request)}
echo @policy
printf '%s\\n' "$policy"` : "",
    "exit 0"
  ];
  return lines(parts.filter((part) => part !== "").map(script));
}
function parseLook(stdout, debs = []) {
  const cut = stdout.indexOf("@policy\n");
  const head = (cut < 0 ? stdout : stdout.slice(0, cut)).split("\n");
  const all = (key) => head.filter((l) => l === `@${key}` || l.startsWith(`@${key} `)).map((l) => l.slice(key.length + 2));
  const providers = /* @__PURE__ */ new Map();
  for (const line of all("provider")) {
    const [name = "", provider = ""] = line.split(" ");
    const known = providers.get(name) ?? [];
    if (!known.includes(provider)) providers.set(name, [...known, provider]);
  }
  const native = all("native")[0] ?? "";
  return {
    apt: head.includes("@apt"),
    aptitude: head.includes("@aptitude"),
    architecture: native,
    cacheTime: Number(all("age")[0] ?? 0),
    stale: head.includes("@stale"),
    packages: all("package").map(parsePackage),
    auto: new Set(
      all("auto").flatMap((line) => {
        const [name = "", arch = ""] = line.split(" ");
        return arch === native || arch === "all" ? [name, `${name}:${arch}`] : [`${name}:${arch}`];
      })
    ),
    policies: parsePolicy(cut < 0 ? "" : stdout.slice(cut + "@policy\n".length)),
    providers,
    matched: all("matched"),
    debs: parseDebs(head, debs),
    cleanable: head.includes("@cleanable")
  };
}
function parsePackage(line) {
  const [name = "", architecture = "", version = "", status = "", provides = ""] = line.split("|");
  const state = status.split(" ").at(-1);
  return {
    name,
    architecture,
    version,
    // A package that is unpacked or half installed still has to be finished by apt.
    installed: state === "installed" || state === "triggers-pending" || state === "triggers-awaited",
    configFiles: state === "config-files",
    provides: provides.split(" ").filter((p) => p !== "")
  };
}
function parseDebs(head, paths) {
  const told = head.filter((line) => line.startsWith("@deb ") || line.startsWith("@deberror "));
  return paths.map((path2, i) => {
    const line = told[i] ?? "@deberror nothing was said about it";
    const [, name = "", version = "", architecture = ""] = line.split(" ");
    if (line.startsWith("@deb ")) return { path: path2, name, version, architecture };
    return { path: path2, name: "", version: "", architecture: "", error: line.slice("@deberror ".length).trim() };
  });
}

// modules/ansible.builtin/apt/index.ts
var apt_default = defineModule({
  name: "ansible.builtin.apt",
  summary: "Installs, upgrades and removes packages on Debian and its derivatives.",
  args,
  returns: zod_exports.object({
    cache_updated: zod_exports.boolean().optional().describe("Whether the package lists were fetched and had changed."),
    cache_update_time: zod_exports.int().optional().describe("When the lists were last fetched, in seconds since the epoch; 0 if never."),
    stdout: zod_exports.string().optional().describe("What apt printed."),
    stderr: zod_exports.string().optional().describe("What apt printed as errors."),
    stdout_lines: zod_exports.array(zod_exports.string()).optional().describe("`stdout` line by line."),
    stderr_lines: zod_exports.array(zod_exports.string()).optional().describe("`stderr` line by line."),
    msg: zod_exports.string().optional().describe("With upgrade: what apt printed.")
  }),
  check: "full",
  diff: true,
  rules,
  examples: [
    {
      name: "A web server",
      task: "ansible.builtin.apt:\n  name: nginx\n  update_cache: true\n  cache_valid_time: 3600"
    },
    { name: "Packages at certain versions", task: "ansible.builtin.apt:\n  name: [redis=5:7.*, curl>=7.80]" },
    { name: "Upgrade everything", task: "ansible.builtin.apt:\n  upgrade: dist\n  update_cache: true" },
    { name: "Remove with configuration", task: "ansible.builtin.apt:\n  name: exim4\n  state: absent\n  purge: true" }
  ],
  run
});
async function run(context) {
  const { args: args2, checkMode } = context;
  const deb = await fetchDeb(context);
  const paths = deb ? [deb.path] : debPaths(args2).map((p) => p.includes("/") ? p : `./${p}`);
  const effective = deb || args2.deb !== void 0 ? { ...args2, deb: paths.join(",") } : args2;
  const request = lookRequest(effective, paths);
  const update = wantsUpdate(args2);
  let seen = await look(context, update ? { ...request, validFor: args2.cache_valid_time } : request, paths, deb);
  let cacheUpdated = false;
  if (seen.stale) {
    const before = seen.cacheTime;
    await context.change({ summary: "fetch the package lists" }, (hands) => updateLists(context, hands));
    seen = await look(context, request, paths, deb);
    cacheUpdated = checkMode || seen.cacheTime !== before;
  }
  const decision = decide(effective, seen);
  if ("failure" in decision) throw new ModuleFailure(decision.failure);
  const done = await carryOut(context, decision.steps, deb);
  const onlyUpdate = update && decision.steps.length === 0 && !hasWork(args2);
  return {
    changed: onlyUpdate ? cacheUpdated : done.changed,
    cache_updated: cacheUpdated,
    cache_update_time: seen.cacheTime,
    ...done.output,
    ...args2.upgrade === "no" ? {} : { msg: done.output.stdout }
  };
}
function hasWork(a) {
  return a.name !== void 0 || a.deb !== void 0 || a.upgrade !== "no" || a.autoremove || a.autoclean || a.clean;
}
function lookRequest(a, debs) {
  const specs = a.state === "build-dep" ? [] : specsOf(a);
  const exact = specs.filter((s) => !s.pattern);
  const versions = specs.some((s) => s.pattern || s.version !== void 0 || s.release !== void 0);
  const removal = a.state === "absent" || a.only_upgrade && a.state !== "latest" && !versions;
  return {
    names: exact.map((s) => s.name),
    patterns: specs.filter((s) => s.pattern).map((s) => s.name),
    policy: removal ? "none" : a.state === "latest" || versions ? "all" : "missing",
    defaultRelease: a.default_release,
    debs,
    clean: a.clean
  };
}
async function look(context, request, paths, deb) {
  const { host } = context;
  const result = await host.probe(withTemporaryDeb(deb, lookScript(request)), { stdin: deb?.bytes });
  const seen = parseLook(result.stdout, paths);
  if (!seen.apt) {
    const { distribution, packageManager } = await host.platform();
    throw new ModuleFailure(
      `there is no apt-get on this host (${distribution}, package manager ${packageManager}): ansible.builtin.apt is for Debian and its derivatives; use ansible.builtin.package`
    );
  }
  if (result.rc !== 0) throw new ModuleFailure(`looking at the packages failed: ${result.stderr.trim()}`);
  return seen;
}
async function carryOut(context, steps, deb) {
  const { args: args2, host, checkMode, diffMode } = context;
  let changed = false;
  let stdout = "";
  let stderr = "";
  for (const step2 of steps) {
    const simulated = step2.tool !== "apt-mark" && step2.command !== "clean" && (step2.changes === "simulate" || checkMode || diffMode) ? commandLine(step2, args2, true) : void 0;
    let text;
    if (simulated) {
      const dry = await host.probe(withTemporaryDeb(deb, argvScript(simulated)), {
        env: APT_ENVIRONMENT,
        stdin: deb?.bytes
      });
      requireSuccess(simulated, dry);
      text = dry.stdout;
      if (step2.changes === "simulate" && !simulationChanges(step2, text)) {
        stdout += dry.stdout;
        stderr += dry.stderr;
        continue;
      }
      if (checkMode) {
        stdout += dry.stdout;
        stderr += dry.stderr;
      }
    }
    const argv = commandLine(step2, args2, false);
    const note = { summary: summaryOf(step2), diff: text === void 0 ? void 0 : simulationDiff(text) };
    const result = await context.change(
      note,
      (hands) => runUnlocked(context, hands, withTemporaryDeb(deb, policed(step2, args2, argv)), deb?.bytes)
    );
    if (result) {
      requireSuccess(argv, result);
      if (step2.tool !== "apt-mark") {
        stdout += result.stdout;
        stderr += result.stderr;
      }
    }
    if (step2.changes !== "never") changed = true;
  }
  return { changed, output: { stdout, stderr, stdout_lines: splitLines(stdout), stderr_lines: splitLines(stderr) } };
}
var policed = (step2, a, argv) => step2.tool === "apt-mark" ? argvScript(argv) : withPolicyRcD(a.policy_rc_d, argv);
function summaryOf(step2) {
  const what = step2.targets.length > 0 ? ` ${step2.targets.join(" ")}` : "";
  return `${step2.tool} ${step2.command.split(" ")[0] ?? ""}${what}`;
}
export {
  apt_default as default
};
