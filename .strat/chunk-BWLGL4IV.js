import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  TsplayError,
  script
} from "./chunk-D6GJLKN3.js";

// modules/_shared/http-environment.ts
var HTTP_LOOK = script(`for n in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE; do
  eval "v=\\\${$n-}"; [ -z "$v" ] || printf '%s=%s\\0' "$n" "$v"
done
printf '\\0'; cat -- "\${NETRC:-\${HOME:-~}/.netrc}" 2>/dev/null; :`);
async function lookAtHttp(host) {
  return parseHttpLook((await host.probe(HTTP_LOOK)).stdout);
}
function parseHttpLook(text) {
  const [assignments, netrc = ""] = splitOnce(`\0${text}`, "\0\0");
  const pairs = assignments.split("\0").filter((part) => part.includes("="));
  return { variables: Object.fromEntries(pairs.map((part) => splitOnce(part, "="))), netrc };
}
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
function proxyFor(url, variables) {
  const scheme = url.protocol.slice(0, -1);
  const proxy = variables[`${scheme}_proxy`] ?? variables[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy) return void 0;
  const host = url.hostname.toLowerCase();
  const hostPort = `${host}:${url.port || (scheme === "https" ? "443" : "80")}`;
  const exceptions = (variables["no_proxy"] ?? variables["NO_PROXY"] ?? "").split(",").map((part) => part.trim());
  const direct = exceptions.some((exception) => {
    if (exception === "") return false;
    if (exception === "*") return true;
    const name = exception.replace(/^\.+/, "").toLowerCase();
    return [host, hostPort].some((h) => h === name || h.endsWith(`.${name}`));
  });
  return direct ? void 0 : new URL(proxy.includes("://") ? proxy : `http://${proxy}`);
}
function netrcLogin(text, host) {
  const tokens = text.replace(/^\s*macdef\b[\s\S]*?(?:\n\n|$)/gm, "").match(/"(?:\\.|[^"])*"|\S+/g) ?? [];
  let current;
  const entries = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? "";
    if (token.startsWith("#")) continue;
    if (token === "default") entries.push(current = {});
    else if (token === "machine") entries.push(current = { machine: tokens[++i] ?? "" });
    else if (current && ["login", "user", "password", "account"].includes(token)) {
      current[token === "user" ? "login" : token] = (tokens[++i] ?? "").replace(/^"(.*)"$/s, "$1");
    }
  }
  const entry = entries.find((e) => e["machine"] === host) ?? entries.find((e) => e["machine"] === void 0);
  return entry ? { username: entry["login"] ?? "", password: entry["password"] ?? "" } : void 0;
}
var BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt"
];
async function trustedByHost(host, environment) {
  const own = environment.variables["SSL_CERT_FILE"];
  const known = own === void 0 ? bundles.get(host) : void 0;
  if (known) return known;
  const files = own === void 0 ? BUNDLES : [own, ...BUNDLES];
  const words = files.map((file) => `'${file.replaceAll("'", `'\\''`)}'`).join(" ");
  const read = host.probe(script(`for f in ${words}; do if [ -s "$f" ]; then cat -- "$f"; break; fi; done`)).then(({ stdout }) => stdout);
  if (own === void 0) bundles.set(host, read);
  return read;
}
var bundles = /* @__PURE__ */ new WeakMap();

// modules/_shared/http-connect.ts
import { request } from "node:http";
import { connect as tlsConnect, rootCertificates } from "node:tls";

// modules/_shared/http-auth.ts
import { createHash, randomBytes } from "node:crypto";
function basicAuth({ username, password }) {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
function answerChallenge(header, login, request2, cnonce = randomBytes(8).toString("hex")) {
  const digest = /\bDigest\s+(.*)/is.exec(header)?.[1];
  const answer = digest === void 0 ? void 0 : answerDigest(parameters(digest), login, request2, cnonce);
  return answer ?? (/\bBasic\b/i.test(header) ? basicAuth(login) : void 0);
}
function parameters(text) {
  const found = [...text.matchAll(/(\w+)\s*=\s*(?:"((?:\\.|[^"])*)"|([^\s,]+))/g)];
  return Object.fromEntries(found.map((m) => [(m[1] ?? "").toLowerCase(), m[2] ?? m[3] ?? ""]));
}
var ALGORITHMS = { md5: "md5", sha: "sha1", "sha-256": "sha256" };
function answerDigest(challenge, { username, password }, { method, path }, cnonce) {
  const name = challenge["algorithm"] ?? "MD5";
  const session = /-sess$/i.test(name);
  const algorithm = ALGORITHMS[name.toLowerCase().replace(/-sess$/, "")];
  const { realm = "", nonce = "", qop, opaque } = challenge;
  if (algorithm === void 0) return void 0;
  if (qop !== void 0 && !qop.split(",").some((q) => q.trim() === "auth")) return void 0;
  const hash = (text) => createHash(algorithm).update(text).digest("hex");
  const user = hash(`${username}:${realm}:${password}`);
  const ha1 = session ? hash(`${user}:${nonce}:${cnonce}`) : user;
  const ha2 = hash(`${method}:${path}`);
  const nc = "00000001";
  const response = hash(qop === void 0 ? `${ha1}:${nonce}:${ha2}` : `${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`);
  const quotedParts = { username, realm, nonce, uri: path, response, ...opaque === void 0 ? {} : { opaque } };
  const parts = Object.entries(quotedParts).map(([k, v]) => `${k}="${v.replace(/[\\"]/g, "\\$&")}"`);
  if (challenge["algorithm"] !== void 0) parts.push(`algorithm=${name}`);
  if (qop !== void 0 || session) parts.push("qop=auth", `nc=${nc}`, `cnonce="${cnonce}"`);
  return `Digest ${parts.join(", ")}`;
}

// modules/_shared/http-connect.ts
var HttpFailure = class extends Error {
  constructor(message, hint, cause) {
    super(message, { cause });
    this.hint = hint;
    this.name = "HttpFailure";
  }
  hint;
};
var UNKNOWN_AUTHORITY = /* @__PURE__ */ new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT"
]);
var portOf = (url) => Number(url.port || (url.protocol === "https:" ? 443 : 80));
var hostOf = (url) => url.hostname.replace(/^\[(.*)\]$/, "$1");
async function dialFrom(host, address, port) {
  try {
    const stream = await host.dial({ host: address, port });
    return stream.on("error", () => void 0);
  } catch (error) {
    throw dialProblem(error, `${address}:${port}`);
  }
}
function isForwardingRefused(error) {
  const cause = error instanceof TsplayError ? error.cause : void 0;
  return cause?.reason === 1;
}
function dialProblem(error, where) {
  if (!(error instanceof TsplayError) || error.code !== "dial-failed") {
    const code = error.code;
    return code === void 0 ? error : new HttpFailure(`connection to ${where} failed: ${String(code)}`, void 0, error);
  }
  if (!isForwardingRefused(error)) return new HttpFailure(error.message, error.hint, error);
  return new HttpFailure(
    `the sshd of the host does not let connections to ${where} be forwarded`,
    "set 'AllowTcpForwarding yes' (or 'local') in its sshd_config: tsplay makes the host's HTTP requests through the SSH connection",
    error
  );
}
async function connectTo(host, environment, url, proxy, tls) {
  const open = () => openRaw(host, url, proxy, tls);
  if (url.protocol !== "https:") return open();
  if (tls.ca || !tls.validateCerts) return secure(await open(), hostOf(url), tls, tls.ca);
  try {
    return await secure(await open(), hostOf(url), tls, void 0);
  } catch (error) {
    if (!UNKNOWN_AUTHORITY.has(error.cause?.code ?? "")) throw error;
    const trusted = await trustedByHost(host, environment);
    if (trusted === "") throw error;
    return secure(await open(), hostOf(url), tls, [...rootCertificates, trusted]);
  }
}
async function openRaw(host, url, proxy, tls) {
  if (!proxy) return dialFrom(host, hostOf(url), portOf(url));
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") {
    throw new HttpFailure(
      `the proxy ${proxy.protocol}//${proxy.host} is not an HTTP proxy`,
      "only http:// and https:// proxies are supported; use_proxy: false goes without"
    );
  }
  const dialled = await dialFrom(host, hostOf(proxy), portOf(proxy));
  const stream = proxy.protocol === "https:" ? await secure(dialled, hostOf(proxy), tls, tls.ca) : dialled;
  return url.protocol === "https:" ? tunnel(stream, url, proxy) : stream;
}
function proxyHeaders(proxy) {
  if (proxy.username === "") return {};
  const login = { username: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  return { "Proxy-Authorization": basicAuth(login) };
}
function tunnel(stream, url, proxy) {
  const authority = `${url.hostname}:${portOf(url)}`;
  return new Promise((resolve, reject) => {
    const connecting = request({
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...proxyHeaders(proxy) },
      createConnection: () => stream
    });
    connecting.once("connect", (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        const answer = `${response.statusCode} ${response.statusMessage ?? ""}`.trim();
        reject(new HttpFailure(`the proxy ${proxy.host} refused the tunnel to ${authority}: ${answer}`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    connecting.once(
      "error",
      (error) => reject(new HttpFailure(`the proxy ${proxy.host} failed: ${error.message}`, void 0, error))
    );
    connecting.end();
  });
}
function secure(stream, name, tls, ca) {
  return new Promise((resolve, reject) => {
    const isAddress = name.includes(":") || /^[\d.]+$/.test(name);
    const fail = (error) => {
      stream.destroy();
      reject(tlsProblem(error, name));
    };
    try {
      const socket = tlsConnect({
        socket: stream,
        host: name,
        ...isAddress ? {} : { servername: name },
        ALPNProtocols: ["http/1.1"],
        rejectUnauthorized: tls.validateCerts,
        ...ca === void 0 ? {} : { ca },
        ...tls.cert ? { cert: tls.cert } : {},
        ...tls.key ? { key: tls.key } : {},
        ...tls.ciphers === void 0 ? {} : { ciphers: tls.ciphers }
      });
      socket.once("secureConnect", () => {
        socket.off("error", fail);
        resolve(socket);
      });
      socket.once("error", fail);
    } catch (error) {
      fail(error);
    }
  });
}
function tlsProblem(error, name) {
  const code = error.code ?? "";
  if (UNKNOWN_AUTHORITY.has(code)) {
    return new HttpFailure(
      `the certificate of ${name} is not trusted: ${error.message}`,
      "add its authority to the host's certificates (update-ca-certificates), name it with ca_path where there is one, or set validate_certs: false",
      error
    );
  }
  if (code.startsWith("CERT_") || code.startsWith("ERR_TLS_CERT")) {
    const hint = "renew the certificate or correct the name in the URL; validate_certs: false goes without checking";
    return new HttpFailure(`the certificate of ${name} is not valid: ${error.message}`, hint, error);
  }
  return new HttpFailure(`TLS with ${name} failed: ${error.message}`, void 0, error);
}

export {
  basicAuth,
  answerChallenge,
  HTTP_LOOK,
  lookAtHttp,
  parseHttpLook,
  proxyFor,
  netrcLogin,
  HttpFailure,
  isForwardingRefused,
  dialProblem,
  connectTo,
  proxyHeaders
};
