import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : typeof Proxy !== "undefined" ? new Proxy(x, {
  get: (a, b) => (typeof require !== "undefined" ? require : a)[b]
}) : x)(function(x) {
  if (typeof require !== "undefined") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __commonJS = (cb, mod) => function __require2() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// src/ground/commands.ts
var Script = class {
  constructor(text) {
    this.text = text;
  }
  text;
  toString() {
    return this.text;
  }
};
var SAFE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;
function quote(value) {
  if (value.includes("\0")) throw new RangeError("a shell word cannot hold a NUL character");
  return SAFE_WORD.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
function embed(value) {
  if (value instanceof Script) return value.text;
  if (typeof value === "string" || typeof value === "number") return quote(String(value));
  return value.map(embed).join(" ");
}
function sh(strings, ...values) {
  let text = strings.raw[0] ?? "";
  values.forEach((value, i) => {
    text += embed(value) + (strings.raw[i + 1] ?? "");
  });
  return new Script(text);
}
function script(text) {
  return new Script(text);
}
function lines(scripts) {
  return new Script(scripts.map((s) => s.text).join("\n"));
}
function argvScript(argv) {
  return new Script(argv.map(quote).join(" "));
}

// src/ground/span.ts
function formatSpan(span) {
  return `${span.file}:${span.line}:${span.col}`;
}

// src/ground/errors.ts
var TsplayError = class extends Error {
  constructor(code, message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
    this.code = code;
    this.name = "TsplayError";
    this.span = details.span;
    this.hint = details.hint;
    this.notes = details.notes;
  }
  code;
  span;
  hint;
  notes;
  toDiagnostic(severity = "error") {
    return {
      code: this.code,
      severity,
      message: this.message,
      span: this.span,
      hint: this.hint,
      notes: this.notes
    };
  }
};
var LoadErrors = class extends Error {
  constructor(diagnostics) {
    super(diagnostics.map((d) => d.span ? `${formatSpan(d.span)}: ${d.message}` : d.message).join("\n"));
    this.diagnostics = diagnostics;
    this.name = "LoadErrors";
  }
  diagnostics;
  /** All of them as the failure of one task on one host: the place and hint are those of the first. */
  asOne() {
    const errors = this.diagnostics.filter((d) => d.severity === "error");
    const [first] = errors;
    const message = errors.map((d) => d.message).join("; ");
    return new TsplayError(first?.code ?? "bad-keyword", message, { span: first?.span, hint: first?.hint });
  }
};

// src/ground/suggest.ts
function distance(a, b) {
  let beforePrevious = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (beforePrevious[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution, swap));
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
function nearest(word, candidates) {
  let best;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}
function didYouMean(word, candidates) {
  const found = nearest(word, candidates);
  return found === void 0 ? "" : `did you mean '${found}'?`;
}

// src/ground/clock.ts
var systemClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    const end = Date.now() + ms;
    const wake = () => {
      const left = end - Date.now();
      if (left > 0) {
        timer = setTimeout(wake, left);
        return;
      }
      signal?.removeEventListener("abort", onAbort);
      resolve();
    };
    let timer = setTimeout(wake, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  })
};

// src/ground/secrets.ts
var CENSORED = "********";
var literally = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
var Secrets = class {
  known = /* @__PURE__ */ new Set();
  pattern;
  /** Very short secrets are not tracked: hiding every "a" would make output useless and give the secret away. */
  add(secret) {
    if (secret.length < 4 || this.known.has(secret)) return;
    this.known.add(secret);
    const longestFirst = [...this.known].sort((a, b) => b.length - a.length);
    this.pattern = new RegExp(longestFirst.map(literally).join("|"), "g");
  }
  redact(text) {
    return this.pattern === void 0 ? text : text.replace(this.pattern, CENSORED);
  }
  /** A copy of a plain JSON-like value in which every string is redacted; the value itself when nothing is known. */
  redactDeep(value) {
    if (this.known.size === 0) return value;
    return this.walk(value);
  }
  walk(value) {
    if (typeof value === "string") return this.redact(value);
    if (Array.isArray(value)) return value.map((v) => this.walk(v));
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [this.redact(k), this.walk(v)]));
    }
    return value;
  }
};

export {
  __require,
  __commonJS,
  __export,
  __toESM,
  systemClock,
  quote,
  sh,
  script,
  lines,
  argvScript,
  TsplayError,
  LoadErrors,
  Secrets,
  didYouMean
};
