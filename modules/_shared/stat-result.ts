// A file's status under the names Ansible's stat and find return it.
import type { FileStatus } from '../../src/kit/index.js';
import { octal } from './file-attributes.js';

export function statResult(status: FileStatus): Record<string, unknown> {
  const { kind, mode } = status;
  const bit = (mask: number): boolean => (mode & mask) !== 0;
  return {
    mode: octal(mode),
    isdir: kind === 'directory',
    ischr: kind === 'char',
    isblk: kind === 'block',
    isreg: kind === 'file',
    isfifo: kind === 'fifo',
    islnk: kind === 'link',
    issock: kind === 'socket',
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
    wusr: bit(0o200),
    rusr: bit(0o400),
    xusr: bit(0o100),
    wgrp: bit(0o020),
    rgrp: bit(0o040),
    xgrp: bit(0o010),
    woth: bit(0o002),
    roth: bit(0o004),
    xoth: bit(0o001),
    isuid: bit(0o4000),
    isgid: bit(0o2000),
  };
}
