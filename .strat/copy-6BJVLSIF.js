import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  bytesSource,
  makeDirectories,
  placesOf,
  putFile,
  sha1,
  withSourceMode
} from "./chunk-6DCK5QGW.js";
import {
  contentDiff
} from "./chunk-K4XLUDRB.js";
import {
  attributesScript,
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookFor,
  newAttributes,
  octal,
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
  ModuleFailure,
  bool,
  defineModule,
  mode,
  path,
  raw,
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

// modules/ansible.builtin/copy/index.ts
import { createHash } from "node:crypto";

// modules/ansible.builtin/copy/args.ts
var args = zod_exports.strictObject({
  src: path().optional().describe("File or directory on the controller (on the host with remote_src)."),
  content: raw().optional().describe("The content itself, instead of src; lists and dicts are written as JSON."),
  dest: path().describe(
    "Where to on the host; with a trailing slash, or when it is a directory, the name of src is added."
  ),
  backup: bool().default(false).describe("Keep a copy of the old file, with the time in its name."),
  force: bool().default(true).describe("Replace a file that differs; no leaves any existing file alone."),
  remote_src: bool().default(false).describe("src is on the host."),
  follow: bool().default(false).describe("When dest is a link, write what it leads to instead of replacing the link."),
  local_follow: bool().default(true).describe("Follow links in the source tree; no is refused for directories."),
  directory_mode: mode().optional().describe("Mode of directories that are made."),
  decrypt: bool().default(true).describe("Decrypt a vault-encrypted source."),
  checksum: str().optional().describe("SHA-1 the source must have."),
  validate: str().optional().describe("Command that must accept the new file; %s is its temporary path."),
  ...fileArguments,
  mode: mode().optional().describe("Permissions: octal in quotes ('0644'), symbolic, or preserve (as the source's).")
});
var returns = zod_exports.object({
  dest: zod_exports.string().describe("Where the file is."),
  src: zod_exports.string().optional().describe("The source file."),
  checksum: zod_exports.string().optional().describe("SHA-1 of the file."),
  md5sum: zod_exports.string().optional().describe("MD5 of the file, when it was written."),
  backup_file: zod_exports.string().optional().describe("The copy of the old file, with backup."),
  ...fileReturnFields
});

// modules/ansible.builtin/copy/content.ts
function contentText(content) {
  if (typeof content === "string") return content;
  if (typeof content === "boolean") return content ? "True" : "False";
  if (typeof content === "number" || typeof content === "bigint") return String(content);
  return pythonJson(content);
}
function pythonJson(value) {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([key, inner]) => `${asciiText(key)}: ${pythonJson(inner)}`).join(", ")}}`;
  }
  if (typeof value === "string") return asciiText(value);
  return typeof value === "bigint" ? String(value) : JSON.stringify(value) ?? "null";
}
function asciiText(text) {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function refuseVault(given, content, source) {
  if (given.decrypt && content.subarray(0, 15).toString("latin1") === "$ANSIBLE_VAULT;") {
    throw new ModuleFailure(
      `${source} is vault-encrypted, which tsplay does not decrypt yet: copy a decrypted file, or set decrypt: false to copy it as it is`
    );
  }
}

// modules/ansible.builtin/copy/remote.ts
async function copyFromHost(context, src) {
  const { host, args: args2 } = context;
  const places = placesOf(args2.dest, src.slice(src.lastIndexOf("/") + 1));
  const { paths, ...look } = await lookAt(host, [src, ...places], { ...lookFor(args2), checksum: "sha1" });
  const [file, ...there] = paths;
  if (!file?.target) throw new ModuleFailure(`Source ${src} not found`, { src, dest: args2.dest });
  if (file.target.kind === "directory") return copyTree(context, src);
  const source = hostSource(context, file);
  if (args2.checksum !== void 0 && args2.checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure("Copied file does not match the expected checksum. Transfer failed.", {
      checksum: source.sha1,
      expected_checksum: args2.checksum
    });
  }
  const md5 = async () => {
    const { stdout } = await host.probe(sh`md5sum < ${src}`);
    return stdout.slice(0, 32);
  };
  return { src, ...await putFile(context, args2, source, md5, { ...look, paths: there }) };
}
function hostSource({ host }, file) {
  if (!file.target || file.checksum === void 0) {
    throw new ModuleFailure(`Source ${file.path} is not a file that can be read`, { src: file.path });
  }
  const { mode: mode2, size } = file.target;
  return {
    name: file.path.slice(file.path.lastIndexOf("/") + 1),
    sha1: file.checksum,
    mode: mode2,
    size,
    label: file.path,
    content: () => host.read(file.path),
    place: (hands, path2, options) => placeOnHost(hands, file.path, path2, options ?? {})
  };
}
async function placeOnHost(hands, src, path2, options) {
  const { rc, stdout, stderr } = await hands.run(placeScript(src, path2, options));
  if (rc === 78) {
    throw new ModuleFailure(
      `${path2} is left as it was: '${options.validate}' refused the new content: ${stderr.trim()}`,
      { dest: path2, rc }
    );
  }
  if (rc !== 0)
    throw new ModuleFailure(`cannot write ${path2}, which is left as it was: ${stderr.trim()}`, { dest: path2, rc });
  return stdout.trim() === "" ? void 0 : stdout.trim();
}
function placeScript(src, path2, options) {
  const slash = path2.lastIndexOf("/");
  const template = `${slash < 0 ? "." : path2.slice(0, slash)}/.tsplay-XXXXXXXX`;
  const { owner, group, mode: mode2 } = options;
  const validate = options.validate?.replaceAll("%s", () => '"$t"');
  return lines([
    script("export LC_ALL=C"),
    sh`t=$(mktemp ${template}) || exit 73`,
    script(`trap 'rm -f -- "$t"' EXIT; trap 'exit 1' HUP INT TERM`),
    sh`cp -- ${src} "$t" || exit 74`,
    sh`if [ -f ${path2} ] && ! [ -L ${path2} ]; then
set -- $(stat -c '%u:%g %a' -- ${path2}); chown "$1" "$t" 2>/dev/null; chmod "$2" "$t" || exit 77
else chmod =rw "$t" || exit 77
fi`,
    ...owner === void 0 ? [] : [sh`chown -- ${owner} "$t" || exit 76`],
    ...group === void 0 ? [] : [sh`chgrp -- ${group} "$t" || exit 76`],
    ...mode2 === void 0 ? [] : [sh`chmod -- ${octal(mode2).padStart(5, "0")} "$t" || exit 77`],
    ...validate === void 0 ? [] : [script(`( ${validate}
) < /dev/null >&2 || exit 78`)],
    ...options.backup ? [sh`if [ -f ${path2} ]; then b=${path2}.$$.$(date '+%Y-%m-%d@%H:%M:%S~'); cp -p -- ${path2} "$b" || exit 75; fi`] : [],
    options.unsafeWrites ? sh`mv -f -- "$t" ${path2} 2>/dev/null || cat "$t" > ${path2} || exit 79` : sh`mv -f -- "$t" ${path2} || exit 79`,
    script('printf %s "$b"')
  ]);
}
async function copyTree(context, src) {
  const { args: args2, host, change } = context;
  const root = src.replace(/(?<=.)\/+$/, "");
  const base = args2.dest.replace(/(?<=.)\/+$/, "");
  const top = src.endsWith("/") ? base : `${base}/${root.slice(root.lastIndexOf("/") + 1)}`;
  const entries = await listTree(context, root);
  const from = entries.map(({ path: path2 }) => `${root}/${path2}`);
  const to = entries.map(({ path: path2 }) => `${top}/${path2}`);
  const { paths, ...look } = await lookAt(host, [base, top, ...from, ...to], {
    owner: args2.owner,
    group: args2.group,
    checksum: "sha1"
  });
  const [baseLook, topLook] = paths;
  if (baseLook?.target && baseLook.target.kind !== "directory") {
    throw new ModuleFailure(`dest '${args2.dest}' must be a directory because src is one`, { dest: args2.dest });
  }
  if (!topLook?.target) await makeDirectories(context, args2, look, top);
  for (const [i, entry] of entries.entries()) {
    const source = paths[2 + i];
    const there = paths[2 + entries.length + i];
    const target = to[i] ?? "";
    if (!source || !there) continue;
    if (entry.kind === "directory") {
      if (!there.target) await makeDirectories(context, args2, look, target);
      else if (there.target.kind !== "directory") throw new ModuleFailure(`${target} exists and is not a directory`);
    } else if (entry.kind === "link") {
      const leads = source.self?.linkTarget ?? "";
      if (there.self?.linkTarget === leads || there.self && !args2.force) continue;
      await change({ summary: `link ${target} to ${leads}` }, (hands) => hands.must(sh`ln -sfn -- ${leads} ${target}`));
    } else if (!there.self || args2.force) {
      if (there.self?.kind === "file" && there.checksum === source.checksum && !attributesMatter(args2)) continue;
      const file = hostSource(context, source);
      await putFile(context, { ...args2, dest: target }, file, async () => "");
    }
  }
  const after = context.checkMode ? topLook?.target ?? null : (await lookAtOne(host, top)).file.target;
  return { src, dest: args2.dest, ...after ? fileReturns(after) : {} };
}
function attributesMatter(args2) {
  return [args2.mode, args2.owner, args2.group, args2.attributes].some((value) => value !== void 0);
}
async function listTree({ host, args: args2 }, root) {
  const follow = script(args2.local_follow ? "-L" : "");
  const list = (kind) => sh`find ${follow} . -mindepth 1 -type ${kind} -exec printf '${script(kind)} %s\0' {} + || exit`;
  const { rc, stdout, stderr } = await host.probe(
    lines([script("export LC_ALL=C"), sh`cd -- ${root} || exit`, list("d"), list("f"), list("l")])
  );
  if (rc !== 0) throw new ModuleFailure(`could not read the directory ${root}: ${stderr.trim()}`, { src: root });
  const kinds = { d: "directory", f: "file", l: "link" };
  return stdout.split("\0").slice(0, -1).map((record) => ({ kind: kinds[record[0]], path: record.slice(4) })).sort((a, b) => Number(b.kind === "directory") - Number(a.kind === "directory") || (a.path < b.path ? -1 : 1));
}

// modules/ansible.builtin/copy/tree.ts
async function copyDirectory(context, source, contentsOnly) {
  const { args: args2, task, host } = context;
  if (!args2.local_follow) {
    throw new ModuleFailure(
      "local_follow: false is not supported for directories: tsplay follows links in the source; make links with the file module (state: link)"
    );
  }
  const root = source.replace(/(?<=.)\/+$/, "");
  const base = args2.dest.replace(/(?<=.)\/+$/, "");
  const top = contentsOnly ? base : `${base === "/" ? "" : base}/${root.slice(root.lastIndexOf("/") + 1)}`;
  const entries = task.files.walk(root);
  const paths = [top, ...entries.map((entry) => `${top === "/" ? "" : top}/${entry.path}`)];
  const { paths: looks, ...look } = await lookAt(host, [base, ...paths], { ...lookFor(args2), checksum: "sha1" });
  requireAttributes(args2, look, context.checkMode, context.warn);
  const [baseLook, topLook, ...rest] = looks;
  if (baseLook?.target && baseLook.target.kind !== "directory") {
    throw new ModuleFailure(`dest '${args2.dest}' must be a directory because src is one`, { dest: args2.dest });
  }
  const work = entries.map((entry, i) => ({ ...entry, at: rest[i] }));
  const directories = [
    ...topLook && (entries.length > 0 || !contentsOnly) ? [{ at: topLook, isRoot: contentsOnly }] : [],
    ...work.filter((entry) => entry.kind === "directory").map(({ at }) => ({ at, isRoot: false }))
  ];
  await putDirectories(context, look, directories);
  for (const entry of work) {
    if (entry.kind === "file") await putEntry(context, look, `${root}/${entry.path}`, entry.mode, entry.at);
  }
  const status = topLook?.target ?? null;
  return { dest: args2.dest, src: source, ...status ? fileReturns(status) : {} };
}
async function putDirectories({ args: args2, change }, look, directories) {
  const attributes = newAttributes({ ...args2, mode: args2.directory_mode }, look, null, "directory");
  const scripts = [];
  const made = [];
  for (const { at, isRoot } of directories) {
    if (!at.target) {
      if (at.self) throw new ModuleFailure(`${at.path} is a dangling link, a directory is needed there`);
      made.push(at.path);
      scripts.push(sh`mkdir -p -- ${at.path} || exit`, attributesScript(at.path, { attributes }));
    } else if (at.target.kind !== "directory") {
      throw new ModuleFailure(`${at.path} exists and is not a directory`, { dest: at.path });
    } else if (!isRoot) {
      const plan = planAttributes({ owner: args2.owner, group: args2.group }, look, at.target);
      if (!plan) continue;
      made.push(at.path);
      scripts.push(attributesScript(at.target.path, plan));
    }
  }
  if (made.length === 0) return;
  const diff = stateDiff(args2.dest, {}, { directories: made });
  await change({ summary: `make ${made.length} directories`, diff }, async (hands) => {
    const { rc, stderr } = await hands.run(lines(scripts));
    if (rc !== 0) throw new ModuleFailure(`could not make the directories of ${args2.dest}: ${stderr.trim()}`, { rc });
  });
}
async function putEntry(context, look, source, sourceMode, at) {
  const { change, host, task, diffMode } = context;
  const args2 = withSourceMode(context.args, { mode: sourceMode });
  if (at.target?.kind === "directory") throw new ModuleFailure(`${at.path} is a directory, ${source} a file`);
  if (!args2.force && at.self) return;
  const content = task.files.read(source);
  refuseVault(args2, content, source);
  const link = at.self?.kind === "link";
  const path2 = link && args2.follow ? at.realPath : at.path;
  const present = link && !args2.follow ? null : at.target;
  if (present && at.checksum === sha1(content)) {
    const plan = planAttributes(args2, look, { ...present, path: path2 }, at.flags);
    if (!plan) return;
    await change({ summary: `set attributes of ${path2}`, diff: plan.diff }, async (hands) => {
      const { rc, stderr } = await hands.run(attributesScript(path2, plan));
      if (rc !== 0)
        throw new ModuleFailure(`could not set mode ${octal(plan.after.mode)} of ${path2}: ${stderr.trim()}`);
    });
    return;
  }
  const old = diffMode && present?.kind === "file" ? await host.read(path2) : null;
  const diff = contentDiff({ content: old, header: path2 }, { content, header: source });
  const flags = args2.attributes === void 0 ? void 0 : planFlags(args2.attributes, present ? at.flags ?? "" : "");
  await change({ summary: `write ${path2}`, diff }, async (hands) => {
    await hands.write(path2, content, {
      ...newAttributes(args2, look, present, "file"),
      validate: args2.validate,
      backup: args2.backup,
      unsafeWrites: args2.unsafe_writes
    });
    if (flags !== void 0) await setFlags(hands, path2, flags);
  });
}

// modules/ansible.builtin/copy/index.ts
var copy_default = defineModule({
  name: "ansible.builtin.copy",
  summary: "Copies files, directories or text to the host.",
  args,
  returns,
  check: "full",
  controllerFiles: [{ argument: "src", kind: "files", unless: { remote_src: true } }],
  diff: true,
  rules: (a) => {
    const broken = [];
    if (a.src === void 0 && a.content === void 0) broken.push("src (or content) is required");
    if (a.src !== void 0 && a.content !== void 0) broken.push("src and content are mutually exclusive");
    if (a.content !== void 0 && a.dest.endsWith("/")) broken.push("can not use content with a dir as dest");
    if (a.content !== void 0 && a.mode?.kind === "preserve") {
      broken.push("mode 'preserve' needs a source file: with content give the mode itself");
    }
    if (a.validate !== void 0 && !a.validate.includes("%s")) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    { name: "A file", task: "ansible.builtin.copy:\n  src: foo.conf\n  dest: /etc/foo.conf\n  mode: '0644'" },
    { name: "Text", task: "ansible.builtin.copy:\n  content: |\n    hello\n  dest: /etc/motd" },
    {
      name: "Checked before it is put in place",
      task: "ansible.builtin.copy:\n  src: sudoers\n  dest: /etc/sudoers\n  validate: /usr/sbin/visudo -csf %s"
    }
  ],
  run: async (context) => {
    const { args: given } = context;
    if (given.src === void 0)
      return putBytes(context, Buffer.from(contentText(given.content)), void 0, "content");
    if (given.remote_src) return copyFromHost(context, given.src);
    const source = context.task.files.find("files", given.src);
    const status = context.task.files.stat(source.replace(/(?<=.)\/+$/, ""));
    if (status?.kind === "directory") return copyDirectory(context, source, given.src.endsWith("/"));
    if (status?.kind !== "file") throw new ModuleFailure(`${source} is neither a file nor a directory`);
    const content = context.task.files.read(source);
    refuseVault(given, content, source);
    const name = source.slice(source.lastIndexOf("/") + 1);
    return { src: source, ...await putBytes(context, content, name, source, status.mode) };
  }
});
async function putBytes(context, content, name, label, sourceMode) {
  const source = bytesSource(content, name, label, sourceMode);
  const { checksum } = context.args;
  if (checksum !== void 0 && checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure("Copied file does not match the expected checksum. Transfer failed.", {
      checksum: source.sha1,
      expected_checksum: checksum
    });
  }
  return putFile(context, context.args, source, async () => createHash("md5").update(content).digest("hex"));
}
export {
  copy_default as default
};
