import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  statResult
} from "./chunk-WEEFBV4D.js";
import {
  symbolicMode
} from "./chunk-VBFSLAZO.js";
import {
  FORMAT,
  parseStatus
} from "./chunk-FUX2I576.js";
import {
  fnmatch
} from "./chunk-AAM7TTL6.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  mode,
  path,
  pythonRegex,
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

// modules/ansible.builtin/find/match.ts
var SECONDS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
var BYTES = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
function amount(text, units, name) {
  const found = /^(-?\d+)([a-z])?/i.exec(text.trim());
  const unit = found?.[2] === void 0 ? 1 : units[found[2].toLowerCase()];
  if (!found || unit === void 0 || !/^-?\d+[a-z]*$/i.test(text.trim())) {
    throw new ModuleFailure(
      `failed to process ${name}: '${text}' is not a number with one of ${Object.keys(units).join(", ")}`
    );
  }
  return Number(found[1]) * unit;
}
var reaches = (value, limit) => limit < 0 ? value <= -limit : value >= limit;
function matcher(wanted, now) {
  const age = wanted.age === void 0 ? void 0 : amount(wanted.age, SECONDS, "age");
  const size = wanted.size === void 0 ? void 0 : amount(wanted.size, BYTES, "size");
  const named = names(wanted.patterns, wanted.use_regex);
  const excluded = names(wanted.excludes, wanted.use_regex);
  return (status) => {
    const name = status.path.slice(status.path.lastIndexOf("/") + 1);
    if (!wanted.hidden && name.startsWith(".")) return false;
    if (wanted.file_type !== "any" && status.kind !== wanted.file_type) return false;
    if (wanted.patterns.length > 0 && !named(name)) return false;
    if (excluded(name)) return false;
    if (age !== void 0 && !reaches(now - status[wanted.age_stamp], age)) return false;
    if (size !== void 0 && status.kind === "file" && !reaches(status.size, size)) return false;
    return modeFits(wanted, status);
  };
}
function names(patterns, regex) {
  const tests = patterns.map((pattern) => {
    const compiled = regex ? pythonRegex(pattern, {}, "y") : fnmatch(pattern);
    return (name) => {
      compiled.lastIndex = 0;
      return compiled.test(name);
    };
  });
  return (name) => tests.some((test) => test(name));
}
function modeFits({ mode: mode2, exact_mode }, status) {
  if (mode2 === void 0 || mode2.kind === "preserve") return true;
  const bits = mode2.kind === "bits" ? mode2.bits : symbolicMode(mode2.text, { mode: 0, directory: status.kind === "directory", umask: 0 });
  return exact_mode ? status.mode === bits : (status.mode & bits) === bits;
}
function containsMatcher(pattern, whole) {
  const compiled = pythonRegex(pattern, {}, whole ? "g" : "y");
  const test = (text) => {
    compiled.lastIndex = 0;
    return compiled.test(text);
  };
  return (text) => whole ? test(text) : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).some(test);
}

// modules/ansible.builtin/find/index.ts
var args = zod_exports.strictObject({
  paths: alias(list(path()), "name", "path").describe("The directories to search."),
  patterns: alias(list(str()).default([]), "pattern").describe("Shell patterns (or regular expressions) for names."),
  excludes: alias(list(str()).default([]), "exclude").describe("Patterns for names that are left out."),
  use_regex: bool().default(false).describe("patterns and excludes are Python regular expressions."),
  contains: str().optional().describe("Regular expression a line of the file begins with."),
  read_whole_file: bool().default(false).describe("Look for contains anywhere in the file."),
  file_type: choice("any", "directory", "file", "link").default("file").describe("What kind is wanted."),
  recurse: bool().default(false).describe("Search the directories below as well."),
  depth: int().optional().describe("How many levels, with recurse."),
  age: str().optional().describe("At least this old (s, m, h, d, w); negative: at most."),
  age_stamp: choice("atime", "ctime", "mtime").default("mtime").describe("The time that age is of."),
  size: str().optional().describe("At least this big (b, k, m, g, t); negative: at most."),
  hidden: bool().default(false).describe("Names that begin with a dot as well."),
  mode: mode().optional().describe("Only what has this mode."),
  exact_mode: bool().default(true).describe("Exactly this mode; no: at least these bits."),
  follow: bool().default(false).describe("Follow links to directories."),
  get_checksum: bool().default(false).describe("Give the SHA-1 of files."),
  limit: int().optional().describe("No more than this many.")
});
var find_default = defineModule({
  name: "ansible.builtin.find",
  summary: "Lists files that fit a description.",
  args,
  returns: zod_exports.object({
    files: zod_exports.array(zod_exports.looseObject({ path: zod_exports.string() })).describe("What was found, each as stat describes it."),
    matched: zod_exports.number().describe("How many were found."),
    examined: zod_exports.number().describe("How many were looked at."),
    skipped_paths: zod_exports.record(zod_exports.string(), zod_exports.string()).describe("Paths that could not be searched, and why."),
    msg: zod_exports.string().describe("Whether all paths were searched.")
  }),
  check: "full",
  diff: false,
  refused: { encoding: "leave it out: contains reads files as UTF-8" },
  rules: (a) => a.limit !== void 0 && a.limit <= 0 ? [`limit cannot be ${a.limit} (leave it out for unlimited)`] : [],
  examples: [
    {
      name: "Old files",
      task: 'ansible.builtin.find:\n  paths: /var/log\n  patterns: "*.log"\n  age: 4w\n  recurse: true\nregister: old'
    }
  ],
  run: async ({ args: given, host, task, warn }) => {
    const paths = await Promise.all(given.paths.map((p) => host.expand(p)));
    const found = await search(host, paths, given);
    for (const [where, why] of Object.entries(found.skipped)) {
      warn(`Skipped '${where}' path due to this access issue: ${why}`);
    }
    const fits = matcher(given, task.now() / 1e3);
    let files = found.entries.filter(fits);
    if (given.contains !== void 0 && given.file_type === "file") {
      const has = containsMatcher(given.contains, given.read_whole_file);
      const texts = await perFile(host, files, sh`base64 < "$f" 2>/dev/null | tr -d '\n'`);
      files = files.filter((_file, i) => has(Buffer.from(texts[i] ?? "", "base64").toString("utf8")));
    }
    const limited = given.limit !== void 0 && files.length >= given.limit;
    if (limited) files = files.slice(0, given.limit);
    const regular = files.filter((file) => file.kind === "file");
    const sums = given.get_checksum ? await perFile(host, regular, sh`sha1sum < "$f" 2>/dev/null | cut -d ' ' -f 1 | tr -d '\n'`) : [];
    const checksums = new Map(regular.map((file, i) => [file.path, sums[i]]));
    return {
      files: files.map((file) => ({
        path: file.path,
        ...statResult(file),
        ...checksums.get(file.path) ? { checksum: checksums.get(file.path) } : {}
      })),
      matched: files.length,
      examined: found.entries.length,
      skipped_paths: found.skipped,
      msg: Object.keys(found.skipped).length > 0 ? "Not all paths examined, check warnings for details" : limited ? "Limit of matches reached" : "All paths examined"
    };
  }
});
async function search(host, paths, { recurse, depth, follow }) {
  const levels = recurse ? depth === void 0 || depth === 0 ? [] : ["-maxdepth", depth] : ["-maxdepth", 1];
  const option = follow ? ["-L"] : [];
  const { stdout, stderr } = await host.probe(
    lines([
      script("export LC_ALL=C TZ=UTC0"),
      ...paths.map(
        (p) => sh`if [ -d ${p} ]; then
find ${option} ${`${p.replace(/\/+$/, "")}/`} -mindepth 1 ${levels} -exec stat -c ${`${FORMAT}	%n`} -- {} +
else printf 'SKIP %s\n' ${p}; fi`
      ),
      script(":")
    ])
  );
  const skipped = {};
  const entries = [];
  for (const line of stdout.split("\n")) {
    if (line.startsWith("SKIP ")) skipped[line.slice(5)] = `'${line.slice(5)}' is not a directory`;
    const fields = line.split("	");
    if (fields.length < 20) continue;
    const path2 = fields.slice(19).join("	").replace(/\/\/+/g, "/");
    entries.push(parseStatus(path2, fields.slice(0, 19).join("	"), ""));
  }
  for (const [, where, why] of stderr.matchAll(/^find: [‘'"]?(.*?)[’'"]?: (Permission denied)$/gm)) {
    skipped[where ?? ""] = why ?? "";
  }
  return { entries, skipped };
}
async function perFile(host, files, command) {
  const out = [];
  for (let i = 0; i < files.length; i += 100) {
    const some = files.slice(i, i + 100).map((file) => file.path);
    const { stdout } = await host.probe(sh`export LC_ALL=C; for f in ${some}; do ${command}; echo; done`);
    out.push(...stdout.split("\n").slice(0, some.length));
  }
  return out;
}
export {
  find_default as default
};
