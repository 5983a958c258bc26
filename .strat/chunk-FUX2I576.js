import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  ModuleFailure
} from "./chunk-EJJ52GZ6.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/file-look.ts
var FORMAT = "%f	%u	%g	%U	%G	%s	%Y	%X	%Z	%y	%x	%z	%i	%d	%h	%b	%o	%t	%T";
var FUNCTIONS = `
rec() { printf '%s %s\\0' "$1" "$2"; }
access() { a=; [ -r "$1" ] && a=r; [ -w "$1" ] && a="$a"w; [ -x "$1" ] && a="$a"x; rec "$2" "$a"; }
look() {
  rec PATH "$1"
  if s=$(stat -c '${FORMAT}' -- "$1" 2>&1); then
    rec SELF "$s"
    if [ -L "$1" ]; then
      rec LINK "$(readlink -- "$1")"
      rec REAL "$(readlink -f -- "$1" 2>/dev/null)"
      if s=$(stat -L -c '${FORMAT}' -- "$1" 2>/dev/null); then rec TARGET "$s"; fi
    fi
    access "$1" ACCESS
    [ -n "$digest" ] && [ -f "$1" ] && rec SUM "$("$digest"sum < "$1" 2>/dev/null | cut -d ' ' -f 1)"
    [ -n "$flags" ] && rec FLAGS "$(lsattr -vd -- "$1" 2>/dev/null)"
    [ -n "$mime" ] && rec MIME "$(file --brief --mime $mime -- "$1" 2>/dev/null)"
  else
    rec NONE "$s"
    [ -n "$me" ] || { me=$(id -u)$(printf '\\t')$(id -g); rec ME "$me$(printf '\\t')$(id -un)$(printf '\\t')$(id -gn)"; }
  fi
  case $1 in */*) d=\${1%/*}; [ -n "$d" ] || d=/ ;; *) d=. ;; esac
  if [ -d "$d" ]; then rec PARENT directory; elif [ -e "$d" ]; then rec PARENT other; else rec PARENT missing; fi
}
user() { case $1 in *[!0-9]*) rec UID "$(id -u -- "$1" 2>/dev/null)" ;; *) rec UID "$1" ;; esac; }
group() {
  case $1 in
    *[!0-9]*) rec GID "$({ getent group "$1" || grep -- "^$1:" /etc/group; } 2>/dev/null | head -n 1 | cut -d : -f 3)" ;;
    *) rec GID "$1" ;;
  esac
}`;
async function lookAt(host, paths, options = {}) {
  const { stdoutBytes, rc, stderr } = await host.probe(lookScript(paths, options));
  if (rc !== 0) throw new ModuleFailure(`could not look at ${paths.join(", ")}: ${stderr.trim()}`);
  return parseLook(stdoutBytes);
}
async function lookAtOne(host, path, options = {}) {
  const { paths, ...rest } = await lookAt(host, [path], options);
  const [file] = paths;
  if (!file) throw new ModuleFailure(`could not look at ${path}`);
  return { ...rest, file };
}
function lookScript(paths, options) {
  const { content, owner, group } = options;
  return lines([
    script("export LC_ALL=C TZ=UTC0"),
    sh`digest=${options.checksum ?? ""} flags=${options.flags ? "yes" : ""} mime=${options.mime ? options.follow ? "-L" : "-h" : ""} me=`,
    script(FUNCTIONS.trim()),
    script('rec UMASK "$(umask)"; if [ -e /sys/fs/selinux/enforce ]; then rec SELINUX yes; fi'),
    ...owner === void 0 ? [] : [sh`user ${owner}`],
    ...group === void 0 ? [] : [sh`group ${group}`],
    ...paths.map((path) => sh`look ${path}`),
    ...content && paths[0] !== void 0 ? [sh`if [ -f ${paths[0]} ]; then printf 'CONTENT \0'; cat -- ${paths[0]}; fi`] : [],
    script(":")
  ]);
}
function parseLook(bytes) {
  const general = /* @__PURE__ */ new Map();
  const perPath = [];
  let content;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const record = bytes.subarray(at, end < 0 ? bytes.length : end).toString("utf8");
    at = end < 0 ? bytes.length : end + 1;
    const blank = record.indexOf(" ");
    const name = record.slice(0, blank);
    if (name === "CONTENT") {
      content = Buffer.from(bytes.subarray(at));
      break;
    }
    if (name === "PATH") perPath.push(/* @__PURE__ */ new Map());
    (perPath.at(-1) ?? general).set(name, record.slice(blank + 1));
  }
  const id = (name) => {
    const text = general.get(name);
    return text === void 0 ? void 0 : /^\d+$/.test(text) ? Number(text) : null;
  };
  const me = perPath.map((records) => records.get("ME")).find((text) => text !== void 0)?.split("	");
  return {
    me: me && { uid: Number(me[0]), gid: Number(me[1]), owner: me[2] ?? "", group: me[3] ?? "" },
    umask: parseInt(general.get("UMASK") ?? "022", 8),
    selinux: general.has("SELINUX"),
    uid: id("UID"),
    gid: id("GID"),
    paths: perPath.map((records) => pathLook(records, content))
  };
}
function pathLook(records, content) {
  const path = records.get("PATH") ?? "";
  const refusal = records.get("NONE");
  if (refusal !== void 0 && !/No such file|Not a directory|does not exist/i.test(refusal)) {
    throw new ModuleFailure(`could not look at ${path}: ${refusal}`);
  }
  const realPath = records.get("REAL") || path;
  const access = records.get("ACCESS") ?? "";
  const link = records.get("LINK");
  const selfText = records.get("SELF");
  const targetText = link === void 0 ? selfText : records.get("TARGET");
  const self = selfText === void 0 ? null : parseStatus(path, selfText, access);
  const sum = records.get("SUM");
  const flags = /^\s*(\d+)\s+(\S+)\s/.exec(records.get("FLAGS") ?? "");
  return {
    path,
    self: self && link !== void 0 ? { ...self, linkTarget: link, linkSource: realPath } : self,
    target: targetText === void 0 ? null : parseStatus(realPath, targetText, access),
    realPath,
    parent: records.get("PARENT") ?? "missing",
    checksum: sum === "" ? void 0 : sum,
    content,
    flags: flags?.[2]?.replaceAll("-", ""),
    flagsVersion: flags?.[1],
    mime: records.get("MIME")
  };
}
var KINDS = {
  1: "fifo",
  2: "char",
  4: "directory",
  6: "block",
  8: "file",
  10: "link",
  12: "socket"
};
function parseStatus(path, text, access) {
  const f = text.split("	");
  const n = (i) => Number(f[i] ?? 0);
  const time = (seconds, written) => Number(`${seconds}${/\.(\d+)/.exec(written ?? "")?.[0] ?? ""}`);
  const raw = parseInt(f[0] ?? "0", 16);
  const name = (given, id) => given === void 0 || given === "UNKNOWN" ? id ?? "" : given;
  const major = parseInt(f[17] ?? "0", 16);
  const minor = parseInt(f[18] ?? "0", 16);
  return {
    path,
    kind: KINDS[raw >> 12] ?? "file",
    mode: raw & 4095,
    uid: n(1),
    gid: n(2),
    owner: name(f[3], f[1]),
    group: name(f[4], f[2]),
    size: n(5),
    mtime: time(n(6), f[9]),
    atime: time(n(7), f[10]),
    ctime: time(n(8), f[11]),
    inode: n(12),
    device: n(13),
    links: n(14),
    blocks: n(15),
    blockSize: n(16),
    // As the kernel's makedev for the ranges that occur.
    deviceType: (major & 4095) << 8 | minor & 255 | (minor & ~255) << 12,
    readable: access.includes("r"),
    writable: access.includes("w"),
    executable: access.includes("x")
  };
}

export {
  FORMAT,
  lookAt,
  lookAtOne,
  lookScript,
  parseLook,
  parseStatus
};
