import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  lookAtTree,
  planTree
} from "./chunk-QUZKCNFF.js";
import {
  attributesScript,
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookFor,
  newAttributes,
  newStatus,
  planAttributes,
  planFlags,
  requireAttributes,
  stateDiff,
  stateOf
} from "./chunk-VBFSLAZO.js";
import {
  lookAt,
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/file/decide.ts
function withoutTrailingSlash(path2) {
  return path2.length > 1 ? path2.replace(/\/+$/, "") || "/" : path2;
}
function sourcePath(path2, src) {
  if (src.startsWith("/")) return src;
  const slash = path2.lastIndexOf("/");
  return slash < 0 ? src : `${path2.slice(0, slash + 1)}${src}`;
}
function wantedState(args2, file) {
  if (args2.state !== void 0) return args2.state;
  const present = stateOf(file.self);
  if (present !== "absent") return present;
  return args2.recurse ? "directory" : "file";
}
function decide(args2, state, situation) {
  switch (state) {
    case "absent":
      return absent(args2, situation);
    case "directory":
      return directory(args2, situation);
    case "file":
      return existing(args2, situation);
    case "touch":
      return touch(args2, situation);
    case "link":
      return symbolicLink(args2, situation);
    case "hard":
      return hardLink(args2, situation);
  }
}
function absent(args2, { file }) {
  const returns2 = { path: args2.path };
  const present = stateOf(file.self);
  const steps = present === "absent" ? [] : [
    {
      summary: `remove ${args2.path}`,
      diff: stateDiff(args2.path, { state: present }, { state: "absent" }),
      script: sh`rm -rf -- ${args2.path}`,
      failure: `could not remove ${args2.path}`
    }
  ];
  return { steps, path: args2.path, after: null, returns: returns2, warnings: [] };
}
function subject(args2, file) {
  return args2.follow && file.target ? file.target : file.self;
}
function directory(args2, situation) {
  const { file, look, parents } = situation;
  const there = subject(args2, file);
  const returns2 = { path: args2.path };
  if (there?.kind === "directory") {
    const steps = attributeSteps(args2, situation, there);
    return { ...settled(args2, there, steps, returns2), tree: args2.recurse ? there.path : void 0 };
  }
  if (there) {
    throw new ModuleFailure(`${args2.path} already exists as a ${stateOf(there)}`, {
      path: args2.path,
      state: stateOf(there)
    });
  }
  const blocked = parents.find((parent) => parent.kind === "other");
  if (blocked) {
    throw new ModuleFailure(
      `There was an issue creating ${args2.path} as requested: ${blocked.path} exists and is not a directory`,
      { path: args2.path }
    );
  }
  const attributes = newAttributes(args2, look, null, "directory");
  const made = [...parents.filter((parent) => parent.kind === "missing").map((parent) => parent.path), args2.path];
  const flags = args2.attributes === void 0 ? void 0 : planFlags(args2.attributes, "");
  const step = {
    summary: `make directory ${args2.path}`,
    diff: stateDiff(args2.path, { state: "absent" }, { state: "directory" }),
    script: lines(
      made.flatMap((path2) => [sh`mkdir -- ${path2} || exit`, attributesScript(path2, { attributes, flags })])
    ),
    failure: `There was an issue creating ${args2.path} as requested`
  };
  const after = newStatus(args2, look, {
    path: args2.path,
    kind: "directory",
    mode: attributes.mode ?? 511 & ~look.umask,
    size: 0
  });
  return { steps: [step], path: args2.path, after, returns: returns2, warnings: [] };
}
function existing(args2, situation) {
  const there = subject(args2, situation.file);
  const state = stateOf(there);
  if (!there) {
    throw new ModuleFailure(`file (${args2.path}) is absent, cannot continue`, { path: args2.path, state: "absent" });
  }
  if (state !== "file" && state !== "hard") {
    throw new ModuleFailure(`file (${args2.path}) is ${state}, cannot continue`, { path: args2.path, state });
  }
  return settled(args2, there, attributeSteps(args2, situation, there), { path: args2.path });
}
function touch(args2, situation) {
  const { file, look } = situation;
  const returns2 = { dest: args2.path };
  const there = subject(args2, file);
  if (there && !(there.kind === "link" && args2.follow)) {
    if (there.kind !== "file" && there.kind !== "directory") {
      throw new ModuleFailure(
        `Cannot touch other than files, directories, and hardlinks (${args2.path} is ${stateOf(there)})`,
        { path: args2.path, state: stateOf(there) }
      );
    }
    return settled(args2, there, attributeSteps(args2, situation, there), returns2);
  }
  const path2 = file.self ? file.realPath : args2.path;
  const attributes = newAttributes(args2, look, null, "file");
  const flags = args2.attributes === void 0 ? void 0 : planFlags(args2.attributes, "");
  const step = {
    summary: `make an empty file ${path2}`,
    diff: stateDiff(path2, { state: "absent" }, { state: "touch" }),
    script: lines([
      sh`( : >> ${path2} ) || exit`,
      situation.times.script(path2),
      attributesScript(path2, { attributes, flags })
    ]),
    failure: "Error, could not touch target"
  };
  const after = newStatus(args2, look, { path: path2, kind: "file", mode: attributes.mode ?? 438 & ~look.umask, size: 0 });
  return { steps: [step], path: path2, after, returns: returns2, warnings: [] };
}
function symbolicLink(args2, situation) {
  const { file, src } = situation;
  const now = stateOf(file.self);
  if (args2.src === void 0) {
    if (now !== "link") {
      throw new ModuleFailure("src is required for creating new symlinks", { path: args2.path, dest: args2.path });
    }
    return linked(args2, situation, [], { dest: args2.path, src: file.self?.linkTarget });
  }
  const returns2 = { dest: args2.path, src: args2.src };
  const refuse = (message) => {
    throw new ModuleFailure(message, { path: args2.path, ...returns2 });
  };
  if (!src?.target && !args2.force) {
    refuse(
      `src file does not exist, use "force=yes" if you really want to create the link: ${sourcePath(args2.path, args2.src)}`
    );
  }
  if (now === "link" && file.self?.linkTarget === args2.src) return linked(args2, situation, [], returns2);
  if (!args2.force && (now === "directory" || now === "file" || now === "hard")) {
    refuse(`refusing to convert from ${now} to symlink for ${args2.path}`);
  }
  const step = {
    summary: `link ${args2.path} to ${args2.src}`,
    diff: stateDiff(
      args2.path,
      { state: now, ...now === "link" ? { src: file.self?.linkTarget } : {} },
      { state: "link", src: args2.src }
    ),
    // An empty directory may be replaced; rmdir refuses any other.
    script: lines([
      ...now === "directory" ? [sh`rmdir -- ${args2.path} || exit`] : [],
      sh`ln -sfn -- ${args2.src} ${args2.path}`
    ]),
    failure: now === "directory" ? `the directory ${args2.path} is not empty, refusing to convert it` : "Error while linking"
  };
  return linked(args2, situation, [step], returns2);
}
function linked(args2, situation, steps, returns2) {
  const { file, src, look } = situation;
  const making = steps.length > 0;
  const leadsTo = making ? src?.target ?? null : file.target;
  const link = making ? newStatus({}, look, { path: args2.path, kind: "link", mode: 511, size: (args2.src ?? "").length }) : file.self;
  const wants = args2.mode !== void 0 || args2.owner !== void 0 || args2.group !== void 0 || args2.attributes !== void 0;
  const warnings = [];
  let more = [];
  if (wants && args2.follow && !leadsTo) {
    warnings.push(
      "Cannot set fs attributes on a non-existent symlink target. follow should be set to False to avoid this."
    );
  } else if (wants) {
    const target = args2.follow ? leadsTo : making ? link : file.self;
    if (target) more = attributeSteps(args2, situation, args2.follow ? target : { ...target, path: args2.path });
  }
  return { steps: [...steps, ...more], path: args2.path, after: link, returns: returns2, warnings };
}
function hardLink(args2, situation) {
  const { file, src } = situation;
  const now = stateOf(file.self);
  if (args2.src === void 0) {
    if (now !== "hard") throw new ModuleFailure("src is required for creating new hardlinks", { path: args2.path });
    return settled(args2, file.self, attributeSteps(args2, situation, file.self), { dest: args2.path });
  }
  const returns2 = { dest: args2.path, src: args2.src };
  if (!src?.self) throw new ModuleFailure("src does not exist", { ...returns2, path: args2.path });
  if (file.self && file.self.inode === src.self.inode && file.self.device === src.self.device) {
    return settled(args2, file.self, attributeSteps(args2, situation, file.self), returns2);
  }
  if (now === "directory") {
    throw new ModuleFailure(`refusing to convert from directory to hard link for ${args2.path}`, returns2);
  }
  if (now === "hard" && !args2.force) {
    throw new ModuleFailure("Cannot link, different hard link exists at destination", returns2);
  }
  if (now === "file" && !args2.force) {
    throw new ModuleFailure(`Cannot link, ${args2.path} exists at destination`, returns2);
  }
  const step = {
    summary: `hard link ${args2.path} to ${args2.src}`,
    diff: stateDiff(args2.path, { state: now }, { state: "hard", src: args2.src }),
    script: sh`ln -f -- ${src.path} ${args2.path}`,
    failure: "Error while linking"
  };
  const after = { ...src.self, path: args2.path, links: src.self.links + 1 };
  return { steps: [step, ...attributeSteps(args2, situation, after)], path: args2.path, after, returns: returns2, warnings: [] };
}
function attributeSteps(args2, { look, file, times }, status) {
  if (!status) return [];
  const steps = [];
  const plan = planAttributes(args2, look, status, file.flags);
  if (plan) {
    steps.push({
      summary: `set attributes of ${status.path}`,
      diff: plan.diff,
      script: attributesScript(status.path, plan),
      failure: `could not set owner, group or mode of ${status.path}`
    });
  }
  const due = times.differ(status);
  if (due) {
    steps.push({
      summary: `set times of ${status.path}`,
      diff: stateDiff(status.path, due.before, due.after),
      script: lines([times.script(status.path), script("exit 0")]),
      failure: `could not set the times of ${status.path}`
    });
  }
  return steps;
}
function settled(args2, there, steps, returns2) {
  return { steps, path: there?.path ?? args2.path, after: there, returns: returns2, warnings: [] };
}

// modules/ansible.builtin/file/times.ts
async function timesWanted(host, args2, state) {
  const usual = state === "touch" ? "now" : "preserve";
  const access = args2.access_time ?? usual;
  const modification = args2.modification_time ?? usual;
  const stamps = [
    stampOf(access, args2.access_time_format, "access_time"),
    stampOf(modification, args2.modification_time_format, "modification_time")
  ];
  const moments = stamps.filter((stamp) => stamp !== void 0);
  const epochs = moments.length === 0 ? [] : await epochsOf(host, moments);
  const wanted = (value, stamp) => {
    if (stamp !== void 0) return { kind: "at", stamp, epoch: epochs[moments.indexOf(stamp)] ?? 0 };
    return { kind: value === "now" ? "now" : "preserve" };
  };
  return timesFrom(wanted(access, stamps[0]), wanted(modification, stamps[1]));
}
function timesFrom(access, modification) {
  return {
    differ(status) {
      const before = {};
      const after = {};
      const compare = (name, wanted, present) => {
        if (wanted.kind === "preserve" || wanted.kind === "at" && wanted.epoch === present) return;
        before[name] = present;
        after[name] = wanted.kind === "at" ? wanted.epoch : "now";
      };
      compare("atime", access, status.atime);
      compare("mtime", modification, status.mtime);
      return Object.keys(after).length === 0 ? void 0 : { before, after };
    },
    script(path2) {
      const set = (letter, wanted) => {
        if (wanted.kind === "preserve") return [];
        const at = wanted.kind === "at" ? sh`-t ${wanted.stamp} ` : script("");
        return [sh`touch -${script(letter)} ${at}-- ${path2} || exit`];
      };
      return lines([...set("a", access), ...set("m", modification)]);
    }
  };
}
async function epochsOf(host, stamps) {
  const dates = stamps.map((s) => s.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\.(\d\d)$/, "$1-$2-$3 $4:$5:$6"));
  const { rc, stdout, stderr } = await host.probe(
    sh`export LC_ALL=C; for d in ${dates}; do date -d "$d" +%s || exit; done`
  );
  if (rc !== 0) throw new ModuleFailure(`the host does not understand a time: ${stderr.trim()}`);
  return stdout.trim().split("\n").map(Number);
}
var MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
var FIELDS = {
  Y: "(?<Y>\\d{4})",
  y: "(?<y>\\d{2})",
  m: "(?<m>\\d{1,2})",
  d: "(?<d>\\d{1,2})",
  H: "(?<H>\\d{1,2})",
  M: "(?<M>\\d{1,2})",
  S: "(?<S>\\d{1,2})",
  b: "(?<b>[A-Za-z]{3})",
  "%": "%"
};
function stampOf(value, format, name) {
  if (value === "now" || value === "preserve") return void 0;
  const expanded = format.replaceAll("%F", "%Y-%m-%d").replaceAll("%T", "%H:%M:%S").replaceAll("%R", "%H:%M");
  const seen = /* @__PURE__ */ new Set();
  const pattern = expanded.replace(/%(.)|([^%]+)/gs, (_all, letter, text) => {
    if (text !== void 0) return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    const field = FIELDS[letter ?? ""];
    if (field === void 0 || seen.has(letter ?? "")) {
      throw new ModuleFailure(`${name}_format: %${letter} is not supported; use %Y %y %m %b %d %H %M %S %F %T %R`);
    }
    seen.add(letter ?? "");
    return field;
  });
  const found = new RegExp(`^${pattern}$`).exec(value)?.groups;
  const bad = () => {
    throw new ModuleFailure(
      `Error while obtaining timestamp for time ${value} using format ${format}: give preserve, now or a time in that format`
    );
  };
  if (!found) return bad();
  const two = (text, fallback) => String(text ?? fallback).padStart(2, "0");
  const short = found["y"] === void 0 ? void 0 : Number(found["y"]) + (Number(found["y"]) < 69 ? 2e3 : 1900);
  const month = found["b"] === void 0 ? found["m"] : MONTHS.indexOf(found["b"].toLowerCase()) + 1;
  const parts = [two(month, 1), two(found["d"], 1), two(found["H"], 0), two(found["M"], 0), two(found["S"], 0)];
  const limits = [12, 31, 23, 59, 61];
  if (parts.some((part, i) => Number(part) > (limits[i] ?? 0)) || parts[0] === "00" || parts[1] === "00") return bad();
  return `${found["Y"] ?? short ?? 1900}${parts.slice(0, 4).join("")}.${parts[4]}`;
}

// modules/ansible.builtin/file/index.ts
var args = zod_exports.strictObject({
  path: alias(path(), "dest", "name").describe("The file, directory or link to manage."),
  state: choice("absent", "directory", "file", "hard", "link", "touch").optional().describe("What the path shall be; default is what it is now, else directory with recurse, else file."),
  src: path().optional().describe("What a link points to (state link or hard); relative to the directory of the link."),
  recurse: bool().default(false).describe("Set the attributes on all that is in the directory as well."),
  force: bool().default(false).describe("Make a link to what does not exist, and replace a file or an empty directory by a link."),
  follow: bool().default(true).describe("Follow a link at the path and work on what it points to."),
  access_time: str().optional().describe("Access time to set: preserve, now, or a time in access_time_format; default now with touch."),
  access_time_format: str().default("%Y%m%d%H%M.%S").describe("How access_time is written, as in strftime."),
  modification_time: str().optional().describe(
    "Modification time to set: preserve, now, or a time in modification_time_format; default now with touch."
  ),
  modification_time_format: str().default("%Y%m%d%H%M.%S").describe("How modification_time is written."),
  ...fileArguments
});
var returns = zod_exports.object({
  path: zod_exports.string().optional().describe("The path, for states absent, directory and file."),
  dest: zod_exports.string().optional().describe("The path, for states touch, link and hard."),
  src: zod_exports.string().optional().describe("What a link points to."),
  ...fileReturnFields
});
var file_default = defineModule({
  name: "ansible.builtin.file",
  summary: "Makes and removes files, directories and links and sets their attributes.",
  args,
  returns,
  check: "full",
  diff: true,
  rules: (a) => {
    const broken = [];
    if (a.recurse && a.state !== void 0 && a.state !== "directory") {
      broken.push("recurse option requires state to be 'directory'");
    }
    if (a.src !== void 0 && a.state !== void 0 && a.state !== "link" && a.state !== "hard") {
      broken.push("src option requires state to be 'link' or 'hard'");
    }
    if (a.mode?.kind === "preserve") broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.recurse && a.attributes !== void 0) {
      broken.push("attributes cannot be combined with recurse: use a command task with chattr -R");
    }
    return broken;
  },
  examples: [
    { name: "A directory", task: "ansible.builtin.file:\n  path: /etc/foo\n  state: directory\n  mode: '0755'" },
    { name: "A link", task: "ansible.builtin.file:\n  src: /opt/foo-1.2\n  dest: /opt/foo\n  state: link" },
    { name: "Nothing there", task: "ansible.builtin.file:\n  path: /etc/foo\n  state: absent" }
  ],
  run
});
async function run(context) {
  const { host, checkMode, change, warn } = context;
  const given = { ...context.args, path: withoutTrailingSlash(context.args.path) };
  const source = given.src === void 0 ? [] : [sourcePath(given.path, given.src)];
  const { paths, ...look } = await lookAt(host, [given.path, ...source], lookFor(given));
  const [file, src] = paths;
  if (!file) throw new ModuleFailure(`could not look at ${given.path}`);
  const state = wantedState(given, file);
  if (state !== "absent") requireAttributes(given, look, checkMode, warn);
  const times = await timesWanted(host, given, state);
  const parents = state === "directory" && !file.self ? await lookAtParents(host, given.path) : [];
  const decision = decide(given, state, { look, file, src, times, parents });
  const steps = [...decision.steps];
  if (given.recurse && decision.tree !== void 0) {
    const below = planTree(given, look, decision.tree, await lookAtTree(host, decision.tree, given.follow));
    if (below) {
      steps.push({
        summary: `set attributes of ${below.count} entries below ${given.path}`,
        diff: below.diff,
        script: below.script,
        failure: `could not set owner, group or mode below ${given.path}`
      });
    }
  }
  for (const message of decision.warnings) warn(message);
  for (const step of steps) {
    await change({ summary: step.summary, diff: step.diff }, async (hands) => {
      const { rc, stderr } = await hands.run(step.script);
      if (rc !== 0) throw new ModuleFailure(`${step.failure}: ${stderr.trim()}`, { path: given.path, rc });
    });
  }
  const after = steps.length === 0 || checkMode ? decision.after : (await lookAtOne(host, decision.path)).file.self;
  return { ...decision.returns, ...fileReturns(after) };
}
async function lookAtParents(host, path2) {
  const parents = [];
  for (let at = path2.lastIndexOf("/"); at > 0; at = path2.lastIndexOf("/", at - 1)) parents.unshift(path2.slice(0, at));
  if (parents.length === 0) return [];
  const { stdout } = await host.probe(
    sh`for d in ${parents}; do
  if [ -d "$d" ]; then echo directory; elif [ -e "$d" ] || [ -L "$d" ]; then echo other; else echo missing; fi
done`
  );
  const kinds = stdout.split("\n");
  return parents.map((parent, i) => ({ path: parent, kind: kinds[i] }));
}
export {
  file_default as default
};
