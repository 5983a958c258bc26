import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  HttpFailure,
  answerChallenge,
  basicAuth,
  connectTo,
  dialProblem,
  lookAtHttp,
  netrcLogin,
  proxyFor,
  proxyHeaders
} from "./chunk-BWLGL4IV.js";
import {
  alias,
  bool,
  dict,
  int,
  list,
  path,
  str
} from "./chunk-EJJ52GZ6.js";

// modules/_shared/http.ts
import { request } from "node:http";
import { createGunzip } from "node:zlib";

// modules/_shared/http-redirect.ts
var BODY_HEADERS = ["content-length", "content-type", "transfer-encoding"];
function nextRequest(policy, status, method, url, location) {
  if (location === void 0 || ![301, 302, 303, 307, 308].includes(status) || policy === "none") return void 0;
  const reads = method === "GET" || method === "HEAD";
  if (policy === "safe" && !reads) return void 0;
  if (policy === "urllib2" && !(reads || method === "POST" && status <= 303)) return void 0;
  const next = URL.canParse(location, url.href) ? new URL(location, url) : void 0;
  if (next === void 0 || !["http:", "https:"].includes(next.protocol)) return void 0;
  if (next.hash === "") next.hash = url.hash;
  if (policy === "urllib2") return { method: method === "HEAD" ? "HEAD" : "GET", url: next, keepBody: false };
  if (status === 307 || status === 308) return { method, url: next, keepBody: true };
  const toGet = method !== "HEAD" && (status === 303 || status === 302 || method === "POST");
  return { method: toGet ? "GET" : method, url: next, keepBody: false };
}
function nextHeaders(headers, unredirected, keepBody) {
  const dropped = /* @__PURE__ */ new Set([...unredirected.map((name) => name.toLowerCase()), ...keepBody ? [] : BODY_HEADERS]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())));
}

// modules/_shared/http.ts
var MAX_REDIRECTS = 10;
function parseUrl(text) {
  if (!URL.canParse(text)) throw new HttpFailure(`'${text}' is not a URL`, "write it as http://host/path");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new HttpFailure(`${url.protocol}// URLs are not supported`, "use http:// or https://");
  }
  const login = url.username === "" ? void 0 : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  url.username = "";
  url.password = "";
  return { url, login };
}
var HttpClient = class {
  constructor(host, environment, settings) {
    this.host = host;
    this.environment = environment;
    this.settings = settings;
  }
  host;
  environment;
  settings;
  /** Sends a request, follows redirects, answers a challenge for credentials. @throws HttpFailure */
  async send(wanted) {
    const { settings } = this;
    const { url: first, login: inUrl } = parseUrl(wanted.url);
    const login = settings.username === void 0 ? inUrl : { username: settings.username, password: settings.password ?? "" };
    let { method, body } = wanted;
    let url = first;
    let headers = { "User-Agent": settings.agent, ...wanted.headers };
    if (!hasHeader(headers, "authorization")) {
      const early = login && settings.forceBasicAuth ? login : login ? void 0 : this.netrc(url);
      if (early) headers["Authorization"] = basicAuth(early);
    }
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      let response = await this.once(method, url, headers, body);
      const challenge = response.headers["www-authenticate"];
      if (response.status === 401 && challenge && login && url.host === first.host && !hasHeader(headers, "authorization")) {
        const path2 = url.pathname + url.search;
        const authorization = answerChallenge(challenge, login, { method, path: path2 });
        if (authorization !== void 0) {
          response = await this.once(method, url, { ...headers, Authorization: authorization }, body);
        }
      }
      const next = nextRequest(wanted.redirects, response.status, method, url, response.headers["location"]);
      if (!next) return { ...response, url: url.href, redirected: url.href !== first.href };
      headers = nextHeaders(headers, settings.unredirectedHeaders, next.keepBody);
      if (!next.keepBody) body = void 0;
      ({ method, url } = next);
    }
    throw new HttpFailure(`${wanted.url} redirects more than ${MAX_REDIRECTS} times`);
  }
  netrc(url) {
    return this.settings.useNetrc ? netrcLogin(this.environment.netrc, url.hostname) : void 0;
  }
  async once(method, url, headers, body) {
    const { settings } = this;
    const watch = new Watchdog(settings.timeout, `no answer from ${url.host} for ${settings.timeout / 1e3} s`);
    const direct = !settings.useProxy || settings.socketPath !== void 0;
    const proxy = direct ? void 0 : proxyFor(url, this.environment.variables);
    try {
      const stream = await watch.over(this.open(url, proxy));
      const absolute = proxy !== void 0 && url.protocol === "http:";
      const outgoing = request({
        method,
        path: absolute ? url.href.replace(/#.*$/, "") : url.pathname + url.search,
        headers: {
          "Accept-Encoding": "identity",
          Host: url.host,
          ...absolute ? proxyHeaders(proxy) : {},
          ...body === void 0 ? {} : { "Content-Length": String(body.length) },
          ...headers,
          Connection: "close"
        },
        createConnection: () => stream
      });
      const answer = new Promise((resolve, reject) => {
        outgoing.once("response", resolve);
        outgoing.on("error", reject);
      });
      watch.onExpiry(() => outgoing.destroy());
      outgoing.end(body);
      const incoming = await watch.over(answer);
      return {
        status: incoming.statusCode ?? 0,
        reason: incoming.statusMessage ?? "",
        headers: joinHeaders(incoming.rawHeaders),
        setCookies: incoming.headers["set-cookie"] ?? [],
        body: await watch.over(this.read(incoming, method, watch))
      };
    } catch (error) {
      throw requestProblem(error, url);
    } finally {
      watch.stop();
    }
  }
  async open(url, proxy) {
    const { host, environment, settings } = this;
    if (settings.socketPath === void 0) return connectTo(host, environment, url, proxy, settings);
    try {
      return await host.dial({ socketPath: settings.socketPath });
    } catch (error) {
      throw dialProblem(error, settings.socketPath);
    }
  }
  async read(incoming, method, watch) {
    incoming.on("data", () => watch.progress());
    const gzip = this.settings.decompress && /^(?:x-)?gzip$/i.test(incoming.headers["content-encoding"] ?? "");
    const empty = method === "HEAD" || incoming.statusCode === 204 || incoming.statusCode === 304;
    const source = gzip && !empty ? incoming.pipe(createGunzip()) : incoming;
    if (source !== incoming) incoming.once("error", (error) => source.destroy(error));
    const chunks = [];
    for await (const chunk of source) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
};
var Watchdog = class {
  constructor(ms, message) {
    this.ms = ms;
    this.message = message;
    this.expired = new Promise((_resolve, reject) => {
      this.reject = reject;
    });
    this.expired.catch(() => void 0);
    this.progress();
  }
  ms;
  message;
  timer;
  expired;
  reject = () => void 0;
  listeners = [];
  progress() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reject(new HttpFailure(this.message, "is the server up? a longer 'timeout' waits longer"));
      for (const listener of this.listeners) listener();
    }, this.ms);
  }
  async over(work) {
    work.catch(() => void 0);
    const result = await Promise.race([work, this.expired]);
    this.progress();
    return result;
  }
  onExpiry(listener) {
    this.listeners.push(listener);
  }
  stop() {
    clearTimeout(this.timer);
  }
};
var hasHeader = (headers, name) => Object.keys(headers).some((key) => key.toLowerCase() === name);
function joinHeaders(raw) {
  const joined = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase();
    joined[name] = joined[name] === void 0 ? raw[i + 1] ?? "" : `${joined[name]}, ${raw[i + 1]}`;
  }
  return joined;
}
function requestProblem(error, url) {
  const code = error.code;
  if (error instanceof HttpFailure || code === void 0 || error.name === "TsplayError") return error;
  return new HttpFailure(`the connection to ${url.host} failed: ${error.message}`, void 0, error);
}

// modules/_shared/http-args.ts
var urlArguments = {
  ciphers: list(str()).optional().describe("TLS ciphers to offer, as OpenSSL names them."),
  client_cert: path().optional().describe("Certificate of the client in PEM, a file on the host; may hold the key too."),
  client_key: path().optional().describe("The key of the client's certificate in PEM, a file on the host."),
  decompress: bool().default(true).describe("Whether answers compressed with gzip are unpacked."),
  force: bool().default(false).describe("Ask for a fresh copy whatever is there already."),
  force_basic_auth: bool().default(false).describe("Send user and password at once, not only when asked for."),
  headers: dict(str()).optional().describe("Further headers of the request."),
  http_agent: str().default("ansible-httpget").describe("What the request says in User-Agent."),
  unredirected_headers: list(str()).default([]).describe("Headers that are not sent again after a redirect."),
  use_gssapi: bool().default(false).describe("Kerberos; only `false` is supported."),
  use_netrc: bool().default(true).describe("Whether user and password are looked up in the host's ~/.netrc."),
  use_proxy: bool().default(true).describe("Whether the proxies of the environment are used."),
  validate_certs: bool().default(true).describe("Whether the server's certificate must be valid."),
  url_password: alias(str().optional().describe("Password for HTTP authentication."), "password")
};
var userArgument = (name) => alias(str().optional().describe("User for HTTP authentication."), name);
var timeoutArgument = (seconds) => int().default(seconds).describe("Seconds without any progress after which the request is given up.");
function urlRules(args) {
  return args.use_gssapi ? ["'use_gssapi' is not supported by tsplay: use url_username and url_password, or curl in a command task"] : [];
}
async function clientFor(host, args, more = {}, known) {
  const environment = known ?? await lookAtHttp(host);
  const cert = args.client_cert === void 0 ? void 0 : await host.read(args.client_cert);
  const key = args.client_key === void 0 ? cert : await host.read(args.client_key);
  return new HttpClient(host, environment, {
    ...more,
    cert,
    key,
    ciphers: args.ciphers?.join(":"),
    decompress: args.decompress,
    forceBasicAuth: args.force_basic_auth,
    agent: args.http_agent,
    timeout: args.timeout * 1e3,
    unredirectedHeaders: args.unredirected_headers,
    useNetrc: args.use_netrc,
    useProxy: args.use_proxy,
    validateCerts: args.validate_certs,
    username: args.url_username,
    password: args.url_password
  });
}

export {
  urlArguments,
  userArgument,
  timeoutArgument,
  urlRules,
  clientFor
};
