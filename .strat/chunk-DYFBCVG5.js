import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// src/connection/known-hosts.ts
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
function knownHostsName(host, port) {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}
function fingerprint(key) {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}
function keyType(key) {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.subarray(4, 4 + length).toString("latin1");
}
function parse(file) {
  const entries = [];
  file.text.split("\n").forEach((line, index) => {
    const words = line.trim().split(/[ \t]+/);
    if (words[0] === "" || words[0]?.startsWith("#")) return;
    const marked = words[0]?.startsWith("@") === true;
    const marker = marked ? words.shift()?.slice(1) : "";
    const [hosts, type, blob] = words;
    if (hosts === void 0 || type === void 0 || blob === void 0) return;
    if (marker !== "" && marker !== "revoked" && marker !== "cert-authority") return;
    entries.push({ place: `${file.path}:${index + 1}`, marker, hosts, type, key: Buffer.from(blob, "base64") });
  });
  return entries;
}
function wildcard(pattern, name) {
  const source = pattern.toLowerCase().split("").map((c) => c === "*" ? ".*" : c === "?" ? "." : c.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&")).join("");
  return new RegExp(`^${source}$`, "s").test(name);
}
function matchesPatterns(patterns, name) {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) {
      if (wildcard(pattern.slice(1), name)) return false;
    } else if (wildcard(pattern, name)) matched = true;
  }
  return matched;
}
function matchesHashed(field, name) {
  const [, salt, hash] = field.split("|").slice(1);
  if (salt === void 0 || hash === void 0) return false;
  const wanted = Buffer.from(hash, "base64");
  const actual = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}
function matches(entry, name) {
  return entry.hosts.startsWith("|1|") ? matchesHashed(entry.hosts, name) : matchesPatterns(entry.hosts.split(","), name);
}
var KnownHosts = class {
  entries;
  constructor(files) {
    this.entries = files.flatMap(parse);
  }
  of(name) {
    return this.entries.filter((entry) => matches(entry, name));
  }
  /** Key types known for a host, in the files' order: what to ask the server for first. */
  typesOf(name) {
    const own = this.of(name).filter((entry) => entry.marker === "");
    return [...new Set(own.map((entry) => entry.type))];
  }
  /**
   * @param name as `knownHostsName` gives it
   * @param plainName the host without a port; as with OpenSSH, a key known under it is good for every port
   */
  check(name, key, plainName = name) {
    const own = this.of(name);
    const notes = own.filter((entry) => entry.marker === "cert-authority").map(
      (entry) => `${entry.place} is a @cert-authority line, which tsplay does not use: host certificates are not checked`
    );
    const revoked = own.find((entry) => entry.marker === "revoked" && entry.key.equals(key));
    if (revoked) return { verdict: "revoked", place: revoked.place, notes };
    const plain = own.filter((entry) => entry.marker === "");
    if (plain.some((entry) => entry.key.equals(key))) return { verdict: "match", notes };
    const sameType = plain.find((entry) => entry.type === keyType(key));
    if (sameType) return { verdict: "changed", place: sameType.place, notes };
    if (plain[0]) return { verdict: "other-type", place: plain[0].place, notes };
    if (plainName !== name && this.check(plainName, key).verdict === "match") return { verdict: "match", notes };
    return { verdict: "unknown", notes };
  }
};

export {
  knownHostsName,
  fingerprint,
  keyType,
  matchesPatterns,
  KnownHosts
};
