import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  statResult
} from "./chunk-WEEFBV4D.js";
import "./chunk-VBFSLAZO.js";
import {
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
  alias,
  bool,
  choice,
  defineModule,
  path,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/stat/returns.ts
var statFields = zod_exports.object({
  exists: zod_exports.boolean().describe("Whether anything is there."),
  path: zod_exports.string().optional().describe("The path that was asked for."),
  atime: zod_exports.number().optional().describe("Last access, in seconds since the epoch."),
  attr_flags: zod_exports.string().optional().describe("Letters of the flags."),
  attributes: zod_exports.array(zod_exports.string()).optional().describe("Names of the flags."),
  block_size: zod_exports.number().optional().describe("Bytes of a block."),
  blocks: zod_exports.number().optional().describe("Blocks it takes."),
  charset: zod_exports.string().optional().describe("Character set, by the program `file`."),
  checksum: zod_exports.string().optional().describe("Checksum of a regular file."),
  ctime: zod_exports.number().optional().describe("Last change of its data or attributes."),
  dev: zod_exports.number().optional().describe("Device it is on."),
  device_type: zod_exports.number().optional().describe("Number of the device it is."),
  executable: zod_exports.boolean().optional().describe("Whether the user may execute it."),
  gid: zod_exports.number().optional().describe("Number of the group."),
  gr_name: zod_exports.string().optional().describe("Name of the group."),
  inode: zod_exports.number().optional().describe("Its inode."),
  isblk: zod_exports.boolean().optional().describe("A block device?"),
  ischr: zod_exports.boolean().optional().describe("A character device?"),
  isdir: zod_exports.boolean().optional().describe("A directory?"),
  isfifo: zod_exports.boolean().optional().describe("A named pipe?"),
  isgid: zod_exports.boolean().optional().describe("Has the set-group-id bit?"),
  islnk: zod_exports.boolean().optional().describe("A symbolic link?"),
  isreg: zod_exports.boolean().optional().describe("A regular file?"),
  issock: zod_exports.boolean().optional().describe("A socket?"),
  isuid: zod_exports.boolean().optional().describe("Has the set-user-id bit?"),
  lnk_source: zod_exports.string().optional().describe("What a link leads to, absolute."),
  lnk_target: zod_exports.string().optional().describe("What a link says."),
  mimetype: zod_exports.string().optional().describe("MIME type, by the program `file`."),
  mode: zod_exports.string().optional().describe("Permissions, e.g. '0644'."),
  mtime: zod_exports.number().optional().describe("Last change of its data."),
  nlink: zod_exports.number().optional().describe("How many names it has."),
  pw_name: zod_exports.string().optional().describe("Name of the owner."),
  readable: zod_exports.boolean().optional().describe("Whether the user may read it."),
  rgrp: zod_exports.boolean().optional().describe("May the group read it?"),
  roth: zod_exports.boolean().optional().describe("May others read it?"),
  rusr: zod_exports.boolean().optional().describe("May the owner read it?"),
  size: zod_exports.number().optional().describe("Bytes."),
  uid: zod_exports.number().optional().describe("Number of the owner."),
  version: zod_exports.string().nullable().optional().describe("Version number of the inode, by `lsattr`."),
  wgrp: zod_exports.boolean().optional().describe("May the group write it?"),
  woth: zod_exports.boolean().optional().describe("May others write it?"),
  writeable: zod_exports.boolean().optional().describe("Whether the user may write it."),
  wusr: zod_exports.boolean().optional().describe("May the owner write it?"),
  xgrp: zod_exports.boolean().optional().describe("May the group execute it?"),
  xoth: zod_exports.boolean().optional().describe("May others execute it?"),
  xusr: zod_exports.boolean().optional().describe("May the owner execute it?")
});

// modules/ansible.builtin/stat/index.ts
var args = zod_exports.strictObject({
  path: alias(path(), "dest", "name").describe("The path to look at."),
  follow: bool().default(false).describe("Look at what a link leads to."),
  get_checksum: bool().default(true).describe("Give the checksum of a regular file."),
  checksum_algorithm: alias(
    choice("md5", "sha1", "sha224", "sha256", "sha384", "sha512").default("sha1"),
    "checksum",
    "checksum_algo"
  ).describe("How the checksum is made."),
  get_mime: alias(bool().default(true), "mime", "mime_type", "mime-type").describe(
    "Give MIME type and charset, when the host has the program `file`."
  ),
  get_attributes: alias(bool().default(true), "attr", "attributes").describe(
    "Give the flags of the file, when the host has the program `lsattr`."
  )
});
var stat_default = defineModule({
  name: "ansible.builtin.stat",
  summary: "Tells what is at a path.",
  args,
  returns: zod_exports.object({
    stat: statFields.describe("All that is known of the path; only `exists` when nothing is there.")
  }),
  check: "full",
  diff: false,
  examples: [
    { name: "Is it there?", task: "ansible.builtin.stat:\n  path: /etc/foo.conf\nregister: foo" },
    {
      name: "A checksum",
      task: "ansible.builtin.stat:\n  path: /path/to/file\n  checksum_algorithm: sha256\nregister: file"
    }
  ],
  run: async ({ args: given, host }) => {
    const { file } = await lookAtOne(host, given.path, {
      checksum: given.get_checksum ? given.checksum_algorithm : void 0,
      flags: given.get_attributes,
      mime: given.get_mime,
      follow: given.follow
    });
    return { stat: describe(file, given) };
  }
});
function describe(file, given) {
  const status = given.follow ? file.target : file.self;
  if (!status) return { exists: false };
  const { kind } = status;
  return {
    exists: true,
    path: given.path,
    ...statResult(status),
    blocks: status.blocks,
    block_size: status.blockSize,
    device_type: status.deviceType,
    readable: status.readable,
    writeable: status.writable,
    executable: status.executable,
    ...kind === "link" ? { lnk_source: file.realPath, lnk_target: status.linkTarget } : {},
    ...kind === "file" && file.checksum !== void 0 ? { checksum: file.checksum } : {},
    ...given.get_mime ? mime(file.mime) : {},
    ...given.get_attributes ? flags(file) : {}
  };
}
function mime(said) {
  const [, type, charset] = /^([^;\s]+\/[^;\s]+)(?:;\s*charset=(\S+))?/.exec(said ?? "") ?? [];
  return { mimetype: type ?? "unknown", charset: charset ?? "unknown" };
}
var FLAG_NAMES = {
  A: "noatime",
  a: "append",
  c: "compressed",
  C: "nocow",
  d: "nodump",
  D: "dirsync",
  e: "extents",
  E: "encrypted",
  h: "blocksize",
  i: "immutable",
  I: "indexed",
  j: "journalled",
  N: "inline",
  s: "zero",
  S: "synchronous",
  t: "notail",
  T: "blockroot",
  u: "undelete",
  X: "compressedraw",
  Z: "compresseddirty"
};
function flags(file) {
  const letters = file.flags ?? "";
  return {
    version: file.flagsVersion ?? null,
    attributes: [...letters].map((letter) => FLAG_NAMES[letter] ?? letter),
    attr_flags: letters
  };
}
export {
  stat_default as default
};
