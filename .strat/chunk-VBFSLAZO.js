import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure,
  alias,
  bool,
  mode,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/symbolic-mode.ts
var RWX = { r: 4, w: 2, x: 1 };
var CLASS = {
  u: { shift: 6, special: 2048 },
  g: { shift: 3, special: 1024 },
  o: { shift: 0, special: 512 }
};
function symbolicMode(symbolic, base) {
  let mode2 = base.mode;
  for (const clause of symbolic.split(",")) {
    const [, classes = "", actions = ""] = /^([ugoa]*)(.*)$/.exec(clause.trim()) ?? [];
    const everybody = classes === "" || classes.includes("a");
    for (const [, operator = "", permissions = ""] of actions.matchAll(/([-+=])([^-+=]*)/g)) {
      const before = mode2;
      for (const letter of everybody ? "ugo" : classes) {
        const bits = bitsFor(letter, permissions, before, base, classes === "");
        if (operator === "+") mode2 |= bits;
        else if (operator === "-") mode2 &= ~bits;
        else mode2 = mode2 & ~clearedBits(letter) | bits;
      }
    }
  }
  return mode2;
}
function clearedBits(letter) {
  const { shift, special } = CLASS[letter] ?? { shift: 0, special: 0 };
  return 7 << shift | special;
}
function bitsFor(letter, permissions, mode2, base, masked) {
  const { shift, special } = CLASS[letter] ?? { shift: 0, special: 0 };
  let rwx = 0;
  let extra = 0;
  for (const permission of permissions) {
    const copied = CLASS[permission];
    if (copied) rwx |= mode2 >> copied.shift & 7;
    else if (permission === "X") rwx |= base.directory || (mode2 & 73) !== 0 ? 1 : 0;
    else if (permission === "s" && letter !== "o") extra |= special;
    else if (permission === "t" && letter === "o") extra |= special;
    else rwx |= RWX[permission] ?? 0;
  }
  return rwx << shift & (masked ? ~base.umask : ~0) | extra;
}

// modules/_shared/file-attributes.ts
var fileArguments = {
  mode: mode().optional().describe("Permissions: octal in quotes ('0644') or symbolic (u=rwX,g-w)."),
  owner: str().optional().describe("Name or number of the user that shall own the file."),
  group: str().optional().describe("Name or number of the group that shall own the file."),
  attributes: alias(str().optional(), "attr").describe("File flags as chattr takes them: '+i', '-a', '=i'."),
  seuser: str().optional().describe("SELinux user; has no effect on a host without SELinux, is refused on one with it."),
  serole: str().optional().describe("SELinux role; has no effect on a host without SELinux, is refused on one with it."),
  setype: str().optional().describe("SELinux type; has no effect on a host without SELinux, is refused on one with it."),
  selevel: str().optional().describe("SELinux level; has no effect on a host without SELinux, is refused on one with it."),
  unsafe_writes: bool().default(false).describe("Write the file in place where it cannot be replaced atomically (bind mounts).")
};
var fileReturnFields = {
  mode: zod_exports.string().optional().describe("Permissions, e.g. '0644'."),
  owner: zod_exports.string().optional().describe("Name of the owner."),
  group: zod_exports.string().optional().describe("Name of the group."),
  uid: zod_exports.number().optional().describe("Number of the owner."),
  gid: zod_exports.number().optional().describe("Number of the group."),
  size: zod_exports.number().optional().describe("Size in bytes."),
  state: zod_exports.string().optional().describe("absent, directory, file, hard or link.")
};
function lookFor(args) {
  return { owner: args.owner, group: args.group, flags: args.attributes !== void 0 };
}
function requireAttributes(args, look, checkMode, warn) {
  const refuse = (message) => {
    if (!checkMode) throw new ModuleFailure(message);
    warn(`${message}; perhaps an earlier task makes it`);
  };
  if (look.uid === null) refuse(`chown failed: failed to look up user ${args.owner}`);
  if (look.gid === null) refuse(`chgrp failed: failed to look up group ${args.group}`);
  const context = ["seuser", "serole", "setype", "selevel"].filter((name) => args[name] !== void 0);
  if (look.selinux && context.length > 0) {
    throw new ModuleFailure(
      `${context.join(", ")}: tsplay does not set SELinux contexts; use a command task with chcon or restorecon`
    );
  }
}
function modeBits(wanted, current, kind, umask) {
  if (wanted === void 0 || wanted.kind === "preserve") return void 0;
  if (wanted.kind === "bits") return wanted.bits;
  const directory = kind === "directory";
  return symbolicMode(wanted.text, {
    mode: current?.mode ?? (directory ? 511 : 438) & ~umask,
    directory,
    umask
  });
}
function newAttributes(args, look, current, kind) {
  return { owner: args.owner, group: args.group, mode: modeBits(args.mode, current, kind, look.umask) };
}
function planAttributes(args, look, status, flags) {
  const before = {};
  const after = {};
  const attributes = {};
  const next = { ...status };
  if (args.owner !== void 0 && look.uid !== status.uid) {
    attributes.owner = args.owner;
    before["owner"] = status.uid;
    after["owner"] = look.uid ?? args.owner;
    next.uid = look.uid ?? status.uid;
    next.owner = args.owner;
  }
  if (args.group !== void 0 && look.gid !== status.gid) {
    attributes.group = args.group;
    before["group"] = status.gid;
    after["group"] = look.gid ?? args.group;
    next.gid = look.gid ?? status.gid;
    next.group = args.group;
  }
  if (status.kind !== "link") {
    const bits = modeBits(args.mode, status, status.kind === "directory" ? "directory" : "file", look.umask);
    if (bits !== void 0 && bits !== status.mode) {
      attributes.mode = bits;
      before["mode"] = octal(status.mode);
      after["mode"] = octal(bits);
      next.mode = bits;
    } else if (bits !== void 0 && (bits & 3072) !== 0 && Object.keys(attributes).length > 0) {
      attributes.mode = bits;
    }
  }
  const chattr = args.attributes === void 0 ? void 0 : planFlags(args.attributes, flags ?? "");
  if (chattr !== void 0) {
    before["attributes"] = flags ?? "";
    after["attributes"] = args.attributes;
  }
  if (Object.keys(after).length === 0) return void 0;
  return { attributes, flags: chattr, diff: stateDiff(status.path, before, after), after: next };
}
function planFlags(wanted, present) {
  const operator = /^[-+=]/.exec(wanted)?.[0] ?? "=";
  const letters = [...wanted.replace(/^[-+=]/, "")];
  const has = (letter) => present.includes(letter);
  const fits = operator === "+" ? letters.every(has) : operator === "-" ? !letters.some(has) : [.../* @__PURE__ */ new Set([...letters, ...present])].every((l) => l === "e" || letters.includes(l) && has(l));
  return fits ? void 0 : `${operator}${letters.join("")}`;
}
function stateDiff(path, before, after) {
  const text = (side) => `${JSON.stringify({ ...side, path }, void 0, 4)}
`;
  return { before: text(before), after: text(after) };
}
function attributesScript(path, plan) {
  const { owner, group, mode: bits } = plan.attributes;
  return lines([
    ...owner === void 0 ? [] : [sh`chown -h -- ${owner} ${path} || exit`],
    ...group === void 0 ? [] : [sh`chgrp -h -- ${group} ${path} || exit`],
    ...bits === void 0 ? [] : [sh`chmod -- ${octal(bits).padStart(5, "0")} ${path} || exit`],
    ...plan.flags === void 0 ? [] : [sh`chattr ${plan.flags} -- ${path} || exit`]
  ]);
}
async function applyAttributes(hands, path, plan) {
  const { rc, stderr } = await hands.run(lines([script("export LC_ALL=C"), attributesScript(path, plan)]));
  if (rc !== 0)
    throw new ModuleFailure(`could not set owner, group or mode of ${path}: ${stderr.trim()}`, { path, rc });
}
async function setFlags(hands, path, flags) {
  await applyAttributes(hands, path, { attributes: {}, flags });
}
function newStatus(args, look, made) {
  return {
    ...made,
    uid: look.uid ?? look.me?.uid ?? 0,
    gid: look.gid ?? look.me?.gid ?? 0,
    owner: args.owner ?? look.me?.owner ?? "root",
    group: args.group ?? look.me?.group ?? "root",
    mtime: 0,
    atime: 0,
    ctime: 0,
    inode: 0,
    device: 0,
    links: 1,
    blocks: 0,
    blockSize: 0,
    deviceType: 0,
    readable: true,
    writable: true,
    executable: made.kind === "directory"
  };
}
function octal(bits) {
  return bits.toString(8).padStart(4, "0");
}
function stateOf(status) {
  if (!status) return "absent";
  if (status.kind === "link") return "link";
  if (status.kind === "directory") return "directory";
  return status.links > 1 ? "hard" : "file";
}
function fileReturns(status) {
  if (!status) return { state: "absent" };
  const { uid, gid, owner, group, size } = status;
  return { uid, gid, owner, group, mode: octal(status.mode), size, state: stateOf(status) };
}

export {
  symbolicMode,
  fileArguments,
  fileReturnFields,
  lookFor,
  requireAttributes,
  modeBits,
  newAttributes,
  planAttributes,
  planFlags,
  stateDiff,
  attributesScript,
  applyAttributes,
  setFlags,
  newStatus,
  octal,
  stateOf,
  fileReturns
};
