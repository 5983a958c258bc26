import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  contentDiff
} from "./chunk-K4XLUDRB.js";
import {
  applyAttributes,
  fileReturns,
  lookFor,
  newAttributes,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags
} from "./chunk-VBFSLAZO.js";
import {
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
  ModuleFailure
} from "./chunk-EJJ52GZ6.js";
import {
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/edit-file.ts
async function readText(context) {
  const { args, host, checkMode, warn } = context;
  const { file, ...look } = await lookAtOne(host, args.path, { ...lookFor(args), content: true });
  if (file.target?.kind === "directory") throw new ModuleFailure(`Path ${args.path} is a directory !`, { rc: 256 });
  requireAttributes(args, look, checkMode, warn);
  if (file.target && file.target.kind !== "file") throw new ModuleFailure(`Path ${args.path} is not a regular file`);
  if (file.target && (file.content === void 0 || file.content.length < file.target.size)) {
    throw new ModuleFailure(`Path ${args.path} could not be read: become a user who may (become: true)`);
  }
  return { look, file, bytes: file.target ? file.content ?? Buffer.alloc(0) : null };
}
function encodingOf(bytes) {
  const text = Buffer.from(bytes);
  if (Buffer.from(text.toString("utf8"), "utf8").equals(text)) {
    return {
      decode: (b) => Buffer.from(b).toString("utf8"),
      encode: (t) => Buffer.from(t, "utf8"),
      argument: (t) => t
    };
  }
  return {
    decode: (b) => Buffer.from(b).toString("latin1"),
    encode: (t) => Buffer.from(t, "latin1"),
    argument: (t) => Buffer.from(t, "utf8").toString("latin1")
  };
}
async function writeText(context, { look, file, bytes }, after, msg) {
  const { args, change, checkMode } = context;
  const path = file.self?.kind === "link" ? file.realPath : file.path;
  let backup;
  if (after) {
    const header = `${args.path} (content)`;
    const diff = contentDiff({ content: bytes ?? Buffer.alloc(0), header }, { content: after, header });
    const made = await change({ summary: `write ${path}`, diff }, async (hands) => {
      if (file.parent === "missing") await hands.must(sh`mkdir -p -- ${path.slice(0, path.lastIndexOf("/"))}`);
      return hands.write(path, after, {
        // An existing file's attributes are compared below, so that they can be told of.
        ...file.target ? {} : newAttributes(args, look, null, "file"),
        validate: args.validate,
        backup: args.backup,
        unsafeWrites: args.unsafe_writes
      });
    });
    backup = made?.backupFile;
  }
  const told = msg === "" ? "" : `${msg} and `;
  const chattr = args.attributes === void 0 || file.target ? void 0 : planFlags(args.attributes, "");
  if (!file.target) {
    if (after && chattr !== void 0)
      await change({ summary: `flags of ${path}` }, (hands) => setFlags(hands, path, chattr));
    return { msg, backup, file: {} };
  }
  const plan = planAttributes(args, look, file.target, file.flags);
  if (!plan) return { msg, backup, file: fileReturns(file.target) };
  await change(
    { summary: `set attributes of ${path}`, diff: plan.diff },
    (hands) => applyAttributes(hands, path, plan)
  );
  return {
    msg: `${told}ownership, perms or SE linux context changed`,
    backup,
    file: fileReturns(checkMode ? file.target : plan.after)
  };
}

export {
  readText,
  encodingOf,
  writeText
};
