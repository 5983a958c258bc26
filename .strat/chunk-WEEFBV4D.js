import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  octal
} from "./chunk-VBFSLAZO.js";

// modules/_shared/stat-result.ts
function statResult(status) {
  const { kind, mode } = status;
  const bit = (mask) => (mode & mask) !== 0;
  return {
    mode: octal(mode),
    isdir: kind === "directory",
    ischr: kind === "char",
    isblk: kind === "block",
    isreg: kind === "file",
    isfifo: kind === "fifo",
    islnk: kind === "link",
    issock: kind === "socket",
    uid: status.uid,
    gid: status.gid,
    size: status.size,
    inode: status.inode,
    dev: status.device,
    nlink: status.links,
    atime: status.atime,
    mtime: status.mtime,
    ctime: status.ctime,
    gr_name: status.group,
    pw_name: status.owner,
    wusr: bit(128),
    rusr: bit(256),
    xusr: bit(64),
    wgrp: bit(16),
    rgrp: bit(32),
    xgrp: bit(8),
    woth: bit(2),
    roth: bit(4),
    xoth: bit(1),
    isuid: bit(2048),
    isgid: bit(1024)
  };
}

export {
  statResult
};
