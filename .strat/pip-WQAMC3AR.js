import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  splitWords
} from "./chunk-MNRSGYZ4.js";
import {
  outputOf
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  bool,
  choice,
  defineModule,
  list,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  argvScript,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/pip/pep440.ts
var VERSION = /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;
var POST = /(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)(?=(?:[-_.]?dev|\+|\s*$))/i;
function parseVersion(text) {
  const m = VERSION.exec(text);
  if (!m) return void 0;
  const [, epoch, release = "", letter, preNumber, implicitPost, postNumber, dev, local] = m;
  const hasPost = implicitPost !== void 0 || postNumber !== void 0 && POST.test(text);
  const canonical = { alpha: "a", beta: "b", preview: "rc", pre: "rc", c: "rc" };
  const name = letter?.toLowerCase();
  return {
    epoch: Number(epoch ?? 0),
    release: release.split(".").map(Number),
    pre: name === void 0 ? void 0 : [canonical[name] ?? name, Number(preNumber || 0)],
    post: hasPost ? Number(implicitPost ?? (postNumber || 0)) : void 0,
    dev: dev === void 0 ? void 0 : Number(dev || 0),
    local: (local ?? "").toLowerCase().split(/[-_.]/).filter((part) => part !== "").map((part) => /^\d+$/.test(part) ? Number(part) : part)
  };
}
function phase(v) {
  if (v.pre) return [{ a: 1, b: 2, rc: 3 }[v.pre[0]] ?? 3, v.pre[1]];
  return v.dev !== void 0 && v.post === void 0 ? [0, 0] : [4, 0];
}
var firstDifference = (pairs) => pairs.map(([a, b]) => Math.sign(a - b)).find((sign) => sign !== 0) ?? 0;
function compareVersions(a, b) {
  const length = Math.max(a.release.length, b.release.length);
  const release = Array.from({ length }, (_, i) => [a.release[i] ?? 0, b.release[i] ?? 0]);
  const [phaseA, numberA] = phase(a);
  const [phaseB, numberB] = phase(b);
  const order = firstDifference([
    [a.epoch, b.epoch],
    ...release,
    [phaseA, phaseB],
    [numberA, numberB],
    [a.post ?? -1, b.post ?? -1],
    [a.dev ?? Infinity, b.dev ?? Infinity].map((n) => Math.min(n, Number.MAX_SAFE_INTEGER))
  ]);
  return order !== 0 ? order : compareLocal(a.local, b.local);
}
function compareLocal(a, b) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (x === void 0) return -1;
    if (y === void 0) return 1;
    if (typeof x !== typeof y) return typeof x === "number" ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}
var publicPart = (v) => ({ ...v, local: [] });
var sameRelease = (a, b) => compareVersions({ ...bare(a) }, { ...bare(b) }) === 0;
var bare = (v) => ({ ...v, pre: void 0, post: void 0, dev: void 0, local: [] });
function startsWith(v, prefix) {
  const wanted = parseVersion(prefix);
  return wanted !== void 0 && v.epoch === wanted.epoch && wanted.release.every((part, i) => (v.release[i] ?? 0) === part) && (wanted.pre === void 0 || v.pre?.[0] === wanted.pre[0] && v.pre[1] === wanted.pre[1]);
}
function satisfies(version, specifiers) {
  const v = parseVersion(version);
  let all = true;
  for (const clause of specifiers.split(",").map((part) => part.trim())) {
    if (clause === "") continue;
    const m = /^(===|==|~=|!=|<=|>=|<|>)\s*(\S+)$/.exec(clause);
    const fits = m && fulfils(v, version, m[1] ?? "", m[2] ?? "");
    if (fits === void 0 || fits === null) return void 0;
    all &&= fits;
  }
  return all;
}
function fulfils(v, text, operator, wanted) {
  if (operator === "===") return text.trim().toLowerCase() === wanted.toLowerCase();
  if (!v) return void 0;
  if (wanted.endsWith(".*")) {
    if (operator === "==") return startsWith(v, wanted.slice(0, -2));
    return operator === "!=" ? !startsWith(v, wanted.slice(0, -2)) : void 0;
  }
  const w = parseVersion(wanted);
  if (!w) return void 0;
  const compared = compareVersions(w.local.length > 0 ? v : publicPart(v), w);
  switch (operator) {
    case "==":
      return compared === 0;
    case "!=":
      return compared !== 0;
    case ">=":
      return compared >= 0;
    case "<=":
      return compared <= 0;
    case ">":
      return compared > 0 && (w.post !== void 0 || !(v.post !== void 0 && sameRelease(v, w)));
    case "<":
      return compared < 0 && (w.pre !== void 0 || !(v.pre !== void 0 && sameRelease(v, w)));
    case "~=":
      return w.release.length < 2 ? void 0 : compared >= 0 && startsWith(v, `${w.epoch}!${w.release.slice(0, -1).join(".")}`);
    default:
      return void 0;
  }
}

// modules/ansible.builtin/pip/requirement.ts
var normalName = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");
function parseRequirement(text) {
  const trimmed = text.trim();
  const named = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$/s.exec(trimmed);
  const [, name = "", extras = "", rest = ""] = named ?? [];
  const [specifiers = "", ...markers] = rest.split(";");
  const clauses = specifiers.trim().replace(/^\((.*)\)$/, "$1");
  const isPackage = named && !/^@/.test(rest) && /^(?:(?:===|[=~!<>]=|[<>])[^@/]*)?$/.test(clauses);
  if (isPackage && !/\.(?:whl|zip|tar\.\w+|tgz)$/.test(trimmed)) {
    return { kind: "package", text: trimmed, name, extras, specifiers: clauses, marker: markers.join(";").trim() };
  }
  const direct = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*@\s/.exec(trimmed)?.[1];
  return { kind: "location", text: trimmed, name: direct ?? /[#&]egg=([\w.-]+)/.exec(trimmed)?.[1] };
}
function rejoin(names) {
  const joined = [];
  for (const name of names.map((n) => n.trim()).filter((n) => n !== "")) {
    const previous = joined.at(-1);
    const open = previous !== void 0 && previous.lastIndexOf("[") > previous.lastIndexOf("]");
    if (previous !== void 0 && (open || /^[<>=!~]/.test(name))) joined[joined.length - 1] = `${previous},${name}`;
    else joined.push(name);
  }
  return joined;
}
function isSatisfied(requirement, installed) {
  if (requirement.kind === "location") return void 0;
  if (requirement.marker !== "") return void 0;
  const version = installed.get(normalName(requirement.name));
  if (version === void 0) return false;
  const fits = satisfies(version, requirement.specifiers);
  return fits === true && requirement.extras !== "" ? void 0 : fits;
}

// modules/ansible.builtin/pip/decide.ts
function judge(wanted, installed) {
  const versions = new Map(installed.map(({ name, version }) => [normalName(name), version]));
  if (wanted.state === "absent") {
    if (wanted.file !== void 0) return "ask";
    const names = wanted.requirements.map((r) => r.name);
    if (names.some((name) => name !== void 0 && versions.has(normalName(name)))) return "change";
    return names.includes(void 0) ? "ask" : "nothing";
  }
  if (wanted.state === "forcereinstall") return "change";
  const verdicts = wanted.requirements.map((r) => wanted.editable ? void 0 : isSatisfied(r, versions));
  if (verdicts.includes(false)) return "change";
  const elsewhere = wanted.extraArgs.some((arg) => /^(?:-t|--target|--root|--prefix)(?:=|$)/.test(arg));
  if (wanted.state === "latest" || wanted.file !== void 0 || elsewhere || verdicts.includes(void 0)) return "ask";
  return "nothing";
}
function pipArguments(wanted) {
  const verb = {
    present: ["install"],
    latest: ["install", "-U"],
    forcereinstall: ["install", "-U", "--force-reinstall"],
    absent: ["uninstall", "-y"]
  }[wanted.state];
  const absent = wanted.state === "absent";
  const names = wanted.requirements.flatMap((r) => {
    if (absent) return [r.name ?? r.text];
    return wanted.editable ? ["-e", r.text] : [r.text];
  });
  return [...verb, ...wanted.extraArgs, ...names, ...wanted.file === void 0 ? [] : ["-r", wanted.file]];
}
function hasChanged(state, stdout) {
  return (state === "absent" ? /Successfully uninstalled/ : /Successfully installed/).test(stdout);
}

// modules/ansible.builtin/pip/find.ts
var HAS_PIP = `import importlib.util, sys; sys.exit(importlib.util.find_spec("pip") is None)`;
function finding(place) {
  if (place.virtualenv !== void 0) {
    return sh`e=${place.virtualenv}
if [ -e "$e/bin/activate" ]; then echo "ENV yes"; for p in pip3 pip; do [ -x "$e/bin/$p" ] && set -- "$e/bin/$p" && break; done; fi`;
  }
  if (place.executable !== void 0) {
    const exe = place.executable;
    return exe.startsWith("/") ? sh`[ -x ${exe} ] && set -- ${exe}` : sh`p=$(command -v -- ${exe}) && [ -x "$p" ] && set -- "$p"`;
  }
  return sh`if [ -x /usr/bin/python3 ] && /usr/bin/python3 -c ${HAS_PIP} 2>/dev/null; then set -- /usr/bin/python3 -m pip
else for p in pip3 pip; do p=$(command -v "$p") && set -- "$p" && break; done; fi`;
}
async function lookAtPip(host, place) {
  const look = script(`(
export LC_ALL=C PIP_DISABLE_PIP_VERSION_CHECK=1
set --
${finding(place).text}
for y in /usr/bin/python3 python3 python; do y=$(command -v "$y") && echo "PYTHON $y" && break; done
if [ $# -gt 0 ]; then
  for w in "$@"; do printf 'WORD %s\\n' "$w"; done
  echo LIST; "$@" list --format=json
fi)`);
  const { rc, stdout, stderr } = await host.probe(look, { cwd: place.cwd });
  const [head = "", listing] = stdout.split(/^LIST\n/m);
  const values = (key) => head.split("\n").flatMap((line) => line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []);
  const words = values("WORD");
  return {
    command: words.length > 0 ? words : void 0,
    environmentExists: values("ENV").length > 0,
    python: values("PYTHON")[0],
    installed: listing === void 0 ? [] : parseListing(listing, rc, stderr)
  };
}
function parseListing(text, rc, stderr) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const failure = new ModuleFailure(`pip list failed: ${stderr.trim() || text.trim()}`, { rc, stderr });
    failure.cause = cause;
    throw failure;
  }
}

// modules/ansible.builtin/pip/index.ts
var args = zod_exports.strictObject({
  name: list(str()).optional().describe("Packages with versions and extras, URLs, or paths on the host."),
  version: str().optional().describe("The version of the one package in `name`."),
  requirements: str().optional().describe("A requirements file on the host."),
  state: choice("absent", "forcereinstall", "latest", "present").default("present").describe("What shall be."),
  virtualenv: path().optional().describe("A virtual environment to install into; made when it is not there."),
  virtualenv_command: path().default("virtualenv").describe("What makes it: virtualenv, `python3 -m venv` \u2026"),
  virtualenv_python: str().optional().describe("The Python virtualenv shall use."),
  virtualenv_site_packages: bool().default(false).describe("Whether a new environment also sees the system's packages."),
  executable: path().optional().describe("The pip to use: a name or an absolute path."),
  extra_args: str().optional().describe("Further arguments for pip."),
  editable: bool().default(false).describe("Install as editable (`-e`)."),
  chdir: path().optional().describe("Directory to run pip in."),
  umask: str().optional().describe("Umask for the installation, an octal text such as '0022'."),
  break_system_packages: bool().default(false).describe("Install even where the system's packages are in charge.")
});
var PACKAGES = {
  Debian: ["python3-pip", "python3-virtualenv"],
  RedHat: ["python3-pip", "python3-virtualenv"],
  Suse: ["python3-pip", "python3-virtualenv"],
  Archlinux: ["python-pip", "python-virtualenv"],
  Alpine: ["py3-pip", "py3-virtualenv"]
};
function rules(a) {
  const broken = [];
  const names = rejoin(a.name ?? []);
  if (names.length === 0 && a.requirements === void 0)
    broken.push("one of the following is required: name, requirements");
  if (a.name !== void 0 && a.requirements !== void 0)
    broken.push("parameters are mutually exclusive: name|requirements");
  if (a.executable !== void 0 && a.virtualenv !== void 0) {
    broken.push("parameters are mutually exclusive: executable|virtualenv");
  }
  if (a.umask !== void 0 && !/^[0-7]{1,4}$/.test(a.umask))
    broken.push("'umask' must be octal digits in quotes, like '0022'");
  if (a.version !== void 0) {
    if (a.state === "latest") broken.push("version is incompatible with state=latest");
    if (names.length > 1) broken.push("'version' is ambiguous with several packages: write name==version for each");
    const [only] = names.map(parseRequirement);
    if (only && (only.kind === "location" || only.specifiers !== "")) {
      broken.push("'version' conflicts with the version in 'name': give one of them");
    }
  }
  const usesVenv = /\s-m\s+venv\b|pyvenv/.test(a.virtualenv_command);
  if (a.virtualenv_python !== void 0 && usesVenv) {
    broken.push("'virtualenv_python' means nothing to `-m venv` and pyvenv: name that Python in virtualenv_command");
  }
  return broken;
}
var pip_default = defineModule({
  name: "ansible.builtin.pip",
  summary: "Installs, updates and removes Python packages with pip, perhaps in a virtual environment.",
  args,
  returns: zod_exports.object({
    cmd: zod_exports.array(zod_exports.string()).describe("The pip command; when all was as it shall be, the one that was not needed."),
    name: zod_exports.array(zod_exports.string()).nullable().describe("The packages."),
    version: zod_exports.string().nullable().describe("The version that was given."),
    requirements: zod_exports.string().nullable().describe("The requirements file."),
    state: zod_exports.string().describe("The state that was asked for."),
    virtualenv: zod_exports.string().nullable().describe("The virtual environment."),
    stdout: zod_exports.string().describe("What pip printed."),
    stderr: zod_exports.string().describe("What pip printed as errors.")
  }),
  check: "full",
  diff: false,
  requires: ["python"],
  rules,
  examples: [
    {
      name: "Into an environment of its own",
      task: 'ansible.builtin.pip:\n  name: ["gunicorn>=22,<24", psycopg]\n  virtualenv: /srv/app/venv\n  virtualenv_command: python3 -m venv'
    }
  ],
  run: (context) => manage(context)
});
async function manage(context) {
  const { args: args2 } = context;
  const place = { virtualenv: environmentPath(args2), executable: args2.executable, cwd: args2.chdir };
  const names = rejoin(args2.name ?? []);
  const wanted = {
    state: args2.state,
    requirements: names.map((n) => parseRequirement(args2.version === void 0 ? n : `${n}==${args2.version}`)),
    file: args2.requirements,
    editable: args2.editable,
    extraArgs: splitWords(args2.extra_args ?? "")
  };
  let look = await lookAtPip(context.host, place);
  const making = place.virtualenv !== void 0 && !look.environmentExists;
  const made = making ? await makeEnvironment(context, place.virtualenv ?? "", look) : "";
  if (making && !context.checkMode) look = await lookAtPip(context.host, place);
  const base = {
    name: args2.name === void 0 ? null : names,
    version: args2.version ?? null,
    requirements: args2.requirements ?? null,
    state: args2.state,
    virtualenv: args2.virtualenv ?? null
  };
  const command = look.command ?? (making ? [`${place.virtualenv}/bin/pip3`] : void 0);
  if (!command) throw await noPip(context);
  const cmd = [...command, ...pipArguments(wanted)];
  const verdict = making ? "change" : judge(wanted, look.installed);
  if (verdict === "nothing" && !making) return { changed: false, cmd, ...base, ...outputOf("", "") };
  if (context.checkMode) {
    const changes = verdict === "change" || await wouldChange(context, wanted, command, cmd);
    return { changed: changes, cmd, ...base, ...outputOf("", "") };
  }
  const ran = await context.change(
    { summary: `run ${cmd.join(" ")}` },
    (hands) => hands.run(pipScript(args2, cmd), { cwd: args2.chdir, env: pipEnvironment(args2) })
  );
  const { rc, stdout, stderr } = ran;
  if (rc !== 0) throw pipFailure(cmd, stdout, stderr, rc);
  const changed = verdict === "change" || hasChanged(args2.state, stdout) || await hasMoved(context, wanted, place, look);
  return { changed, cmd, ...base, ...outputOf(made + stdout, stderr) };
}
async function hasMoved({ host }, wanted, place, before) {
  if (!wanted.extraArgs.some((arg) => /^(?:-q+|--quiet)$/.test(arg))) return false;
  const after = await lookAtPip(host, place);
  const text = ({ installed }) => installed.map((p) => `${p.name} ${p.version}`).sort().join("\n");
  return text(after) !== text(before);
}
function environmentPath({ virtualenv, chdir }) {
  if (virtualenv === void 0 || virtualenv.startsWith("/") || chdir === void 0) return virtualenv;
  return `${chdir.replace(/\/+$/, "")}/${virtualenv}`;
}
function pipEnvironment(args2) {
  return {
    LC_ALL: "C",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    // A variable and not the option: a pip that is too old for the option does not stumble over it.
    ...args2.break_system_packages ? { PIP_BREAK_SYSTEM_PACKAGES: "1" } : {}
  };
}
var pipScript = (args2, cmd) => args2.umask === void 0 ? argvScript(cmd) : sh`(umask ${args2.umask}; ${argvScript(cmd)})`;
function pipFailure(cmd, stdout, stderr, rc) {
  const managed = /externally-managed-environment/.test(stderr + stdout) ? "\nThe system's package manager owns this Python: use `virtualenv`, or set break_system_packages: true." : "";
  const text = `${stdout === "" ? "" : `stdout: ${stdout}
`}:stderr: ${stderr}${managed}`;
  return new ModuleFailure(text, { changed: false, cmd, rc, ...outputOf(stdout, stderr) });
}
async function noPip({ args: args2, host }) {
  const { osFamily } = await host.platform();
  const [pip] = PACKAGES[osFamily] ?? ["python3-pip"];
  if (args2.executable !== void 0) {
    return new ModuleFailure(`Unable to find ${args2.executable} to use: install it, or correct 'executable'`);
  }
  return new ModuleFailure(
    `Unable to find any of pip3, pip to use. pip needs to be installed: install the package ${pip} first`
  );
}
async function wouldChange(context, wanted, command, cmd) {
  if (wanted.state === "absent") return true;
  const words = [...command, "install", "--dry-run", ...cmd.slice(command.length + 1)];
  const { args: args2, host } = context;
  const { rc, stdout, stderr } = await host.probe(argvScript(words), { cwd: args2.chdir, env: pipEnvironment(args2) });
  if (rc === 0) return /^Would install /m.test(stdout);
  if (/no such option: --dry-run/.test(stderr)) return true;
  throw pipFailure(words, stdout, stderr, rc);
}
async function makeEnvironment(context, directory, look) {
  const { args: args2, host } = context;
  const words = splitWords(args2.virtualenv_command);
  const usesVenv = /\s-m\s+venv\b|pyvenv/.test(args2.virtualenv_command);
  const [program = "virtualenv"] = words;
  const options = args2.virtualenv_site_packages ? ["--system-site-packages"] : [];
  const python = args2.virtualenv_python ?? look.python;
  if (!usesVenv && python !== void 0) options.push(`-p${python}`);
  const there = (await host.probe(sh`command -v -- ${program} >/dev/null`, { cwd: args2.chdir })).rc === 0;
  if (!there && !context.checkMode) {
    const { osFamily } = await host.platform();
    const [, package_] = PACKAGES[osFamily] ?? ["", "virtualenv"];
    throw new ModuleFailure(
      `Failed to find '${program}': install the package ${package_}, or set virtualenv_command: python3 -m venv` + (osFamily === "Debian" ? " (which needs the package python3-venv)" : "")
    );
  }
  const cmd = [...words, ...options, directory];
  const ran = await context.change(
    { summary: `make the virtual environment ${directory}` },
    (hands) => hands.run(pipScript(args2, cmd), { cwd: args2.chdir, env: { LC_ALL: "C" } })
  );
  if (!ran) return "";
  if (ran.rc !== 0) {
    await context.change(
      { summary: `remove what is left of ${directory}` },
      (hands) => hands.run(script(`${sh`d=${directory}`.text}; [ -e "$d/bin/pip" ] || rm -f -- "$d/bin/activate"`), {
        cwd: args2.chdir
      })
    );
    throw pipFailure(cmd, ran.stdout, ran.stderr, ran.rc);
  }
  return ran.stdout;
}
export {
  pip_default as default
};
