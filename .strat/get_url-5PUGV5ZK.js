import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  applyAttributes,
  fileArguments,
  fileReturns,
  lookFor,
  newAttributes,
  planAttributes,
  requireAttributes,
  setFlags
} from "./chunk-VBFSLAZO.js";
import {
  lookAtOne,
  lookScript,
  parseLook
} from "./chunk-FUX2I576.js";
import {
  nameFromHeader,
  nameFromUrl
} from "./chunk-F2TTI5QS.js";
import {
  clientFor,
  timeoutArgument,
  urlArguments,
  urlRules,
  userArgument
} from "./chunk-YEG4NNLH.js";
import {
  HTTP_LOOK,
  HttpFailure,
  parseHttpLook
} from "./chunk-BWLGL4IV.js";
import {
  ModuleFailure,
  bool,
  defineModule,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  lines,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/get_url/index.ts
import { createHash } from "node:crypto";

// modules/ansible.builtin/get_url/checksum.ts
var DIGESTS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];
function parseChecksum(text) {
  if (text === "") return void 0;
  const colon = text.indexOf(":");
  if (colon < 0) {
    throw new ModuleFailure(`The checksum parameter has to be in format <algorithm>:<checksum>, it is '${text}'`);
  }
  const name = text.slice(0, colon).trim().toLowerCase();
  const rest = text.slice(colon + 1).trim();
  const algorithm = DIGESTS.find((digest) => digest === name);
  if (!algorithm) throw new ModuleFailure(`checksum: '${name}' is not one of ${DIGESTS.join(", ")}`);
  if (/^[a-z]+:\/\//i.test(rest)) return { algorithm, url: rest };
  return { algorithm, digest: cleanDigest(rest) };
}
function cleanDigest(text) {
  const digest = text.replace(/\W+/g, "").toLowerCase();
  if (!/^[0-9a-f]+$/.test(digest))
    throw new ModuleFailure(`The checksum format is invalid: '${text}' is not hexadecimal`);
  return digest;
}
function findChecksum(list, urlPath, source) {
  const lines2 = list.split(/\r?\n/).filter((line) => line.trim() !== "");
  const [only] = lines2;
  if (lines2.length === 1 && only !== void 0 && /^\s*[0-9a-f]+\s*$/i.test(only)) return cleanDigest(only);
  const name = urlPath.split("/").at(-1) ?? "";
  const entries = lines2.flatMap((line) => {
    const bsd = /^\\?[\w/-]+ \((.*)\) = ([0-9a-f]+)\s*$/i.exec(line);
    if (bsd) return [{ digest: bsd[2] ?? "", file: bsd[1] ?? "" }];
    const gnu = /^\\?([0-9a-f]+)\s+\*?(.+?)\s*$/i.exec(line);
    return gnu ? [{ digest: gnu[1] ?? "", file: gnu[2] ?? "" }] : [];
  });
  const bare = (file) => file.replace(/^\.\//, "");
  const found = entries.find(({ file }) => bare(file) === name) ?? entries.find(
    ({ file }) => bare(file).includes("/") && `/${urlPath}`.endsWith(`/${bare(file).replace(/^\/+/, "")}`)
  );
  if (!found) throw new ModuleFailure(`Unable to find a checksum for file '${name}' in '${source}'`);
  return cleanDigest(found.digest);
}

// modules/ansible.builtin/get_url/index.ts
var args = zod_exports.strictObject({
  ...urlArguments,
  url_username: userArgument("username"),
  ...fileArguments,
  url: str().describe("What to download: http://, https:// or file:// (a file of the host)."),
  dest: path().describe("Where to put it: a file, or a directory that then holds it under its own name."),
  backup: bool().default(false).describe("Keep a copy of the file that is replaced."),
  checksum: str().default("").describe("`algorithm:digest`, or `algorithm:URL` of a list of digests."),
  timeout: timeoutArgument(10),
  tmp_dest: path().optional().describe("Must be a directory; nothing is put there, as the download goes straight beside `dest`.")
});
var get_url_default = defineModule({
  name: "ansible.builtin.get_url",
  summary: "Downloads a file from an HTTP or HTTPS server to the host.",
  args,
  returns: zod_exports.object({
    backup_file: zod_exports.string().optional().describe("The copy of the file that was replaced."),
    checksum_dest: zod_exports.string().nullable().describe("SHA-1 of the file that was there before."),
    checksum_src: zod_exports.string().nullable().describe("SHA-1 of the download."),
    dest: zod_exports.string().describe("The file."),
    elapsed: zod_exports.int().describe("Seconds it took."),
    md5sum: zod_exports.string().optional().describe("MD5 of the file after the download."),
    msg: zod_exports.string().describe("What the server answered."),
    src: zod_exports.string().nullable().describe("Always null: there is no temporary download on the host."),
    status_code: zod_exports.int().nullable().describe("The HTTP status."),
    url: zod_exports.string().describe("Where it came from, after redirects."),
    uid: zod_exports.int().describe("Owner."),
    gid: zod_exports.int().describe("Group."),
    owner: zod_exports.string().describe("Name of the owner."),
    group: zod_exports.string().describe("Name of the group."),
    mode: zod_exports.string().describe("Permissions."),
    size: zod_exports.int().describe("Bytes."),
    state: zod_exports.string().describe("Kind of file.")
  }),
  check: "partial",
  diff: false,
  rules: urlRules,
  examples: [
    {
      name: "A pinned program",
      task: 'ansible.builtin.get_url:\n  url: https://example.com/tool\n  dest: /usr/local/bin/tool\n  checksum: sha256:https://example.com/SHA256SUMS\n  mode: "0755"'
    }
  ],
  run: (context) => download(context)
});
async function download(context) {
  const { args: args2, host, task } = context;
  const started = task.now();
  const elapsed = () => Math.floor((task.now() - started) / 1e3);
  if (/^ftps?:/i.test(args2.url)) {
    throw new ModuleFailure("get_url: ftp:// is not supported by tsplay; use http(s), or curl in a command task");
  }
  const wanted = parseChecksum(args2.checksum);
  const { file, look, environment } = await lookAtAll(host, args2, wanted?.algorithm ?? "sha1");
  requireAttributes(args2, look, context.checkMode, (message) => context.warn(message));
  await requireTemporary(context);
  const isDirectory = file.target?.kind === "directory";
  const base = { url: args2.url, dest: args2.dest, src: null };
  const known = { file, look, base, elapsed };
  if (!isDirectory && args2.dest.endsWith("/")) throw missing(args2.dest.replace(/\/+$/, ""), { ...base, elapsed: 0 });
  const client = await clientFor(host, args2, {}, environment);
  const digest = wanted && await wantedDigest(client, host, args2, wanted);
  if (file.target && !isDirectory && digest !== void 0 && !args2.force && file.checksum === digest) {
    const nothing = { checksum_dest: null, checksum_src: null, status_code: null };
    return keep(context, known, { ...nothing, msg: "file already exists" });
  }
  const since = file.target && !isDirectory && !args2.force && digest === void 0 ? file.target.mtime : void 0;
  const response = await fetch(client, context, since, { ...base, elapsed });
  if (response.status === 304) {
    return keep(context, known, { msg: "HTTP Error 304: Not Modified", status_code: 304 });
  }
  const dest = isDirectory ? `${args2.dest.replace(/\/+$/, "")}/${nameFromHeader(response.headers["content-disposition"]) ?? nameFromUrl(response.url)}` : args2.dest;
  const reusable = isDirectory || wanted && wanted.algorithm !== "sha1" ? void 0 : { file, look };
  const verify = digest && wanted ? { algorithm: wanted.algorithm, digest } : void 0;
  return put(context, response, dest, verify, elapsed, reusable);
}
async function lookAtAll(host, args2, checksum) {
  const look = lookScript([args2.dest], { ...lookFor(args2), checksum });
  const separator = "\n-- tsplay file --\n";
  const { stdoutBytes, rc, stderr } = await host.probe(lines([HTTP_LOOK, sh`printf %s ${separator}`, look]));
  const at = stdoutBytes.indexOf(separator);
  const { paths, ...rest } = parseLook(stdoutBytes.subarray(at + separator.length));
  const [file] = paths;
  if (at < 0 || !file) throw new ModuleFailure(`could not look at ${args2.dest}: ${stderr.trim()}`, { rc });
  return { file, look: rest, environment: parseHttpLook(stdoutBytes.subarray(0, at).toString("utf8")) };
}
async function lookAtDest(host, args2, dest) {
  const { file, ...look } = await lookAtOne(host, dest, { ...lookFor(args2), checksum: "sha1" });
  return { file, look };
}
async function keep(context, { file, look, base, elapsed }, extra) {
  const { args: args2 } = context;
  const current = file.target;
  const plan = current ? planAttributes(args2, look, current, file.flags) : void 0;
  if (plan) {
    const summary = `set attributes of ${args2.dest}`;
    await context.change({ summary, diff: plan.diff }, (hands) => applyAttributes(hands, file.realPath, plan));
  }
  return { ...base, ...extra, elapsed: elapsed(), ...fileReturns(plan?.after ?? current) };
}
async function requireTemporary({ args: args2, host }) {
  if (args2.tmp_dest === void 0) return;
  const status = await host.stat(args2.tmp_dest, { follow: true });
  if (status?.kind !== "directory") throw new ModuleFailure(`tmp_dest: ${args2.tmp_dest} is not a directory`);
}
var missing = (directory, extra) => new ModuleFailure(`Destination ${directory} does not exist`, extra);
async function wantedDigest(client, host, args2, source) {
  if ("digest" in source) return source.digest;
  const urlPath = URL.canParse(args2.url) ? new URL(args2.url).pathname : args2.url;
  let list;
  if (source.url.startsWith("file://")) {
    list = (await host.read(decodeURIComponent(new URL(source.url).pathname))).toString("utf8");
  } else {
    const request = { method: "GET", url: source.url, headers: args2.headers ?? {}, redirects: "urllib2" };
    const response = await client.send(request).catch((error) => {
      throw requestFailed(error, { url: source.url, dest: args2.dest });
    });
    if (response.status !== 200) {
      throw new ModuleFailure(`the list of checksums could not be had: ${statusText(response)}`, {
        url: source.url,
        dest: args2.dest,
        status_code: response.status
      });
    }
    list = response.body.toString("utf8");
  }
  return findChecksum(list, decodeURIComponent(urlPath), source.url);
}
var statusText = (r) => `HTTP Error ${r.status}: ${r.reason}`;
function requestFailed(error, extra) {
  if (!(error instanceof HttpFailure)) return error;
  const hint = error.hint === void 0 ? "" : ` (${error.hint})`;
  return new ModuleFailure(`Request failed: ${error.message}${hint}`, { changed: false, ...extra });
}
async function fetch(client, { args: args2, host, checkMode }, since, base) {
  if (args2.url.startsWith("file://")) {
    const body = await host.read(decodeURIComponent(new URL(args2.url).pathname));
    const headers2 = { "content-length": String(body.length) };
    return { status: 0, reason: "OK", headers: headers2, setCookies: [], url: args2.url, redirected: false, body };
  }
  const headers = {
    ...args2.force ? { "Cache-Control": "no-cache" } : {},
    ...since === void 0 ? {} : { "If-Modified-Since": new Date(since * 1e3).toUTCString() },
    ...args2.headers
  };
  let response;
  try {
    response = await client.send({ method: checkMode ? "HEAD" : "GET", url: args2.url, headers, redirects: "urllib2" });
  } catch (error) {
    throw requestFailed(error, { ...base, elapsed: base.elapsed() });
  }
  if (response.status !== 200 && response.status !== 304) {
    const status = { status_code: response.status, response: statusText(response) };
    throw new ModuleFailure(`Request failed: ${statusText(response)}`, {
      changed: false,
      ...base,
      ...status,
      elapsed: base.elapsed()
    });
  }
  return response;
}
var hash = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
async function put(context, response, dest, wanted, elapsed, known) {
  const { args: args2, host } = context;
  const { file, look } = known ?? await lookAtDest(host, args2, dest);
  const { body } = response;
  const source = hash("sha1", body);
  const result = {
    msg: `OK (${response.headers["content-length"] ?? "unknown"} bytes)`,
    url: response.url,
    dest,
    src: null,
    status_code: response.status === 0 ? null : response.status,
    checksum_src: source,
    checksum_dest: file.checksum ?? null,
    elapsed: elapsed()
  };
  if (file.parent !== "directory") throw missing(dest.replace(/\/[^/]*$/, "") || "/", { changed: false, ...result });
  if (file.target?.kind === "directory")
    throw new ModuleFailure(`${dest} is a directory`, { changed: false, ...result });
  if (wanted && !context.checkMode) {
    const actual = hash(wanted.algorithm, body);
    if (actual !== wanted.digest) {
      const message = `The checksum for ${response.url} did not match ${wanted.digest}; it was ${actual}.`;
      throw new ModuleFailure(message, { changed: false, ...result });
    }
  }
  if (file.checksum === source) {
    return keep(context, { file, look, base: result, elapsed }, { md5sum: hash("md5", body) });
  }
  const attributes = newAttributes(args2, look, file.target, "file");
  const note = { summary: `download ${response.url} to ${dest}` };
  const written = await context.change(note, async (hands) => {
    const options = { ...attributes, backup: args2.backup, unsafeWrites: args2.unsafe_writes };
    const outcome = await hands.write(file.realPath, body, options);
    if (args2.attributes !== void 0) await setFlags(hands, file.realPath, args2.attributes);
    return outcome;
  });
  if (!written) return result;
  const backup = written.backupFile === void 0 ? {} : { backup_file: written.backupFile };
  const after = await host.stat(file.realPath);
  return { ...result, elapsed: elapsed(), ...backup, md5sum: hash("md5", body), ...fileReturns(after) };
}
export {
  get_url_default as default
};
