import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  DIFF_LIMIT,
  contentDiff
} from "./chunk-K4XLUDRB.js";
import {
  applyAttributes,
  attributesScript,
  fileReturns,
  lookFor,
  modeBits,
  newAttributes,
  newStatus,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags,
  stateDiff
} from "./chunk-VBFSLAZO.js";
import {
  lookAt,
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
  ModuleFailure
} from "./chunk-EJJ52GZ6.js";
import {
  lines,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/put-file.ts
import { createHash } from "node:crypto";
function sha1(content) {
  return createHash("sha1").update(content).digest("hex");
}
function bytesSource(content, name, label, mode) {
  return {
    name,
    label,
    mode,
    sha1: sha1(content),
    size: content.length,
    content: async () => content,
    place: async (hands, path, options) => (await hands.write(path, content, options)).backupFile
  };
}
function withSourceMode(args, source) {
  if (args.mode?.kind !== "preserve") return args;
  return { ...args, mode: source.mode === void 0 ? void 0 : { kind: "bits", bits: source.mode } };
}
function placesOf(dest, name) {
  const at = dest.replace(/(?<=.)\/+$/, "");
  return name === void 0 ? [at] : [at, `${at === "/" ? "" : at}/${name}`];
}
async function putFile(context, args, source, md5, seen) {
  const wanted = withSourceMode(args, source);
  const asDirectory = args.dest.endsWith("/");
  const dest = args.dest.replace(/(?<=.)\/+$/, "");
  const { paths, ...look } = seen ?? await lookAt(context.host, placesOf(args.dest, source.name), { ...lookFor(args), checksum: "sha1" });
  const [there, within] = paths;
  if (!there) throw new ModuleFailure(`could not look at ${dest}`);
  requireAttributes(args, look, context.checkMode, context.warn);
  if (asDirectory || there.target?.kind === "directory") {
    if (!within) throw new ModuleFailure("can not use content with a dir as dest", { dest: args.dest });
    if (there.self && there.target?.kind !== "directory") {
      throw new ModuleFailure(`dest '${args.dest}' must be a directory and is not one`, { dest: args.dest });
    }
    if (!there.self) await makeDirectories(context, args, look, dest);
    return putAt(context, wanted, source, look, within, md5);
  }
  if (there.parent !== "directory" && !context.checkMode) {
    const parent = dest.slice(0, Math.max(dest.lastIndexOf("/"), 1));
    throw new ModuleFailure(`Destination directory ${parent} does not exist`, { checksum: source.sha1, dest });
  }
  return putAt(context, wanted, source, look, there, md5);
}
async function makeDirectories({ change }, args, look, path) {
  const attributes = newAttributes({ ...args, mode: args.directory_mode }, look, null, "directory");
  const parents = [];
  for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) parents.unshift(path.slice(0, at));
  const script = lines(
    parents.map(
      (parent) => sh`if ! [ -d ${parent} ]; then
mkdir -- ${parent} || exit
${attributesScript(parent, { attributes })}
fi`
    )
  );
  await change(
    { summary: `make directory ${path}`, diff: stateDiff(path, { state: "absent" }, { state: "directory" }) },
    async (hands) => {
      const { rc, stderr } = await hands.run(script);
      if (rc !== 0) throw new ModuleFailure(`could not make the directory ${path}: ${stderr.trim()}`, { dest: path });
    }
  );
}
async function putAt(context, args, source, look, at, md5) {
  const { host, change, checkMode, diffMode } = context;
  const link = at.self?.kind === "link";
  const path = link && args.follow ? at.realPath : at.path;
  const present = link && !args.follow ? null : at.target;
  if (present?.kind === "directory") {
    throw new ModuleFailure(`${path} is a directory: it cannot be replaced by a file`, { dest: path });
  }
  const returns = { dest: path, checksum: source.sha1 };
  if (!args.force && at.self) return { ...returns, ...fileReturns(at.self) };
  if (present && at.checksum === source.sha1) {
    const plan = planAttributes(args, look, { ...present, path }, at.flags);
    if (!plan) return { ...returns, ...fileReturns(present) };
    await change(
      { summary: `set attributes of ${path}`, diff: plan.diff },
      (hands) => applyAttributes(hands, path, plan)
    );
    return { ...returns, ...fileReturns(checkMode ? plan.after : (await lookAtOne(host, path)).file.self) };
  }
  const attributes = newAttributes(args, look, present, "file");
  const flags = args.attributes === void 0 ? void 0 : planFlags(args.attributes, present ? at.flags ?? "" : "");
  const diff = diffMode ? await diffOf(host, source, path, present) : void 0;
  const backupFile = await change({ summary: `write ${path}`, diff }, async (hands) => {
    const made = await source.place(hands, path, {
      ...attributes,
      validate: args.validate,
      backup: args.backup,
      unsafeWrites: args.unsafe_writes
    });
    if (flags !== void 0) await setFlags(hands, path, flags);
    return made;
  });
  const after = checkMode ? predicted(args, look, present, source.size, path) : (await lookAtOne(host, path)).file.self;
  return {
    ...returns,
    md5sum: await md5(),
    ...backupFile === void 0 ? {} : { backup_file: backupFile },
    ...fileReturns(after)
  };
}
async function diffOf(host, source, path, present) {
  const showable = present?.kind === "file" && present.size <= DIFF_LIMIT && source.size <= DIFF_LIMIT;
  const before = showable ? await host.read(path) : null;
  const fetched = source.size <= DIFF_LIMIT && (present === null || showable);
  return contentDiff(
    { content: before ?? (present ? new Uint8Array() : null), size: present?.size ?? 0, header: path },
    { content: fetched ? await source.content() : new Uint8Array(), size: source.size, header: source.label }
  );
}
function predicted(args, look, present, size, path) {
  const mode = modeBits(args.mode, present, "file", look.umask) ?? present?.mode ?? 438 & ~look.umask;
  const base = present ?? newStatus(args, look, { path, kind: "file", mode, size });
  return {
    ...base,
    mode,
    size,
    uid: look.uid ?? base.uid,
    gid: look.gid ?? base.gid,
    owner: args.owner ?? base.owner,
    group: args.group ?? base.group
  };
}

export {
  sha1,
  bytesSource,
  withSourceMode,
  placesOf,
  putFile,
  makeDirectories
};
