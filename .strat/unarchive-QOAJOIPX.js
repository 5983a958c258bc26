import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  STATUS_FORMAT,
  parseMany,
  planTree,
  statMany
} from "./chunk-QUZKCNFF.js";
import {
  fileArguments,
  fileReturnFields,
  fileReturns,
  requireAttributes
} from "./chunk-VBFSLAZO.js";
import {
  lookAtOne,
  lookScript,
  parseLook
} from "./chunk-FUX2I576.js";
import {
  clientFor
} from "./chunk-YEG4NNLH.js";
import {
  HttpFailure
} from "./chunk-BWLGL4IV.js";
import {
  ModuleFailure,
  bool,
  defineModule,
  list,
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

// modules/ansible.builtin/unarchive/archive.ts
var HANDLERS = {
  tar: { name: "TarArchive", option: [] },
  gzip: { name: "TgzArchive", option: ["--gzip"] },
  bzip2: { name: "TarBzipArchive", option: ["--bzip2"] },
  xz: { name: "TarXzArchive", option: ["--xz"] },
  zstd: { name: "TarZstdArchive", option: ["--zstd"] },
  zip: { name: "ZipArchive", option: [] }
};
var HEAD = 262;
var MAGIC = [
  ["1f8b*", "gzip"],
  ["425a68*", "bzip2"],
  ["fd377a585a00*", "xz"],
  ["28b52ffd*", "zstd"],
  ["504b0304* | 504b0506*", "zip"],
  ["*7573746172", "tar"]
];
function kindOf(head) {
  const hex = Buffer.from(head.subarray(0, HEAD)).toString("hex");
  const fits = (pattern) => pattern.startsWith("*") ? head.length >= HEAD && hex.endsWith(pattern.slice(1)) : hex.startsWith(pattern.slice(0, -1));
  return MAGIC.find(([patterns]) => patterns.split(" | ").some(fits))?.[1];
}
function tar(mode, u, more = []) {
  const options = [
    mode,
    ...more,
    "-C",
    u.dest,
    ...HANDLERS[u.kind].option,
    "--show-transformed-names",
    ...u.extra,
    ...u.exclude.map((pattern) => `--exclude=${pattern}`),
    "-f",
    u.file ?? "-",
    ...u.include
  ];
  return sh`tar ${options}`;
}
function zipFile(u) {
  if (u.file !== void 0) return sh`z=${u.file}`;
  return script(`z=$(mktemp) || exit 73; trap 'rm -f -- "$z"' EXIT; trap 'exit 1' HUP INT TERM; cat > "$z" || exit 74`);
}
function compareScript(u) {
  if (u.kind !== "zip") {
    return lines([
      script("export LC_ALL=C; command -v tar > /dev/null || exit 127"),
      script("id -u"),
      tar("--diff", u, ["-v", "--quoting-style=literal"])
    ]);
  }
  const excluded = u.exclude.length === 0 ? script("") : sh`-x ${u.exclude}`;
  return lines([
    script("export LC_ALL=C; command -v unzip > /dev/null || { echo no unzip >&2; exit 127; }"),
    zipFile(u),
    script("id -u"),
    sh`unzip -Z -1 "$z" ${u.include} ${excluded} | while IFS= read -r m; do
  p=${u.dest}/$m
  printf '%s\n' "$m"
  case $m in
    */) [ -d "$p" ] || printf '%s: missing\n' "$m" ;;
    *)
      if [ -L "$p" ]; then [ "$(readlink -- "$p")" = "$(unzip -p "$z" "$(printf '%s\n' "$m" | sed 's/[][*?\\]/\\&/g')")" ]
      elif [ -f "$p" ]; then unzip -p "$z" "$(printf '%s\n' "$m" | sed 's/[][*?\\]/\\&/g')" | cmp -s - "$p"
      else false
      fi || printf '%s: Contents differ\n' "$m" ;;
  esac
done`
  ]);
}
function extractScript(u) {
  if (u.kind !== "zip")
    return lines([script("export LC_ALL=C"), tar("--extract", u, u.keepNewer ? ["--keep-newer-files"] : [])]);
  const excluded = u.exclude.length === 0 ? script("") : sh`-x ${u.exclude}`;
  return lines([
    script("export LC_ALL=C"),
    zipFile(u),
    sh`unzip ${u.keepNewer ? ["-u", "-o"] : ["-o"]} ${u.extra} "$z" ${u.include} ${excluded} -d ${u.dest}`,
    script("rc=$?; [ $rc -eq 1 ] && rc=0; exit $rc")
  ]);
}
function timesScript(u) {
  return lines([script("export LC_ALL=C TZ=UTC0"), tar("--list", u, ["-v", "--full-time", "--quoting-style=literal"])]);
}
var DIFFERENCE = /^(.*): (missing|(?:Mode|Uid|Gid|Mod time|Size|Device number|File type|Symlink) differs|Contents differ|Not linked to .*)$/;
var MISSING = /^tar: (.+?): Warning: Cannot (?:stat|open|readlink|read link): (?:No such file|Not a directory).*$/;
function parseComparison(stdout, stderr) {
  const [user, ...rest] = stdout.split("\n");
  const members = [];
  const differences = /* @__PURE__ */ new Map();
  const add = (member, what) => {
    differences.set(member, [...differences.get(member) ?? [], what]);
  };
  for (const line of rest) {
    if (line === "" || line === "/") continue;
    const found = DIFFERENCE.exec(line);
    if (found && members.includes(found[1] ?? "")) add(found[1] ?? "", found[2] ?? "");
    else if (found && members.includes(`${found[1]}/`)) add(`${found[1]}/`, found[2] ?? "");
    else members.push(line);
  }
  for (const line of stderr.split("\n")) {
    const found = MISSING.exec(line);
    if (found) add(found[1] ?? "", "missing");
  }
  return { members, differences, root: user === "0" };
}
function relevantDifferences({ differences, root }, set) {
  const ignored = /* @__PURE__ */ new Set([
    ...set.owner || !root ? ["Uid differs"] : [],
    ...set.group || !root ? ["Gid differs"] : [],
    ...set.mode || !root ? ["Mode differs"] : []
  ]);
  const left = /* @__PURE__ */ new Map();
  for (const [member, found] of differences) {
    const counting = found.filter((what) => !ignored.has(what));
    if (counting.length > 0) left.set(member, counting);
  }
  return left;
}
function parseTimes(stdout) {
  const times = /* @__PURE__ */ new Map();
  for (const line of stdout.split("\n")) {
    const found = /^\S{10}\S?\s+\S+\s+\d+\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? (.*)$/.exec(line);
    if (!found) continue;
    times.set((found[4] ?? "").replace(/ (?:->|link to) .*$/, ""), Date.parse(`${found[1]}T${found[2]}Z`) / 1e3);
  }
  return times;
}

// modules/ansible.builtin/unarchive/download.ts
var isUrl = (src) => /^[a-z]+:\/\//.test(src);
async function download(host, url, validateCerts) {
  const client = await clientFor(host, {
    decompress: true,
    force_basic_auth: false,
    http_agent: "ansible-httpget",
    timeout: 10,
    unredirected_headers: [],
    use_gssapi: false,
    use_netrc: true,
    use_proxy: true,
    validate_certs: validateCerts
  });
  try {
    const response = await client.send({ method: "GET", url, headers: {}, redirects: "urllib2" });
    if (response.status === 200) return response.body;
    throw new ModuleFailure(`Failure downloading ${url}, HTTP Error ${response.status}: ${response.reason}`, {
      src: url,
      status_code: response.status
    });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const hint = error.hint === void 0 ? "" : ` (${error.hint})`;
    throw new ModuleFailure(`Failure downloading ${url}, ${error.message}${hint}`, { src: url });
  }
}

// modules/ansible.builtin/unarchive/look.ts
var HEAD_MARK = "\n-- tsplay head --\n";
var COMPARED_MARK = "\n-- tsplay compared ";
async function lookAtUnpacking(host, question, options, tree, bytes) {
  const { dest, file } = question;
  const asked = lines([
    lookScript([dest], options),
    sh`printf %s ${HEAD_MARK}`,
    ...file === void 0 ? [] : [headScript(file)],
    sh`out= rc=; if [ -d ${dest} ]; then`,
    ...question.kind === void 0 ? compareByMagic(question) : [captured({ ...question, kind: question.kind })],
    sh`fi; printf '%s %s\n%s\n' ${COMPARED_MARK} "$rc" "$out"; printf '\0'`,
    ...tree ? [treeScript(dest)] : [],
    script(":")
  ]);
  const { stdoutBytes, rc, stderr } = await host.probe(asked, { stdin: bytes });
  const head = stdoutBytes.indexOf(HEAD_MARK);
  const compared = stdoutBytes.indexOf(COMPARED_MARK);
  if (rc !== 0 || head < 0 || compared < 0)
    throw new ModuleFailure(`could not look at ${dest}: ${stderr.trim()}`, { rc });
  const rest = stdoutBytes.subarray(compared + COMPARED_MARK.length).toString("utf8");
  const end = rest.indexOf("\0");
  return {
    ...parseLook(stdoutBytes.subarray(0, head)),
    kind: file === void 0 ? question.kind : parseHead(file, stdoutBytes.subarray(head + HEAD_MARK.length, compared)),
    comparison: comparisonOf(question, rest.slice(0, end), stderr),
    members: tree ? parseMany(rest.slice(end + 1)) : []
  };
}
var headScript = (src) => lines([
  sh`head=; if [ ! -e ${src} ]; then echo missing`,
  sh`elif head=$(head -c ${HEAD} ${src} 2>&1 | od -A n -v -t x1 | tr -d ' \n') && [ -r ${src} ]; then echo "$head"`,
  script("else echo unreadable; fi")
]);
function parseHead(src, answer) {
  const text = answer.toString("latin1").trim();
  if (text === "missing") throw new ModuleFailure(`Source '${src}' does not exist`, { src });
  if (text === "unreadable") throw new ModuleFailure(`Source '${src}' not readable`, { src });
  return kindOf(Buffer.from(text, "hex"));
}
var captured = (u) => sh`out=$(${compareScript(u)}
); rc=$?`;
function compareByMagic(question) {
  return [
    script("case $head in"),
    ...MAGIC.map(([pattern, kind]) => sh`${script(pattern)}) ${captured({ ...question, kind })} ;;`),
    script("esac")
  ];
}
var treeScript = (dest) => lines([
  script(`printf '%s\\n' "$out" | while IFS= read -r m; do m=\${m#./}; m=\${m%/}`),
  sh`[ -z "$m" ] || printf '%s\0' ${dest}/"$m"`,
  sh`done | xargs -0 stat -c ${STATUS_FORMAT} -- 2>/dev/null`
]);
function comparisonOf(question, answer, stderr) {
  const newline = answer.indexOf("\n");
  const code = answer.slice(0, newline).trim();
  if (code === "") return void 0;
  const rc = Number(code);
  if (rc === 127) {
    const program = question.kind === "zip" || /unzip/.test(stderr) ? "unzip" : "tar";
    throw new ModuleFailure(`the host has no ${program}: install the package ${program} first`);
  }
  if (/unrecognized option.*diff|invalid option|unknown option/i.test(stderr)) {
    throw new ModuleFailure(`the host's tar cannot compare archives (--diff): install GNU tar first: ${stderr.trim()}`);
  }
  if (rc > 1 && !onlyMissing(stderr)) {
    throw new ModuleFailure(`the archive cannot be read: ${stderr.trim()}`, { rc, dest: question.dest });
  }
  return parseComparison(answer.slice(newline + 1), stderr);
}
function onlyMissing(stderr) {
  return stderr.split("\n").every((line) => line === "" || /Cannot (stat|open|read)|Exiting with failure|Removing leading/.test(line));
}

// modules/ansible.builtin/unarchive/index.ts
var args = zod_exports.strictObject({
  src: path().describe("The archive: on the controller; with remote_src on the host, or at a URL it fetches."),
  dest: path().describe("The directory on the host to unpack into; must be there."),
  remote_src: bool().default(false).describe("The archive is on the host."),
  copy: bool().default(true).describe("The old opposite of remote_src."),
  creates: path().optional().describe("Do nothing when this is there."),
  list_files: bool().default(false).describe("Return the names of what is in the archive."),
  exclude: list(str()).default([]).describe("Members to leave out."),
  include: list(str()).default([]).describe("The only members to unpack."),
  keep_newer: bool().default(false).describe("Leave files alone that are newer than those in the archive."),
  extra_opts: list(str()).default([]).describe("More options for tar or unzip, one per element."),
  decrypt: bool().default(true).describe("Decrypt a vault-encrypted archive."),
  validate_certs: bool().default(true).describe("Whether the certificate of the server must be valid, for an archive at a URL."),
  ...fileArguments
});
var unarchive_default = defineModule({
  name: "ansible.builtin.unarchive",
  summary: "Unpacks an archive into a directory of the host.",
  args,
  returns: zod_exports.object({
    dest: zod_exports.string().describe("The directory."),
    src: zod_exports.string().optional().describe("The archive."),
    handler: zod_exports.string().optional().describe("Which kind of archive it is, by the name Ansible has for it."),
    files: zod_exports.array(zod_exports.string()).optional().describe("What is in the archive, with list_files."),
    extract_results: zod_exports.looseObject({}).optional().describe("How unpacking went: rc, out, err."),
    ...fileReturnFields
  }),
  check: "full",
  controllerFiles: [{ argument: "src", kind: "files", unless: { remote_src: true, copy: false } }],
  diff: true,
  refused: {
    io_buffer_size: "leave it out: archives are streamed"
  },
  rules: (a) => {
    const broken = [];
    if (a.include.length > 0 && a.exclude.length > 0) broken.push("include and exclude are mutually exclusive");
    if (a.mode?.kind === "preserve") broken.push("mode 'preserve' has no meaning here: an archive holds modes itself");
    if (a.attributes !== void 0) {
      broken.push("'attributes' is not supported by tsplay: use a command task with chattr -R afterwards");
    }
    if (a.unsafe_writes) {
      broken.push(
        "'unsafe_writes' is not supported by tsplay, as tar and unzip write the files: unpack elsewhere and use ansible.builtin.copy"
      );
    }
    if (isUrl(a.src) && !a.remote_src && a.copy) broken.push("src is a URL: that needs remote_src: true");
    return broken;
  },
  examples: [
    { name: "From the controller", task: "ansible.builtin.unarchive:\n  src: foo.tgz\n  dest: /var/lib/foo" },
    {
      name: "Already on the host",
      task: "ansible.builtin.unarchive:\n  src: /tmp/foo.zip\n  dest: /usr/local/bin\n  remote_src: true"
    }
  ],
  run
});
async function run(context) {
  const { args: given, host, checkMode, warn, task } = context;
  const remote = given.remote_src || !given.copy;
  const dest = given.dest.replace(/(?<=.)\/+$/, "");
  if (given.creates !== void 0 && (await lookAtOne(host, given.creates)).file.self) {
    return { skipped: true, msg: `skipped, since ${given.creates} exists`, dest: given.dest };
  }
  const local = remote ? void 0 : task.files.find("files", given.src);
  const bytes = local !== void 0 ? task.files.read(local) : isUrl(given.src) ? await download(host, given.src, given.validate_certs) : void 0;
  if (given.decrypt && bytes?.subarray(0, 15).toString("latin1") === "$ANSIBLE_VAULT;") {
    throw new ModuleFailure(`${local} is vault-encrypted, which tsplay does not decrypt yet: use a decrypted archive`);
  }
  const src = local ?? given.src;
  const question = {
    kind: bytes && kindOf(bytes),
    dest,
    file: bytes ? void 0 : given.src,
    include: given.include,
    exclude: given.exclude,
    keepNewer: given.keep_newer,
    extra: given.extra_opts
  };
  if (bytes && question.kind === void 0) throw unknownKind(src, given.dest);
  const attributes = given.owner !== void 0 || given.group !== void 0 || given.mode !== void 0;
  const owner = { owner: given.owner, group: given.group };
  const { paths, kind, comparison, members, ...look } = await lookAtUnpacking(host, question, owner, attributes, bytes);
  requireAttributes(given, look, checkMode, warn);
  const there = paths[0]?.target ?? null;
  if (there ? there.kind !== "directory" : !checkMode) {
    throw new ModuleFailure(`dest '${given.dest}' must be an existing dir`, { dest: given.dest });
  }
  if (kind === void 0) throw unknownKind(src, given.dest);
  const unpacking = { ...question, kind };
  const returns = { dest: given.dest, src, handler: HANDLERS[kind].name };
  if (!there || !comparison) {
    await context.change({ summary: `unpack ${src} into ${dest}` }, async () => void 0);
    return returns;
  }
  const differing = await toMend(context, unpacking, bytes, comparison);
  const extracted = differing.size === 0 ? void 0 : await extract(context, unpacking, bytes, src, differing);
  if (attributes) {
    const tree = differing.size === 0 ? members : await statMany(host, pathsOf(dest, comparison));
    await setAttributes(context, look, dest, tree);
  }
  return {
    ...returns,
    ...given.list_files ? { files: comparison.members } : {},
    ...extracted ? { extract_results: extracted } : {},
    ...fileReturns(there)
  };
}
function unknownKind(src, dest) {
  return new ModuleFailure(
    `Failed to find handler for "${src}": it is neither a tar archive (plain, gzip, bzip2, xz, zstd) nor a zip file`,
    { src, dest }
  );
}
var pathsOf = (dest, { members }) => members.map((member) => `${dest}/${member.replace(/^\.\/|\/$/g, "")}`.replace(/\/$/, ""));
async function toMend({ args: given, host }, u, bytes, comparison) {
  const differing = relevantDifferences(comparison, {
    owner: given.owner !== void 0,
    group: given.group !== void 0,
    mode: given.mode !== void 0
  });
  if (!u.keepNewer || u.kind === "zip" || differing.size === 0) return differing;
  const { stdout } = await host.probe(timesScript(u), { stdin: bytes });
  const archived = parseTimes(stdout);
  const members = new Map([...differing.keys()].map((member) => [`${u.dest}/${member}`, member]));
  for (const status of await statMany(host, [...members.keys()])) {
    const member = members.get(status.path) ?? "";
    if (status.kind === "file" && status.mtime > (archived.get(member) ?? Infinity)) differing.delete(member);
  }
  return differing;
}
async function extract({ change }, u, bytes, src, differing) {
  const after = [...differing].map(([member, what]) => `${member}: ${what.join(", ")}
`).join("");
  const note = { summary: `unpack ${src} into ${u.dest}`, diff: { before: "", after, afterHeader: u.dest } };
  return change(note, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(extractScript(u), { stdin: bytes });
    const result = { rc, out: stdout, err: stderr };
    if (rc !== 0) {
      throw new ModuleFailure(`failed to unpack ${src} to ${u.dest}: ${stderr.trim()}`, { extract_results: result });
    }
    return result;
  });
}
async function setAttributes({ args: given, change }, look, dest, tree) {
  const plan = planTree(given, look, dest, tree);
  if (!plan) return;
  await change({ summary: `set attributes of ${plan.count} entries below ${dest}`, diff: plan.diff }, async (hands) => {
    const { rc, stderr } = await hands.run(plan.script);
    if (rc !== 0) throw new ModuleFailure(`could not set owner, group or mode below ${dest}: ${stderr.trim()}`, { rc });
  });
}
export {
  unarchive_default as default
};
