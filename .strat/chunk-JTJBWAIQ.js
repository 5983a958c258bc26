import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  loadYaml,
  loadYamlDocument
} from "./chunk-6AM75P4N.js";
import {
  EVALUATED,
  Float,
  OmitValue,
  TemplateText,
  Tuple,
  Undefined,
  float,
  fromJs,
  keySpan,
  keyText,
  setSpans,
  spansOf,
  toJs,
  tuple,
  valueSpan
} from "./chunk-CP2CEFZM.js";
import {
  LoadErrors,
  TsplayError,
  didYouMean
} from "./chunk-D6GJLKN3.js";

// src/vars/lazy-map.ts
var LazyMap = class extends Map {
  constructor(names, value) {
    super();
    this.names = names;
    this.value = value;
  }
  names;
  value;
  [EVALUATED] = true;
  get(key) {
    return this.value(key);
  }
  has(key) {
    return this.value(key) !== void 0;
  }
  get size() {
    return [...this.names()].length;
  }
  *keys() {
    yield* this.names();
    return void 0;
  }
  *values() {
    for (const [, value] of this.entries()) yield value;
    return void 0;
  }
  *entries() {
    for (const key of this.names()) {
      const value = this.value(key);
      if (value !== void 0) yield [key, value];
    }
    return void 0;
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  forEach(visit) {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
  set() {
    throw new TypeError("this dict is read-only");
  }
  delete() {
    throw new TypeError("this dict is read-only");
  }
  clear() {
    throw new TypeError("this dict is read-only");
  }
};

// src/vars/scope.ts
var LayeredScope = class _LayeredScope {
  constructor(layers) {
    this.layers = layers;
  }
  layers;
  lookup(name) {
    for (const layer of this.layers) {
      const value = layer.vars.get(name);
      if (value !== void 0) return value;
    }
    return void 0;
  }
  /** The layer that gives `name` its value. */
  origin(name) {
    return this.layers.find((layer) => layer.vars.get(name) !== void 0);
  }
  *names() {
    const seen = /* @__PURE__ */ new Set();
    for (const layer of this.layers) {
      for (const key of layer.vars.keys()) {
        if (typeof key !== "string" || seen.has(key)) continue;
        seen.add(key);
        yield key;
      }
    }
  }
  /** The same with one more layer on top. */
  with(layer) {
    return new _LayeredScope([layer, ...this.layers]);
  }
};

// src/inventory/model.ts
var LOCALHOST_NAMES = ["localhost", "127.0.0.1", "::1"];
var Inventory = class {
  hosts = /* @__PURE__ */ new Map();
  groups = /* @__PURE__ */ new Map();
  implicit;
  constructor() {
    const all = this.addGroup("all");
    this.addChild(all, this.addGroup("ungrouped"));
  }
  /** The host of that name; for a localhost name that nobody lists, the implicit localhost (connection local). */
  host(name) {
    const listed = this.hosts.get(name);
    if (listed || !LOCALHOST_NAMES.includes(name)) return listed;
    for (const other of LOCALHOST_NAMES) {
      const known = this.hosts.get(other);
      if (known) return known;
    }
    this.implicit ??= {
      name,
      vars: /* @__PURE__ */ new Map([["ansible_connection", "local"]]),
      groups: [],
      implicit: true
    };
    return this.implicit;
  }
  /** The group of that name, made when there is none. */
  addGroup(name, span) {
    let group = this.groups.get(name);
    if (!group) {
      group = { name, vars: /* @__PURE__ */ new Map(), hosts: [], children: [], parents: [], priority: 1, depth: 0, span };
      this.groups.set(name, group);
    }
    return group;
  }
  /** The host of that name, made when there is none, as a member of `group`. A port counts only for a new host. */
  addHost(name, group, details = {}) {
    let host = this.hosts.get(name);
    if (!host) {
      const vars = /* @__PURE__ */ new Map();
      host = { name, vars, groups: [], span: details.span, implicit: false };
      vars.set("inventory_file", details.origin?.file ?? null);
      vars.set("inventory_dir", details.origin?.dir ?? null);
      if (details.port !== void 0) setVariable(host, "ansible_port", details.port, details.span, details.span);
      this.hosts.set(name, host);
    }
    if (!host.groups.includes(group)) {
      host.groups.push(group);
      group.hosts.push(host);
    }
    return host;
  }
  /**
   * Makes `child` a child group of `parent`.
   * @throws TsplayError bad-inventory when that would close a circle.
   */
  addChild(parent, child, span) {
    if (parent === child || ancestors(parent).has(child)) {
      throw new TsplayError(
        "bad-inventory",
        parent === child ? `the group '${child.name}' is made a child of itself` : `making '${child.name}' a child of '${parent.name}' closes a circle of groups`,
        { span, hint: "remove it from this list of children" }
      );
    }
    if (parent.children.includes(child)) return;
    parent.children.push(child);
    child.parents.push(parent);
  }
  /** Puts every group below `all`, every host without a group into `ungrouped`, and counts the depths anew. */
  reconcile() {
    const all = this.addGroup("all");
    const ungrouped = this.addGroup("ungrouped");
    for (const group of this.groups.values()) {
      if (group !== all && group.parents.length === 0) this.addChild(all, group);
    }
    for (const host of this.hosts.values()) {
      const real = host.groups.some((g) => g !== all && g !== ungrouped);
      if (real && host.groups.includes(ungrouped)) {
        remove(host.groups, ungrouped);
        remove(ungrouped.hosts, host);
      } else if (!real && !host.groups.includes(ungrouped)) {
        host.groups.push(ungrouped);
        ungrouped.hosts.push(host);
      }
    }
    for (const group of this.groups.values()) group.depth = 0;
    this.deepen(all);
  }
  deepen(group) {
    for (const child of group.children) {
      if (child.depth > group.depth) continue;
      child.depth = group.depth + 1;
      this.deepen(child);
    }
  }
  /** The groups and their hosts by name, children's hosts included: the variable `groups`. */
  groupNames() {
    return new Map([...this.groups.values()].map((g) => [g.name, hostsOf(g).map((h) => h.name)]));
  }
};
function remove(list, item) {
  const i = list.indexOf(item);
  if (i !== -1) list.splice(i, 1);
}
function ancestors(group) {
  const found = /* @__PURE__ */ new Set();
  const queue = [...group.parents];
  for (let g = queue.pop(); g; g = queue.pop()) {
    if (found.has(g)) continue;
    found.add(g);
    queue.push(...g.parents);
  }
  return found;
}
function hostsOf(group) {
  const groups = /* @__PURE__ */ new Set([group]);
  for (const g of groups) for (const child of g.children) groups.add(child);
  return [...new Set([...groups].flatMap((g) => g.hosts))];
}
function groupsOf(inventory, host) {
  const found = new Set(host.implicit ? [inventory.addGroup("all")] : []);
  for (const group of host.groups) {
    found.add(group);
    for (const above of ancestors(group)) found.add(above);
  }
  return [...found].sort((a, b) => a.depth - b.depth || a.priority - b.priority || compare(a.name, b.name));
}
function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
function setVariable(owner, name, value, keySpan2, valueSpan2) {
  if (name === "ansible_group_priority" && "priority" in owner) {
    const priority = typeof value === "string" && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof priority !== "number" || !Number.isInteger(priority)) {
      throw new TsplayError("bad-inventory", `ansible_group_priority of '${owner.name}' is not an integer`, {
        span: valueSpan2
      });
    }
    owner.priority = priority;
    return;
  }
  owner.vars.set(name, value);
  if (!keySpan2 || !valueSpan2) return;
  const known = spansOf(owner.vars);
  const keys = new Map(known?.keys).set(name, keySpan2);
  const values = new Map(known?.values).set(name, valueSpan2);
  setSpans(owner.vars, { self: known?.self ?? keySpan2, keys, values });
}

// src/inventory/ranges.ts
var PLAIN = /^[a-z0-9_][a-z0-9_-]*(?<![_-])(?:\.[a-z0-9_][a-z0-9_-]*(?<![_-]))*$/i;
var NUMERIC = String.raw`\[(?:[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
var HEX = String.raw`\[(?:[0-9a-f]+:[0-9a-f]+)(?::[0-9]+)?\]`;
var ALNUM = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
var I4 = `(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|${NUMERIC})`;
var I6 = `(?:[0-9a-f]{1,4}|${HEX})`;
var WORD = String.raw`[\p{L}\p{N}_]`;
var LABEL = `(?:${WORD}|${ALNUM})(?:${WORD}|-|${ALNUM})*(?<![_-])`;
var IPV4 = new RegExp(`^(?:${I4}\\.){3}${I4}$`, "iu");
var IPV6 = new RegExp(`^(?:${I6}(?::${I6})*)?(?:::)?(?:${I6}(?::${I6})*)?(?::(?:${I4}\\.){3}${I4})?$`, "iu");
var HOSTNAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "iu");
function parseAddress(text2) {
  if (PLAIN.test(text2)) return { host: text2 };
  const bracketed = /^\[(.+)\]:([0-9]+)$/.exec(text2);
  const plain2 = bracketed ? null : /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)$/.exec(text2);
  const [, host = text2, port] = bracketed ?? plain2 ?? [];
  if (!IPV4.test(host) && !isIpv6(host) && !HOSTNAME.test(host)) return void 0;
  return port === void 0 ? { host } : { host, port: Number(port) };
}
function isIpv6(text2) {
  const flat = text2.replace(/\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\]/gi, "0");
  if (!flat.includes(":") || !IPV6.test(flat)) return false;
  const parts = flat.split("::");
  const count = flat.split(":").filter((p) => p !== "").length + (flat.includes(".") ? 1 : 0);
  return parts.length === 1 ? count === 8 : parts.length === 2 && count <= 7;
}
var MAX_HOSTS = 1e5;
function expandHosts(text2, span) {
  const { host, port } = parseAddress(text2) ?? { host: text2 };
  const names = host.includes("[") ? expandRanges(host, span) : [host];
  return port === void 0 ? { names } : { names, port };
}
function expandRanges(text2, span) {
  const match = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(text2);
  if (!match) throw bad(`'${text2}' has a '[' without the ']' of a range`, span);
  const [, head = "", range = "", tail = ""] = match;
  const tails = tail.includes("[") ? expandRanges(tail, span) : [tail];
  const items = rangeItems(range, span);
  if (items.length * tails.length > MAX_HOSTS) throw bad(`'${text2}' stands for more than ${MAX_HOSTS} hosts`, span);
  return items.flatMap((item) => tails.map((t) => head + item + t));
}
function rangeItems(range, span) {
  const bounds = range.split(":");
  const [from = "", to = "", by = "1"] = bounds;
  if (bounds.length !== 2 && bounds.length !== 3)
    throw bad(`the range [${range}] is not begin:end or begin:end:step`, span);
  if (to === "") throw bad(`the range [${range}] has no end`, span);
  const step = Number(by);
  if (!/^\d+$/.test(by) || step < 1) throw bad(`the step of the range [${range}] is not a number above 0`, span);
  if (/^[a-zA-Z]$/.test(from) && /^[a-zA-Z]$/.test(to)) return letters(from, to, step, range, span);
  const begin = from === "" ? "0" : from;
  if (!/^\d+$/.test(begin) || !/^\d+$/.test(to)) {
    throw bad(`the range [${range}] goes neither from number to number nor from letter to letter`, span);
  }
  const width = begin.startsWith("0") && begin.length > 1 ? begin.length : 0;
  if (width > 0 && width !== to.length) throw bad(`begin and end of the range [${range}] differ in length`, span);
  if ((Number(to) - Number(begin)) / step > MAX_HOSTS)
    throw bad(`the range [${range}] has more than ${MAX_HOSTS} items`, span);
  const items = [];
  for (let n = Number(begin); n <= Number(to); n += step) items.push(String(n).padStart(width, "0"));
  return items;
}
function letters(from, to, step, range, span) {
  const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const begin = alphabet.indexOf(from);
  const end = alphabet.indexOf(to);
  if (begin > end) throw bad(`the range [${range}] ends before it begins`, span);
  return [...alphabet.slice(begin, end + 1)].filter((_, i) => i % step === 0);
}
function bad(message, span) {
  return new TsplayError("bad-inventory", message, { span, hint: "a range looks like web[01:20] or db-[a:f]" });
}

// src/inventory/patterns.ts
function splitPatterns(patterns) {
  if (typeof patterns !== "string") return patterns.flatMap((p) => splitPatterns(p));
  const parts = patterns.includes(",") ? patterns.split(",") : parseAddress(patterns) ? [patterns] : patterns.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? [];
  return parts.map((p) => p.trim()).filter((p) => p !== "");
}
function limitPatterns(limit, readLines) {
  return splitPatterns(limit).flatMap(
    (p) => p.startsWith("@") ? readLines(p.slice(1)).split("\n").map((line) => line.trim()).filter((line) => line !== "") : [p]
  );
}
function matchHosts(inventory, patterns, options = {}) {
  const diagnostics = [];
  const matcher = new Matcher(inventory, diagnostics, options.span);
  let hosts = matcher.all(splitPatterns(patterns));
  if (options.limit) {
    const limited = new Set(new Matcher(inventory, diagnostics, void 0).all(options.limit));
    hosts = hosts.filter((h) => limited.has(h));
  }
  return { hosts, diagnostics };
}
var Matcher = class {
  constructor(inventory, diagnostics, span) {
    this.inventory = inventory;
    this.diagnostics = diagnostics;
    this.span = span;
  }
  inventory;
  diagnostics;
  span;
  all(patterns) {
    const excluded = patterns.filter((p) => p.startsWith("!"));
    const intersected = patterns.filter((p) => p.startsWith("&"));
    const plain2 = patterns.filter((p) => !/^[!&]/.test(p));
    let hosts = /* @__PURE__ */ new Set();
    for (const p of plain2.length > 0 || patterns.length === 0 ? plain2 : ["all"]) {
      const listed = this.inventory.hosts.get(p);
      for (const host of listed ? [listed] : this.one(p)) hosts.add(host);
    }
    for (const p of intersected) {
      const kept = new Set(this.one(p.slice(1)));
      hosts = new Set([...hosts].filter((h) => kept.has(h)));
    }
    for (const p of excluded) for (const host of this.one(p.slice(1))) hosts.delete(host);
    return [...hosts];
  }
  one(pattern) {
    const listed = this.inventory.hosts.get(pattern);
    if (listed) return [listed];
    const subscript = pattern.startsWith("~") ? null : /^(.+)\[(?:(-?\d+)|(\d+)([:-])(\d*))\]$/.exec(pattern);
    if (!subscript) return this.named(pattern);
    const [, name = "", index, start, , end = ""] = subscript;
    const hosts = this.named(name);
    if (hosts.length === 0) return hosts;
    if (index === void 0 && Number(end) > 0) return hosts.slice(Number(start), Number(end) + 1);
    if (index === void 0 && end === "") return hosts.slice(Number(start));
    const host = hosts.at(Number(index ?? start));
    if (!host) {
      throw new TsplayError("host-pattern", `no host has the place of '${pattern}'`, {
        span: this.span,
        hint: `'${name}' stands for ${hosts.length} host${hosts.length === 1 ? "" : "s"}; the first has the place 0`
      });
    }
    return [host];
  }
  named(pattern) {
    const test = this.tester(pattern);
    const groups = [...this.inventory.groups.values()].filter((g) => test(g.name));
    const found = new Set(groups.flatMap((g) => hostsOf(g)));
    if (groups.length === 0 || pattern.startsWith("~") || /[.?*[]/.test(pattern)) {
      for (const host of this.inventory.hosts.values()) if (test(host.name)) found.add(host);
    }
    if (found.size === 0 && LOCALHOST_NAMES.includes(pattern)) {
      const implicit = this.inventory.host(pattern);
      if (implicit) found.add(implicit);
    }
    if (found.size === 0 && groups.length === 0 && pattern !== "all") this.unmatched(pattern);
    return [...found];
  }
  unmatched(pattern) {
    this.diagnostics.push({
      code: "host-pattern",
      severity: "warning",
      message: `no host or group matches the pattern '${pattern}'; it is ignored`,
      span: this.span,
      hint: "the names are those of the inventory; --list-hosts shows what a play selects"
    });
  }
  tester(pattern) {
    if (!/[~?*[]/.test(pattern)) return (name) => name === pattern;
    try {
      const regex = pattern.startsWith("~") ? pythonRegex(pattern.slice(1)) : globRegex(pattern);
      return (name) => regex.test(name);
    } catch (cause) {
      throw new TsplayError("host-pattern", `the pattern '${pattern}' does not parse`, {
        span: this.span,
        hint: "after ~ comes a regular expression; without it, * ? and [abc] are wildcards",
        cause
      });
    }
  }
};
function pythonRegex(source) {
  const flags = /^\(\?([aimsux]+)\)/.exec(source);
  const body = source.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<").replaceAll("\\Z", "$").replaceAll("\\A", "^");
  return new RegExp(`^(?:${body})`, flags?.[1]?.replace(/[^ims]/g, "") ?? "");
}
function globRegex(pattern) {
  let out = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const set = c === "[" ? /^\[(!?)(\]?[^\]]*)\]/.exec(pattern.slice(i)) : null;
    if (c === "*") out += ".*";
    else if (c === "?") out += ".";
    else if (set) {
      out += `[${set[1] ? "^" : ""}${(set[2] ?? "").replace(/[\\\][^]/g, "\\$&")}]`;
      i += set[0].length - 1;
    } else out += c.replace(/[\\^$.|+(){}[\]]/g, "\\$&");
  }
  return new RegExp(`^${out}$`, "s");
}

// src/inventory/literal.ts
var NotALiteral = class extends Error {
};
var ESCAPES = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	",
  v: "\v"
};
function parsePythonLiteral(text2) {
  try {
    return new LiteralReader(text2).whole();
  } catch (error) {
    if (error instanceof NotALiteral || error instanceof RangeError) return void 0;
    throw error;
  }
}
var LiteralReader = class {
  constructor(text2) {
    this.text = text2;
  }
  text;
  i = 0;
  whole() {
    const first = this.value();
    let result = first;
    if (this.peek() === ",") {
      const items = [first];
      while (this.eat(",")) if (this.peek() !== "") items.push(this.value());
      result = tuple(items);
    }
    if (this.peek() !== "") throw new NotALiteral();
    return result;
  }
  /** The next character that is neither space nor comment; '' at the end. */
  peek() {
    while (/[ \t\f\n]/.test(this.text.charAt(this.i))) this.i++;
    return this.text.charAt(this.i) === "#" ? "" : this.text.charAt(this.i);
  }
  eat(c) {
    if (this.peek() !== c) return false;
    this.i++;
    return true;
  }
  match(pattern) {
    pattern.lastIndex = this.i;
    const found = pattern.exec(this.text)?.[0];
    if (found !== void 0) this.i += found.length;
    return found;
  }
  value() {
    const c = this.peek();
    if (c === "[") return this.items("[", "]").list;
    if (c === "(") {
      const { list, comma } = this.items("(", ")");
      return list.length === 1 && !comma ? list[0] ?? null : tuple(list);
    }
    if (c === "{") return this.dictOrSet();
    if (c === "-" || c === "+") {
      this.i++;
      this.peek();
      const n = this.number();
      return c === "-" ? negate(n) : n;
    }
    if (/[0-9.]/.test(c)) return this.number();
    if (/^(?:[uUbBrR]|[bB][rR]|[rR][bB])?['"]/.test(this.text.slice(this.i))) return this.strings();
    switch (this.match(/[A-Za-z_]\w*/y)) {
      case "True":
        return true;
      case "False":
        return false;
      case "None":
        return null;
      default:
        throw new NotALiteral();
    }
  }
  items(open, close) {
    this.eat(open);
    const list = [];
    let comma = false;
    while (!this.eat(close)) {
      if (list.length > 0 && !comma) throw new NotALiteral();
      list.push(this.value());
      comma = this.eat(",");
    }
    return { list, comma };
  }
  dictOrSet() {
    this.eat("{");
    if (this.eat("}")) return /* @__PURE__ */ new Map();
    const map = /* @__PURE__ */ new Map();
    let isDict;
    let comma = true;
    while (!this.eat("}")) {
      if (!comma) throw new NotALiteral();
      const key = this.value();
      if (Array.isArray(key) || key instanceof Map) throw new NotALiteral();
      const pair = this.eat(":");
      if (isDict !== void 0 && pair !== isDict) throw new NotALiteral();
      isDict = pair;
      map.set(key, pair ? this.value() : null);
      comma = this.eat(",");
    }
    return isDict === false ? [...map.keys()] : map;
  }
  number() {
    const text2 = this.match(
      /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:[eE][-+]?\d(?:_?\d)*)?)(?![\w.])/y
    );
    if (text2 === void 0 || !/^\.?\d/.test(text2)) throw new NotALiteral();
    const digits = text2.replaceAll("_", "");
    if (/^0[xob]/i.test(digits) || /^(?:0+|[1-9]\d*)$/.test(digits)) {
      const n = BigInt(digits);
      return n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
    }
    if (/^\d+$/.test(digits)) throw new NotALiteral();
    return float(Number(digits));
  }
  strings() {
    let result = "";
    let kind;
    for (; ; ) {
      this.peek();
      const prefix = this.match(/(?:[uUbBrR]|[bB][rR]|[rR][bB])?(?=['"])/y);
      if (prefix === void 0) return result;
      const bytes = /b/i.test(prefix);
      if (kind !== void 0 && bytes !== kind) throw new NotALiteral();
      kind = bytes;
      result += this.string(/r/i.test(prefix));
    }
  }
  string(raw) {
    const quote = this.match(/'''|"""|'|"/y) ?? "";
    let result = "";
    while (!this.text.startsWith(quote, this.i)) {
      const c = this.text.charAt(this.i++);
      if (c === "" || c === "\n" && quote.length === 1) throw new NotALiteral();
      if (c !== "\\") result += c;
      else if (raw) result += c + this.text.charAt(this.i++);
      else result += this.escape();
    }
    this.i += quote.length;
    return result;
  }
  escape() {
    const octal = this.match(/[0-7]{1,3}/y);
    if (octal !== void 0) return String.fromCharCode(parseInt(octal, 8));
    const hex = this.match(/x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
    if (hex !== void 0) return String.fromCodePoint(parseInt(hex.slice(1), 16));
    const c = this.text.charAt(this.i++);
    if (c === "" || /[xuUN]/.test(c)) throw new NotALiteral();
    if (c === "\n") return "";
    return ESCAPES[c] ?? `\\${c}`;
  }
};
function negate(n) {
  if (n instanceof Float) return new Float(-n.value);
  return n === 0 ? 0 : -n;
}

// src/inventory/shlex.ts
var QuoteError = class extends Error {
  constructor(message, index) {
    super(message);
    this.index = index;
  }
  index;
};
function splitWords(line) {
  const words = [];
  let text2 = "";
  let at = [];
  let open = false;
  const take = (i2) => {
    open = true;
    text2 += line.charAt(i2);
    at.push(i2);
  };
  const close = (end) => {
    if (open) words.push({ text: text2, at: [...at, end] });
    text2 = "";
    at = [];
    open = false;
  };
  let i = 0;
  for (; i < line.length; i++) {
    const c = line.charAt(i);
    if (/[ \t\r\n]/.test(c)) close(i);
    else if (c === "#") break;
    else if (c === "\\") {
      if (i + 1 >= line.length) throw new QuoteError("nothing follows the backslash", i);
      take(++i);
    } else if (c === '"' || c === "'") {
      const start = i;
      open = true;
      for (i++; line.charAt(i) !== c; i++) {
        if (i >= line.length) throw new QuoteError("the quote is not closed", start);
        if (c === '"' && line.charAt(i) === "\\" && /["\\]/.test(line.charAt(i + 1))) i++;
        take(i);
      }
    } else take(i);
  }
  close(i);
  return words;
}

// src/inventory/ini.ts
var SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;
var GROUP_NAME = /^([^:\]\s]+)\s*(?:#.*)?$/;
function readIniInventory(inventory, text2, file, origin) {
  return new IniReader(inventory, file, origin).read(text2);
}
var IniReader = class {
  constructor(inventory, file, origin) {
    this.inventory = inventory;
    this.file = file;
    this.origin = origin;
    this.group = inventory.addGroup("ungrouped");
  }
  inventory;
  file;
  origin;
  diagnostics = [];
  pending = /* @__PURE__ */ new Map();
  group;
  kind = "hosts";
  read(text2) {
    text2.split(/\r\n|[\n\r]/).forEach((raw, i) => {
      const line = raw.trim();
      if (line === "" || line.startsWith("#") || line.startsWith(";")) return;
      const col = raw.indexOf(line) + 1;
      try {
        this.line(line, { file: this.file, line: i + 1, col, endLine: i + 1, endCol: col + line.length });
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        this.diagnostics.push(error.toDiagnostic());
      }
    });
    for (const [name, { kind, span, parents }] of this.pending) {
      const message = kind === "vars" ? `the section [${name}:vars] sets variables of the group '${name}', which does not exist` : `the group '${name}' does not exist, but is listed as a child of '${parents[0]?.group.name}'`;
      const hint = `add a section [${name}]`;
      this.diagnostics.push({ code: "bad-inventory", severity: "error", message, span, hint });
    }
    return this.diagnostics;
  }
  line(line, span) {
    const section = SECTION.exec(line);
    if (section) this.section(section[1] ?? "", section[2], span);
    else if (line.startsWith("[") && line.endsWith("]") && !parseAddress(line)) {
      throw bad2(
        `'${line}' is not a section`,
        span,
        "a section is [group], [group:vars] or [group:children], without spaces"
      );
    } else if (this.kind === "hosts") this.hosts(line, span);
    else if (this.kind === "vars") this.variable(line, span);
    else this.child(line, span);
  }
  section(name, kind, span) {
    if (kind !== void 0 && kind !== "hosts" && kind !== "vars" && kind !== "children") {
      throw bad2(
        `the section [${name}:${kind}] has an unknown kind`,
        span,
        "known kinds are :hosts, :vars and :children"
      );
    }
    const known = this.inventory.groups.has(name);
    this.kind = kind ?? "hosts";
    this.group = this.inventory.addGroup(name, span);
    const pending = this.pending.get(name);
    if (!known && this.kind === "vars" && !pending) this.pending.set(name, { kind: "vars", span, parents: [] });
    if (!pending || this.kind === "vars") return;
    this.pending.delete(name);
    for (const parent of pending.parents) this.inventory.addChild(parent.group, this.group, parent.span);
  }
  child(line, span) {
    const name = GROUP_NAME.exec(line)?.[1];
    if (name === void 0) {
      throw bad2(`a group name is expected here, found '${line}'`, span, "list one group per line");
    }
    const at = { ...span, endCol: span.col + name.length };
    const pending = this.pending.get(name);
    if (this.inventory.groups.has(name) && pending?.kind !== "children") {
      this.inventory.addChild(this.group, this.inventory.addGroup(name), at);
    } else if (pending) {
      pending.parents.push({ group: this.group, span: at });
    } else {
      this.pending.set(name, { kind: "children", span: at, parents: [{ group: this.group, span: at }] });
    }
  }
  variable(line, span) {
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(equals, 0)).trim();
    if (equals === -1 || name === "") {
      throw bad2(`'name=value' is expected here, found '${line}'`, span, "write the variable as name=value");
    }
    const rest = line.slice(equals + 1);
    const value = rest.trim();
    const start = span.col + equals + 1 + (rest.length - rest.trimStart().length);
    const valueSpan2 = { ...span, col: start, endCol: start + value.length };
    setVariable(this.group, name, iniValue(value, valueSpan2), { ...span, endCol: span.col + name.length }, valueSpan2);
  }
  hosts(line, span) {
    const [first, ...variables] = this.words(line, span);
    if (!first) return;
    const nameSpan = wordSpan(span, first, 0);
    if (first.text.endsWith(":") && !parseAddress(first.text)) {
      throw bad2(`the host '${first.text}' ends in ':'`, nameSpan, "a port is written as host:22");
    }
    if (first.text === "---") {
      throw bad2("a line '---' starts a YAML file, this one is read as INI", nameSpan, "name the file *.yml");
    }
    const { names, port } = expandHosts(first.text, nameSpan);
    const settings = variables.map((word) => this.setting(word, span));
    for (const name of names) {
      const host = this.inventory.addHost(name, this.group, {
        ...port === void 0 ? {} : { port },
        span: nameSpan,
        origin: this.origin
      });
      for (const s of settings) if (s) setVariable(host, s.name, s.value, s.keySpan, s.valueSpan);
    }
  }
  words(line, span) {
    try {
      return splitWords(line);
    } catch (error) {
      if (!(error instanceof QuoteError)) throw error;
      const col = span.col + error.index;
      throw bad2(error.message, { ...span, col }, 'quote a value with spaces as name="a value"');
    }
  }
  setting(word, line) {
    const equals = word.text.indexOf("=");
    if (equals <= 0) {
      const { message, span, hint } = bad2(
        `'name=value' is expected behind a host, found '${word.text}'`,
        wordSpan(line, word, 0),
        "write host variables as name=value; quote a value with spaces"
      );
      this.diagnostics.push({ code: "bad-inventory", severity: "error", message, span, hint });
      return void 0;
    }
    const valueSpan2 = wordSpan(line, word, equals + 1);
    const keySpan2 = { ...line, col: line.col + (word.at[0] ?? 0), endCol: line.col + (word.at[equals] ?? 0) };
    const value = iniValue(word.text.slice(equals + 1), valueSpan2);
    return { name: word.text.slice(0, equals), value, keySpan: keySpan2, valueSpan: valueSpan2 };
  }
};
function wordSpan(line, word, from) {
  const end = line.col + (word.at.at(-1) ?? 0);
  return { ...line, col: line.col + (word.at[from] ?? 0), endCol: end };
}
function iniValue(text2, span) {
  const literal = parsePythonLiteral(text2);
  if (literal === void 0) return withTemplates(text2, span);
  const quoted = typeof literal === "string" && /^['"]/.test(text2);
  return withTemplates(literal, quoted ? { ...span, col: span.col + 1 } : span);
}
function withTemplates(value, span) {
  if (typeof value === "string") return /\{[{%#]/.test(value) ? new TemplateText(value, span) : value;
  if (value instanceof Tuple) return tuple(value.map((v) => withTemplates(v, span)));
  if (Array.isArray(value)) return value.map((v) => withTemplates(v, span));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, withTemplates(v, span)]));
  return value;
}
function bad2(message, span, hint) {
  return new TsplayError("bad-inventory", message, { span, hint });
}

// src/inventory/yaml-inventory.ts
var SECTIONS = ["hosts", "children", "vars"];
function readYamlInventory(inventory, document, file, origin) {
  return new YamlReader(inventory, file, origin).read(document);
}
var YamlReader = class {
  constructor(inventory, file, origin) {
    this.inventory = inventory;
    this.file = file;
    this.origin = origin;
  }
  inventory;
  file;
  origin;
  diagnostics = [];
  read(document) {
    const start = spansOf(document)?.self ?? { file: this.file, line: 1, col: 1 };
    if (!(document instanceof Map) || document.size === 0) {
      const message = document === null ? "the inventory is empty" : "a YAML inventory is a mapping of groups";
      this.error(message, start, "begin with 'all:' and below it 'hosts:' or 'children:'");
    } else if (document.has("plugin")) {
      const plugin = document.get("plugin");
      const name = typeof plugin === "string" ? ` '${plugin}'` : "";
      this.diagnostics.push({
        code: "not-supported",
        severity: "error",
        message: `the inventory plugin${name} is not supported`,
        span: keySpan(document, "plugin") ?? start,
        hint: "save what `ansible-inventory --list --yaml --export` prints and use that file"
      });
    } else {
      this.groups(document);
    }
    return this.diagnostics;
  }
  groups(map, parent) {
    for (const [name, content] of map) {
      const span = keySpan(map, name);
      if (typeof name !== "string" || name === "") {
        this.error("a group name must be text", span, "quote the name");
        continue;
      }
      if (content !== null && !(content instanceof Map)) {
        this.warn(
          `'${name}' is not a group: it has neither hosts, children nor vars; it is skipped`,
          valueSpan(map, name)
        );
        if (parent === void 0) continue;
      }
      const group = this.inventory.addGroup(name, span);
      if (content instanceof Map) this.group(group, content);
      if (parent) this.attempt(() => this.inventory.addChild(parent, group, span));
    }
  }
  group(group, content) {
    for (const [key, raw] of content) {
      if (raw === null) continue;
      const known = typeof key === "string" && SECTIONS.includes(key);
      if (!known) {
        const shown = typeof key === "string" ? ` '${key}'` : "";
        this.warn(
          `the key${shown} of the group '${group.name}' is skipped: a group has hosts, children and vars`,
          keySpan(content, key)
        );
        continue;
      }
      const span = valueSpan(content, key);
      const section = typeof raw === "string" ? /* @__PURE__ */ new Map([[raw, null]]) : raw;
      if (!(section instanceof Map)) {
        this.error(`'${key}' of the group '${group.name}' must be a mapping`, span, hintFor(key));
      } else if (key === "vars") {
        this.variables(
          section,
          group.name,
          (name, value, at) => setVariable(group, name, value, at, valueSpan(section, name))
        );
      } else if (key === "children") this.groups(section, group);
      else this.hosts(section, group, span);
    }
  }
  hosts(section, group, sectionSpan) {
    for (const [pattern, vars] of section) {
      const span = keySpan(section, pattern) ?? sectionSpan ?? { file: this.file, line: 1, col: 1 };
      if (typeof pattern !== "string" || pattern === "") {
        const templated = pattern instanceof TemplateText;
        this.error(
          templated ? "a host name cannot be a template" : "a host name must be text",
          span,
          templated ? "write the name itself; put the template into ansible_host" : "quote the name"
        );
        continue;
      }
      if (vars !== null && !(vars instanceof Map)) {
        this.error(
          `the variables of the host '${pattern}' must be a mapping`,
          valueSpan(section, pattern),
          hintFor("vars")
        );
        continue;
      }
      this.attempt(() => {
        const { names, port } = expandHosts(pattern, span);
        const details = { ...port === void 0 ? {} : { port }, span, origin: this.origin };
        const hosts = names.map((name) => this.inventory.addHost(name, group, details));
        if (!vars) return;
        this.variables(vars, pattern, (name, value, at) => {
          for (const host of hosts) setVariable(host, name, value, at, valueSpan(vars, name));
        });
      });
    }
  }
  variables(map, owner, set) {
    for (const [name, value] of map) {
      const span = keySpan(map, name);
      if (typeof name !== "string") this.error(`a variable name of '${owner}' must be text`, span, "quote the name");
      else this.attempt(() => set(name, value, span));
    }
  }
  attempt(action) {
    try {
      action();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.diagnostics.push(error.toDiagnostic());
    }
  }
  error(message, span, hint) {
    this.diagnostics.push({ code: "bad-inventory", severity: "error", message, span, hint });
  }
  warn(message, span) {
    this.diagnostics.push({ code: "bad-inventory", severity: "warning", message, span });
  }
};
function hintFor(section) {
  if (section === "vars") return "write 'name: value' lines below it";
  return section === "hosts" ? "write each host as 'name:' on its own line" : "write each group as 'name:' on its own line";
}

// src/inventory/sources.ts
function readInventoryText(inventory, text2, file, origin, vault) {
  const options = { trust: "templates", vault };
  const extension = /[^/](\.[^./]*)$/.exec(file)?.[1];
  if (extension === ".toml") {
    const message = "inventories in TOML are not supported";
    return [
      {
        code: "not-supported",
        severity: "error",
        message,
        span: { file, line: 1, col: 1 },
        hint: "write it as INI or YAML"
      }
    ];
  }
  const encrypted = text2.startsWith("$ANSIBLE_VAULT;");
  if (!encrypted && extension !== void 0 && ![".yml", ".yaml", ".json"].includes(extension)) {
    return readIniInventory(inventory, text2, file, origin);
  }
  const loaded = loadYamlDocument(text2, file, options);
  const broken = loaded.diagnostics.some((d) => d.severity === "error");
  if (!encrypted && extension === void 0 && !(loaded.value instanceof Map && !broken) && !/^---\s*$/m.test(text2)) {
    return readIniInventory(inventory, text2, file, origin);
  }
  if (broken) return loaded.diagnostics;
  return [...loaded.diagnostics, ...readYamlInventory(inventory, loaded.value, file, origin)];
}
function readHostList(inventory, list) {
  const diagnostics = [];
  const group = inventory.addGroup("ungrouped");
  for (const part of list.split(",")) {
    const text2 = part.trim();
    if (text2 === "") continue;
    const { host, port } = parseAddress(text2) ?? { host: text2 };
    if (host.includes("[")) {
      diagnostics.push({
        code: "bad-inventory",
        severity: "error",
        message: `'${text2}' in the host list '${list}' holds a range; a host list has plain names only`,
        hint: "write the names one by one, or the range into an inventory file"
      });
      continue;
    }
    inventory.addHost(host, group, { ...port === void 0 ? {} : { port }, origin: { file: list, dir: null } });
  }
  return diagnostics;
}

// src/project/group_vars.ts
import { extname, join } from "node:path";
var EXTENSIONS = ["", ".yml", ".yaml", ".json"];
function loadGroupVars(files, baseDirs, inventory, vault) {
  const diagnostics = [];
  const load = (dir, kind, names) => {
    const found = /* @__PURE__ */ new Map();
    const folder = join(dir, kind);
    const present = entries(files, folder, kind, diagnostics);
    for (const name of present.size > 0 ? names : []) {
      const loaded = loadEntity(files, folder, name, present, diagnostics, vault);
      if (loaded.length > 0) found.set(name, loaded);
    }
    return found;
  };
  const dirs = [...new Set(baseDirs)].map((dir) => ({
    dir,
    groups: load(dir, "group_vars", inventory.groups.keys()),
    hosts: load(dir, "host_vars", inventory.hosts.keys())
  }));
  return { dirs, diagnostics };
}
function entries(files, folder, kind, diagnostics) {
  const found = files.exists(folder);
  if (found === void 0) return /* @__PURE__ */ new Set();
  if (found !== "directory") {
    const message = `'${folder}' is not a directory; it is skipped`;
    diagnostics.push({ code: "file-unreadable", severity: "warning", message, hint: `make ${kind} a directory` });
    return /* @__PURE__ */ new Set();
  }
  try {
    return new Set(files.list(folder));
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    diagnostics.push(error.toDiagnostic());
    return /* @__PURE__ */ new Set();
  }
}
function loadEntity(files, folder, name, present, diagnostics, vault) {
  if (name.startsWith("/")) return [];
  const entry = name.includes("/") ? EXTENSIONS.map((ext) => name + ext).find((n) => files.exists(join(folder, n)) !== void 0) : EXTENSIONS.map((ext) => name + ext).find((n) => present.has(n) && files.exists(join(folder, n)) !== void 0);
  if (entry === void 0) return [];
  const path = join(folder, entry);
  return varsPaths(files, path).flatMap((file) => {
    try {
      return loadVarsFile(files, file, diagnostics, vault);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      diagnostics.push(error.toDiagnostic());
      return [];
    }
  });
}
function varsPaths(files, path) {
  if (files.exists(path) !== "directory") return [path];
  return files.list(path).flatMap((name) => {
    if (name.startsWith(".") || name.endsWith("~")) return [];
    const extension = extname(name);
    const child = join(path, name);
    const kind = files.exists(child);
    if (kind === "directory") return extension === "" ? varsPaths(files, child) : [];
    return kind === "file" && EXTENSIONS.includes(extension) ? [child] : [];
  });
}
function loadVarsFile(files, file, diagnostics, vault) {
  const { value, diagnostics: found } = loadYamlDocument(files.readText(file), file, { trust: "templates", vault });
  diagnostics.push(...found);
  if (value === null || found.some((d) => d.severity === "error")) return [];
  if (!(value instanceof Map)) {
    throw new TsplayError("yaml-value", "a file of variables must be a mapping", {
      span: spansOf(value)?.self ?? { file, line: 1, col: 1 },
      hint: "write 'name: value' lines"
    });
  }
  for (const key of value.keys()) {
    if (typeof key === "string") continue;
    diagnostics.push({
      code: "yaml-value",
      severity: "warning",
      message: "this key is not text and cannot be used as a variable",
      span: spansOf(value)?.keys?.get(key) ?? { file, line: 1, col: 1 },
      hint: "quote the name; a name cannot be a template"
    });
  }
  return [{ file, vars: value }];
}

// src/project/host-vars.ts
var HostVariables = class {
  constructor(files, inventory, inventoryDirs, playbookDir) {
    this.inventory = inventory;
    const beside = loadGroupVars(files, inventoryDirs, inventory);
    const playbook = inventoryDirs.includes(playbookDir) ? { dirs: [], diagnostics: [] } : loadGroupVars(files, [playbookDir], inventory);
    this.besideInventory = beside.dirs;
    this.besidePlaybook = playbook.dirs;
    this.diagnostics = [...beside.diagnostics, ...playbook.diagnostics];
  }
  inventory;
  merged = /* @__PURE__ */ new Map();
  diagnostics;
  besideInventory;
  besidePlaybook;
  of(name) {
    let known = this.merged.get(name);
    if (!known) this.merged.set(name, known = this.merge(name));
    return known;
  }
  /** Forgets a host whose groups changed. */
  forget(name) {
    this.merged.delete(name);
  }
  merge(name) {
    const host = this.inventory.host(name);
    if (!host) return [];
    const groups = groupsOf(this.inventory, host);
    const all = groups.filter((g) => g.name === "all");
    const others = groups.filter((g) => g.name !== "all");
    const fromFiles = (dirs, names) => names.flatMap((n) => dirs.flatMap((d) => filesOf(d.groups.get(n))));
    const groupVars = (set) => {
      const names = set.map((g) => g.name);
      return union([
        ...set.map((g) => g.vars),
        ...fromFiles(this.besideInventory, names),
        ...fromFiles(this.besidePlaybook, names)
      ]);
    };
    const hostFiles = [...this.besideInventory, ...this.besidePlaybook].flatMap((d) => filesOf(d.hosts.get(name)));
    return [
      { rank: "all", vars: groupVars(all) },
      { rank: "group", vars: groupVars(others) },
      { rank: "host", vars: union([host.vars, ...hostFiles]) }
    ];
  }
};
function filesOf(files) {
  return (files ?? []).map((f) => f.vars);
}
function union(maps) {
  return new Map(maps.flatMap((m) => [...m]));
}

// src/project/inventory-sources.ts
import { basename, dirname, join as join2, resolve } from "node:path";
var IGNORED = /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.pyc|\.pyo|\.swp|\.bak|~|\.rpm|\.md|\.txt|\.rst|\.orig|\.ini|\.cfg|\.retry)$/;
function loadInventory(files, sources, options) {
  const inventory = new Inventory();
  const diagnostics = [];
  const varsDirs = /* @__PURE__ */ new Set();
  for (const source of sources) {
    if (source.includes(",")) {
      diagnostics.push(...readHostList(inventory, source));
      continue;
    }
    const path = resolve(options.cwd, source);
    const isDirectory = files.exists(path) === "directory";
    varsDirs.add(isDirectory ? path : dirname(path));
    const found = isDirectory ? inventoryFiles(files, path, source) : [{ path, shown: source }];
    if (found.length === 0) {
      diagnostics.push({
        code: "bad-inventory",
        severity: "warning",
        message: `the inventory directory '${source}' holds no inventory file`,
        hint: "files ending in .ini, .cfg, .txt, .md and the like are left out of a directory; name the file itself"
      });
    }
    for (const { path: file, shown } of found) {
      try {
        diagnostics.push(...readFile(files, inventory, file, shown, options.vault));
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        diagnostics.push(error.toDiagnostic());
      }
    }
  }
  inventory.reconcile();
  return { inventory, varsDirs: [...varsDirs], diagnostics };
}
function inventoryFiles(files, dir, shown) {
  return files.list(dir).flatMap((name) => {
    if (IGNORED.test(name)) return [];
    const entry = { path: join2(dir, name), shown: join2(shown, name) };
    const kind = files.exists(entry.path);
    if (kind === "directory") return inventoryFiles(files, entry.path, entry.shown);
    return kind === "file" ? [entry] : [];
  });
}
function readFile(files, inventory, path, shown, vault) {
  const head = Buffer.from(files.readBytes(path).subarray(0, 1024)).toString("latin1");
  if (head.startsWith("#!") || head.includes("\0")) {
    throw new TsplayError(
      "not-supported",
      `the inventory '${shown}' is a program; script inventories are not supported`,
      {
        span: { file: shown, line: 1, col: 1 },
        hint: `use an INI or YAML file: save what \`ansible-inventory -i ${basename(shown)} --list --yaml --export\` prints`
      }
    );
  }
  return readInventoryText(inventory, files.readText(path), shown, { file: path, dir: dirname(path) }, vault);
}

// src/project/search.ts
import { dirname as dirname2, isAbsolute as isAbsolute2, join as join6 } from "node:path";

// src/controller/env.ts
function env(name) {
  return process.env[name];
}

// src/controller/exec.ts
import { spawnSync } from "node:child_process";
var MAX_OUTPUT = 256 * 1024 * 1024;
function execSync(command, options = {}) {
  const done = spawnSync("/bin/sh", ["-c", command], {
    cwd: options.cwd,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
    stdio: ["ignore", "pipe", "pipe"]
  });
  if (done.error) {
    throw new TsplayError("command-failed", `'${command}' cannot be run on the controller: ${done.error.message}`, {
      cause: done.error
    });
  }
  return { rc: done.status ?? 128 + signalNumber(done.signal), stdout: done.stdout, stderr: done.stderr };
}
function signalNumber(signal) {
  const numbers = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGPIPE: 13,
    SIGTERM: 15
  };
  return (signal && numbers[signal]) ?? 0;
}

// src/controller/files.ts
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join as join4, resolve as resolve2 } from "node:path";

// src/controller/glob.ts
import { join as join3 } from "node:path";
function globPaths(pattern, files) {
  let found = ["/"];
  for (const part of pattern.split("/").filter((p) => p !== "")) {
    found = /[*?[]/.test(part) ? found.flatMap((dir) => matches(dir, part, files)) : found.map((dir) => join3(dir, part)).filter((path) => files.exists(path) !== void 0);
  }
  return found.sort();
}
function matches(dir, part, files) {
  if (files.exists(dir) !== "directory") return [];
  const pattern = partRegex(part);
  return files.list(dir).filter((name) => pattern.test(name) && (part.startsWith(".") || !name.startsWith("."))).map((name) => join3(dir, name));
}
function partRegex(part) {
  const source = part.replace(/\*+|\?|\[(!?)(\]?[^\]]*)\]|[\\^$.|+(){}[\]]/g, (token, not, set) => {
    if (token.startsWith("*")) return ".*";
    if (token === "?") return ".";
    if (set === void 0) return `\\${token}`;
    return `[${not ? "^" : ""}${set.replace(/[\\\][^]/g, "\\$&")}]`;
  });
  return new RegExp(`^${source}$`, "s");
}

// src/controller/files.ts
var nodeFiles = {
  readBytes(path, span) {
    try {
      return readFileSync(path);
    } catch (error) {
      throw fileError(path, error, span);
    }
  },
  readText(path, span) {
    const bytes = this.readBytes(path, span);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new TsplayError("file-unreadable", `'${path}' is not UTF-8 text`, {
        span,
        cause,
        hint: "save the file as UTF-8"
      });
    }
  },
  exists: (path) => nodeFiles.stat(path)?.kind,
  stat(path) {
    try {
      const s = statSync(path, { throwIfNoEntry: false });
      return s && { kind: kindOf(s), size: s.size, mode: s.mode & 4095, mtime: s.mtimeMs, uid: s.uid, gid: s.gid };
    } catch {
      return void 0;
    }
  },
  list(path, span) {
    try {
      return readdirSync(path).sort(byCodePoint);
    } catch (error) {
      throw fileError(path, error, span);
    }
  },
  walk: (path) => walk(path, /* @__PURE__ */ new Set()),
  glob: (pattern) => globPaths(resolve2(pattern), nodeFiles)
};
function walk(path, seen) {
  const s = statSync(path, { throwIfNoEntry: false });
  const id = s ? `${s.dev}:${s.ino}` : path;
  if (seen.has(id)) return [];
  const inside = new Set(seen).add(id);
  return nodeFiles.list(path).flatMap((name) => {
    const child = join4(path, name);
    const kind = nodeFiles.exists(child);
    if (kind === "directory") return walk(child, inside);
    return kind === void 0 ? [] : [child];
  });
}
function kindOf(s) {
  if (s.isFile()) return "file";
  return s.isDirectory() ? "directory" : "other";
}
function byCodePoint(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
function fileError(path, error, span) {
  const code = error.code;
  const details = (hint) => ({ span, cause: error, hint });
  switch (code) {
    case "ENOENT":
      return new TsplayError("file-missing", `'${path}' does not exist`, details("check the path for a typing error"));
    case "ENOTDIR":
      return new TsplayError(
        "file-missing",
        `'${path}' does not exist: a part of the path is not a directory`,
        details("check the path for a typing error")
      );
    case "EACCES":
    case "EPERM":
      return new TsplayError(
        "file-unreadable",
        `no permission for '${path}'`,
        details("give the user who runs tsplay access to it")
      );
    case "EISDIR":
      return new TsplayError(
        "file-unreadable",
        `'${path}' is a directory, a file is expected`,
        details("name a file in it")
      );
    case "ENOSPC":
      return new TsplayError(
        "write-failed",
        `no space left for '${path}'`,
        details("free some space on that file system")
      );
    default:
      return new TsplayError(
        "file-unreadable",
        `'${path}' cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        { span, cause: error }
      );
  }
}

// src/controller/prompt.ts
import { openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
async function ask(question, options = {}) {
  const terminal = options.terminal ?? openTerminal(question);
  return new Promise((resolve5, reject) => {
    let line = "";
    const show = (text2) => {
      if (options.echo) terminal.write(text2);
    };
    const end = (settle) => {
      clearTimeout(timer);
      terminal.write("\r\n");
      stop();
      settle();
    };
    const timer = options.seconds === void 0 ? void 0 : setTimeout(() => end(() => resolve5(line)), options.seconds * 1e3);
    const stop = terminal.read((text2) => {
      for (const c of text2) {
        if (c === "\r" || c === "\n" || c === "") return end(() => resolve5(line));
        if (c === "") return end(() => reject(new TsplayError("command-failed", "cancelled at the prompt")));
        if (c === "\x7F" || c === "\b") {
          if (line !== "") show("\b \b");
          line = [...line].slice(0, -1).join("");
        } else if (c === "") {
          show("\b \b".repeat([...line].length));
          line = "";
        } else {
          line += c;
          show(c);
        }
      }
    });
    terminal.write(question);
  });
}
function openTerminal(question) {
  let fd;
  try {
    fd = openSync("/dev/tty", "r+");
  } catch (cause) {
    throw new TsplayError("bad-option", `there is no terminal to ask '${question.trim()}' at`, {
      cause,
      hint: "give the value another way: a variable (-e @file) or a password file"
    });
  }
  const output = new WriteStream(fd);
  return {
    write: (text2) => void output.write(text2),
    read(listener) {
      const input = new ReadStream(openSync("/dev/tty", "r"));
      input.setEncoding("utf8");
      input.setRawMode(true);
      input.on("data", (data) => listener(String(data)));
      return () => {
        input.setRawMode(false);
        input.destroy();
        output.end();
      };
    }
  };
}

// src/controller/template-port.ts
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join as join5, resolve as resolve3 } from "node:path";
function createTemplatePort(options) {
  const files = options.files ?? nodeFiles;
  return {
    env: options.env ?? env,
    readFile: (path) => files.readBytes(path),
    find(kind, name, scope) {
      const wanted = expandHome(name);
      if (isAbsolute(wanted)) return files.exists(wanted) === void 0 ? void 0 : wanted;
      return options.searchPath(scope).flatMap((dir) => [join5(dir, kind, wanted), join5(dir, wanted)]).map((path) => resolve3(path)).find((path) => files.exists(path) !== void 0);
    },
    glob: (pattern) => files.glob(expandHome(pattern)),
    exists: (path) => files.exists(path),
    exec: (command) => execSync(command),
    now: options.now ?? Date.now,
    hash,
    fromYaml: (text2) => parseData(text2)[0] ?? null,
    fromYamlAll: parseData
  };
}
function hash(algorithm, bytes) {
  const { createHash, getHashes } = createRequire(import.meta.url)("node:crypto");
  return getHashes().includes(algorithm) ? createHash(algorithm).update(bytes).digest("hex") : void 0;
}
function parseData(text2) {
  const { documents, diagnostics } = loadYaml(text2, "<value>", { trust: "data" });
  const error = diagnostics.find((d) => d.severity === "error");
  if (error) throw new TsplayError(error.code, error.message, { span: error.span, hint: error.hint });
  return [...documents];
}
function expandHome(path) {
  return path === "~" || path.startsWith("~/") ? join5(homedir(), path.slice(1)) : path;
}

// src/controller/person.ts
import { createInterface } from "node:readline";
function createPerson(input = process.stdin, output = process.stdout) {
  let reader;
  const lines = [];
  let over = false;
  let waiting;
  const open = () => {
    reader ??= createInterface({ input }).on("line", (line) => {
      const taken = waiting;
      waiting = void 0;
      if (taken) taken(line);
      else lines.push(line);
    }).on("close", () => {
      over = true;
      waiting?.(void 0);
    });
    reader.resume();
  };
  return {
    async ask(question) {
      output.write(question);
      open();
      if (lines.length > 0) return lines.shift();
      if (over) return void 0;
      const line = await new Promise((resolve5) => waiting = resolve5);
      reader?.pause();
      return line;
    },
    say: (text2) => void output.write(`${text2}
`),
    close: () => reader?.close()
  };
}

// src/project/search.ts
function searchPath(role, file, playbookDir) {
  const roles = role ? [role, ...[...role.parents].reverse()].map((r) => r.path) : [];
  return [.../* @__PURE__ */ new Set([...roles, dirname2(file), playbookDir])];
}
function candidates(kind, name, directories) {
  const wanted = expandHome(name);
  if (isAbsolute2(wanted)) return [wanted];
  return directories.flatMap((dir) => [join6(dir, kind, wanted), join6(dir, wanted)]);
}
function findFile(files, kind, name, directories) {
  const places = candidates(kind, name, directories);
  const found = places.find((path) => files.exists(path) !== void 0);
  if (found !== void 0) return found;
  throw new TsplayError("file-missing", `Could not find or access '${name}'`, {
    hint: `searched in: ${places.join(", ")}`
  });
}

// src/project/source.ts
import { dirname as dirname3, extname as extname2, isAbsolute as isAbsolute3, join as join7, relative, resolve as resolve4 } from "node:path";
var ProjectSource = class {
  constructor(options, playbookDir) {
    this.options = options;
    this.playbookDir = playbookDir;
  }
  options;
  playbookDir;
  loaded = /* @__PURE__ */ new Map();
  load(path, span) {
    const known = this.loaded.get(path);
    if (known !== void 0) return known;
    const text2 = this.options.files.readText(path, span);
    const { value, diagnostics } = loadYamlDocument(text2, this.shown(path), { trust: "templates" });
    const errors = diagnostics.filter((d) => d.severity === "error");
    if (errors.length > 0 && (value === null || !this.options.isLoading())) throw new LoadErrors(errors);
    for (const found of diagnostics) this.options.onFinding(found);
    this.loaded.set(path, value);
    return value;
  }
  /** A vars file's mapping. @throws TsplayError */
  loadVars(path) {
    const value = this.loadOne(path);
    if (value === null) return /* @__PURE__ */ new Map();
    if (value instanceof Map) return value;
    throw new TsplayError("bad-keyword", `${this.shown(path)} must hold a mapping of variable names to values`, {
      span: { file: this.shown(path), line: 1, col: 1 }
    });
  }
  loadOne(path) {
    try {
      return this.load(path, void 0);
    } catch (error) {
      throw error instanceof LoadErrors ? error.asOne() : error;
    }
  }
  findTasks(name, from) {
    const wanted = expandHome(name);
    const roles = from.role ? [from.role, ...[...from.role.parents].reverse()].map((r) => join7(r.path, "tasks")) : [];
    const handlers = from.role ? [join7(from.role.path, "handlers")] : [];
    const directories = [.../* @__PURE__ */ new Set([dirname3(from.file), ...roles, ...handlers, this.playbookDir])];
    return this.first(isAbsolute3(wanted) ? [wanted] : directories.map((dir) => join7(dir, wanted)));
  }
  findPlaybook(name, fromFile) {
    return resolve4(dirname3(fromFile), expandHome(name));
  }
  findRole(request, from) {
    const places = this.rolePlaces(request.name, from);
    const path = places.find((place) => this.options.files.exists(place) === "directory");
    if (path === void 0) return { searched: places.map((p) => this.shown(p)) };
    const named = (directory, name) => this.yamlIn(path, directory, name);
    const vars = (directory, name) => this.varsIn(path, directory, name);
    const file = (at) => at === void 0 ? void 0 : { file: at, value: this.load(at, void 0) };
    const meta = named("meta", void 0);
    return {
      name: request.name,
      path,
      defaults: vars("defaults", request.defaultsFrom),
      vars: vars("vars", request.varsFrom),
      tasks: file(named("tasks", request.tasksFrom)),
      handlers: file(named("handlers", request.handlersFrom)),
      meta: meta === void 0 ? null : this.load(meta, void 0)
    };
  }
  rolePlaces(name, from) {
    const wanted = expandHome(name);
    if (isAbsolute3(wanted)) return [wanted];
    const parts = name.split(".");
    const [namespace, collection, ...role] = parts;
    if (parts.length >= 3 && namespace !== void 0 && collection !== void 0) {
      const inCollection = (root) => join7(root, "ansible_collections", namespace, collection, "roles", ...role);
      return [this.playbookDir + "/collections", ...this.options.collectionsPath].map(inCollection);
    }
    const siblings = from.role ? [dirname3(from.role.path)] : [];
    return [
      .../* @__PURE__ */ new Set([
        join7(this.playbookDir, "roles", name),
        ...siblings.map((dir) => join7(dir, name)),
        ...this.options.rolesPath.map((dir) => join7(dir, name)),
        join7(this.playbookDir, name)
      ])
    ];
  }
  /** `<role>/<directory>/<name>` with or without an extension; a name that was asked for must be there. */
  yamlIn(role, directory, asked) {
    const base = join7(role, directory, asked ?? "main");
    const found = [base, `${base}.yml`, `${base}.yaml`, `${base}.json`].find(
      (path) => this.options.files.exists(path) === "file"
    );
    if (found === void 0 && asked !== void 0) {
      throw new TsplayError("file-missing", `the role has no ${directory} file '${asked}'`, {
        hint: `looked for ${this.shown(base)} with .yml, .yaml and .json`
      });
    }
    return found;
  }
  varsIn(role, directory, asked) {
    const folder = join7(role, directory, asked ?? "main");
    const single = this.options.files.exists(folder) === "directory" ? void 0 : this.yamlIn(role, directory, asked);
    if (single !== void 0) return [this.loadVars(single)];
    if (this.options.files.exists(folder) !== "directory") return [];
    return this.options.files.walk(folder).filter((path) => [".yml", ".yaml", ".json", ""].includes(extname2(path))).map((path) => this.loadVars(path));
  }
  staticText(value, vars) {
    const layers = [this.options.extraVars, ...[...vars].reverse()];
    const scope = {
      lookup: (name) => name === "playbook_dir" ? this.playbookDir : layers.find((l) => l.has(name))?.get(name),
      names: () => layers.flatMap((l) => [...l.keys()].map((k) => keyText(k)))
    };
    const resolved = this.options.template.resolve(value, scope);
    if (resolved === null || resolved instanceof Undefined || typeof resolved === "object") {
      throw new TsplayError("bad-keyword", "a name is needed here");
    }
    return keyText(resolved);
  }
  isAction(name) {
    return this.options.isAction(name);
  }
  actionNames() {
    return this.options.actionNames();
  }
  first(places) {
    const path = places.find((place) => this.options.files.exists(place) === "file");
    return path === void 0 ? { searched: places.map((p) => this.shown(p)) } : { path };
  }
  /** A path as messages show it: relative when it is below the working directory. */
  shown(path) {
    const short = relative(this.options.cwd, path);
    return short.startsWith("..") || short === "" ? path : short;
  }
};

// src/engine/scope.ts
function scopeFor(run, host, task, loopVars, carried) {
  const role = task?.role;
  const layers = [];
  const add = (rank, vars) => {
    if (vars) layers.push({ rank, vars });
  };
  add("loop and magic variables", loopVars);
  const at = layers.length;
  add("extra vars", run.ports.options.extraVars);
  if (task) {
    for (const vars of [...task.inherited.includeVars].reverse()) add("include params", vars);
    for (const r of role ? [role, ...[...role.parents].reverse()] : []) add("role params", r.params);
  }
  add("set_fact and registered vars", carried);
  add("set_fact and registered vars", host.ownVars);
  add("include_vars", host.includeVars);
  if (task) for (const vars of [...task.inherited.vars].reverse()) add("task vars", vars);
  const own = role ? visibleRoles(role) : [];
  for (const r of [...own, ...[...run.roles].reverse()])
    for (const vars of [...r.vars].reverse()) add("role vars", vars);
  for (const vars of [...run.varsFiles.get(host.name) ?? []].reverse()) add("play vars_files", vars);
  add("play vars", run.play.vars);
  for (const vars of [...run.play.inherited.vars].reverse()) add("play vars", vars);
  add("facts", host.injected);
  for (const { rank, vars } of [...host.inventoryVars].reverse()) add(INVENTORY_RANK[rank], vars);
  for (const r of [...own, ...[...run.roles].reverse()]) {
    for (const vars of [...r.defaults].reverse()) add("role defaults", vars);
  }
  const scope = new LayeredScope(layers);
  layers.splice(at, 0, { rank: "loop and magic variables", vars: magicVars(run, host, task, () => scope) });
  return scope;
}
var INVENTORY_RANK = {
  all: "inventory group_vars/all",
  group: "inventory group vars",
  host: "inventory host vars"
};
function visibleRoles(role) {
  return [role, ...[...role.dependencies].reverse(), ...[...role.parents].reverse()];
}
function magicVars(run, host, task, scope) {
  const { ports } = run;
  const role = task?.role;
  const names = (hosts) => hosts.map((h) => h.name);
  const entry = ports.inventory.host(host.name);
  const table = {
    inventory_hostname: () => host.name,
    inventory_hostname_short: () => host.name.split(".")[0] ?? host.name,
    group_names: () => ports.groupNames(host.name),
    groups: () => groupsOf2(run),
    hostvars: () => hostvars(run),
    vars: () => varsDict(run, scope()),
    playbook_dir: () => run.playbookDir,
    ansible_search_path: () => searchPath(role, task?.file ?? run.play.file, run.playbookDir),
    inventory_dir: () => entry?.vars.get("inventory_dir") ?? null,
    inventory_file: () => entry?.vars.get("inventory_file") ?? null,
    play_hosts: () => names(run.batch.filter((h) => h.standing === "live")),
    ansible_play_hosts: () => names(run.allHosts.filter((h) => h.standing === "live")),
    ansible_play_hosts_all: () => names(run.allHosts),
    ansible_play_batch: () => names(run.batch.filter((h) => h.standing === "live")),
    ansible_play_name: () => run.playName,
    ansible_play_role_names: () => [...new Set(run.roles.map((r) => r.name))],
    ansible_role_names: () => [...new Set([...run.roles, ...role ? [role] : []].map((r) => r.name))],
    ansible_role_name: () => role?.name,
    role_name: () => role?.name,
    role_names: () => [...new Set(run.roles.map((r) => r.name))],
    role_path: () => role?.path,
    ansible_parent_role_names: () => includersOf(role)?.map((r) => r.name),
    ansible_parent_role_paths: () => includersOf(role)?.map((r) => r.path),
    ansible_dependent_role_names: () => role ? [...new Set(role.dependencyNames)] : void 0,
    ansible_check_mode: () => ports.options.checkMode,
    ansible_diff_mode: () => ports.options.diffMode,
    ansible_forks: () => ports.options.forks,
    ansible_verbosity: () => ports.options.verbosity,
    ansible_run_tags: () => [...ports.options.tags],
    ansible_skip_tags: () => [...ports.options.skipTags],
    ansible_limit: () => ports.options.limit,
    ansible_inventory_sources: () => [...ports.magic.inventorySources],
    ansible_version: () => versionDict(ports.magic.version),
    ansible_playbook_python: () => ""
  };
  return {
    get: (name) => Object.hasOwn(table, name) ? table[name]?.() : void 0,
    keys: () => Object.keys(table)
  };
}
function includersOf(role) {
  if (!role || role.isDependency || role.parents.length === 0) return void 0;
  const nearestFirst = [...role.parents].reverse();
  return nearestFirst.filter((_, i) => nearestFirst[i - 1]?.isDependency !== true);
}
function versionDict(version) {
  const [major, minor, revision] = version.split(".").map(Number);
  return fromJs({ full: version, major, minor, revision, string: version });
}
function groupsOf2(run) {
  const groups = /* @__PURE__ */ new Map();
  for (const name of run.ports.inventory.groups.keys()) groups.set(name, [...run.ports.groupHosts(name)]);
  return groups;
}
function withDelegate({ run, scope }, delegate) {
  const delegated = new LazyMap(
    () => [delegate],
    (key) => key === delegate ? varsDict(run, scopeFor(run, run.record(delegate))) : void 0
  );
  return scope.with({
    rank: "loop and magic variables",
    vars: /* @__PURE__ */ new Map([["ansible_delegated_vars", delegated]])
  });
}
function hostvars(run) {
  const known = () => [...run.ports.inventory.hosts.keys()];
  return new LazyMap(known, (key) => {
    if (typeof key !== "string" || !run.ports.inventory.host(key)) return void 0;
    return varsDict(run, scopeFor(run, run.record(key)));
  });
}
function varsDict(run, scope) {
  return new LazyMap(
    // Not among the names, so that printing everything comes to an end.
    () => [...scope.names()].filter((name) => name !== "vars" && name !== "hostvars"),
    (key) => {
      const raw = typeof key === "string" && key !== "vars" ? scope.lookup(key) : void 0;
      return raw === void 0 ? void 0 : resolveOrUndefined(run, raw, scope);
    }
  );
}
function resolveOrUndefined(run, raw, scope) {
  try {
    return run.ports.template.resolve(raw, scope);
  } catch (error) {
    if (error instanceof TsplayError && error.code === "undefined-variable")
      return new Undefined(error.message, error.span);
    throw error;
  }
}

// src/engine/result-value.ts
function resultValue(result) {
  const value = /* @__PURE__ */ new Map();
  for (const [key, part] of Object.entries(result)) {
    if (key.startsWith("_ansible_") || part === void 0) continue;
    if (key === "ansible_loop" && part instanceof Map) value.set(key, part);
    else if (key === "results" && Array.isArray(part))
      value.set(
        key,
        part.map((r) => ofItem(r))
      );
    else value.set(key, fromJs(part));
  }
  return value;
}
function ofItem(result) {
  const isResult = result !== null && typeof result === "object" && !Array.isArray(result) && !(result instanceof Map);
  return isResult ? resultValue(result) : fromJs(result);
}

// src/playbook/context.ts
var NOTHING_INHERITED = {
  tags: [],
  when: [],
  vars: [],
  includeVars: [],
  environment: [],
  moduleDefaults: [],
  collections: []
};
function problem(context, code, message, span, hint) {
  context.problems.push({ code, severity: "error", message, span, ...hint ? { hint } : {} });
}
function guarded(context, work, span) {
  try {
    return work();
  } catch (error) {
    if (error instanceof LoadErrors) context.problems.push(...error.diagnostics);
    else if (error instanceof TsplayError) context.problems.push({ ...error.toDiagnostic(), span: error.span ?? span });
    else throw error;
    return void 0;
  }
}
function staticText(context, value, span) {
  const { includeVars, vars } = context.inherited;
  return guarded(context, () => context.source.staticText(value, [...vars, ...includeVars]), span);
}

// src/playbook/keywords.ts
var EVERYWHERE = ["play", "block", "task", "handler", "role"];
var TASKS = ["task", "handler"];
var WITH_INCLUDES = ["task", "handler", "include"];
var KEYWORDS = {
  action: { places: WITH_INCLUDES },
  any_errors_fatal: { places: EVERYWHERE },
  args: { places: WITH_INCLUDES },
  async: { places: TASKS, refused: "run the task without async; it is waited for" },
  become: { places: EVERYWHERE },
  become_exe: { places: EVERYWHERE },
  become_flags: { places: EVERYWHERE },
  become_method: { places: EVERYWHERE },
  become_user: { places: EVERYWHERE },
  block: { places: ["block"] },
  rescue: { places: ["block"] },
  always: { places: ["block"] },
  changed_when: { places: TASKS },
  check_mode: { places: EVERYWHERE },
  collections: { places: [...EVERYWHERE, "include"] },
  connection: { places: EVERYWHERE },
  debugger: { places: [...EVERYWHERE, "include"] },
  delay: { places: TASKS },
  delegate_facts: { places: ["block", "task", "handler", "role"] },
  delegate_to: { places: ["block", "task", "handler", "role"] },
  diff: { places: EVERYWHERE },
  environment: { places: EVERYWHERE },
  fact_path: { places: ["play"] },
  failed_when: { places: TASKS },
  force_handlers: { places: ["play"] },
  gather_facts: { places: ["play"] },
  gather_subset: { places: ["play"] },
  gather_timeout: { places: ["play"] },
  handlers: { places: ["play"] },
  hosts: { places: ["play"] },
  ignore_errors: { places: [...EVERYWHERE, "include"] },
  ignore_unreachable: { places: EVERYWHERE },
  listen: { places: ["handler"] },
  local_action: { places: TASKS },
  loop: { places: WITH_INCLUDES },
  loop_control: { places: WITH_INCLUDES },
  max_fail_percentage: { places: ["play"] },
  module_defaults: { places: EVERYWHERE },
  name: { places: [...EVERYWHERE, "include"] },
  no_log: { places: [...EVERYWHERE, "include"] },
  notify: { places: ["task", "handler", "block"] },
  order: { places: ["play"] },
  poll: { places: TASKS, refused: "it belongs to async, which tsplay does not carry out" },
  port: { places: EVERYWHERE },
  post_tasks: { places: ["play"] },
  pre_tasks: { places: ["play"] },
  register: { places: WITH_INCLUDES },
  remote_user: { places: EVERYWHERE },
  retries: { places: TASKS },
  role: { places: ["role"] },
  roles: { places: ["play"] },
  run_once: { places: [...EVERYWHERE, "include"] },
  serial: { places: ["play"] },
  strategy: { places: ["play"] },
  tags: { places: [...EVERYWHERE, "include"] },
  tasks: { places: ["play"] },
  throttle: { places: EVERYWHERE },
  timeout: { places: [...EVERYWHERE, "include"] },
  until: { places: TASKS },
  user: { places: ["play"] },
  vars: { places: [...EVERYWHERE, "include"] },
  vars_files: { places: ["play"] },
  vars_prompt: { places: ["play"], refused: "give the value with -e, or ask for it with the pause module" },
  when: { places: ["block", "task", "handler", "role", "include"] }
};
function isKeywordName(name) {
  return Object.hasOwn(KEYWORDS, name);
}
var TRUE_WORDS = ["yes", "on", "true", "1", "y", "t"];
var FALSE_WORDS = ["no", "off", "false", "0", "n", "f"];
var KINDS = {
  ...Object.fromEntries(
    [
      "any_errors_fatal",
      "become",
      "check_mode",
      "delegate_facts",
      "diff",
      "force_handlers",
      "gather_facts",
      "ignore_errors",
      "ignore_unreachable",
      "no_log",
      "run_once"
    ].map((name) => [
      name,
      { fits: (text2) => [...TRUE_WORDS, ...FALSE_WORDS].includes(text2.toLowerCase()), wanted: "true or false" }
    ])
  ),
  ...Object.fromEntries(
    ["retries", "delay", "port", "gather_timeout"].map((name) => [
      name,
      { fits: (text2) => /^\s*-?\d+(?:\.\d+)?\s*$/.test(text2), wanted: "a number" }
    ])
  ),
  ...Object.fromEntries(
    ["throttle", "timeout"].map((name) => [
      name,
      { fits: (text2) => /^\s*\d+\s*$/.test(text2), wanted: "a whole number" }
    ])
  ),
  max_fail_percentage: { fits: (text2) => /^\s*\d+(?:\.\d+)?\s*%?\s*$/.test(text2), wanted: "a percentage" },
  ...Object.fromEntries(
    Object.entries({
      debugger: ["always", "never", "on_failed", "on_unreachable", "on_skipped"],
      order: ["inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"],
      strategy: ["linear", "free", "host_pinned", "debug"].flatMap((s) => [s, `ansible.builtin.${s}`])
    }).map(([name, words]) => [
      name,
      { fits: (text2) => words.includes(text2), wanted: `one of ${words.join(", ")}` }
    ])
  )
};
function wantedInstead(keyword, text2) {
  const kind = Object.hasOwn(KINDS, keyword) ? KINDS[keyword] : void 0;
  return kind === void 0 || kind.fits(text2) ? void 0 : kind.wanted;
}
function keywordsOf(place) {
  return Object.entries(KEYWORDS).filter(([, k]) => k.places.includes(place)).map(([name]) => name);
}

// src/playbook/inherit.ts
function checkKeywords(context, map, place, other) {
  for (const key of map.keys()) {
    const name = keyText(key);
    const keyword = isKeywordName(name) ? KEYWORDS[name] : void 0;
    if (other(name)) continue;
    const span = keySpan(map, key);
    if (!keyword?.places.includes(place)) {
      const hint = didYouMean(name, keywordsOf(place)) || (keyword ? `'${name}' may stand on: ${keyword.places.join(", ")}` : "");
      problem(
        context,
        "unknown-keyword",
        `'${name}' is not a keyword of a ${place === "include" ? "dynamic include" : place}`,
        span,
        hint
      );
    } else if (keyword.refused !== void 0 && !isOff(map.get(key))) {
      problem(
        context,
        "unsupported-keyword",
        `the keyword '${name}' is not supported by tsplay`,
        span,
        keyword.refused
      );
    } else checkValue(context, map, name);
  }
}
function checkValue(context, map, name) {
  const value = map.get(name);
  if (value === void 0 || value === null || value instanceof TemplateText) return;
  const text2 = typeof value === "object" ? "" : String(value);
  const wanted = wantedInstead(name, text2);
  if (wanted === void 0) return;
  const shown = typeof value === "object" ? Array.isArray(value) ? "a list" : "a mapping" : `'${text2}'`;
  const hint = `write ${wanted}, or a template that gives it`;
  problem(context, "bad-keyword", `'${name}' must be ${wanted}, not ${shown}`, valueSpan(map, name), hint);
}
function isOff(value) {
  return value === void 0 || value === null || value === 0 || value === false || Array.isArray(value) && value.length === 0;
}
function textList(context, map, key) {
  const value = map.get(key);
  if (value === void 0 || value === null) return [];
  const found = [];
  for (const element of Array.isArray(value) ? value : [value]) {
    if (typeof element === "string") found.push(...element.split(",").map((t) => t.trim()));
    else if (typeof element === "number" || typeof element === "boolean") found.push(String(element));
    else if (element instanceof TemplateText) {
      const text2 = staticText(context, element);
      if (text2 !== void 0) found.push(...text2.split(",").map((t) => t.trim()));
    } else problem(context, "bad-keyword", `'${key}' must be text or a list of texts`, valueSpan(map, key));
  }
  return found.filter((t) => t !== "");
}
function conditions(map, key) {
  const value = map.get(key);
  if (value === void 0) return [];
  if (Array.isArray(value))
    return value.map((v, i) => ({ value: v, span: valueSpan(value, i) ?? valueSpan(map, key) }));
  return [{ value, span: valueSpan(map, key) }];
}
function varsOf(context, map) {
  const value = map.get("vars");
  if (value === void 0 || value === null) return void 0;
  if (value instanceof Map) return value;
  if (Array.isArray(value) && value.every((v) => v instanceof Map)) return new Map(value.flatMap((v) => [...v]));
  problem(context, "bad-keyword", "'vars' must be a mapping of names to values", valueSpan(map, "vars"));
  return void 0;
}
var PLAIN2 = {
  become: "become",
  become_user: "becomeUser",
  become_method: "becomeMethod",
  become_flags: "becomeFlags",
  become_exe: "becomeExe",
  remote_user: "remoteUser",
  user: "remoteUser",
  port: "port",
  connection: "connection",
  check_mode: "checkMode",
  diff: "diff",
  ignore_errors: "ignoreErrors",
  ignore_unreachable: "ignoreUnreachable",
  no_log: "noLog",
  any_errors_fatal: "anyErrorsFatal",
  run_once: "runOnce",
  delegate_to: "delegateTo",
  delegate_facts: "delegateFacts",
  timeout: "timeout",
  throttle: "throttle",
  debugger: "debugger",
  notify: "notify"
};
var INSTEAD = /* @__PURE__ */ new WeakMap();
function insteadOf(value) {
  return value instanceof TemplateText ? INSTEAD.get(value) : void 0;
}
function unlessOmitted(value, outer) {
  if (!(value instanceof TemplateText) || outer === void 0 || !/\bomit\b/.test(value.source)) return value;
  const own = new TemplateText(value.source, value.span);
  INSTEAD.set(own, outer);
  return own;
}
function inherit(context, map, place) {
  const outer = context.inherited;
  const plain2 = {};
  for (const [keyword, field] of Object.entries(PLAIN2)) {
    if (keyword === "user" && place !== "play") continue;
    const value = map.get(keyword);
    if (value !== void 0) plain2[field] = unlessOmitted(value, outer[field]);
  }
  const vars = place === "play" ? void 0 : varsOf(context, map);
  const environment = map.get("environment");
  const defaults = map.get("module_defaults");
  return {
    ...outer,
    ...plain2,
    tags: [.../* @__PURE__ */ new Set([...outer.tags, ...textList(context, map, "tags")])],
    when: [...outer.when, ...place === "play" ? [] : conditions(map, "when")],
    vars: vars ? [...outer.vars, vars] : outer.vars,
    collections: map.has("collections") ? textList(context, map, "collections") : outer.collections,
    environment: environment === void 0 || environment === null ? outer.environment : [...outer.environment, environment],
    moduleDefaults: defaults === void 0 || defaults === null ? outer.moduleDefaults : [...outer.moduleDefaults, defaults]
  };
}
function inheritInclude(context, map) {
  const inherited = inherit(context, map, "task");
  const own = inherited.vars.slice(context.inherited.vars.length);
  return { ...inherited, vars: context.inherited.vars, includeVars: [...inherited.includeVars, ...own] };
}
function selfSpan(value) {
  return spansOf(value)?.self;
}

// src/playbook/key-value.ts
var COMMAND_KEYS = /* @__PURE__ */ new Set([
  "creates",
  "removes",
  "chdir",
  "executable",
  "stdin",
  "stdin_add_newline",
  "strip_empty_ends",
  "warn"
]);
var RAW_ACTIONS = /* @__PURE__ */ new Set([
  "command",
  "shell",
  "raw",
  "script",
  "include_tasks",
  "import_tasks",
  "include_vars",
  "meta",
  "include_role",
  "import_role",
  "import_playbook",
  "expect",
  "win_command",
  "win_shell"
]);
function splitWords2(text2) {
  return wordsAt(text2)?.map(({ word }) => word);
}
function wordsAt(text2) {
  const words = [];
  let word = "";
  let quote;
  let depth = 0;
  for (let i = 0; i < text2.length; i++) {
    const c = text2[i] ?? "";
    const two = text2.slice(i, i + 2);
    if (quote === void 0 && (two === "{{" || two === "{%" || two === "{#")) {
      depth++;
      word += two;
      i++;
    } else if (quote === void 0 && depth > 0 && (two === "}}" || two === "%}" || two === "#}")) {
      depth--;
      word += two;
      i++;
    } else if (c === "\\" && depth === 0) {
      word += two;
      i++;
    } else if (quote !== void 0) {
      word += c;
      if (c === quote) quote = void 0;
    } else if (depth === 0 && (c === '"' || c === "'")) {
      quote = c;
      word += c;
    } else if (depth === 0 && /\s/.test(c)) {
      if (word !== "") words.push({ word, end: i });
      word = "";
    } else {
      word += c;
    }
  }
  if (word !== "") words.push({ word, end: text2.length });
  return quote === void 0 && depth === 0 ? words : void 0;
}
function pairValue(written) {
  return unquote(decodeEscapes(written).trim());
}
var ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g;
var CONTROL = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	",
  v: "\v"
};
function decodeEscapes(text2) {
  return text2.replace(ESCAPE, (whole, ...found) => {
    const [long, short, byte, letter] = found;
    const code = long ?? short ?? byte;
    if (code === void 0) return CONTROL[letter ?? ""] ?? letter ?? whole;
    const point = parseInt(code, 16);
    return point <= 1114111 ? String.fromCodePoint(point) : whole;
  });
}
function unquote(text2) {
  const first = text2[0];
  return text2.length >= 2 && (first === '"' || first === "'") && text2.endsWith(first) ? text2.slice(1, -1) : text2;
}
function fileText(text2, span) {
  return /\{[{%#]/.test(text2) && span ? new TemplateText(text2, span) : text2;
}
function parseFreeForm(action, text2, span) {
  const short = action.slice(action.lastIndexOf(".") + 1);
  const args = /* @__PURE__ */ new Map();
  const words = wordsAt(text2);
  if (words === void 0) {
    if (!RAW_ACTIONS.has(short)) return { args, problem: "a quote or a {{ is never closed" };
    args.set("_raw_params", fileText(text2, span));
    return { args };
  }
  if (RAW_ACTIONS.has(short)) {
    let rest = "";
    let at = 0;
    for (const { word, end } of words) {
      const [key] = word.split("=", 1);
      const isPair = word.includes("=") && key !== void 0 && takesKey(short, key);
      if (!isPair) continue;
      args.set(key, fileText(pairValue(word.slice(key.length + 1)), span));
      rest += text2.slice(at, end - word.length);
      at = end + (/^[ \t]*/.exec(text2.slice(end))?.[0].length ?? 0);
    }
    rest = (rest + text2.slice(at)).trim();
    if (rest !== "") args.set("_raw_params", fileText(rest, span));
    return { args };
  }
  for (const { word } of words) {
    const at = word.indexOf("=");
    if (at <= 0) return { args, problem: `'${word}' is not of the form key=value` };
    args.set(word.slice(0, at), fileText(pairValue(word.slice(at + 1)), span));
  }
  return { args };
}
function takesKey(action, key) {
  if (action === "include_role" || action === "import_role" || action === "include_vars") return /^\w+$/.test(key);
  if (action === "include_tasks" || action === "import_tasks") return key === "file";
  return COMMAND_KEYS.has(key);
}

// src/playbook/loops.ts
var withLookup = (key) => key.startsWith("with_") ? key.slice("with_".length) : void 0;
function loopOf(context, map) {
  const keys = [...map.keys()].map(keyText).filter((key2) => key2 === "loop" || withLookup(key2) !== void 0);
  const [key] = keys;
  if (key === void 0) return void 0;
  if (keys.length > 1)
    problem(context, "bad-keyword", `a task has one loop, not ${keys.join(" and ")}`, keySpan(map, keys[1] ?? key));
  return {
    lookup: withLookup(key),
    value: map.get(key) ?? null,
    span: valueSpan(map, key),
    control: loopControl(context, map)
  };
}
var LOOP_CONTROL = {
  loop_var: "loopVar",
  index_var: "indexVar",
  label: "label",
  pause: "pause",
  extended: "extended",
  extended_allitems: "extendedAllitems"
};
function loopControl(context, map) {
  const value = map.get("loop_control");
  if (value === void 0 || value === null) return {};
  if (!(value instanceof Map)) {
    problem(context, "bad-keyword", "'loop_control' must be a mapping", valueSpan(map, "loop_control"));
    return {};
  }
  const control = {};
  for (const [key, setting] of value) {
    const name = keyText(key);
    const field = Object.hasOwn(LOOP_CONTROL, name) ? LOOP_CONTROL[name] : void 0;
    if (field) {
      control[field] = setting;
      checkLoopSetting(context, value, name, setting);
    } else if (name !== "break_when") {
      problem(
        context,
        "unknown-keyword",
        `loop_control has no '${name}'`,
        keySpan(value, key),
        didYouMean(name, [...Object.keys(LOOP_CONTROL), "break_when"])
      );
    }
  }
  return value.has("break_when") ? { ...control, breakWhen: conditions(value, "break_when") } : control;
}
function checkLoopSetting(context, map, name, setting) {
  if (setting === null || setting instanceof TemplateText) return;
  const wanted = {
    loop_var: isName(setting) ? void 0 : "the name of a variable",
    index_var: isName(setting) ? void 0 : "the name of a variable",
    label: void 0,
    pause: Number.isFinite(Number(toScalar(setting))) ? void 0 : "a number of seconds",
    extended: isTruth(setting) ? void 0 : "true or false",
    extended_allitems: isTruth(setting) ? void 0 : "true or false"
  }[name];
  if (wanted === void 0) return;
  problem(context, "bad-keyword", `loop_control.${name} must be ${wanted}`, valueSpan(map, name), `write ${wanted}`);
}
var isName = (value) => typeof value === "string" && /^[A-Za-z_]\w*$/.test(value);
var toScalar = (value) => typeof value === "object" ? NaN : value;
var isTruth = (value) => typeof value === "boolean" || [...TRUE_WORDS, ...FALSE_WORDS].includes(keyText(value).toLowerCase());

// src/playbook/tasks.ts
function parseNodes(context, value, what) {
  if (value === void 0 || value === null) return [];
  if (!Array.isArray(value)) {
    problem(context, "bad-keyword", `${what} must be a list of tasks`, selfSpan(value));
    return [];
  }
  return value.flatMap((entry, i) => {
    if (entry === null) return [];
    if (!(entry instanceof Map)) {
      problem(
        context,
        "bad-keyword",
        `a task must be a mapping`,
        valueSpan(value, i) ?? selfSpan(value),
        "write it as '- name: \u2026' followed by the module"
      );
      return [];
    }
    const node = entry.has("block") ? parseBlock(context, entry) : parseTask(context, entry);
    return node ? [node] : [];
  });
}
function parseBlock(context, map) {
  checkKeywords(context, map, "block", (key) => key === "rescue" || key === "always" || key === "block");
  const inherited = inherit(context, map, "block");
  const inner = { ...context, inherited };
  return {
    kind: "block",
    span: selfSpan(map),
    name: map.get("name") ?? void 0,
    inherited,
    role: context.role,
    file: context.file,
    body: parseNodes(inner, map.get("block"), "'block'"),
    rescue: parseNodes(inner, map.get("rescue"), "'rescue'"),
    always: parseNodes(inner, map.get("always"), "'always'")
  };
}
var ACTION_KEYS = ["action", "local_action", "user"];
function isKeyword(key) {
  return isKeywordName(key) && !ACTION_KEYS.includes(key);
}
function findAction(context, map) {
  const span = selfSpan(map);
  const candidates2 = [...map.keys()].map(keyText).filter((key) => !isKeyword(key) && withLookup(key) === void 0);
  const known = candidates2.filter(
    (key) => key === "action" || key === "local_action" || context.source.isAction(inCollections(context, map, key))
  );
  const chosen = known.length > 0 ? known : candidates2;
  const [name] = chosen;
  if (name === void 0) {
    problem(
      context,
      "bad-keyword",
      "no module is named in this task",
      span,
      "add the module, e.g. ansible.builtin.debug:"
    );
    return void 0;
  }
  if (chosen.length > 1) {
    const hint = known.length > 1 ? "a task runs one module: make two tasks of it" : "one of them must be a module, the others keywords";
    problem(
      context,
      "bad-keyword",
      `more than one module in a task: ${chosen.join(", ")}`,
      keySpan(map, chosen[1] ?? name) ?? span,
      hint
    );
  }
  for (const other of candidates2) {
    if (other === name || chosen.includes(other)) continue;
    const hint = didYouMean(other, Object.keys(KEYWORDS));
    problem(context, "unknown-keyword", `'${other}' is not a keyword of a task`, keySpan(map, other), hint);
  }
  const local = name === "local_action";
  const written = map.get(name) ?? null;
  if (name === "action" || local) return indirectAction(context, map, name, written, local);
  const full = inCollections(context, map, name);
  return { name: full, span: keySpan(map, name), local: false, ...argumentsFrom(context, map, full, written, name) };
}
function inCollections(context, map, name) {
  if (name.includes(".") || context.source.isAction(name)) return name;
  const collections = map.has("collections") ? textList(context, map, "collections") : context.inherited.collections;
  return collections.map((c) => `${c}.${name}`).find((full) => context.source.isAction(full)) ?? name;
}
function indirectAction(context, map, key, written, local) {
  const span = valueSpan(map, key) ?? keySpan(map, key);
  if (written instanceof Map) {
    const module = written.get("module");
    if (typeof module === "string") {
      const args = new Map([...written].filter(([k]) => k !== "module"));
      const full = inCollections(context, map, module);
      return { name: full, span, local, ...argumentsFrom(context, map, full, args, key) };
    }
  } else {
    const text2 = written instanceof TemplateText ? written.source : typeof written === "string" ? written : "";
    const [, name, rest] = /^\s*([\w.]+)\s*([^]*)$/.exec(text2) ?? [];
    if (name !== void 0) {
      const value = written instanceof TemplateText ? new TemplateText(rest ?? "", written.span) : rest ?? "";
      const full = inCollections(context, map, name);
      return { name: full, span, local, ...argumentsFrom(context, map, full, value, key) };
    }
  }
  problem(context, "bad-keyword", `'${key}' needs the name of a module`, span, `write '${key}: module key=value'`);
  return void 0;
}
function argumentsFrom(context, map, action, written, key) {
  const extra = map.get("args") ?? null;
  const span = valueSpan(map, key) ?? keySpan(map, key);
  let own = /* @__PURE__ */ new Map();
  let argsTemplate;
  if (written instanceof Map) own = written;
  else if (typeof written === "string" || written instanceof TemplateText) {
    const text2 = typeof written === "string" ? written : written.source;
    const parsed = parseFreeForm(action, text2, written instanceof TemplateText ? written.span : span);
    if (parsed.problem !== void 0 && written instanceof TemplateText && /^\s*\{\{.*\}\}\s*$/s.test(text2))
      argsTemplate = written;
    else if (parsed.problem !== void 0 && context.source.isAction(action)) {
      problem(
        context,
        "bad-argument",
        `${action}: ${parsed.problem}`,
        span,
        "write the parameters as a mapping below the module"
      );
    } else own = parsed.args;
  } else if (Array.isArray(written) || written !== null) {
    if (action.endsWith("meta") || !Array.isArray(written)) own = /* @__PURE__ */ new Map([["_raw_params", written]]);
    else
      problem(context, "bad-argument", `${action}: parameters must be a mapping or key=value text, not a list`, span);
  }
  if (extra instanceof TemplateText) argsTemplate = extra;
  else if (extra instanceof Map) {
    if (own.size === 0) own = extra;
    else own = new Map([...extra, ...own]);
  } else if (extra !== null) problem(context, "bad-keyword", "'args' must be a mapping", valueSpan(map, "args"));
  return { args: own, argsTemplate };
}
var STATEMENTS = {
  include_tasks: "include_tasks",
  include_role: "include_role",
  include_vars: "include_vars",
  meta: "meta",
  import_tasks: "import_tasks",
  import_role: "import_role",
  import_playbook: "import_playbook",
  include: "include"
};
function statementOf(action) {
  const name = action.replace(/^ansible\.(?:builtin|legacy)\./, "");
  return Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : void 0;
}
function parseTask(context, map) {
  const action = findAction(context, map);
  if (!action) return void 0;
  const statement = statementOf(action.name);
  if (statement === "meta") checkMeta(context, action);
  if (statement === "include_role" && context.handlers) {
    const hint = "import the role where its tasks are wanted, or include its tasks with include_tasks";
    problem(context, "not-supported", "'include_role' cannot be a handler", action.span, hint);
  }
  const dynamic = statement === "include_tasks" || statement === "include_role";
  const place = dynamic ? "include" : context.handlers ? "handler" : "task";
  checkKeywords(context, map, place, (key) => !isKeyword(key) || dynamic && key === "listen");
  const isInclude = dynamic || statement === "import_tasks" || statement === "import_role";
  const inherited = isInclude ? inheritInclude(context, map) : inherit(context, map, "task");
  const node = { ...context, inherited };
  if (statement === "import_tasks") return importTasks(node, map, action);
  if (statement === "import_role") return importRole(node, map, action.args, action.span);
  if (statement === "include") {
    problem(
      context,
      "not-supported",
      "'include' was removed from Ansible",
      action.span,
      "use include_tasks or import_tasks"
    );
    return void 0;
  }
  if (statement === "import_playbook") {
    problem(context, "bad-keyword", "'import_playbook' stands where plays stand, not in a task list", action.span);
    return void 0;
  }
  return {
    kind: "task",
    span: selfSpan(map),
    name: map.get("name") ?? void 0,
    inherited: action.local ? { ...inherited, delegateTo: "localhost", connection: "local" } : inherited,
    role: context.role,
    file: context.file,
    action: action.name,
    actionSpan: action.span,
    statement,
    args: action.args,
    argsTemplate: action.argsTemplate,
    loop: loopOf(context, map),
    register: registerOf(context, map),
    until: map.has("until") ? conditions(map, "until") : void 0,
    retries: map.get("retries"),
    delay: map.get("delay"),
    changedWhen: map.has("changed_when") ? conditions(map, "changed_when") : void 0,
    failedWhen: map.has("failed_when") ? conditions(map, "failed_when") : void 0,
    notify: inherited.notify ?? void 0,
    around: context.inherited,
    listen: context.handlers ? textList(context, map, "listen") : [],
    ...context.handlers ? { handler: true } : {}
  };
}
function checkMeta(context, action) {
  const what = action.args.get("_raw_params");
  if (what === "end_role" && context.role === void 0) {
    problem(context, "bad-keyword", "'meta: end_role' ends a role, and this task is in none", action.span);
  }
  if (what === "flush_handlers" && context.handlers) {
    const hint = "handlers that are notified by handlers run in their turn: leave it out";
    problem(context, "bad-keyword", "'meta: flush_handlers' cannot be a handler", action.span, hint);
  }
}
function registerOf(context, map) {
  const value = map.get("register");
  if (value === void 0 || value === null) return void 0;
  if (typeof value === "string" && /^[A-Za-z_]\w*$/.test(value)) return value;
  problem(
    context,
    "bad-keyword",
    "'register' must be the name of a variable",
    valueSpan(map, "register"),
    "letters, digits and _, not starting with a digit"
  );
  return void 0;
}
function importTasks(context, map, action) {
  if (loopOf(context, map)) {
    problem(
      context,
      "bad-keyword",
      "'import_tasks' cannot loop: it is put in place before the run",
      action.span,
      "use include_tasks"
    );
    return void 0;
  }
  const written = action.args.get("_raw_params") ?? action.args.get("file") ?? null;
  const name = staticText(context, written);
  if (name === void 0 || name === "") {
    if (written === null) problem(context, "missing-argument", "import_tasks needs the name of a file", action.span);
    return void 0;
  }
  return loadTasks(context, name, action.span, map.get("name") ?? void 0);
}
function loadTasks(context, name, span, title) {
  const found = context.source.findTasks(name, context);
  if ("searched" in found) {
    problem(context, "file-missing", `no task file '${name}'`, span, `looked in: ${found.searched.join(", ")}`);
    return void 0;
  }
  if (context.importing.includes(found.path)) {
    problem(
      context,
      "bad-keyword",
      `'${name}' imports itself: ${[...context.importing, found.path].join(" \u2192 ")}`,
      span
    );
    return void 0;
  }
  const value = guarded(context, () => context.source.load(found.path, span), span);
  if (value === void 0) return void 0;
  const inner = { ...context, file: found.path, importing: [...context.importing, found.path] };
  return groupOf(inner, parseNodes(inner, value, `the file ${found.path}`), span, title);
}
function groupOf(context, body, span, name) {
  return {
    kind: "block",
    span,
    name,
    inherited: context.inherited,
    role: context.role,
    file: context.file,
    body,
    rescue: [],
    always: []
  };
}
function includedContext(context, include, apply) {
  const base = { ...context, inherited: { ...include.around, includeVars: include.inherited.includeVars } };
  if (!apply) return base;
  checkKeywords(base, apply, "block", () => false);
  return { ...base, inherited: inherit(base, apply, "block") };
}

// src/playbook/roles.ts
function useRole(context, use) {
  const files = guarded(context, () => context.source.findRole(use, context), use.span);
  if (files === void 0) return void 0;
  if ("searched" in files) {
    problem(
      context,
      "role-missing",
      `the role '${use.name}' is not found`,
      use.span,
      `looked in: ${files.searched.join(", ")}`
    );
    return void 0;
  }
  const parents = context.role ? [...context.role.parents, context.role] : [];
  if (parents.some((p) => p.path === files.path) && use.once) {
    problem(context, "bad-keyword", `the role '${use.name}' depends on itself`, use.span);
    return void 0;
  }
  const start = files.tasks?.file;
  if (start !== void 0 && context.importing.includes(start)) {
    const circle = [...context.importing, start].join(" \u2192 ");
    problem(context, "bad-keyword", `the role '${use.name}' imports itself: ${circle}`, use.span);
    return void 0;
  }
  const meta = files.meta instanceof Map ? files.meta : /* @__PURE__ */ new Map();
  const role = {
    name: use.name,
    path: files.path,
    defaults: files.defaults,
    vars: files.vars,
    params: use.params,
    parents,
    handlers: [],
    key: runOnceKey(files.path, use, meta),
    isDependency: use.once !== void 0 && context.role !== void 0,
    byTask: use.once === void 0 || (context.role?.byTask ?? false),
    dependencyNames: [],
    dependencies: []
  };
  const inner = { ...context, role };
  const importing = start === void 0 ? context.importing : [...context.importing, start];
  const dependencies = useDependencies(inner, meta);
  role.dependencies = dependencies.flatMap((d) => d.role ? [...d.role.dependencies, d.role] : []);
  role.dependencyNames = role.dependencies.map((d) => d.name);
  context.playRoles?.push(role);
  role.handlers = handlersOf(inner, files);
  const body = files.tasks ? parseNodes({ ...inner, file: files.tasks.file, importing }, files.tasks.value, `the tasks of role '${use.name}'`) : [];
  return {
    ...groupOf({ ...inner, file: files.tasks?.file ?? context.file }, [...dependencies, ...body], use.span),
    role,
    roleUse: role
  };
}
function runOnceKey(path, use, meta) {
  if (use.allowDuplicates === false) return useKey(path, /* @__PURE__ */ new Map());
  return use.once && meta.get("allow_duplicates") !== true ? useKey(path, use.once) : void 0;
}
function useKey(path, entry) {
  return JSON.stringify([path, plain(new Map([...entry].filter(([k]) => k !== "role" && k !== "name")))]);
}
function plain(value) {
  if (value instanceof TemplateText) return { template: value.source };
  if (value instanceof Map) return [...value].map(([k, v]) => [plain(k), plain(v)]);
  if (Array.isArray(value)) return value.map(plain);
  return value !== null && typeof value === "object" ? toJs(value) : keyText(value);
}
function handlersOf(context, files) {
  if (!files.handlers) return [];
  return parseNodes(
    { ...context, handlers: true, file: files.handlers.file },
    files.handlers.value,
    `the handlers of role '${files.name}'`
  );
}
function useDependencies(context, meta) {
  const listed = meta.get("dependencies");
  if (listed === void 0 || listed === null) return [];
  if (!Array.isArray(listed)) {
    problem(context, "bad-keyword", "'dependencies' must be a list of roles", valueSpan(meta, "dependencies"));
    return [];
  }
  return listed.flatMap((entry, i) => {
    const block = useEntry(context, entry, valueSpan(listed, i) ?? selfSpan(entry));
    return block ? [block] : [];
  });
}
function useEntry(context, entry, span) {
  if (!(entry instanceof Map)) {
    const name2 = staticText(context, entry);
    return name2 === void 0 ? void 0 : useRole(context, { name: name2, params: /* @__PURE__ */ new Map(), span, once: /* @__PURE__ */ new Map() });
  }
  const written = entry.get("role") ?? entry.get("name") ?? entry.get("src") ?? null;
  const name = written === null ? void 0 : staticText(context, written);
  if (name === void 0) {
    if (written === null)
      problem(context, "bad-keyword", "a role entry needs the name of the role", span, "write '- role: name'");
    return void 0;
  }
  const keywords = keywordsOf("role");
  checkKeywords(context, entry, "role", (key) => !keywords.includes(key));
  const params = new Map([...entry].filter(([k]) => !keywords.includes(keyText(k)) && k !== "src"));
  const inner = { ...context, inherited: inherit(context, entry, "role") };
  return useRole(inner, { name, params, span, once: entry });
}
var ROLE_ARGUMENTS = [
  "name",
  "role",
  "tasks_from",
  "vars_from",
  "defaults_from",
  "handlers_from",
  "allow_duplicates",
  "rolespec_validate",
  "public",
  "apply"
];
function roleRequest(context, args, span, statement) {
  const text2 = (key) => {
    const value = args.get(key);
    return value === void 0 || value === null ? void 0 : staticText(context, value);
  };
  for (const key of args.keys()) {
    if (!ROLE_ARGUMENTS.includes(keyText(key))) {
      problem(
        context,
        "unknown-argument",
        `${statement} has no parameter '${keyText(key)}'`,
        keySpan(args, key) ?? span,
        didYouMean(keyText(key), ROLE_ARGUMENTS)
      );
    }
  }
  if (args.get("rolespec_validate") === true) {
    const hint = "leave it out: the argument_specs of roles are not checked";
    problem(context, "unsupported-argument", `${statement}: rolespec_validate is not supported by tsplay`, span, hint);
  }
  const name = text2("name") ?? text2("role");
  if (name === void 0) {
    if (!args.has("name") && !args.has("role"))
      problem(context, "missing-argument", `${statement} needs the parameter 'name'`, span);
    return void 0;
  }
  return {
    name,
    tasksFrom: text2("tasks_from"),
    varsFrom: text2("vars_from"),
    defaultsFrom: text2("defaults_from"),
    handlersFrom: text2("handlers_from"),
    allowDuplicates: args.get("allow_duplicates") !== false
  };
}
function importRole(context, map, args, span) {
  if ([...map.keys()].some((k) => k === "loop" || keyText(k).startsWith("with_"))) {
    problem(
      context,
      "bad-keyword",
      "'import_role' cannot loop: it is put in place before the run",
      span,
      "use include_role"
    );
    return void 0;
  }
  const request = roleRequest(context, args, span, "import_role");
  return request && useRole(context, { ...request, params: /* @__PURE__ */ new Map(), span, once: void 0 });
}

// src/playbook/playbook.ts
function parsePlaybook(source, path, problems) {
  return { path, plays: parsePlays(source, path, problems, NOTHING_INHERITED, [path], void 0) };
}
function parsePlays(source, path, problems, inherited, importing, span) {
  const context = {
    source,
    problems,
    inherited,
    file: path,
    role: void 0,
    handlers: false,
    playRoles: void 0,
    importing: []
  };
  const value = guarded(context, () => source.load(path, span), span);
  if (value === void 0) return [];
  if (!Array.isArray(value)) {
    problem(
      context,
      "bad-keyword",
      value === null ? `the playbook ${path} is empty` : "a playbook must be a list of plays",
      selfSpan(value),
      "start it with '- hosts: \u2026'"
    );
    return [];
  }
  return value.flatMap((entry, i) => {
    if (!(entry instanceof Map)) {
      problem(context, "bad-keyword", "a play must be a mapping", valueSpan(value, i));
      return [];
    }
    const importKey = [...entry.keys()].map(keyText).find((key) => statementOf(key) === "import_playbook");
    return importKey === void 0 ? parsePlay(context, entry) : importPlaybook(context, entry, importKey, importing);
  });
}
function importPlaybook(context, entry, key, importing) {
  const span = keySpan(entry, key);
  const allowed = [key, "name", "when", "tags", "vars"];
  for (const other of entry.keys()) {
    if (!allowed.includes(keyText(other))) {
      problem(
        context,
        "unknown-keyword",
        `'${keyText(other)}' is not a keyword of import_playbook`,
        keySpan(entry, other),
        didYouMean(keyText(other), allowed)
      );
    }
  }
  const name = staticText(context, entry.get(key) ?? null);
  if (name === void 0) return [];
  const text2 = parseFreeForm("import_playbook", name, span).args.get("_raw_params");
  const path = context.source.findPlaybook(typeof text2 === "string" ? text2 : name, context.file);
  if (importing.includes(path)) {
    problem(context, "bad-keyword", `'${name}' imports itself: ${[...importing, path].join(" \u2192 ")}`, span);
    return [];
  }
  const vars = varsOf(context, entry);
  const inherited = {
    ...context.inherited,
    tags: [...context.inherited.tags, ...textList(context, entry, "tags")],
    when: [...context.inherited.when, ...conditions(entry, "when")],
    vars: vars ? [...context.inherited.vars, vars] : context.inherited.vars
  };
  return parsePlays(context.source, path, context.problems, inherited, [...importing, path], span);
}
function parsePlay(outer, map) {
  const withLoops = [...map.keys()].map(keyText).find((k) => !isKeywordName(k) && outer.source.isAction(k));
  if (withLoops !== void 0 && !map.has("hosts")) {
    problem(
      outer,
      "bad-keyword",
      "this is a task where a play is expected",
      keySpan(map, withLoops),
      "put it under 'tasks:' of a play with 'hosts:'"
    );
    return [];
  }
  checkKeywords(outer, map, "play", () => false);
  if (!map.has("hosts")) {
    problem(
      outer,
      "bad-keyword",
      "a play needs 'hosts'",
      selfSpan(map),
      "say which hosts it is for, e.g. 'hosts: all'"
    );
    return [];
  }
  checkSerial(outer, map);
  const playRoles = [];
  const context = { ...outer, inherited: inherit(outer, map, "play"), playRoles };
  const roles = rolesOf(context, map);
  const section = (key) => parseNodes(context, map.get(key), `'${key}'`);
  const preTasks = section("pre_tasks");
  const tasks = section("tasks");
  return [
    {
      span: selfSpan(map),
      file: context.file,
      name: map.get("name") ?? void 0,
      hosts: map.get("hosts") ?? null,
      hostsSpan: valueSpan(map, "hosts"),
      inherited: context.inherited,
      vars: varsOf(context, map) ?? /* @__PURE__ */ new Map(),
      varsFiles: map.get("vars_files") ?? null,
      varsFilesSpan: valueSpan(map, "vars_files"),
      gatherFacts: map.get("gather_facts"),
      gatherSubset: map.get("gather_subset"),
      gatherTimeout: map.get("gather_timeout"),
      factPath: map.get("fact_path"),
      serial: map.get("serial"),
      strategy: map.get("strategy"),
      order: map.get("order"),
      maxFailPercentage: map.get("max_fail_percentage"),
      forceHandlers: map.get("force_handlers"),
      roles: playRoles,
      preTasks,
      tasks: [...roles, ...tasks],
      postTasks: section("post_tasks"),
      handlers: parseNodes({ ...context, handlers: true }, map.get("handlers"), "'handlers'")
    }
  ];
}
function checkSerial(context, map) {
  const value = map.get("serial") ?? [];
  for (const size of Array.isArray(value) ? value : [value]) {
    if (size instanceof TemplateText || typeof size === "number") continue;
    if (typeof size === "string" && /^\s*-?\d+\s*%?\s*$/.test(size)) continue;
    const hint = "write 'serial: 2', 'serial: 30%' or a list of such sizes";
    problem(context, "bad-keyword", "'serial' must be numbers or percentages of hosts", valueSpan(map, "serial"), hint);
  }
}
function rolesOf(context, map) {
  const value = map.get("roles");
  if (value === void 0 || value === null) return [];
  if (!Array.isArray(value)) {
    problem(context, "bad-keyword", "'roles' must be a list", valueSpan(map, "roles"));
    return [];
  }
  return value.flatMap((entry, i) => {
    const block = useEntry(context, entry, spansOf(value)?.values.get(i));
    return block ? [block] : [];
  });
}

// src/engine/settings.ts
var TRUE = new Set(TRUE_WORDS);
var FALSE = new Set(FALSE_WORDS);
function truth(run, value, scope, fallback = false) {
  const resolved = settled(run, value, scope);
  if (resolved === void 0) return fallback;
  if (typeof resolved === "boolean") return resolved;
  const word = plainText(resolved).toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new TsplayError("bad-keyword", `'${plainText(resolved)}' is neither true nor false`, {
    hint: "write true or false, or a template that gives one of them"
  });
}
function text(run, value, scope) {
  const resolved = settled(run, value, scope);
  return resolved === void 0 ? void 0 : plainText(resolved);
}
function number(run, value, scope, keyword) {
  const resolved = settled(run, value, scope);
  if (resolved === void 0) return void 0;
  const parsed = Number(plainText(resolved).replace(/%$/, ""));
  if (Number.isFinite(parsed)) return parsed;
  throw new TsplayError("bad-keyword", `'${keyword}' must be a number, not '${plainText(resolved)}'`);
}
function settled(run, value, scope) {
  if (value === void 0 || value === null) return void 0;
  const resolved = run.ports.template.resolve(value, scope);
  if (resolved instanceof OmitValue) return settled(run, insteadOf(value), scope);
  return resolved === null || resolved instanceof Undefined ? void 0 : resolved;
}
function asText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
function plainText(value) {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : keyText(value);
}
function becomeOf(run, task, scope, variable) {
  const { options } = run.ports;
  const { inherited } = task;
  const asked = variable("ansible_become");
  const wanted = asked === void 0 ? truth(run, inherited.become, scope, options.become) : asked === true || TRUE.has(asText(asked).toLowerCase());
  if (!wanted) return void 0;
  const pick = (names, keyword, flag) => {
    for (const name2 of names) {
      const value = variable(name2);
      if (value !== void 0 && value !== null && value !== "") return asText(value);
    }
    return text(run, keyword, scope) ?? flag;
  };
  const method = pick(["ansible_become_method"], inherited.becomeMethod, options.becomeMethod) ?? "sudo";
  const name = method.replace(/^(?:ansible\.builtin|community\.general)\./, "");
  const password = pick(
    ["ansible_become_password", "ansible_become_pass", `ansible_${name}_pass`, `ansible_${name}_password`],
    void 0,
    options.becomePassword
  );
  if (password !== void 0) run.ports.secrets.add(password);
  return {
    method: name,
    user: pick(["ansible_become_user", `ansible_${name}_user`], inherited.becomeUser, options.becomeUser) ?? "root",
    flags: pick(["ansible_become_flags", `ansible_${name}_flags`], inherited.becomeFlags, void 0),
    exe: pick(["ansible_become_exe", `ansible_${name}_exe`], inherited.becomeExe, void 0),
    password
  };
}
function environmentOf(run, task, scope) {
  const merged = {};
  for (const written of task.inherited.environment) {
    const resolved = settled(run, written, scope);
    for (const part of Array.isArray(resolved) ? resolved : [resolved]) {
      if (part === void 0 || part === null || part === "") continue;
      if (!(part instanceof Map))
        throw new TsplayError("bad-keyword", "'environment' must be a mapping of names to values", { span: task.span });
      for (const [key, value] of part) {
        if (value !== null && !(value instanceof OmitValue))
          merged[keyText(key)] = typeof value === "boolean" ? value ? "True" : "False" : plainText(value);
      }
    }
  }
  return merged;
}

// src/engine/debug-task.ts
var DebuggerQuit = class extends Error {
  constructor() {
    super("the run was ended in the debugger");
    this.name = "DebuggerQuit";
  }
};
function wantsDebugger(run, task, host, verdict) {
  const { options } = run.ports;
  const everywhere = run.strategy === "debug" || options.taskDebugger === true;
  const { debugger: written, ignoreErrors } = task.inherited;
  if (!everywhere && written === void 0) return false;
  const scope = scopeFor(run, host, task);
  const forgiven = options.debuggerIgnoresErrors !== false && truth(run, ignoreErrors, scope);
  const failed = verdict.status === "failed" && !forgiven;
  switch (text(run, written, scope)) {
    case "always":
      return true;
    case "never":
      return false;
    case "on_failed":
      return failed;
    case "on_unreachable":
      return verdict.status === "unreachable";
    case "on_skipped":
      return verdict.status === "skipped";
    default:
      return everywhere && (failed || verdict.status === "unreachable");
  }
}
async function debugTask(debugged) {
  const { state } = debugged.run;
  const session = state.asking.then(async () => {
    const { runDebugger } = await import("./debugger-WK75CJ47.js");
    return runDebugger(debugged);
  });
  state.asking = session.catch(() => void 0);
  return session;
}

export {
  env,
  nodeFiles,
  ask,
  createTemplatePort,
  expandHome,
  createPerson,
  NOTHING_INHERITED,
  splitWords2 as splitWords,
  pairValue,
  fileText,
  statementOf,
  loadTasks,
  includedContext,
  useRole,
  roleRequest,
  parsePlaybook,
  hostsOf,
  groupsOf,
  limitPatterns,
  matchHosts,
  HostVariables,
  loadInventory,
  searchPath,
  candidates,
  findFile,
  ProjectSource,
  scopeFor,
  withDelegate,
  truth,
  text,
  number,
  becomeOf,
  environmentOf,
  resultValue,
  DebuggerQuit,
  wantsDebugger,
  debugTask
};
