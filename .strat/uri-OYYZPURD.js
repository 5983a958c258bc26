import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  matchesAnything
} from "./chunk-NKEQPE76.js";
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
  lookAtOne
} from "./chunk-FUX2I576.js";
import {
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
  HttpFailure
} from "./chunk-BWLGL4IV.js";
import {
  outputOf
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  bool,
  choice,
  defineModule,
  int,
  list,
  path,
  raw,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/uri/index.ts
import { createHash } from "node:crypto";

// modules/ansible.builtin/uri/answer.ts
var ownKeys = /* @__PURE__ */ new Set([
  "status",
  "url",
  "redirected",
  "msg",
  "elapsed",
  "changed",
  "failed",
  "cookies",
  "cookies_string"
]);
function headerValues(response) {
  const values = {};
  for (const [name, value] of Object.entries(response.headers)) {
    const key = name.replaceAll("-", "_");
    if (!ownKeys.has(key)) values[key] = value;
  }
  const { location } = response.headers;
  if (location !== void 0 && URL.canParse(location, response.url)) {
    values["location"] = new URL(location, response.url).href;
  }
  return values;
}
function cookieValues(response) {
  const pairs = response.setCookies.map((cookie) => (cookie.split(";")[0] ?? "").trim());
  const named = pairs.filter((pair) => pair.indexOf("=") > 0).map((pair) => [pair.slice(0, pair.indexOf("=")), pair]);
  const last = new Map(named);
  const value = (pair) => pair.slice(pair.indexOf("=") + 1).replace(/^"(.*)"$/, "$1");
  return {
    cookies: Object.fromEntries([...last].map(([name, pair]) => [name, value(pair)])),
    cookies_string: [...last].map(([name, pair]) => `${name}=${value(pair)}`).join("; ")
  };
}
function contentText(response) {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(response.headers["content-type"] ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(response.body);
  } catch {
    return response.body.toString("utf8");
  }
}
function jsonValue(response) {
  const type = (response.headers["content-type"] ?? "").split(";")[0] ?? "";
  if (!/\/.*(?:json|javascript)/i.test(type)) return void 0;
  try {
    return { json: JSON.parse(contentText(response)) };
  } catch {
    return void 0;
  }
}
function statusMessage(response) {
  if (response.status >= 200 && response.status < 300) {
    return `OK (${response.headers["content-length"] ?? "unknown"} bytes)`;
  }
  return `HTTP Error ${response.status}: ${response.reason}`;
}

// modules/ansible.builtin/uri/body.ts
import { randomBytes } from "node:crypto";

// modules/_shared/python-json.ts
var escapeUnicode = (text2) => text2.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
function pythonJson(value) {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "bigint") return String(value);
  if (value !== null && typeof value === "object") {
    const pairs = Object.entries(value).filter(([, v]) => v !== void 0);
    return `{${pairs.map(([k, v]) => `${pythonJson(k)}: ${pythonJson(v)}`).join(", ")}}`;
  }
  return escapeUnicode(JSON.stringify(value) ?? "null").replaceAll("\\u007f", "\x7F");
}

// modules/ansible.builtin/uri/body.ts
var DEFAULT_TYPE = "application/x-www-form-urlencoded";
var rawBody = (bytes) => ({ bytes, contentType: DEFAULT_TYPE });
async function encodeBody(body, format, readFile) {
  switch (format) {
    case "json":
      return {
        bytes: Buffer.from(typeof body === "string" ? body : pythonJson(body)),
        contentType: "application/json"
      };
    case "form-urlencoded":
      return { bytes: Buffer.from(typeof body === "string" ? body : formText(body)), contentType: DEFAULT_TYPE };
    case "form-multipart":
      return multipart(body, readFile);
    case "raw":
      if (typeof body === "object") {
        throw new ModuleFailure(
          "body is a structure and body_format is 'raw': set body_format to json, form-urlencoded or form-multipart"
        );
      }
      return rawBody(Buffer.from(text(body)));
  }
}
function text(value) {
  if (value === null || value === void 0) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? value : pythonJson(value);
}
function quotePlus(value) {
  return encodeURIComponent(text(value)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%20", "+");
}
function formText(body) {
  const pairs = Array.isArray(body) ? body : Object.entries(body ?? {});
  return pairs.flatMap((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new ModuleFailure("failed to parse body as form-urlencoded: it is neither a dict nor a list of pairs");
    }
    const [name, value] = pair;
    const values = Array.isArray(value) ? value : [value];
    return values.map((v) => `${quotePlus(name)}=${quotePlus(v)}`);
  }).join("&");
}
var TYPES = {
  txt: "text/plain",
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  csv: "text/csv",
  xml: "text/xml",
  js: "text/javascript",
  json: "application/json",
  pdf: "application/pdf",
  zip: "application/zip",
  tar: "application/x-tar",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml"
};
async function multipart(body, readFile) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new ModuleFailure("failed to parse body as form-multipart: it must be a dict of fields");
  }
  const boundary = `tsplay-${randomBytes(16).toString("hex")}`;
  const chunks = [];
  for (const [name, value] of Object.entries(body)) {
    const { headers, content } = await partOf(name, value, readFile);
    chunks.push(Buffer.from(`--${boundary}\r
${headers.join("\r\n")}\r
\r
`), content, Buffer.from("\r\n"));
  }
  chunks.push(Buffer.from(`--${boundary}--\r
`));
  const contentType = `multipart/form-data; boundary="${boundary}"`;
  return { bytes: Buffer.concat(chunks), contentType, fixedType: true };
}
var parameter = (value) => `"${value.replace(/["\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}"`;
async function partOf(name, value, readFile) {
  const disposition = `Content-Disposition: form-data; name=${parameter(name)}`;
  if (typeof value === "string")
    return { headers: ["Content-Type: text/plain", disposition], content: Buffer.from(value) };
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new ModuleFailure(`failed to parse body as form-multipart: '${name}' must be text or a dict`);
  }
  const part = value;
  if (part.filename === void 0 && part.content === void 0) {
    throw new ModuleFailure(`failed to parse body as form-multipart: '${name}' needs 'filename' or 'content'`);
  }
  const file = part.filename?.split("/").at(-1);
  const type = part.mime_type ?? TYPES[file?.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
  const headers = [
    `Content-Type: ${type}`,
    file === void 0 ? disposition : `${disposition}; filename=${parameter(file)}`
  ];
  if (part.content !== void 0) return { headers, content: Buffer.from(text(part.content)) };
  const bytes = await readFile(part.filename ?? "");
  if (part.multipart_encoding === "7or8bit") return { headers, content: bytes };
  if (part.multipart_encoding !== void 0 && part.multipart_encoding !== "base64") {
    throw new ModuleFailure(`'${name}': multipart_encoding must be base64 or 7or8bit`);
  }
  const encoded = bytes.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");
  return { headers: ["Content-Transfer-Encoding: base64", ...headers], content: Buffer.from(`${encoded}\r
`) };
}

// modules/ansible.builtin/uri/index.ts
var args = zod_exports.strictObject({
  ...urlArguments,
  url_username: userArgument("user"),
  ...fileArguments,
  url: str().describe("http:// or https:// URL."),
  body: raw().optional().describe("What to send: text, or data that `body_format` puts into words."),
  body_format: choice("form-urlencoded", "json", "raw", "form-multipart").default("raw").describe("How the body is written; sets Content-Type."),
  ca_path: path().optional().describe("Certificate authorities in PEM, a file on the host: the only ones trusted."),
  creates: path().optional().describe("When this file or pattern is there, nothing is sent."),
  dest: path().optional().describe("File or directory of the host the answer is put into."),
  follow_redirects: zod_exports.preprocess(
    (value) => value === true ? "yes" : value === false ? "no" : value,
    choice("all", "no", "none", "safe", "urllib2", "yes")
  ).default("safe").describe("Which redirects are followed; safe: those of GET and HEAD."),
  method: str().default("GET").describe("The HTTP method."),
  remote_src: bool().default(false).describe("Whether `src` and files of the body are on the host."),
  removes: path().optional().describe("When nothing matches this, nothing is sent."),
  return_content: bool().default(false).describe("Whether the answer is returned as `content`."),
  src: str().optional().describe("A file to send as the body."),
  status_code: list(int()).default([200]).describe("Statuses that are a success."),
  timeout: timeoutArgument(30),
  unix_socket: path().optional().describe("A unix socket of the host to speak to.")
});
var uri_default = defineModule({
  name: "ansible.builtin.uri",
  summary: "Sends an HTTP request and returns the answer.",
  args,
  returns: zod_exports.object({
    status: zod_exports.int().describe("The HTTP status; -1 when there was no answer."),
    url: zod_exports.string().describe("Where the answer came from, after redirects."),
    redirected: zod_exports.boolean().describe("Whether a redirect was followed."),
    msg: zod_exports.string().describe("What the server answered."),
    content: zod_exports.string().optional().describe("The body, with `return_content` or when the status is not a success."),
    json: zod_exports.unknown().describe("The body as data when its type is JSON."),
    cookies: zod_exports.record(zod_exports.string(), zod_exports.string()).optional().describe("Cookies the answer set."),
    cookies_string: zod_exports.string().optional().describe("The same, ready for a Cookie header."),
    elapsed: zod_exports.int().describe("Seconds it took."),
    path: zod_exports.string().optional().describe("The file the answer was put into.")
  }),
  check: "none",
  diff: false,
  rules: (a) => [
    ...urlRules(a),
    ...a.src !== void 0 && a.body !== void 0 ? ["parameters are mutually exclusive: body|src"] : []
  ],
  examples: [
    {
      name: "Is it healthy?",
      task: "ansible.builtin.uri:\n  url: http://127.0.0.1:8080/health\nregister: health\nuntil: health.status == 200\nretries: 10"
    }
  ],
  run: (context) => speak(context)
});
var POLICIES = {
  all: "all",
  yes: "all",
  none: "none",
  no: "none",
  safe: "safe",
  urllib2: "urllib2"
};
async function speak(context) {
  const { args: args2, host, task } = context;
  if (!/^[A-Z]+$/.test(args2.method.toUpperCase())) {
    throw new ModuleFailure("Parameter 'method' needs to be a single word in uppercase, like GET or POST.");
  }
  const skip = await reasonToSkip(context);
  if (skip !== void 0) return { changed: false, ...outputOf(`skipped, since ${skip}`, "") };
  const started = task.now();
  const elapsed = () => Math.floor((task.now() - started) / 1e3);
  const target = await destination(context);
  const ca = args2.ca_path === void 0 ? void 0 : await host.read(args2.ca_path);
  const client = await clientFor(host, args2, { ca, socketPath: args2.unix_socket });
  const body = await bodyOf(context);
  const headers = headersFor(args2, body, target?.modified);
  let response;
  try {
    response = await client.send({
      method: args2.method.toUpperCase(),
      url: args2.url,
      headers,
      body: body?.bytes,
      redirects: POLICIES[args2.follow_redirects]
    });
  } catch (error) {
    return noAnswer(error, context, elapsed());
  }
  const accepted = args2.status_code.includes(response.status);
  const saved = target && accepted ? await save(context, response, target.path) : {};
  const content = args2.return_content || !accepted ? { content: contentText(response) } : {};
  const result = {
    ...headerValues(response),
    ...cookieValues(response),
    ...jsonValue(response),
    ...content,
    status: response.status,
    url: response.url,
    redirected: response.redirected,
    elapsed: elapsed(),
    msg: statusMessage(response),
    ...saved
  };
  if (accepted) return result;
  throw new ModuleFailure(statusFailure(args2, response.status, result.msg), { changed: false, ...result });
}
var statusFailure = (args2, status, message) => `Status code was ${status} and not [${args2.status_code.join(", ")}]: ${message}`;
function noAnswer(error, { args: args2 }, elapsed) {
  if (!(error instanceof HttpFailure)) throw error;
  const msg = `Request failed: ${error.message}${error.hint === void 0 ? "" : ` (${error.hint})`}`;
  const content = args2.return_content ? { content: "" } : {};
  const result = { changed: false, status: -1, url: args2.url, redirected: false, elapsed, msg, ...content };
  if (args2.status_code.includes(-1)) return result;
  throw new ModuleFailure(statusFailure(args2, -1, msg), result);
}
async function reasonToSkip({ args: args2, host }) {
  for (const [pattern, wanted, text2] of [
    [args2.creates, true, "exists"],
    [args2.removes, false, "does not exist"]
  ]) {
    if (pattern === void 0) continue;
    const found = (await host.probe(matchesAnything(pattern))).rc === 0;
    if (found === wanted) return `'${pattern}' ${text2}`;
  }
  return void 0;
}
async function destination({ args: args2, host }) {
  if (args2.dest === void 0) return void 0;
  const status = await host.stat(args2.dest, { follow: true });
  if (status?.kind === "directory") {
    const path2 = `${args2.dest.replace(/\/+$/, "")}/${nameFromUrl(args2.url)}`;
    return { path: path2, modified: void 0 };
  }
  return { path: args2.dest, modified: status?.mtime };
}
async function bodyOf({ args: args2, host, task }) {
  const readFile = async (name) => args2.remote_src ? host.read(await host.expand(name)) : task.files.read(task.files.find("files", name));
  if (args2.src !== void 0) return rawBody(await readFile(args2.src));
  return args2.body === void 0 || args2.body === null ? void 0 : encodeBody(args2.body, args2.body_format, readFile);
}
function headersFor(args2, body, modified) {
  const own = {};
  if (args2.force) own["Cache-Control"] = "no-cache";
  else if (modified !== void 0) own["If-Modified-Since"] = new Date(modified * 1e3).toUTCString();
  const given = args2.headers ?? {};
  if (!body) return { ...own, ...given };
  const others = Object.entries(given).filter(([name]) => name.toLowerCase() !== "content-type");
  if (body.fixedType || others.length === Object.keys(given).length) {
    return { ...own, ...Object.fromEntries(others), "Content-Type": body.contentType };
  }
  return { ...own, ...given };
}
async function save(context, response, path2) {
  const { args: args2, host } = context;
  const { file, ...look } = await lookAtOne(host, path2, { ...lookFor(args2), checksum: "sha1" });
  requireAttributes(args2, look, context.checkMode, (message) => context.warn(message));
  if (file.parent !== "directory")
    throw new ModuleFailure(`Destination dir '${path2.replace(/\/[^/]*$/, "")}' not found`);
  const digest = createHash("sha1").update(response.body).digest("hex");
  if (file.target && (file.checksum === digest || response.status === 304)) {
    const plan = planAttributes(args2, look, file.target, file.flags);
    if (plan) {
      const summary = `set attributes of ${path2}`;
      await context.change({ summary, diff: plan.diff }, (hands) => applyAttributes(hands, file.realPath, plan));
    }
    return { path: path2, ...fileReturns(plan?.after ?? file.target) };
  }
  const attributes = newAttributes(args2, look, file.target, "file");
  await context.change({ summary: `save ${response.url} as ${path2}` }, async (hands) => {
    await hands.write(file.realPath, response.body, { ...attributes, unsafeWrites: args2.unsafe_writes });
    if (args2.attributes !== void 0) await setFlags(hands, file.realPath, args2.attributes);
  });
  return { path: path2, ...fileReturns(await host.stat(file.realPath)) };
}
export {
  uri_default as default
};
