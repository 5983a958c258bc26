import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  matchesPatterns
} from "./chunk-DYFBCVG5.js";
import {
  ChannelRefused,
  dialFailure,
  isUnreachable
} from "./chunk-7CV2UUS6.js";
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// src/connection/local.ts
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { homedir } from "node:os";
var HELD_OUTPUT_GRACE = 500;
var CLOSE_GRACE = 500;
function openLocalWire(settings) {
  const children = /* @__PURE__ */ new Set();
  let closed = false;
  const killGroup = (child) => {
    if (child.pid === void 0) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
    }
  };
  return {
    exec(command) {
      return new Promise((resolve2, reject) => {
        if (closed) {
          reject(new TsplayError("unreachable", `${settings.name}: the local connection is closed`));
          return;
        }
        const child = spawn("/bin/sh", ["-c", command], {
          stdio: ["pipe", "pipe", "pipe"],
          detached: true,
          cwd: settings.cwd ?? homedir()
        });
        child.on("error", (error) => {
          reject(
            new TsplayError("unreachable", `${settings.name}: cannot start /bin/sh: ${error.message}`, {
              cause: error
            })
          );
        });
        child.stdin.on("error", () => void 0);
        const exit = new Promise((done) => {
          child.on("exit", (code, signal) => {
            children.delete(child);
            const timer = setTimeout(() => done({ code, signal }), HELD_OUTPUT_GRACE);
            child.on("close", () => {
              clearTimeout(timer);
              done({ code, signal });
            });
          });
        });
        child.on("spawn", () => {
          children.add(child);
          resolve2({
            stdin: child.stdin,
            stdout: child.stdout,
            stderr: child.stderr,
            exit,
            kill: () => {
              killGroup(child);
              child.stdout.destroy();
              child.stderr.destroy();
            }
          });
        });
      });
    },
    dial(target) {
      return new Promise((resolve2, reject) => {
        const local = "socketPath" in target;
        const where = local ? target.socketPath : `${target.host}:${target.port}`;
        const socket = local ? connect(target.socketPath) : connect(target.port, target.host);
        const onError = (error) => reject(dialFailure(settings.name, where, error));
        socket.once("error", onError);
        socket.once("connect", () => {
          socket.off("error", onError);
          resolve2(socket);
        });
      });
    },
    // The controller does not lose itself.
    onBroken: () => void 0,
    async close() {
      closed = true;
      await Promise.all(
        [...children].map(
          (child) => new Promise((done) => {
            const timer = setTimeout(() => {
              killGroup(child);
              done();
            }, CLOSE_GRACE);
            child.once("exit", () => {
              clearTimeout(timer);
              done();
            });
            child.stdin?.end();
          })
        )
      );
    }
  };
}

// src/connection/pool.ts
var MAX_SESSIONS = 10;
async function openWire(settings) {
  if (settings.transport === "local") return openLocalWire(settings);
  const { openSshWire } = await import("./ssh-GZPQFHDP.js");
  return openSshWire(settings);
}
function poolKey(settings) {
  return JSON.stringify(settings, (key, value) => key === "name" ? void 0 : value);
}
var SharedWire = class {
  constructor(settings, capacity, onEmpty) {
    this.settings = settings;
    this.capacity = capacity;
    this.onEmpty = onEmpty;
  }
  settings;
  capacity;
  onEmpty;
  connections = [];
  opening;
  listeners = [];
  ended = false;
  /** Opens another connection; callers at the same time share it. */
  connect() {
    this.opening ??= this.openConnection().finally(() => {
      this.opening = void 0;
    });
    return this.opening;
  }
  async openConnection() {
    if (this.ended) throw new TsplayError("unreachable", `${this.settings.name}: the connection is closed`);
    const wire = await openWire(this.settings);
    if (this.ended) {
      await wire.close();
      throw new TsplayError("unreachable", `${this.settings.name}: the connection is closed`);
    }
    const connection = { wire, sessions: 0, capacity: this.capacity };
    this.connections.push(connection);
    wire.onBroken((reason) => {
      this.connections.splice(this.connections.indexOf(connection), 1);
      if (this.connections.length > 0 || this.ended) return;
      this.ended = true;
      this.onEmpty();
      for (const listener of this.listeners) listener(reason);
    });
    return connection;
  }
  async exec(command) {
    for (; ; ) {
      const connection = this.connections.find((c) => c.sessions < c.capacity) ?? await this.connect();
      if (connection.sessions >= connection.capacity) continue;
      connection.sessions++;
      try {
        const started = await connection.wire.exec(command);
        void started.exit.then(() => connection.sessions--);
        return started;
      } catch (error) {
        connection.sessions--;
        if (!(error instanceof ChannelRefused) || connection.sessions === 0) throw error;
        connection.capacity = connection.sessions;
      }
    }
  }
  async dial(target) {
    const connection = this.connections[0] ?? await this.connect();
    return connection.wire.dial(target);
  }
  onBroken(listener) {
    this.listeners.push(listener);
  }
  async close() {
    this.ended = true;
    await Promise.all(this.connections.splice(0).map((c) => c.wire.close()));
  }
};
function createWirePool() {
  const wires = /* @__PURE__ */ new Map();
  let closed = false;
  const connect2 = async (settings, key) => {
    const wire = new SharedWire(settings, settings.transport === "local" ? Infinity : MAX_SESSIONS, () => {
      wires.delete(key);
    });
    await wire.connect();
    return wire;
  };
  return {
    async open(settings) {
      if (closed) throw new TsplayError("unreachable", `${settings.name}: the run is over, no connection is opened`);
      const key = poolKey(settings);
      const known = wires.get(key);
      if (known) return known;
      const attempt = connect2(settings, key);
      wires.set(key, attempt);
      attempt.catch(() => {
        if (wires.get(key) === attempt) wires.delete(key);
      });
      return attempt;
    },
    async drop(settings) {
      const key = poolKey(settings);
      const known = wires.get(key);
      wires.delete(key);
      await known?.then(
        (wire) => wire.close(),
        () => void 0
      );
    },
    async close() {
      closed = true;
      const all = [...wires.values()];
      wires.clear();
      await Promise.all(
        all.map(
          (attempt) => attempt.then(
            (wire) => wire.close(),
            () => void 0
          )
        )
      );
    }
  };
}

// src/connection/ssh-options.ts
function noOptions() {
  return { identityFiles: [] };
}
var WITHOUT_EFFECT = /* @__PURE__ */ new Set([
  "addkeystoagent",
  "batchmode",
  "checkhostip",
  "compression",
  "controlmaster",
  "controlpath",
  "controlpersist",
  "hashknownhosts",
  "loglevel",
  "numberofpasswordprompts",
  "passwordprompts",
  "permitlocalcommand",
  "requesttty",
  "tcpkeepalive",
  "updatehostkeys",
  "visualhostkey"
]);
function bad(key, value, wanted) {
  return new TsplayError("connection-setting", `the SSH option ${key} cannot be '${value}'`, {
    hint: `it takes ${wanted}`
  });
}
function yesNo(key, value) {
  const lower = value.toLowerCase();
  if (lower === "yes" || lower === "true") return true;
  if (lower === "no" || lower === "false") return false;
  throw bad(key, value, "yes or no");
}
function seconds(key, value) {
  const units = { "": 1, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
  if (!/^(\d+[smhdw]?)+$/i.test(value)) throw bad(key, value, "a time in seconds");
  return [...value.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, m) => sum + Number(m[1]) * (units[m[2]?.toLowerCase() ?? ""] ?? 1),
    0
  );
}
function portNumber(value) {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) throw bad("Port", value, "a number from 1 to 65535");
  return port;
}
function optionWords(value) {
  return [...value.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? "");
}
function takeOption(options, key, value) {
  const one = optionWords(value)[0] ?? "";
  switch (key.toLowerCase()) {
    case "hostname":
      options.hostName ??= one;
      break;
    case "user":
      options.user ??= one;
      break;
    case "port":
      options.port ??= portNumber(one);
      break;
    case "identityfile":
      if (!options.identityFiles.includes(one)) options.identityFiles.push(one);
      break;
    case "identitiesonly":
      options.identitiesOnly ??= yesNo(key, one);
      break;
    case "identityagent":
      options.identityAgent ??= one;
      break;
    // Whichever of the two is said first disables the other, as in OpenSSH.
    case "proxyjump":
      if (options.proxyCommand === void 0) options.proxyJump ??= one;
      break;
    case "proxycommand":
      if (options.proxyJump === void 0) options.proxyCommand ??= value;
      break;
    case "userknownhostsfile":
      options.userKnownHostsFiles ??= optionWords(value);
      break;
    case "globalknownhostsfile":
      options.globalKnownHostsFiles ??= optionWords(value);
      break;
    case "stricthostkeychecking":
      if (!["yes", "no", "ask", "accept-new", "off", "true", "false"].includes(one.toLowerCase())) {
        throw bad(key, one, "yes, ask, accept-new or no");
      }
      options.strictHostKeyChecking ??= one.toLowerCase();
      break;
    case "hostkeyalias":
      options.hostKeyAlias ??= one;
      break;
    case "connecttimeout":
      if (one.toLowerCase() !== "none") options.connectTimeout ??= seconds(key, one);
      break;
    case "serveraliveinterval":
      options.serverAliveInterval ??= seconds(key, one);
      break;
    case "passwordauthentication":
    case "kbdinteractiveauthentication":
    case "challengeresponseauthentication":
      if (!yesNo(key, one)) options.passwordAuthentication ??= false;
      break;
    // What tsplay never does may be switched off, and what it always does may be switched on.
    case "forwardagent":
    case "forwardx11":
    case "gssapiauthentication":
    case "gssapidelegatecredentials":
    case "hostbasedauthentication":
    case "clearallforwardings":
      return one.toLowerCase() === "no" || key.toLowerCase() === "clearallforwardings" ? "without-effect" : "unknown";
    case "pubkeyauthentication":
      return yesNo(key, one) ? "without-effect" : "unknown";
    default:
      return WITHOUT_EFFECT.has(key.toLowerCase()) ? "without-effect" : "unknown";
  }
  return "taken";
}

// src/connection/ssh-args.ts
function splitWords(text) {
  const words = [];
  let word;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === "'" || c === '"') {
      let end = i + 1;
      let inner = "";
      while (end < text.length && text[end] !== c) {
        if (c === '"' && text[end] === "\\" && /["\\$`]/.test(text[end + 1] ?? "")) end++;
        inner += text[end++];
      }
      if (end >= text.length) {
        throw new TsplayError("connection-setting", `a quote is not closed in the SSH arguments '${text}'`, {
          hint: `close the ${c}`
        });
      }
      word = (word ?? "") + inner;
      i = end;
    } else if (c === "\\" && i + 1 < text.length) word = (word ?? "") + (text[++i] ?? "");
    else if (/\s/.test(c)) {
      if (word !== void 0) words.push(word);
      word = void 0;
    } else word = (word ?? "") + c;
  }
  if (word !== void 0) words.push(word);
  return words;
}
var FLAGS_WITHOUT_EFFECT = /^[CNTaknqvx]$/;
function refused(argument, source) {
  return new TsplayError("connection-setting", `'${argument}' in ${source} is not supported`, {
    hint: "understood are -o with the usual options, -i, -J, -p, -l and -F; leave the rest out, or put the host into ~/.ssh/config"
  });
}
function parseSshArguments(text, source) {
  const words = splitWords(text);
  const options = noOptions();
  const rest = [];
  let configFile;
  let forward;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (!word.startsWith("-") || word === "-") {
      rest.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const flag = word[at] ?? "";
      if (FLAGS_WITHOUT_EFFECT.test(flag)) continue;
      if (!/[oiJplFW]/.test(flag)) throw refused(`-${flag}`, source);
      const value = word.length > at + 1 ? word.slice(at + 1) : words[++i];
      if (value === void 0) {
        throw new TsplayError("connection-setting", `-${flag} in ${source} has no value`, { hint: "give it one" });
      }
      switch (flag) {
        case "o": {
          const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/s.exec(value);
          if (!match) throw refused(`-o ${value}`, source);
          if (takeOption(options, match[1] ?? "", match[2] ?? "") === "unknown")
            throw refused(`-o ${match[1]}=${match[2]}`, source);
          break;
        }
        case "i":
          options.identityFiles.push(value);
          break;
        case "J":
          options.proxyJump ??= value;
          break;
        case "p":
          options.port ??= portNumber(value);
          break;
        case "l":
          options.user ??= value;
          break;
        case "F":
          configFile ??= value;
          break;
        default:
          forward ??= value;
      }
      break;
    }
  }
  return { options, configFile, forward, rest };
}

// src/connection/jumps.ts
function parseDestination(text, options) {
  const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:\s/]+|[0-9a-fA-F:]+)(?::(\d+))?\/?$/.exec(text.trim());
  if (match?.[2] === void 0) {
    throw new TsplayError("connection-setting", `'${text}' is no host to jump through`, {
      hint: "write it as user@host:port"
    });
  }
  if (match[1] !== void 0) options.user ??= match[1];
  if (match[3] !== void 0) options.port ??= portNumber(match[3]);
  return { host: match[2].replace(/^\[|\]$/g, ""), options };
}
function fromProxyCommand(command, source) {
  const [program, ...rest] = splitWords(command.trim().replace(/^exec\s+/, ""));
  const hint = "write it as ProxyJump: -o ProxyJump=user@host (or -J user@host)";
  if (program === void 0 || !/(^|\/)ssh$/.test(program)) {
    throw new TsplayError("connection-setting", `the ProxyCommand '${command}' in ${source} is not supported`, {
      hint
    });
  }
  const quoted = rest.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const parsed = parseSshArguments(quoted, `the ProxyCommand in ${source}`);
  const [destination, ...more] = parsed.rest;
  const netcat = /^(nc|netcat)$/.test(more[0] ?? "") && more.at(-2) === "%h" && more.at(-1) === "%p";
  const forwards = parsed.forward === "%h:%p" || parsed.forward === "[%h]:%p";
  if (destination === void 0 || !(forwards ? more.length === 0 : netcat)) {
    throw new TsplayError("connection-setting", `the ProxyCommand '${command}' in ${source} is not supported`, {
      hint
    });
  }
  return { ...parseDestination(destination, parsed.options), configFile: parsed.configFile };
}
function parseJumps(options, source) {
  const { proxyJump, proxyCommand } = options;
  if (proxyJump !== void 0 && proxyJump.toLowerCase() !== "none") {
    return proxyJump.split(",").map((text) => parseDestination(text, noOptions()));
  }
  if (proxyCommand !== void 0 && proxyCommand.toLowerCase() !== "none")
    return [fromProxyCommand(proxyCommand, source)];
  return [];
}

// src/connection/ssh-config.ts
var MAX_INCLUDE_DEPTH = 16;
function expandTokens(text, tokens) {
  return text.replace(/%(.)/g, (all, letter) => letter === "%" ? "%" : tokens[letter] ?? all);
}
function expandHome(path, home) {
  return path === "~" ? home : path.startsWith("~/") ? `${home}${path.slice(1)}` : path;
}
var Reader = class {
  constructor(original, context) {
    this.original = original;
    this.context = context;
  }
  original;
  context;
  options = { ...noOptions(), warnings: [] };
  get target() {
    return this.options.hostName === void 0 ? this.original : expandTokens(this.options.hostName, { h: this.original });
  }
  /** @param active whether an enclosing block applies */
  read(file, active, depth) {
    let applies = active;
    file.text.split(/\r?\n/).forEach((line, index) => {
      const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
      const key = match?.[1]?.toLowerCase();
      if (key === void 0) return;
      const value = match?.[2] ?? "";
      const place = `${file.path}:${index + 1}`;
      if (key === "host") applies = active && matchesPatterns(optionWords(value), this.original.toLowerCase());
      else if (key === "match") applies = active && this.matches(value, place);
      else if (!applies) return;
      else if (key === "include") this.include(value, file.path, depth, place);
      else this.take(key, value, place);
    });
  }
  take(key, value, place) {
    try {
      takeOption(this.options, key, value);
    } catch (error) {
      this.options.warnings.push(`${place}: ${error.message}`);
    }
  }
  include(value, from, depth, place) {
    if (depth >= MAX_INCLUDE_DEPTH) {
      this.options.warnings.push(`${place}: Include is nested too deeply and left out`);
      return;
    }
    for (const pattern of optionWords(value)) {
      for (const file of this.context.include(pattern, from)) this.read(file, true, depth + 1);
    }
  }
  matches(value, place) {
    const words = optionWords(value);
    let result = true;
    for (let i = 0; i < words.length; i++) {
      let criterion = (words[i] ?? "").toLowerCase();
      const negated = criterion.startsWith("!");
      if (negated) criterion = criterion.slice(1);
      if (criterion === "all") continue;
      const subjects = {
        host: this.target.toLowerCase(),
        originalhost: this.original.toLowerCase(),
        user: this.context.remoteUser ?? this.options.user ?? this.context.localUser,
        localuser: this.context.localUser
      };
      const subject = subjects[criterion];
      if (subject === void 0) {
        if (criterion !== "canonical" && criterion !== "final") {
          this.options.warnings.push(`${place}: 'Match ${criterion}' is not supported, the block is left out`);
        }
        return false;
      }
      const patterns = (words[++i] ?? "").split(",");
      if (matchesPatterns(patterns, subject) === negated) result = false;
    }
    return result;
  }
};
function sshConfigFor(host, files, context) {
  const reader = new Reader(host, context);
  for (const file of files) reader.read(file, true, 0);
  return reader.options;
}

// src/connection/settings.ts
var DEFAULT_TIMEOUT = 10;
var DEFAULT_KEEP_ALIVE = 15;
var SSH_NAMES = /* @__PURE__ */ new Set([
  "ssh",
  "smart",
  "paramiko",
  "paramiko_ssh",
  "ansible.builtin.ssh",
  "ansible.builtin.paramiko_ssh"
]);
var LOCAL_NAMES = /* @__PURE__ */ new Set(["local", "ansible.builtin.local"]);
var OTHERS = "tsplay connects by ssh and local; a container is reached by delegating to its host, a Windows or network device not at all";
function policyOf(value) {
  if (value === "accept-new") return "accept-new";
  return value === "no" || value === "off" || value === "false" ? "off" : "strict";
}
function isTrue(value) {
  return value === true || /^(1|true|yes|on|y|t)$/i.test(String(value));
}
var Derivation = class {
  constructor(input) {
    this.input = input;
  }
  input;
  /** The first of the variables that is set, as text. */
  text(...names) {
    for (const name of names) {
      const value = this.input.variables(name);
      if (value === void 0 || value === null || value === "") continue;
      if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
        return String(value);
      }
      throw new TsplayError("connection-setting", `${this.input.name}: ${name} is not a text`, {
        hint: "give one value, not a list or a dict"
      });
    }
    return void 0;
  }
  hostKeyChecking() {
    for (const name of ["ansible_ssh_host_key_checking", "ansible_host_key_checking"]) {
      const value = this.input.variables(name);
      if (value !== void 0 && value !== null) return isTrue(value);
    }
    const { cli, env } = this.input;
    if (cli.hostKeyChecking !== void 0) return cli.hostKeyChecking;
    const fromEnv = env["ANSIBLE_SSH_HOST_KEY_CHECKING"] ?? env["ANSIBLE_HOST_KEY_CHECKING"];
    return fromEnv === void 0 || isTrue(fromEnv);
  }
  arguments() {
    const { cli, env } = this.input;
    const parts = [
      [this.text("ansible_ssh_args") ?? env["ANSIBLE_SSH_ARGS"], "ansible_ssh_args"],
      [
        this.text("ansible_ssh_common_args") ?? cli.sshCommonArgs ?? env["ANSIBLE_SSH_COMMON_ARGS"],
        "ansible_ssh_common_args"
      ],
      [
        this.text("ansible_ssh_extra_args") ?? cli.sshExtraArgs ?? env["ANSIBLE_SSH_EXTRA_ARGS"],
        "ansible_ssh_extra_args"
      ]
    ];
    const said = parts.filter((part) => part[0] !== void 0 && part[0].trim() !== "");
    const source = said.map(([, name]) => name).join(" and ");
    const parsed = parseSshArguments(said.map(([text]) => text).join(" "), `${this.input.name}'s ${source}`);
    if (parsed.rest.length > 0 || parsed.forward !== void 0) {
      const what = parsed.rest[0] ?? `-W ${parsed.forward}`;
      throw new TsplayError("connection-setting", `'${what}' in ${this.input.name}'s ${source} is not supported`, {
        hint: "SSH arguments hold options only"
      });
    }
    return { options: parsed.options, configFile: parsed.configFile, source };
  }
  settings() {
    const { input } = this;
    const connection = this.text("ansible_connection") ?? input.cli.connection ?? (input.implicitLocalhost === true ? "local" : "ssh");
    if (LOCAL_NAMES.has(connection)) return { transport: "local", name: input.name, cwd: input.baseDirectory };
    if (!SSH_NAMES.has(connection)) {
      throw new TsplayError("connection-setting", `${input.name}: the connection '${connection}' is not supported`, {
        hint: OTHERS
      });
    }
    const { options: said, configFile, source } = this.arguments();
    const { env, cli } = input;
    const port = this.text("ansible_port", "ansible_ssh_port") ?? env["ANSIBLE_REMOTE_PORT"];
    const key = this.text("ansible_ssh_private_key_file", "ansible_private_key_file") ?? cli.privateKey ?? env["ANSIBLE_PRIVATE_KEY_FILE"];
    const timeout = this.text("ansible_ssh_timeout", "ansible_timeout") ?? cli.timeout ?? env["ANSIBLE_TIMEOUT"];
    const user = this.text("ansible_user", "ansible_ssh_user") ?? cli.remoteUser ?? env["ANSIBLE_REMOTE_USER"];
    const explicit = {
      ...said,
      identityFiles: [...key === void 0 ? [] : [key], ...said.identityFiles]
    };
    if (port !== void 0) explicit.port = portNumber(port);
    if (user !== void 0) explicit.user = user;
    if (timeout !== void 0) {
      explicit.connectTimeout = Number(timeout);
      if (!(explicit.connectTimeout > 0)) {
        throw new TsplayError("connection-setting", `${input.name}: the connection timeout cannot be '${timeout}'`, {
          hint: "give seconds"
        });
      }
    }
    if (!this.hostKeyChecking()) explicit.strictHostKeyChecking = "no";
    return this.destination(
      {
        host: this.text("ansible_host", "ansible_ssh_host") ?? input.name,
        options: explicit,
        configFile
      },
      {
        password: this.text("ansible_password", "ansible_ssh_pass", "ansible_ssh_password") ?? cli.connectionPassword,
        source,
        ownJumps: true,
        via: []
      }
    );
  }
  /** Settings for the host itself or for one on the way to it. */
  destination(to, about) {
    const { input } = this;
    const config = input.sshConfig(to.host, { user: to.options.user, file: to.configFile });
    for (const warning of config.warnings) input.onWarning?.(warning);
    const said = to.options;
    const user = said.user ?? config.user ?? input.localUser;
    const port = said.port ?? config.port ?? 22;
    const host = expandTokens(said.hostName ?? config.hostName ?? to.host, { h: to.host });
    const tokens = { h: host, n: to.host, p: String(port), r: user, u: input.localUser, d: input.home };
    const path = (text) => expandHome(expandTokens(text, tokens), input.home);
    const identityFiles = [...said.identityFiles, ...config.identityFiles].filter((file) => file !== "none").map(path);
    const passwords = said.passwordAuthentication ?? config.passwordAuthentication ?? true;
    const userFiles = said.userKnownHostsFiles ?? config.userKnownHostsFiles ?? ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"];
    const globalFiles = said.globalKnownHostsFiles ?? config.globalKnownHostsFiles ?? ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];
    const jumpsSaid = said.proxyJump !== void 0 || said.proxyCommand !== void 0;
    return {
      transport: "ssh",
      name: input.name,
      host,
      port,
      user,
      identityFiles: [...new Set(identityFiles)],
      identitiesOnly: said.identitiesOnly ?? config.identitiesOnly ?? false,
      agent: this.agent(said.identityAgent ?? config.identityAgent, path),
      password: passwords ? about.password : void 0,
      hostKeyPolicy: policyOf(said.strictHostKeyChecking ?? config.strictHostKeyChecking),
      knownHostsFiles: [...userFiles, ...globalFiles].filter((file) => file !== "none").map(path),
      hostKeyAlias: said.hostKeyAlias ?? config.hostKeyAlias,
      jumps: about.ownJumps ? this.jumps(jumpsSaid ? said : config, jumpsSaid ? about.source : "the SSH configuration", [
        ...about.via,
        to.host
      ]) : [],
      connectTimeout: (said.connectTimeout ?? config.connectTimeout ?? DEFAULT_TIMEOUT) * 1e3,
      keepAlive: (said.serverAliveInterval ?? config.serverAliveInterval ?? DEFAULT_KEEP_ALIVE) * 1e3
    };
  }
  /** Outermost first. Only the first host's own configuration can add hosts before it, as in OpenSSH. */
  jumps(options, source, via) {
    const jumps = parseJumps(options, source);
    return jumps.flatMap((jump, index) => {
      if (via.includes(jump.host)) {
        if (via.at(-1) === jump.host) return [];
        throw new TsplayError(
          "connection-setting",
          `${this.input.name}: ProxyJump goes in a circle: ${[...via, jump.host].join(" \u2192 ")}`,
          {
            hint: "give the jump host `ProxyJump none` in the SSH configuration"
          }
        );
      }
      const settings = this.destination(jump, { password: void 0, source, ownJumps: index === 0, via });
      return [...settings.jumps, { ...settings, jumps: [] }];
    });
  }
  agent(identityAgent, path) {
    const { env } = this.input;
    const usual = env["SSH_AUTH_SOCK"] === "" ? void 0 : env["SSH_AUTH_SOCK"];
    if (identityAgent === void 0 || identityAgent === "SSH_AUTH_SOCK") return usual;
    if (identityAgent === "none") return void 0;
    return identityAgent.startsWith("$") ? env[identityAgent.replace(/[${}]/g, "")] : path(identityAgent);
  }
};
function deriveSettings(input) {
  return new Derivation(input).settings();
}

// src/connection/ssh-config-files.ts
import { readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
var SYSTEM_CONFIG = "/etc/ssh/ssh_config";
function readOptional(path) {
  try {
    return [{ path, text: readFileSync(path, "utf8") }];
  } catch {
    return [];
  }
}
function glob(pattern) {
  if (!/[*?]/.test(pattern)) return [pattern];
  const parent = dirname(pattern);
  const name = pattern.slice(parent === "/" ? 1 : parent.length + 1);
  return glob(parent).flatMap((directory) => {
    try {
      const entries = readdirSync(directory).sort();
      const visible = entries.filter((entry) => !entry.startsWith(".") || name.startsWith("."));
      return visible.filter((entry) => matchesPatterns([name], entry.toLowerCase())).map((entry) => join(directory, entry));
    } catch {
      return [];
    }
  });
}
function createSshConfigReader(home, localUser) {
  const usual = join(home, ".ssh", "config");
  const cache = /* @__PURE__ */ new Map();
  const read = (path) => {
    let files = cache.get(path);
    if (!files) {
      files = readOptional(path);
      cache.set(path, files);
    }
    return files;
  };
  const configFor = (host, lookup) => {
    let files;
    if (lookup.file === void 0) files = [...read(usual), ...read(SYSTEM_CONFIG)];
    else if (lookup.file === "none") files = [];
    else {
      files = read(resolve(expandHome(lookup.file, home)));
      if (files.length === 0) {
        throw new TsplayError("connection-setting", `the SSH configuration ${lookup.file} (-F) cannot be read`, {
          hint: "correct the path in the SSH arguments"
        });
      }
    }
    return sshConfigFor(host, files, {
      home,
      localUser,
      remoteUser: lookup.user,
      include: (pattern, from) => {
        const expanded = expandHome(pattern, home);
        const base = from.startsWith("/etc/") ? "/etc/ssh" : join(home, ".ssh");
        return glob(isAbsolute(expanded) ? expanded : join(base, expanded)).flatMap((path) => [...read(path)]);
      }
    });
  };
  const answers = /* @__PURE__ */ new Map();
  return (host, lookup = {}) => {
    const key = JSON.stringify([host, lookup.user, lookup.file]);
    let answer = answers.get(key);
    if (!answer) answers.set(key, answer = configFor(host, lookup));
    return answer;
  };
}
export {
  createSshConfigReader,
  createWirePool,
  deriveSettings,
  isUnreachable,
  openWire,
  poolKey
};
