import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  loadYaml,
  loadYamlDocument
} from "./chunk-6AM75P4N.js";
import {
  alias,
  bool,
  choice,
  int,
  list,
  path,
  raw,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import {
  toJs
} from "./chunk-CP2CEFZM.js";
import {
  TsplayError,
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/_shared/kube-args.ts
var authArgs = {
  kubeconfig: raw().optional().describe(
    "A kubeconfig on the target: a path, several joined by `:`, or the content as a dict. Default: `K8S_AUTH_KUBECONFIG`, `KUBECONFIG`, `~/.kube/config`, then `/etc/rancher/k3s/k3s.yaml`."
  ),
  context: str().optional().describe("The context in the kubeconfig; default its current one."),
  host: str().optional().describe("The API server's URL, as seen from the target."),
  api_key: str().optional().describe("A bearer token."),
  username: str().optional().describe("User name for HTTP basic authentication."),
  password: str().optional().describe("Password for HTTP basic authentication."),
  validate_certs: alias(bool(), "verify_ssl").optional().describe("Whether the server's certificate is checked."),
  ca_cert: alias(path(), "ssl_ca_cert").optional().describe("File on the target with the certificate authority (PEM)."),
  client_cert: alias(path(), "cert_file").optional().describe("File on the target with the client certificate (PEM)."),
  client_key: alias(path(), "key_file").optional().describe("File on the target with the client certificate's key (PEM)."),
  proxy: str().optional().describe("An http:// proxy between the target and the API server."),
  no_proxy: str().optional().describe("Comma-separated hosts, domains and ranges reached without the proxy."),
  proxy_headers: zod_exports.strictObject({
    basic_auth: str().optional().describe("user:password for the API server."),
    proxy_basic_auth: str().optional().describe("user:password for the proxy."),
    user_agent: str().optional().describe("What the proxy is told as user agent.")
  }).optional().describe("Headers for the proxy."),
  persist_config: bool().optional().describe("Only `false`: a kubeconfig is never rewritten."),
  impersonate_user: str().optional().describe("Act as this user."),
  impersonate_groups: list(str()).optional().describe("Act as a member of these groups.")
};
var waitArgs = {
  wait: bool().default(false).describe("Wait until the object is ready, or gone with `state: absent`."),
  wait_sleep: int().default(5).describe("Seconds between two looks, at most; the first ones come sooner."),
  wait_timeout: int().default(120).describe("Seconds to wait in all."),
  wait_condition: zod_exports.strictObject({
    type: str().optional().describe("The condition's type; without it the whole parameter is ignored."),
    status: zod_exports.preprocess((v) => typeof v === "string" && /^unknown$/i.test(v) ? "Unknown" : v, zod_exports.unknown()).pipe(
      zod_exports.preprocess(
        (v) => {
          if (v === true || typeof v === "string" && /^(true|yes|on|1)$/i.test(v)) return "True";
          if (v === false || typeof v === "string" && /^(false|no|off|0)$/i.test(v)) return "False";
          return v;
        },
        choice("True", "False", "Unknown")
      )
    ).default("True").describe("The status it must have."),
    reason: str().optional().describe("The reason it must have.")
  }).optional().describe("A condition in the status to wait for instead of the usual readiness.")
};
var objectArgs = {
  api_version: alias(str(), "api", "version").default("v1").describe("The version, with its group: `apps/v1`."),
  name: str().optional().describe("The object's name."),
  namespace: str().optional().describe("The object's namespace.")
};
var hiddenFields = list(str()).optional().describe("Fields left out of the result, such as `metadata.managedFields` or `spec.containers[0].env[3].value`.");
function authRules(args) {
  const broken2 = [];
  if (args.persist_config) broken2.push("'persist_config: true' is not supported by tsplay: tokens are not refreshed");
  const { kubeconfig } = args;
  if (kubeconfig !== void 0 && typeof kubeconfig !== "string" && (kubeconfig === null || typeof kubeconfig !== "object" || Array.isArray(kubeconfig))) {
    broken2.push("'kubeconfig' must be a path or a dict");
  }
  return broken2;
}

// src/kube/types.ts
var SELF = "tsplay";
function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
function nameObject(object, namespaced = true) {
  const { name, generateName, namespace } = object.metadata ?? {};
  const called = name ?? (generateName === void 0 ? void 0 : `${generateName}*`);
  const where = namespaced && namespace !== void 0 ? ` in namespace "${namespace}"` : "";
  return `${object.kind ?? "object"}${called === void 0 ? "" : ` "${called}"`}${where}`;
}

// src/kube/errors.ts
var KubeRefusal = class extends TsplayError {
  constructor(message, status, details, body, hint) {
    super("kube-refused", message, { hint });
    this.status = status;
    this.details = details;
    this.body = body;
    this.name = "KubeRefusal";
  }
  status;
  details;
  body;
};
function statusOf(response) {
  const body = isObject(response.body) ? response.body : {};
  const details = isObject(body["details"]) ? body["details"] : {};
  const text2 = (value) => typeof value === "string" && value !== "" ? value : void 0;
  const causes = Array.isArray(details["causes"]) ? details["causes"] : [];
  return {
    reason: text2(body["reason"]),
    message: text2(body["message"]) ?? (response.text.trim().slice(0, 500) || `HTTP status ${response.status}`),
    causes: causes.filter(isObject).map((c) => ({ field: text2(c["field"]) ?? "", message: text2(c["message"]) ?? "" })),
    subject: { kind: text2(details["kind"]), name: text2(details["name"]) }
  };
}
function refusal(response, action, origin) {
  const status = statusOf(response);
  const make = (problem, hint) => new KubeRefusal(`cannot ${action}: ${problem}`, response.status, status, response.body, hint);
  switch (response.status) {
    case 401:
      return make(
        `the API server does not accept the credentials from ${origin}`,
        "the token or certificate is wrong, expired, or of another cluster"
      );
    case 403:
      return make(
        `forbidden: ${strip(status.message)}`,
        "use credentials with that right, or bind a role with it to this user"
      );
    case 404:
      if (status.subject.kind === "namespaces") {
        return make(
          `namespace "${status.subject.name}" does not exist`,
          "create the namespace in an earlier task or earlier in the manifest"
        );
      }
      return make(`not found: ${status.message}`);
    case 409:
      return status.reason === "AlreadyExists" ? make(status.message) : make(conflict(status), "see who manages the fields; `force_conflicts: true` takes them over");
    case 422:
      return make(`the API server calls it invalid:${listed(status)}`);
    case 400:
      return make(`the API server cannot take it: ${status.message}`);
    case 413:
      return make("the object is too large for the API server");
    default:
      return make(`the API server answered ${response.status}: ${status.message}`);
  }
}
function strip(message) {
  return message.replace(/^\S+ ("[^"]*" )?is forbidden: /, "");
}
function listed(status) {
  if (status.causes.length === 0) return ` ${status.message}`;
  return status.causes.map((cause) => `
  ${cause.field === "" ? "" : `${cause.field}: `}${cause.message}`).join("");
}
function conflict(status) {
  if (status.causes.length === 0) return status.message;
  return `conflict with other field managers:${status.causes.map((c) => `
  ${c.field}: ${c.message}`).join("")}`;
}

// src/kube/client.ts
import { createHash } from "node:crypto";

// src/kube/discovery.ts
function versionPath(apiVersion) {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
function resourcesIn(apiVersion, list2) {
  return (list2.resources ?? []).filter((r) => !r.name.includes("/")).map((r) => ({
    apiVersion: r.version ? r.group ? `${r.group}/${r.version}` : r.version : apiVersion,
    kind: r.kind,
    plural: r.name,
    singular: r.singularName,
    shortNames: r.shortNames ?? [],
    namespaced: r.namespaced
  }));
}
function matching(resources, kind) {
  const ways = [
    (r) => r.kind === kind,
    (r) => r.plural === kind,
    (r) => r.singular === kind && kind !== "",
    (r) => r.shortNames.includes(kind)
  ];
  return ways.map((way) => resources.filter(way)).find((found) => found.length > 0) ?? [];
}
var Discovery = class {
  constructor(http, origin) {
    this.http = http;
    this.origin = origin;
  }
  http;
  origin;
  versions = /* @__PURE__ */ new Map();
  everything;
  /** Forgets what is known, so that the next question asks the server. */
  forget() {
    this.versions.clear();
    this.everything = void 0;
  }
  /**
   * compat: with the plain version `v1` the kind is looked for in the core group and, if it is not there, in version
   * v1 of every group, so that `kind: Deployment` works without an api_version.
   * @returns undefined when the server does not serve it
   */
  async find(apiVersion, kind) {
    const cached = this.versions.has(apiVersion);
    const found = await this.lookUp(apiVersion, kind);
    if (found || !cached) return found;
    this.forget();
    return this.lookUp(apiVersion, kind);
  }
  async lookUp(apiVersion, kind) {
    const own = matching(await this.version(apiVersion), kind);
    if (own.length > 0) return own[0];
    if (apiVersion.includes("/")) return void 0;
    const others = matching(
      (await this.all()).filter((r) => r.apiVersion.split("/").at(-1) === apiVersion),
      kind
    );
    if (others.length > 1) {
      throw new TsplayError(
        "kube-unknown-kind",
        `kind '${kind}' in '${apiVersion}' can be ${others.map((r) => `${r.apiVersion} ${r.kind}`).join(" or ")}`,
        {
          hint: "give the api_version with its group"
        }
      );
    }
    return others[0];
  }
  version(apiVersion) {
    const known = this.versions.get(apiVersion);
    if (known) return known;
    const asked = this.http.request({ method: "GET", path: versionPath(apiVersion) }).then((response) => {
      if (response.status === 404) return [];
      return resourcesIn(apiVersion, this.expect(response, versionPath(apiVersion)));
    });
    this.versions.set(apiVersion, asked);
    asked.catch(() => this.versions.delete(apiVersion));
    return asked;
  }
  /** Everything the server serves. Groups whose own server is down are left out. */
  all() {
    if (this.everything) return this.everything;
    const asked = this.askAll();
    this.everything = asked;
    asked.catch(() => this.everything = void 0);
    return asked;
  }
  async askAll() {
    const [core, groups] = await Promise.all([
      this.http.request({ method: "GET", path: "/api" }),
      this.http.request({ method: "GET", path: "/apis" })
    ]);
    const names = [
      ...this.expect(core, "/api").versions,
      ...this.expect(groups, "/apis").groups.flatMap((g) => g.versions.map((v) => v.groupVersion))
    ];
    const lists = await Promise.all(names.map((name) => this.version(name).catch(() => [])));
    return lists.flat();
  }
  expect(response, path2) {
    if (response.status === 200 && response.body !== void 0) return response.body;
    throw refusal(response, `ask the API server what it serves (${path2})`, this.origin);
  }
  /** The error for a kind that is not there, naming what the server has instead. */
  async unknown(apiVersion, kind) {
    const all = await this.all();
    const same = matching(all, kind);
    const versions = [...new Set(all.map((r) => r.apiVersion))];
    const what = `the API server does not serve kind '${kind}' in version '${apiVersion}'`;
    if (same.length > 0) {
      const offered = same.map((r) => `${r.apiVersion}${r.kind === kind ? "" : ` (kind ${r.kind})`}`).join(", ");
      return new TsplayError("kube-unknown-kind", `${what}; it has ${kind} in: ${offered}`, {
        hint: "write one of these as apiVersion; fields may have other names in it"
      });
    }
    const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
    const inGroup = versions.filter((v) => (v.includes("/") ? v.split("/")[0] : "") === group);
    const hint = inGroup.length > 0 ? `of '${group === "" ? "core" : group}' it serves ${inGroup.join(", ")}; check the spelling of the kind` : "a custom kind needs its CustomResourceDefinition applied first";
    return new TsplayError("kube-unknown-kind", `${what}, nor in any other version`, { hint });
  }
};

// src/kube/http.ts
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { connect as tlsConnect } from "node:tls";
import { gunzipSync } from "node:zlib";

// src/kube/json.ts
function toJson(value) {
  const marks = /* @__PURE__ */ new Set();
  const text2 = JSON.stringify(value, (_key, v) => {
    if (typeof v !== "bigint") return v;
    marks.add(String(v));
    return `\0${v}\0`;
  });
  return marks.size === 0 ? text2 : text2.replaceAll(/"\\u0000(-?\d+)\\u0000"/g, "$1");
}
function clone(value) {
  return structuredClone(value);
}
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, sorted(v)])
  );
}
function canonicalJson(value) {
  return asciiJson(toJson(sorted(value)));
}
function asciiJson(text2) {
  return text2.replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function sameData(a, b) {
  if (a === b) return true;
  if (typeof a === "bigint" || typeof b === "bigint")
    return String(a) === String(b) && typeof a !== "string" && typeof b !== "string";
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => sameData(v, b[i]));
  }
  const left = Object.entries(a).filter(([, v]) => v !== void 0);
  const right = new Map(Object.entries(b).filter(([, v]) => v !== void 0));
  return left.length === right.size && left.every(([k, v]) => right.has(k) && sameData(v, right.get(k)));
}

// src/kube/proxy.ts
function ipv4(text2) {
  const parts = text2.split(".");
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) < 256)) return void 0;
  return parts.reduce((sum, p) => sum * 256 + Number(p), 0);
}
function bypassesProxy(host, list2) {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  const address = ipv4(name);
  return (list2 ?? "").split(",").map((entry) => entry.trim().toLowerCase()).some((entry) => {
    if (entry === "") return false;
    if (entry === "*") return true;
    const [range = "", bits] = entry.split("/");
    const base = ipv4(range);
    if (bits !== void 0 && base !== void 0 && address !== void 0) {
      const size = 2 ** (32 - Number(bits));
      return Math.floor(base / size) === Math.floor(address / size);
    }
    const bare = entry.replace(/^\*?\./, "");
    return name === bare || name.endsWith(`.${bare}`);
  });
}
function basic(credentials) {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}
function proxyFor(url, noProxy, headers, server) {
  if (!url || bypassesProxy(server.hostname, noProxy)) return void 0;
  let parsed;
  try {
    parsed = new URL(url.includes("://") ? url : `http://${url}`);
  } catch {
    throw new TsplayError("kube-config", `proxy '${url}' is not a URL`);
  }
  if (parsed.protocol !== "http:") {
    throw new TsplayError("kube-config", `proxy '${url}': tsplay goes through http:// proxies only`, {
      hint: "the connection starts on the target: often no proxy is needed at all"
    });
  }
  const sent = {};
  if (headers.user_agent) sent["user-agent"] = headers.user_agent;
  const login = parsed.username === "" ? void 0 : `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  const credentials = headers.proxy_basic_auth ?? login;
  if (credentials) sent["proxy-authorization"] = basic(credentials);
  return { host: parsed.hostname, port: Number(parsed.port || 80), headers: sent };
}
function openTunnel(stream, proxy, host, port) {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const fail = (problem) => {
      stream.destroy();
      reject(
        new TsplayError("dial-failed", `proxy ${proxy.host}:${proxy.port} did not connect to ${target}: ${problem}`)
      );
    };
    const onEnd = () => fail("it closed the connection");
    const onError = (error) => fail(error.message);
    const onReadable = () => {
      for (let chunk = read(stream); chunk !== null; chunk = read(stream)) head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return head.length > 65536 ? fail("its answer is not HTTP") : void 0;
      stream.off("readable", onReadable).off("end", onEnd).off("error", onError);
      const status = head.toString("latin1", 0, head.indexOf("\r\n"));
      if (!/^HTTP\/1\.[01] 2\d\d/.test(status)) return fail(status);
      if (head.length > end + 4) stream.unshift(head.subarray(end + 4));
      return resolve(stream);
    };
    stream.on("readable", onReadable).on("end", onEnd).on("error", onError);
    const lines2 = Object.entries(proxy.headers).map(([name, value]) => `${name}: ${value}\r
`);
    stream.write(`CONNECT ${target} HTTP/1.1\r
host: ${target}\r
${lines2.join("")}\r
`);
  });
}
function read(stream) {
  return stream.read();
}

// src/kube/http.ts
var MAX_AT_ONCE = 6;
var SILENCE = 75e3;
var KubeHttp = class {
  /** @param dial opens a stream from the target; may be replaced when the host got a new connection */
  constructor(access, dial) {
    this.access = access;
    this.dial = dial;
    this.base = new URL(access.server);
    const options = { keepAlive: true, maxFreeSockets: MAX_AT_ONCE };
    this.agent = this.base.protocol === "https:" ? new TlsAgent(options) : new PlainAgent(options);
    Object.assign(this.agent, {
      createConnection: (_options, callback) => {
        this.open().then(
          (stream) => callback(null, stream),
          (error) => callback(error instanceof Error ? error : new Error(String(error)))
        );
      }
    });
  }
  access;
  dial;
  base;
  agent;
  running = 0;
  waiting = [];
  /** Closes all connections that are not in use. */
  close() {
    this.agent.destroy();
  }
  async open() {
    const { access, base } = this;
    const host = base.hostname.replace(/^\[|\]$/g, "");
    const secure = base.protocol === "https:";
    const port = Number(base.port || (secure ? 443 : 80));
    const { proxy } = access;
    const stream = proxy ? await openTunnel(await this.dial({ host: proxy.host, port: proxy.port }), proxy, host, port) : await this.dial({ host, port });
    if (!secure) return stream;
    const isAddress = /^[\d.]+$|:/.test(host);
    const name = access.tlsServerName ?? (isAddress ? void 0 : host);
    return tlsConnect({
      socket: stream,
      host,
      ...name === void 0 ? {} : { servername: name },
      ...access.ca === void 0 ? {} : { ca: access.ca },
      ...access.clientCert === void 0 ? {} : { cert: access.clientCert, key: access.clientKey },
      rejectUnauthorized: access.verify,
      ALPNProtocols: ["http/1.1"]
    });
  }
  /**
   * One request; whatever the server answers is returned, not thrown. A connection that the server closed while it was
   * idle is replaced once, except for requests that create.
   * @throws TsplayError dial-failed, unreachable, kube-refused (TLS), timeout
   */
  async request(request) {
    if (this.running >= MAX_AT_ONCE) await new Promise((start) => this.waiting.push(start));
    else this.running++;
    try {
      return await this.attempt(request);
    } catch (error) {
      if (error instanceof StaleConnection && request.method !== "POST")
        return await this.attempt(request).catch(rethrow);
      return rethrow(error);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
  attempt(request) {
    const body = request.body === void 0 ? void 0 : Buffer.from(toJson(request.body));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) if (value !== void 0) query.set(name, value);
    const search = query.size === 0 ? "" : `?${query.toString()}`;
    const prefix = this.base.pathname.replace(/\/$/, "");
    const options = {
      agent: this.agent,
      host: this.base.hostname,
      port: this.base.port,
      method: request.method,
      path: `${prefix}${request.path}${search}`,
      headers: {
        accept: request.accept ?? "application/json",
        "accept-encoding": "gzip",
        "user-agent": SELF,
        ...body === void 0 ? {} : { "content-type": request.contentType ?? "application/json", "content-length": body.length },
        ...this.access.headers
      }
    };
    return new Promise((resolve, reject) => {
      const sent = (this.base.protocol === "https:" ? tlsRequest : plainRequest)(options, (response) => {
        collect(response).then(resolve, reject);
      });
      sent.setTimeout(SILENCE, () => {
        const what = `the API server ${this.access.server} did not answer ${request.method} ${request.path} within ${SILENCE / 1e3} s`;
        sent.destroy(new TsplayError("timeout", what));
      });
      sent.on("error", (error) => {
        const stale = sent.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
        reject(stale ? new StaleConnection(this.explain(error)) : this.explain(error));
      });
      sent.end(body);
    });
  }
  explain(error) {
    if (error instanceof TsplayError) return error;
    const { access } = this;
    const code = error.code ?? "";
    const at = `${access.server} (from ${access.origin})`;
    if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
      return new TsplayError("kube-refused", `the certificate of ${at} is for another name: ${error.message}`, {
        hint: "use an address the certificate names, set tls-server-name in the kubeconfig, or `validate_certs: false`"
      });
    }
    if (/CERT|SELF_SIGNED|UNABLE_TO|ISSUER/.test(code)) {
      return new TsplayError("kube-refused", `the certificate of ${at} is not trusted: ${error.message}`, {
        hint: "give its authority as `ca_cert` or in the kubeconfig; after the cluster was made anew the kubeconfig is an old one"
      });
    }
    if (/EPROTO|ERR_SSL|ERR_OSSL|ERR_TLS/.test(code)) {
      return new TsplayError("kube-refused", `no TLS connection to ${at}: ${error.message}`, {
        hint: "check the port, and that the client certificate and key in the kubeconfig belong together"
      });
    }
    return new TsplayError("dial-failed", `the connection to the API server ${at} broke: ${error.message}`, {
      cause: error
    });
  }
};
var StaleConnection = class extends Error {
  constructor(reason) {
    super(reason.message);
    this.reason = reason;
  }
  reason;
};
function rethrow(error) {
  throw error instanceof StaleConnection ? error.reason : error;
}
async function collect(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const raw2 = Buffer.concat(chunks);
  const text2 = (response.headers["content-encoding"] === "gzip" ? gunzipSync(raw2) : raw2).toString("utf8");
  const isJson = (response.headers["content-type"] ?? "").includes("json");
  const retry = Number(response.headers["retry-after"]);
  const warning = response.headers["warning"];
  return {
    status: response.statusCode ?? 0,
    body: isJson ? JSON.parse(text2) : void 0,
    text: text2,
    warnings: parseWarnings(Array.isArray(warning) ? warning.join(", ") : warning ?? ""),
    retryAfter: Number.isFinite(retry) && retry > 0 ? retry : void 0
  };
}
function parseWarnings(header) {
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((m) => (m[1] ?? "").replaceAll(/\\(.)/g, "$1"));
}

// src/kube/access.ts
var FALSE = /* @__PURE__ */ new Set(["0", "false", "no"]);
function withEnvironment(args, env) {
  const read2 = (...names) => names.map((name) => env.get(`K8S_AUTH_${name}`)).find((value) => value !== void 0 && value !== "");
  const verify = read2("VALIDATE_CERTS", "VERIFY_SSL");
  const groups = read2("IMPERSONATE_GROUPS");
  return {
    kubeconfig: args.kubeconfig ?? read2("KUBECONFIG"),
    context: args.context ?? read2("CONTEXT"),
    host: args.host ?? read2("HOST"),
    api_key: args.api_key ?? read2("API_KEY"),
    username: args.username ?? read2("USERNAME"),
    password: args.password ?? read2("PASSWORD"),
    validate_certs: args.validate_certs ?? (verify === void 0 ? void 0 : !FALSE.has(verify.toLowerCase())),
    ca_cert: args.ca_cert ?? read2("CA_CERT", "SSL_CA_CERT"),
    client_cert: args.client_cert ?? read2("CLIENT_CERT", "CERT_FILE"),
    client_key: args.client_key ?? read2("CLIENT_KEY", "KEY_FILE"),
    proxy: args.proxy ?? read2("PROXY"),
    no_proxy: args.no_proxy ?? read2("NO_PROXY"),
    proxy_headers: args.proxy_headers ?? {
      basic_auth: read2("PROXY_HEADERS_BASIC_AUTH"),
      proxy_basic_auth: read2("PROXY_HEADERS_PROXY_BASIC_AUTH"),
      user_agent: read2("PROXY_HEADERS_USER_AGENT")
    },
    impersonate_user: args.impersonate_user ?? read2("IMPERSONATE_USER"),
    impersonate_groups: args.impersonate_groups ?? groups?.split(",").filter((group) => group !== "")
  };
}
function isComplete(args) {
  if (!args.host) return false;
  return Boolean(args.username && args.password || args.api_key || args.client_cert && args.client_key);
}
var AUTH_VARIABLES = [
  ...[
    ...["KUBECONFIG", "CONTEXT", "HOST", "API_KEY", "USERNAME", "PASSWORD", "VALIDATE_CERTS", "VERIFY_SSL"],
    ...["CA_CERT", "SSL_CA_CERT", "CLIENT_CERT", "CERT_FILE", "CLIENT_KEY", "KEY_FILE", "PROXY", "NO_PROXY"],
    ...["PROXY_HEADERS_BASIC_AUTH", "PROXY_HEADERS_PROXY_BASIC_AUTH", "PROXY_HEADERS_USER_AGENT"],
    ...["IMPERSONATE_USER", "IMPERSONATE_GROUPS", "PERSIST_CONFIG"]
  ].map((name) => `K8S_AUTH_${name}`),
  ...["KUBECONFIG", "HOME", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"]
];

// src/kube/kubeconfig.ts
import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
function broken(source, what, hint) {
  return new TsplayError("kube-config", `kubeconfig ${source.path ?? "(given as a dict)"}: ${what}`, { hint });
}
function load(source) {
  const { content, path: path2 } = source;
  if (!isObject(content)) throw broken(source, "is not a mapping with clusters, users and contexts");
  const directory = path2 === void 0 ? "" : path2.replace(/[^/]*$/, "");
  const absolute = (file) => file === void 0 || file.startsWith("/") ? file : directory + file;
  const entries = (name) => {
    const value = content[name] ?? [];
    if (!Array.isArray(value)) throw broken(source, `${name} is not a list`);
    if (!value.every(isObject)) throw broken(source, `${name} has an entry that is not a mapping`);
    return value;
  };
  try {
    const clusters = newClusters(entries("clusters")).map((c) => ({ ...c, caFile: absolute(c.caFile) }));
    const users = entries("users").map((entry) => {
      const inner = isObject(entry) && isObject(entry["user"]) ? entry["user"] : {};
      const { "token-file": unused, tokenFile, ...rest } = inner;
      const file = tokenFile ?? unused;
      const [user] = newUsers([{ ...entry, user: rest }]);
      if (!user) throw new Error("users has an entry without a name");
      const groups = Array.isArray(inner["as-groups"]) ? inner["as-groups"].map(String) : [];
      return {
        ...user,
        certFile: absolute(user.certFile ?? void 0),
        keyFile: absolute(user.keyFile ?? void 0),
        tokenFile: typeof file === "string" ? absolute(file) : void 0,
        groups
      };
    });
    const current = content["current-context"];
    return {
      clusters,
      users,
      contexts: newContexts(entries("contexts")),
      current: typeof current === "string" && current !== "" ? current : void 0
    };
  } catch (error) {
    if (error instanceof TsplayError) throw error;
    throw broken(source, error instanceof Error ? error.message : String(error));
  }
}
function decoded(source, what, base64) {
  const text2 = Buffer.from(base64, "base64").toString("utf8");
  if (!text2.includes("-----BEGIN")) throw broken(source, `${what} is not base64 of a PEM certificate or key`);
  return { text: text2 };
}
function choose(source, what, data, file) {
  if (data) return decoded(source, `${what}-data`, data);
  return file ? { file } : void 0;
}
function refuseHelpers(source, user) {
  const exec = user.exec;
  if (exec) {
    throw broken(
      source,
      `user '${user.name}' gets its credentials from the program '${exec.command ?? "?"}' (exec), which tsplay does not run`,
      "use a token, a client certificate, or give `api_key` to the task"
    );
  }
  if (user.authProvider) {
    throw broken(
      source,
      `user '${user.name}' logs in by auth-provider '${user.authProvider.name ?? "?"}', which tsplay does not have`,
      "use a token, a client certificate, or give `api_key` to the task"
    );
  }
}
function chooseContext(sources, wanted) {
  const first = sources[0];
  if (!first) throw new TsplayError("kube-config", "there is no kubeconfig");
  const loaded = sources.map((source2) => ({ source: source2, ...load(source2) }));
  const contexts = loaded.flatMap((l) => l.contexts.map((context2) => ({ source: l.source, context: context2 })));
  const name = wanted ?? loaded.find((l) => l.current !== void 0)?.current;
  const names = contexts.map((c) => c.context.name);
  if (name === void 0) {
    throw broken(first, "has no current-context", `give 'context': one of ${names.join(", ") || "(none there)"}`);
  }
  const found = contexts.find((c) => c.context.name === name);
  if (!found) throw broken(first, `has no context '${name}'`, `its contexts are: ${names.join(", ") || "(none)"}`);
  const { source, context } = found;
  const cluster = loaded.flatMap((l) => l.clusters).find((c) => c.name === context.cluster);
  if (!cluster) throw broken(source, `context '${name}' names the cluster '${context.cluster}', which is not there`);
  const user = loaded.flatMap((l) => l.users).find((u) => u.name === context.user);
  if (!user && context.user)
    throw broken(source, `context '${name}' names the user '${context.user}', which is not there`);
  if (user) refuseHelpers(source, user);
  const token = user?.token;
  return {
    context: name,
    server: cluster.server,
    ca: choose(source, "certificate-authority", cluster.caData, cluster.caFile),
    skipVerify: cluster.skipTLSVerify === true,
    tlsServerName: cluster.tlsServerName,
    proxyUrl: cluster.proxyUrl,
    clientCert: choose(source, "client-certificate", user?.certData, user?.certFile),
    clientKey: choose(source, "client-key", user?.keyData, user?.keyFile),
    token: token ? { text: token } : user?.tokenFile ? { file: user.tokenFile } : void 0,
    username: user?.username ?? void 0,
    password: user?.password ?? void 0,
    impersonateUser: user?.impersonateUser ?? void 0,
    impersonateGroups: user?.groups ?? [],
    namespace: context.namespace
  };
}

// src/kube/target.ts
var SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
var K3S_KUBECONFIG = "/etc/rancher/k3s/k3s.yaml";
var EMIT = `emit() {
  [ -n "$1" ] || return 0
  if [ -d "$1" ]; then printf 'D %s\\n' "$1"
  elif [ ! -e "$1" ]; then printf 'M %s\\n' "$1"
  elif [ ! -r "$1" ]; then printf 'U %s\\n' "$1"
  else printf 'F %s %s\\n' "$(($(wc -c < "$1")))" "$1"; cat "$1"; printf '\\n'
  fi
}
emit_list() { old=$IFS; IFS=:; set -f; for f in $1; do IFS=$old; emit "$f"; done; IFS=$old; set +f; }`;
function readScript(files, search) {
  const variables = AUTH_VARIABLES.join(" ");
  const lines2 = [
    EMIT,
    `for v in ${variables}; do eval "x=\\\${$v-}"; [ -z "$x" ] || printf 'E %s %s\\n' "$v" "$x"; done`,
    ...files.map((file) => `emit ${quote(file)}`)
  ];
  if (search) {
    lines2.push(
      'if [ -n "${K8S_AUTH_KUBECONFIG-}" ]; then emit_list "$K8S_AUTH_KUBECONFIG"',
      'elif [ -n "${KUBECONFIG-}" ]; then emit_list "$KUBECONFIG"',
      `elif [ -e "\${HOME-}/.kube/config" ]; then emit "$HOME/.kube/config"; else emit ${K3S_KUBECONFIG}; fi`,
      `if [ -n "\${KUBERNETES_SERVICE_HOST-}" ]; then`,
      `  for f in token ca.crt namespace; do emit ${SERVICE_ACCOUNT}/$f; done; fi`
    );
  }
  lines2.push(":");
  return script(lines2.join("\n"));
}
function parseReading(output) {
  const env = /* @__PURE__ */ new Map();
  const files = /* @__PURE__ */ new Map();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const line = output.toString("utf8", at, end);
    at = end + 1;
    const [, kind, rest = ""] = /^([EFMUD]) (.*)$/.exec(line) ?? [];
    if (kind === "E") {
      const space = rest.indexOf(" ");
      env.set(rest.slice(0, space), rest.slice(space + 1));
    } else if (kind === "F") {
      const space = rest.indexOf(" ");
      const size = Number(rest.slice(0, space));
      files.set(rest.slice(space + 1), { kind: "content", bytes: output.subarray(at, at + size) });
      at += size + 1;
    } else if (kind !== void 0) {
      files.set(rest, { kind: kind === "M" ? "missing" : kind === "U" ? "unreadable" : "directory" });
    }
  }
  return { env, files };
}
async function readTarget(host, files, search) {
  const result = await host.probe(readScript(files, search));
  return parseReading(result.stdoutBytes);
}
function fileContent(reading, path2, what) {
  const file = reading.files.get(path2);
  if (file?.kind === "content") return file.bytes;
  if (file === void 0 || file.kind === "missing") {
    throw new TsplayError("file-missing", `${what} ${path2} does not exist on the target`);
  }
  const hint = file.kind === "unreadable" ? "use `become: true`, or make it readable for the task's user" : void 0;
  const problem = file.kind === "unreadable" ? "cannot be read by the user of this task" : "is a directory";
  throw new TsplayError("file-unreadable", `${what} ${path2} ${problem}`, { hint });
}

// src/kube/resolve.ts
async function resolveAccess(host, given, extraFiles) {
  const named = typeof given.kubeconfig === "string" ? await expandAll(host, given.kubeconfig) : [];
  const reading = await readTarget(host, [...extraFiles, ...named], given.kubeconfig === void 0);
  if (isYes(reading.env.get("K8S_AUTH_PERSIST_CONFIG"))) {
    throw new TsplayError(
      "unsupported-argument",
      "K8S_AUTH_PERSIST_CONFIG is set on the target: tsplay never rewrites a kubeconfig",
      {
        hint: "unset it; refresh tokens are not used"
      }
    );
  }
  const args = withEnvironment(given, reading.env);
  const base = isComplete(args) ? void 0 : await kubeconfigOf(host, args, named, reading);
  const files = filesOf(args, base);
  const more = files.length === 0 ? reading : await readTarget(host, files, false);
  return { access: combine(args, base, more, reading), reading };
}
function isYes(text2) {
  return text2 !== void 0 && !["0", "false", "no"].includes(text2.toLowerCase());
}
function expandAll(host, list2) {
  return Promise.all(
    list2.split(":").filter((path2) => path2 !== "").map((path2) => host.expand(path2))
  );
}
async function kubeconfigOf(host, args, named, reading) {
  if (args.kubeconfig !== void 0 && typeof args.kubeconfig !== "string") {
    return {
      choice: chooseContext([{ path: void 0, content: args.kubeconfig }], args.context),
      origin: "kubeconfig"
    };
  }
  const inCluster = args.kubeconfig === void 0 && args.context === void 0 ? serviceAccount(reading) : void 0;
  if (inCluster) return { choice: inCluster, origin: SERVICE_ACCOUNT };
  const fromEnv = reading.env.get("K8S_AUTH_KUBECONFIG") ?? reading.env.get("KUBECONFIG");
  const search = fromEnv?.split(":").filter((path2) => path2 !== "") ?? [
    `${reading.env.get("HOME") ?? ""}/.kube/config`,
    K3S_KUBECONFIG
  ];
  const paths = named.length > 0 ? named : search;
  const present = paths.filter((path2) => reading.files.get(path2)?.kind !== "missing" && reading.files.has(path2));
  if (present.length === 0) {
    if (args.host && named.length === 0 && fromEnv === void 0) return void 0;
    throw new TsplayError(
      "kube-config",
      `no kubeconfig on ${host.name}: ${paths.join(" and ")} ${paths.length > 1 ? "do" : "does"} not exist`,
      {
        hint: "give `kubeconfig`, or `host` with `api_key`; for one that only root can see, use `become: true`"
      }
    );
  }
  const sources = present.map((path2) => ({
    path: path2,
    content: parseConfig(path2, fileContent(reading, path2, "kubeconfig"))
  }));
  return { choice: chooseContext(sources, args.context), origin: present.join(":") };
}
function parseConfig(path2, bytes) {
  const { value, diagnostics } = loadYamlDocument(bytes.toString("utf8"), path2, { trust: "data" });
  const wrong = diagnostics.find((d) => d.severity === "error");
  if (wrong) {
    const place = wrong.span ? ` (line ${wrong.span.line})` : "";
    throw new TsplayError("kube-config", `kubeconfig ${path2} is not valid YAML: ${wrong.message}${place}`);
  }
  return toJs(value);
}
function serviceAccount(reading) {
  const host = reading.env.get("KUBERNETES_SERVICE_HOST");
  const port = reading.env.get("KUBERNETES_SERVICE_PORT");
  const text2 = (name) => {
    const file = reading.files.get(`${SERVICE_ACCOUNT}/${name}`);
    return file?.kind === "content" ? file.bytes.toString("utf8").trim() : void 0;
  };
  const [token, ca] = [text2("token"), text2("ca.crt")];
  if (!host || !port || !token || !ca) return void 0;
  return {
    context: "in-cluster",
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    ca: { text: ca },
    skipVerify: false,
    tlsServerName: void 0,
    proxyUrl: void 0,
    clientCert: void 0,
    clientKey: void 0,
    token: { text: token },
    username: void 0,
    password: void 0,
    impersonateUser: void 0,
    impersonateGroups: [],
    namespace: text2("namespace")
  };
}
function filesOf(args, base) {
  const files = [args.ca_cert, args.client_cert, args.client_key];
  const named = (value, overridden) => {
    if (value && "file" in value && overridden === void 0) files.push(value.file);
  };
  named(base?.choice.ca, args.ca_cert);
  named(base?.choice.clientCert, args.client_cert);
  named(base?.choice.clientKey, args.client_key);
  named(base?.choice.token, args.api_key);
  return files.filter((file) => file !== void 0);
}
function combine(args, base, more, reading) {
  const choice2 = base?.choice;
  const text2 = (file, value, what) => {
    if (file !== void 0) return fileContent(more, file, what).toString("utf8");
    if (value === void 0) return void 0;
    return "text" in value ? value.text : fileContent(more, value.file, what).toString("utf8");
  };
  const server = (args.host ?? choice2?.server ?? "").replace(/\/+$/, "");
  checkServer(server, base?.origin);
  const headers = {};
  const token = args.api_key ?? text2(void 0, choice2?.token, "token file")?.trim();
  const user = args.username ?? choice2?.username;
  const basic2 = args.proxy_headers?.basic_auth ?? (user ? `${user}:${args.password ?? choice2?.password ?? ""}` : void 0);
  if (token) headers["authorization"] = `Bearer ${token}`;
  else if (basic2) headers["authorization"] = `Basic ${Buffer.from(basic2).toString("base64")}`;
  const as = args.impersonate_user ?? choice2?.impersonateUser;
  if (as) headers["impersonate-user"] = as;
  const groups = args.impersonate_groups ?? choice2?.impersonateGroups ?? [];
  if (groups.length > 0) headers["impersonate-group"] = groups;
  if (groups.length > 0 && !as) {
    throw new TsplayError(
      "kube-config",
      "impersonate_groups needs impersonate_user: the API server refuses groups without a user"
    );
  }
  const clientCert = text2(args.client_cert, choice2?.clientCert, "client certificate");
  const clientKey = text2(args.client_key, choice2?.clientKey, "client key");
  if (clientCert === void 0 !== (clientKey === void 0)) {
    throw new TsplayError(
      "kube-config",
      "a client certificate needs its key and the key its certificate: only one of them is given"
    );
  }
  return {
    server,
    ca: text2(args.ca_cert, choice2?.ca, "CA certificate"),
    clientCert,
    clientKey,
    verify: args.validate_certs ?? !(choice2?.skipVerify ?? false),
    tlsServerName: choice2?.tlsServerName,
    headers,
    proxy: proxyFor(args.proxy ?? choice2?.proxyUrl, args.no_proxy, args.proxy_headers ?? {}, new URL(server)),
    namespace: choice2?.namespace ?? "default",
    origin: base?.origin ?? (reading.env.has("K8S_AUTH_HOST") ? "K8S_AUTH_HOST" : "parameters")
  };
}
function checkServer(server, origin) {
  const where = origin === void 0 ? "host" : `kubeconfig ${origin}: server`;
  let url;
  try {
    url = new URL(server);
  } catch {
    throw new TsplayError("kube-config", `${where} '${server}' is not a URL`, { hint: "write https://ADDRESS:6443" });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TsplayError("kube-config", `${where} '${server}' must begin with https:// or http://`);
  }
}

// src/kube/writes.ts
function resourcePath(resource, namespace, name) {
  const scope = resource.namespaced && namespace !== void 0 ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  const object = name === void 0 ? "" : `/${encodeURIComponent(name)}`;
  return `${versionPath(resource.apiVersion)}${scope}/${resource.plural}${object}`;
}
function writeRequest(write, dryRun) {
  const query = {
    dryRun: dryRun ? "All" : void 0,
    fieldValidation: write.verb === "delete" ? void 0 : write.fieldValidation
  };
  const path2 = resourcePath(write.resource, write.namespace, write.verb === "create" ? void 0 : write.name);
  switch (write.verb) {
    case "create":
      return { method: "POST", path: path2, query, body: write.object };
    case "replace":
      return { method: "PUT", path: path2, query, body: write.object };
    case "patch":
      return { method: "PATCH", path: path2, query, body: write.object, contentType: `application/${write.type}-patch+json` };
    case "apply":
      return {
        method: "PATCH",
        path: path2,
        query: { ...query, fieldManager: write.fieldManager, force: write.force ? "true" : void 0 },
        body: write.object,
        contentType: "application/apply-patch+yaml"
      };
    case "delete": {
      const dry = dryRun ? { dryRun: ["All"] } : {};
      const body = { apiVersion: "v1", kind: "DeleteOptions", ...write.options, ...dry };
      return { method: "DELETE", path: path2, query, body };
    }
  }
}

// src/kube/client.ts
var PAGE = 500;
var RETRIES = 4;
var ESTABLISH_ATTEMPTS = 50;
var ESTABLISH_PAUSE = 200;
var KubeClient = class {
  constructor(access, http, sleep) {
    this.access = access;
    this.http = http;
    this.sleep = sleep;
    this.discovery = new Discovery(http, access.origin);
  }
  access;
  http;
  sleep;
  discovery;
  /** The namespace an object is in when nothing says so. */
  get namespace() {
    return this.access.namespace;
  }
  /** @returns undefined when the server does not serve the kind */
  findResource(apiVersion, kind) {
    return this.discovery.find(apiVersion, kind);
  }
  /** @throws TsplayError kube-unknown-kind that names the versions there are */
  async resource(apiVersion, kind) {
    const found = await this.findResource(apiVersion, kind);
    if (found) return found;
    const giveUp = await this.isBeingMade(apiVersion, kind) ? ESTABLISH_ATTEMPTS : 0;
    for (let attempt = 0; attempt < giveUp; attempt++) {
      await this.sleep(ESTABLISH_PAUSE);
      this.discovery.forget();
      const now = await this.findResource(apiVersion, kind);
      if (now) return now;
    }
    throw await this.discovery.unknown(apiVersion, kind);
  }
  /** Whether a definition of the kind is there that the server is only about to serve. */
  async isBeingMade(apiVersion, kind) {
    const [group, version] = apiVersion.split("/");
    if (version === void 0) return false;
    const resource = await this.findResource("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    if (!resource) return false;
    const definitions = await this.list(resource, {}).catch(() => []);
    return definitions.some(({ spec }) => {
      if (!isObject(spec) || spec["group"] !== group || !isObject(spec["names"])) return false;
      const { kind: own, plural, singular } = spec["names"];
      const versions = Array.isArray(spec["versions"]) ? spec["versions"].filter(isObject) : [];
      return [own, plural, singular].includes(kind) && versions.some((v) => v["name"] === version && v["served"] === true);
    });
  }
  /** @returns undefined when it does not exist @throws KubeRefusal */
  async get(resource, namespace, name) {
    const response = await this.send({ method: "GET", path: resourcePath(resource, namespace, name) });
    if (response.status === 404) {
      if (response.body === void 0) this.discovery.forget();
      return void 0;
    }
    return this.object(
      response,
      `read ${nameObject({ kind: resource.kind, metadata: { name, namespace } }, resource.namespaced)}`
    );
  }
  /** All objects of a kind; each with its apiVersion and kind. @throws KubeRefusal */
  async list(resource, selection) {
    const items = [];
    let next;
    do {
      const response = await this.send({
        method: "GET",
        path: resourcePath(resource, selection.namespace),
        query: {
          labelSelector: selection.labelSelector,
          fieldSelector: selection.fieldSelector,
          limit: String(PAGE),
          continue: next
        }
      });
      const page = this.object(response, `list ${resource.plural}`);
      for (const item of page["items"] ?? []) {
        items.push({ apiVersion: resource.apiVersion, kind: resource.kind, ...item });
      }
      const more = page.metadata?.["continue"];
      next = typeof more === "string" && more !== "" ? more : void 0;
    } while (next !== void 0);
    return items;
  }
  /** The last lines a container wrote. @returns '' when there are none to be had */
  async logs(namespace, pod2, container, tail, previous) {
    const response = await this.http.request({
      method: "GET",
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod2)}/log`,
      query: { container, tailLines: String(tail), previous: previous ? "true" : void 0 },
      accept: "*/*"
    });
    return response.status === 200 ? response.text : "";
  }
  /** What a write would lead to; nothing is kept. @throws KubeRefusal as the write itself would */
  dryRun(write) {
    return this.write(write, true);
  }
  /** Carries a write out. The hands are not used: asking for them keeps writes inside `change`. @throws KubeRefusal */
  perform(_hands, write) {
    return this.write(write, false);
  }
  async write(write, dryRun) {
    const response = await this.send(writeRequest(write, dryRun));
    const object = write.verb === "delete" ? { kind: write.resource.kind, metadata: { name: write.name, namespace: write.namespace } } : write.object;
    const name = nameObject(
      { kind: write.resource.kind, metadata: { namespace: write.namespace, ...object.metadata } },
      write.resource.namespaced
    );
    const verbs = { create: "create", replace: "replace", patch: "patch", apply: "apply", delete: "delete" };
    return { object: this.object(response, `${verbs[write.verb]} ${name}`), warnings: response.warnings };
  }
  object(response, action) {
    if (response.status < 300 && isObject(response.body)) return response.body;
    throw refusal(response, action, this.access.origin);
  }
  /** Sends, and repeats what the server is too busy for. */
  async send(request) {
    for (let attempt = 1; ; attempt++) {
      const response = await this.http.request(request);
      const busy = response.status === 429 || response.status >= 500 && response.retryAfter !== void 0;
      if (!busy || attempt > RETRIES) return response;
      await this.sleep(Math.min(response.retryAfter ?? 1, 10) * 1e3);
    }
  }
};
var pool = /* @__PURE__ */ new Map();
async function connectKube(host, args, sleep, extraFiles = []) {
  const { access, reading } = await resolveAccess(host, args, extraFiles);
  const key = createHash("sha256").update(JSON.stringify([host.name, access])).digest("base64");
  let client = pool.get(key);
  if (!client) {
    client = new KubeClient(access, new KubeHttp(access, (target) => host.dial(target)), sleep);
    pool.set(key, client);
  }
  client.http.dial = (target) => host.dial(target);
  return { client, reading };
}
function isRefusal(error, status) {
  return error instanceof KubeRefusal && error.status === status;
}
function isPassing(error) {
  if (error instanceof KubeRefusal) return error.status >= 500;
  return error instanceof TsplayError && (error.code === "dial-failed" || error.code === "timeout");
}

// src/kube/hidden.ts
function fieldPath(text2) {
  return [...text2.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((m) => m[1] ?? m[2] ?? "");
}
function hideFields(value, fields) {
  if (!fields || fields.length === 0) return value;
  const copy = clone(value);
  const paths = fields.map(fieldPath).sort((a, b) => b.join(".").localeCompare(a.join("."), "en", { numeric: true }));
  for (const path2 of paths) remove(copy, path2);
  return copy;
}
function remove(container, path2) {
  const [step, ...rest] = path2;
  if (step === void 0) return;
  if (Array.isArray(container)) {
    const index = /^\d+$/.test(step) ? Number(step) : container.length;
    if (index >= container.length) return;
    if (rest.length > 0) remove(container[index], rest);
    if (rest.length === 0 || isEmpty(container[index])) container.splice(index, 1);
  } else if (isObject(container) && step in container) {
    if (rest.length > 0) remove(container[step], rest);
    if (rest.length === 0 || isEmpty(container[step])) delete container[step];
  }
}
function isEmpty(value) {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

// src/kube/ready.ts
function conditionsOf(object) {
  const status = isObject(object["status"]) ? object["status"] : {};
  const list2 = Array.isArray(status["conditions"]) ? status["conditions"] : [];
  const text2 = (value) => typeof value === "string" ? value : void 0;
  return list2.filter(isObject).map((c) => ({
    type: text2(c["type"]) ?? "",
    status: text2(c["status"]) ?? "",
    reason: text2(c["reason"]),
    message: text2(c["message"])
  }));
}
function meets(object, wanted) {
  const found = conditionsOf(object).find((c) => c.type === wanted.type);
  if (!found) return false;
  const status = found.status === "True" || found.status === "Unknown" ? found.status : "False";
  return status === wanted.status && (!wanted.reason || found.reason === wanted.reason);
}
function part(object, name) {
  const value = object[name];
  return isObject(value) && Object.keys(value).length > 0 ? value : void 0;
}
function numbers(values) {
  return (field) => typeof values[field] === "number" ? values[field] : void 0;
}
function deployment(object) {
  const status = part(object, "status");
  if (!status) return false;
  const [spec, is] = [numbers(part(object, "spec") ?? {}), numbers(status)];
  return spec("replicas") === (is("replicas") ?? 0) && (is("availableReplicas") ?? 0) === (is("replicas") ?? 0) && is("observedGeneration") === object.metadata?.["generation"] && !is("unavailableReplicas");
}
function daemonSet(object) {
  const status = part(object, "status");
  if (!status) return false;
  const is = numbers(status);
  const wanted = is("desiredNumberScheduled");
  return wanted !== void 0 && (is("updatedNumberScheduled") ?? 0) === wanted && is("numberReady") === wanted && is("observedGeneration") === object.metadata?.["generation"] && !is("numberUnavailable");
}
function statefulSet(object) {
  const status = part(object, "status");
  const spec = part(object, "spec");
  if (!status || !spec) return false;
  const is = numbers(status);
  const wanted = numbers(spec)("replicas");
  const strategy = isObject(spec["updateStrategy"]) ? spec["updateStrategy"]["type"] : void 0;
  if (is("observedGeneration") !== (object.metadata?.["generation"] ?? 0) || (is("replicas") ?? 0) !== wanted)
    return false;
  if (strategy === "OnDelete") return true;
  return status["updateRevision"] === status["currentRevision"] && (is("updatedReplicas") ?? 0) === wanted && (is("readyReplicas") ?? 0) === wanted;
}
function pod(object) {
  const containers = part(object, "status")?.["containerStatuses"];
  return Array.isArray(containers) && containers.every((c) => isObject(c) && c["ready"] === true);
}
var RULES = {
  Deployment: deployment,
  DaemonSet: daemonSet,
  StatefulSet: statefulSet,
  Pod: pod,
  // Beyond kubernetes.core: a kind that is not established yet cannot be used, and it soon is.
  CustomResourceDefinition: (object) => meets(object, { type: "Established", status: "True" })
};
function isReady(object, wanted) {
  if (wanted) return meets(object, wanted);
  const rule = RULES[object.kind ?? ""];
  return rule === void 0 || rule(object);
}

// src/kube/wait.ts
var FIRST_PAUSE = 250;
async function waitUntil(ask, isMet, options) {
  const start = options.now();
  let pause = FIRST_PAUSE;
  for (; ; ) {
    let last;
    let error;
    let met = false;
    try {
      last = await ask();
      met = isMet(last);
    } catch (failure) {
      if (!isPassing(failure)) throw failure;
      error = failure;
    }
    const elapsed = options.now() - start;
    const left = options.timeout * 1e3 - elapsed;
    if (met || left <= 0) return { met, last, error, elapsed: Math.floor(elapsed / 1e3) };
    const limit = Math.max(options.interval * 1e3, 50);
    await options.sleep(Math.min(pause, limit, left));
    pause = Math.min(pause * 1.6, limit);
  }
}

// src/kube/why.ts
var MAX_EVENTS = 6;
var MAX_PODS = 3;
var LOG_LINES = 5;
function text(value) {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
function failingContainers(pod2) {
  const status = isObject(pod2["status"]) ? pod2["status"] : {};
  const all = ["initContainerStatuses", "containerStatuses"].flatMap(
    (f) => Array.isArray(status[f]) ? status[f] : []
  );
  return all.filter(isObject).flatMap((container) => {
    const state = isObject(container["state"]) ? container["state"] : {};
    const { waiting, terminated } = state;
    const restarted = Number(container["restartCount"] ?? 0) > 0;
    const make = (problem) => [
      { pod: pod2.metadata?.name ?? "", name: text(container["name"]), problem, restarted }
    ];
    if (isObject(waiting)) {
      return make(`waiting: ${[text(waiting["reason"]), text(waiting["message"])].filter(Boolean).join(": ")}`);
    }
    if (isObject(terminated) && terminated["exitCode"] !== 0) {
      return make(`ended: ${text(terminated["reason"])}, exit code ${text(terminated["exitCode"])}`);
    }
    if (container["ready"] === false && isObject(state["running"])) return make("running, not ready");
    return [];
  });
}
function conditionLines(object) {
  const all = conditionsOf(object);
  const unmet = all.filter((c) => c.status !== "True");
  return (unmet.length > 0 ? unmet : all).map((c) => {
    const why = [c.reason, c.message].filter(Boolean).join(": ");
    return `condition ${c.type} is ${c.status}${why === "" ? "" : ` (${why})`}`;
  });
}
function progress(object) {
  const status = isObject(object["status"]) ? object["status"] : {};
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  const wanted = spec["replicas"] ?? status["desiredNumberScheduled"];
  if (typeof wanted !== "number") return [];
  const ready = status["availableReplicas"] ?? status["readyReplicas"] ?? status["numberReady"] ?? 0;
  if (status["observedGeneration"] === void 0) return ["no controller has looked at it yet"];
  return [`${text(ready)} of ${wanted} replicas are ready`];
}
function time(event) {
  return text(event["lastTimestamp"]) || text(event["eventTime"]) || text(event.metadata?.["creationTimestamp"]);
}
function eventLine(event) {
  const about = isObject(event["involvedObject"]) ? event["involvedObject"] : {};
  const count = Number(event["count"] ?? 1);
  const times = count > 1 ? ` (${count} times)` : "";
  return `event ${text(event["type"])} ${text(event["reason"])} of ${text(about["kind"])}/${text(about["name"])}: ${text(event["message"]).trim()}${times}`;
}
async function eventsOf(client, objects) {
  const resource = await client.findResource("v1", "Event");
  if (!resource) return [];
  const lists = await Promise.all(
    objects.map(
      ({ metadata }) => client.list(resource, {
        namespace: metadata?.namespace ?? "default",
        fieldSelector: `involvedObject.name=${metadata?.name ?? ""}${metadata?.uid ? `,involvedObject.uid=${metadata.uid}` : ""}`
      })
    )
  );
  const all = lists.flat().sort((a, b) => time(a).localeCompare(time(b)));
  const warnings = all.filter((event) => event["type"] !== "Normal");
  return (warnings.length > 0 ? warnings : all).slice(-MAX_EVENTS);
}
async function podsOf(client, object) {
  if (object.kind === "Pod") return [object];
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  const selector = isObject(spec["selector"]) ? spec["selector"]["matchLabels"] : void 0;
  const resource = isObject(selector) ? await client.findResource("v1", "Pod") : void 0;
  if (!resource || !isObject(selector)) return [];
  const labelSelector = Object.entries(selector).map(([key, value]) => `${key}=${text(value)}`).join(",");
  const pods = await client.list(resource, { namespace: object.metadata?.namespace, labelSelector });
  return pods.filter((pod2) => failingContainers(pod2).length > 0 || conditionsOf(pod2).some((c) => c.status === "False")).slice(0, MAX_PODS);
}
async function logLines(client, namespace, container) {
  const log = await client.logs(namespace, container.pod, container.name, LOG_LINES, container.restarted);
  if (log.trim() === "") return [];
  const lines2 = log.trimEnd().split("\n").slice(-LOG_LINES);
  return [`last lines of the log of ${container.pod}/${container.name}:`, ...lines2.map((line) => `  ${line}`)];
}
async function explainNotReady(client, object) {
  const quietly = (promise) => promise.catch(() => []);
  const pods = await quietly(podsOf(client, object));
  const containers = pods.flatMap(failingContainers);
  const [events, logs] = await Promise.all([
    quietly(eventsOf(client, [object, ...pods.filter((pod2) => pod2 !== object)])),
    Promise.all(containers.map((c) => quietly(logLines(client, object.metadata?.namespace ?? "default", c))))
  ]);
  return [
    ...progress(object),
    ...conditionLines(object),
    ...pods.filter((pod2) => pod2 !== object).flatMap((pod2) => conditionLines(pod2).map((line) => `pod ${pod2.metadata?.name}: ${line}`)),
    ...containers.map((c) => `container ${c.pod}/${c.name} ${c.problem}`),
    ...events.map(eventLine),
    ...logs.flat()
  ];
}

// src/kube/merge-keys.ts
var POD_SPEC = {
  volumes: ["name"],
  imagePullSecrets: ["name"],
  hostAliases: ["ip"],
  resourceClaims: ["name"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  ...Object.fromEntries(
    ["containers", "initContainers", "ephemeralContainers"].flatMap((list2) => [
      [list2, ["name"]],
      [`${list2}.env`, ["name"]],
      [`${list2}.ports`, ["containerPort", "protocol"]],
      [`${list2}.volumeMounts`, ["mountPath"]],
      [`${list2}.volumeDevices`, ["devicePath"]]
    ])
  )
};
var POD_SPEC_AT = {
  Pod: "spec.",
  PodTemplate: "template.spec.",
  Deployment: "spec.template.spec.",
  DaemonSet: "spec.template.spec.",
  StatefulSet: "spec.template.spec.",
  ReplicaSet: "spec.template.spec.",
  ReplicationController: "spec.template.spec.",
  Job: "spec.template.spec.",
  CronJob: "spec.jobTemplate.spec.template.spec."
};
var OTHERS = {
  "Service.spec.ports": ["port", "protocol"],
  "ServiceAccount.secrets": ["name"],
  "ValidatingWebhookConfiguration.webhooks": ["name"],
  "MutatingWebhookConfiguration.webhooks": ["name"]
};
var DEFAULTS = { protocol: "TCP", whenUnsatisfiable: "" };
function mergeKeys(kind, path2) {
  const dotted = path2.join(".");
  const prefix = POD_SPEC_AT[kind];
  return prefix !== void 0 && dotted.startsWith(prefix) ? POD_SPEC[dotted.slice(prefix.length)] : OTHERS[`${kind}.${dotted}`];
}
function mergeKey(kind, path2) {
  const key = mergeKeys(kind, path2);
  if (!key) return void 0;
  return (item) => {
    const [first, ...rest] = key.map((field) => item[field] ?? DEFAULTS[field]);
    return first === void 0 ? "" : JSON.stringify([first, ...rest]);
  };
}

// src/kube/apply.ts
var LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
function annotated(definition) {
  const copy = clone(definition);
  const annotations = { ...copy.metadata?.annotations, [LAST_APPLIED]: canonicalJson(definition) };
  return { ...copy, metadata: { ...copy.metadata, annotations } };
}
function lastApplied(existing) {
  const note = existing.metadata?.annotations?.[LAST_APPLIED];
  if (note === void 0) return {};
  try {
    const value = JSON.parse(note);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
function applyPatch(existing, definition) {
  const desired = annotated(definition);
  return threeWay(lastApplied(existing), desired, existing, {
    kind: definition.kind ?? "",
    path: []
  });
}
function threeWay(last, desired, actual, at) {
  const patch = {};
  for (const key of Object.keys(last)) {
    if (!(key in desired) && key in actual) patch[key] = null;
  }
  for (const [key, wanted] of Object.entries(desired)) {
    const is = actual[key];
    if (wanted === null) {
      if (is !== void 0 && is !== null) patch[key] = null;
      continue;
    }
    const before = last[key];
    const here = { kind: at.kind, path: [...at.path, key] };
    if (isObject(wanted) && isObject(is)) {
      const inner = threeWay(isObject(before) ? before : {}, wanted, is, here);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (Array.isArray(wanted) && Array.isArray(is)) {
      const merged = mergeLists(Array.isArray(before) ? before : [], wanted, is, here);
      if (!sameData(merged, is)) patch[key] = merged;
    } else if (!sameData(wanted, is)) {
      patch[key] = wanted;
    }
  }
  return patch;
}
function mergeLists(last, desired, actual, at) {
  const keyOf = mergeKey(at.kind, at.path);
  const index = (list2) => {
    if (!keyOf || !list2.every(isObject)) return void 0;
    const map = new Map(list2.map((item) => [keyOf(item), item]));
    return map.size === list2.length && !map.has("") ? map : void 0;
  };
  const [before, wanted, is] = [index(last), index(desired), index(actual)];
  if (!before || !wanted || !is) return [...desired];
  const result = [];
  for (const [key, item] of wanted) {
    const found = is.get(key);
    result.push(found ? mergePatch(found, threeWay(before.get(key) ?? {}, item, found, at)) : item);
  }
  for (const [key, item] of is) if (!wanted.has(key) && !before.has(key)) result.push(item);
  return result;
}
function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const result = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

// src/kube/compare.ts
var SERVER_METADATA = ["resourceVersion", "generation", "managedFields", "creationTimestamp", "uid", "selfLink"];
function meaningful(object, options = {}) {
  const copy = { ...object };
  if (!options.status) delete copy["status"];
  if (isObject(copy.metadata)) {
    const metadata = { ...copy.metadata };
    for (const field of SERVER_METADATA) delete metadata[field];
    if (options.managers) metadata["managedFields"] = managers(object);
    copy.metadata = metadata;
  }
  return copy;
}
function managers(object) {
  const fields = object.metadata?.["managedFields"];
  if (!Array.isArray(fields)) return void 0;
  return fields.filter(isObject).map(({ time: _time, ...rest }) => rest);
}
function sameObject(a, b, options = {}) {
  return sameData(meaningful(a, options), meaningful(b, options));
}
function certainlySame(existing, patch, at) {
  if (Array.isArray(existing) && Array.isArray(patch))
    return sameData(existing, patch) || isMerged(existing, patch, at);
  if (!isObject(patch)) return sameData(existing, patch);
  if (!isObject(existing)) return false;
  return Object.entries(patch).every(([key, value]) => {
    if (key.startsWith("$")) return false;
    if (value === null) return existing[key] === void 0 || existing[key] === null;
    const inner = at && { kind: at.kind, path: [...at.path, key] };
    return key in existing && certainlySame(existing[key], value, inner);
  });
}
function isMerged(existing, patch, at) {
  const field = at && mergeKeys(at.kind, at.path)?.[0];
  if (field === void 0 || !existing.every(isObject) || !patch.every(isObject)) return false;
  const index = new Map(existing.map((item) => [item[field], item]));
  if (index.size !== existing.length || new Set(patch.map((item) => item[field])).size !== patch.length) return false;
  return patch.every((item) => item[field] !== void 0 && certainlySame(index.get(item[field]), item, at));
}
var MASK = "***";
function shown(object, other) {
  const copy = clone(meaningful(object));
  if (object.kind !== "Secret") return copy;
  for (const field of ["data", "stringData"]) {
    const values = copy[field];
    if (!isObject(values)) continue;
    const others = isObject(other?.[field]) ? other[field] : {};
    for (const [key, value] of Object.entries(values)) {
      values[key] = other === void 0 || sameData(value, others[key]) ? MASK : `${MASK} (${key in others ? "differs" : "new"})`;
    }
  }
  const annotations = copy.metadata?.annotations;
  for (const key of Object.keys(annotations ?? {})) {
    if (annotations && key === "kubectl.kubernetes.io/last-applied-configuration") annotations[key] = MASK;
  }
  return copy;
}
function blockText(value, indent = "") {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${blockText(item, `${indent}  `).trimStart()}`).join("");
  }
  if (!isObject(value)) return `${indent}${scalar(value)}
`;
  return Object.keys(value).sort().filter((key) => value[key] !== void 0).map((key) => {
    const inner = value[key];
    if (Array.isArray(inner) && inner.length > 0) return `${indent}${key}:
${blockText(inner, indent)}`;
    if (isObject(inner) && Object.keys(inner).length > 0)
      return `${indent}${key}:
${blockText(inner, `${indent}  `)}`;
    if (typeof inner === "string" && inner.includes("\n"))
      return `${indent}${key}: |
${lines(inner, `${indent}  `)}`;
    return `${indent}${key}: ${scalar(inner)}
`;
  }).join("");
}
function lines(text2, indent) {
  return text2.replace(/\n$/, "").split("\n").map((line) => `${indent}${line}
`).join("");
}
function scalar(value) {
  if (Array.isArray(value)) return "[]";
  if (isObject(value)) return "{}";
  if (typeof value !== "string") return String(value);
  const plain = /^[A-Za-z0-9_./][\w./@:+=, -]*$/.test(value) && !/: |^[\d.]+$|^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}

// src/kube/hash.ts
import { createHash as createHash2 } from "node:crypto";
var LETTERS = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };
function sortedKeys(value) {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).sort().map((key) => [key, sortedKeys(value[key])])
  );
}
function contentHash(object) {
  const { name, generateName } = object.metadata ?? {};
  const useGenerated = !name && generateName;
  const content = {
    data: sortedKeys(object["data"] ?? ""),
    kind: object.kind,
    ...useGenerated ? { generateName } : { name: name ?? "" },
    ...object.kind === "Secret" ? { type: object["type"] ?? "" } : {}
  };
  const digest = createHash2("sha256").update(asciiJson(toJson(content))).digest("hex");
  return digest.slice(0, 10).replaceAll(/[013ae]/g, (c) => LETTERS[c] ?? c);
}
function withHash(object) {
  if (object.kind !== "ConfigMap" && object.kind !== "Secret") return object;
  const { name, generateName } = object.metadata ?? {};
  const hash = contentHash(object);
  if (name) return { ...object, metadata: { ...object.metadata, name: `${name}-${hash}` } };
  if (generateName) return { ...object, metadata: { ...object.metadata, generateName: `${generateName}-${hash}` } };
  return object;
}

// src/kube/manifest.ts
function parseManifest(text2, file) {
  const { documents, diagnostics } = loadYaml(text2, file, { trust: "data" });
  const wrong = diagnostics.find((d) => d.severity === "error");
  if (wrong) {
    const at = wrong.span ? `, line ${wrong.span.line}, column ${wrong.span.col}` : "";
    throw new TsplayError("kube-manifest", `${file}${at}: not valid YAML: ${wrong.message}`, { hint: wrong.hint });
  }
  return documents.flatMap((value, i) => {
    const object = toJs(value);
    if (object === null) return [];
    return [{ object, place: documents.length > 1 ? `${file}, document ${i + 1}` : file }];
  });
}
function manifestsOf(definition, origin) {
  if (typeof definition === "string") return parseManifest(definition, origin);
  if (Array.isArray(definition)) {
    return definition.flatMap(
      (item, i) => item === null ? [] : manifestsOf(item, `${origin}, element ${i + 1}`)
    );
  }
  return [{ object: definition, place: origin }];
}
function complete(manifests, defaults) {
  return manifests.flatMap(({ object, place }) => {
    const filled = fill(object, defaults, place);
    const { kind } = filled;
    if (!kind?.endsWith("List")) return [{ object: requireKind(filled, place), place }];
    const items = filled["items"] ?? [];
    if (!Array.isArray(items)) throw bad(place, `'items' of ${kind} is not a list`);
    return items.map((item, i) => {
      const at = `${place}, item ${i + 1}`;
      if (!isObject(item)) throw bad(at, "is not a mapping");
      const own = kind === "List" ? {} : { kind: kind.slice(0, -4), apiVersion: filled.apiVersion };
      return {
        object: requireKind(
          fill({ ...own, ...item }, kind === "List" ? { ...defaults, kind: void 0 } : defaults, at),
          at
        ),
        place: at
      };
    });
  });
}
function bad(place, problem, hint) {
  return new TsplayError("kube-manifest", `${place}: ${problem}`, { hint });
}
function fill(object, defaults, place) {
  if (!isObject(object)) {
    throw bad(
      place,
      `a manifest must be a mapping with apiVersion, kind and metadata, this is ${object === null ? "empty" : Array.isArray(object) ? "a list" : `a ${typeof object}`}`
    );
  }
  const copy = clone(object);
  if (defaults.kind !== void 0) copy.kind ??= defaults.kind;
  copy.apiVersion ??= defaults.api_version;
  const metadata = copy.metadata ?? {};
  if (!isObject(metadata)) throw bad(place, "metadata is not a mapping");
  if (defaults.namespace) metadata.namespace ??= defaults.namespace;
  if (defaults.name) metadata.name ??= defaults.name;
  if (defaults.generate_name) metadata.generateName ??= defaults.generate_name;
  copy.metadata = metadata;
  return copy;
}
function requireKind(object, place) {
  if (typeof object.kind !== "string" || object.kind === "") {
    throw bad(place, `${nameObject(object)} has no kind`, "write `kind:` in it, or give the parameter `kind`");
  }
  if (typeof object.apiVersion !== "string")
    throw bad(place, `apiVersion of ${nameObject(object)} is not text`, "put it in quotes");
  const { name } = object.metadata ?? {};
  if (name !== void 0 && typeof name !== "string") {
    throw bad(
      place,
      `metadata.name of ${object.kind} is ${String(name)}, which YAML does not read as text`,
      "put it in quotes"
    );
  }
  return object;
}

// src/kube/selectors.ts
function parse(selector) {
  const set = /^\s*(\S+)\s+(notin|in)\s+\((.*)\)\s*$/.exec(selector);
  if (set) {
    const [, key = "", operator, list2 = ""] = set;
    const values = list2.split(",").map((v) => v.trim());
    return { key, test: (v) => (v !== void 0 && values.includes(v)) === (operator === "in") };
  }
  const equality = /^\s*([^=!\s]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(selector);
  if (equality) {
    const [, key = "", operator, wanted] = equality;
    return { key, test: (v) => v === wanted === (operator !== "!=") };
  }
  const bare = selector.trim();
  return bare.startsWith("!") ? { key: bare.slice(1).trim(), test: (v) => v === void 0 } : { key: bare, test: (v) => v !== void 0 };
}
function selects(selectors, labels) {
  if (!labels) return false;
  return selectors.map(parse).every(({ key, test }) => test(labels[key]));
}

export {
  authArgs,
  waitArgs,
  objectArgs,
  hiddenFields,
  authRules,
  nameObject,
  annotated,
  applyPatch,
  KubeRefusal,
  fileContent,
  connectKube,
  isRefusal,
  sameObject,
  certainlySame,
  shown,
  blockText,
  withHash,
  hideFields,
  parseManifest,
  manifestsOf,
  complete,
  isReady,
  selects,
  waitUntil,
  explainNotReady
};
