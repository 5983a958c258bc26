import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  KnownHosts,
  fingerprint,
  keyType,
  knownHostsName
} from "./chunk-DYFBCVG5.js";
import {
  ChannelRefused,
  brokenWire,
  connectFailure,
  dialFailure
} from "./chunk-7CV2UUS6.js";
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// src/connection/ssh.ts
import ssh22 from "ssh2";

// src/connection/host-key.ts
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
function readFiles(paths) {
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, "utf8") }];
    } catch {
      return [];
    }
  });
}
function append(path, line) {
  mkdirSync(dirname(path), { recursive: true, mode: 448 });
  let before = "";
  try {
    before = readFileSync(path, "utf8");
  } catch {
  }
  const newline = before === "" || before.endsWith("\n") ? "" : "\n";
  appendFileSync(path, `${newline}${line}
`, { mode: 384 });
}
function scanType(type) {
  if (type.startsWith("ecdsa-")) return "ecdsa";
  if (type.startsWith("sk-")) return type.startsWith("sk-ssh-ed25519") ? "ed25519-sk" : "ecdsa-sk";
  return type.replace(/^ssh-/, "");
}
var HostKeyCheck = class {
  constructor(settings) {
    this.settings = settings;
    this.known = new KnownHosts(readFiles(settings.knownHostsFiles));
    this.plainName = (settings.hostKeyAlias ?? settings.host).toLowerCase();
    this.name = settings.hostKeyAlias?.toLowerCase() ?? knownHostsName(settings.host, settings.port);
  }
  settings;
  known;
  name;
  plainName;
  /** Host key algorithms whose keys are known, so that a known ed25519 key is not missed because rsa was negotiated. */
  preferredAlgorithms() {
    const types = this.known.typesOf(this.name);
    const wanted = types.length > 0 ? types : this.known.typesOf(this.plainName);
    return wanted.flatMap((type) => type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type]);
  }
  /** @throws TsplayError host-key-refused */
  accept(key) {
    const result = this.known.check(this.name, key, this.plainName);
    if (result.verdict === "match") return;
    if (result.verdict === "revoked") throw this.refusal(key, result);
    if (this.settings.hostKeyPolicy === "off") return;
    if (result.verdict === "unknown" && this.settings.hostKeyPolicy === "accept-new") {
      const file = this.settings.knownHostsFiles[0];
      if (file !== void 0) append(file, `${this.name} ${keyType(key)} ${key.toString("base64")}`);
      return;
    }
    throw this.refusal(key, result);
  }
  refusal(key, result) {
    const { settings, name } = this;
    const type = keyType(key);
    const shown = `${type} ${fingerprint(key)}`;
    const file = settings.knownHostsFiles[0] ?? "~/.ssh/known_hosts";
    const port = settings.port === 22 ? "" : `-p ${settings.port} `;
    const renamed = settings.hostKeyAlias === void 0 ? "" : ` | sed 's/^[^ ]*/${name}/'`;
    const scan = `ssh-keyscan -t ${scanType(type)} ${port}${settings.host}${renamed} >> ${file}`;
    const through = settings.jumps.length === 0 ? "" : ` (run on ${settings.jumps.at(-1)?.host}, which the connection goes through, and add the line here)`;
    const notes = result.notes.map((message) => ({ message }));
    const say = (message, hint) => new TsplayError("host-key-refused", `${settings.name}: ${message}`, { hint, notes });
    switch (result.verdict) {
      case "revoked":
        return say(
          `the host key of ${name} (${shown}) is revoked by ${result.place}`,
          "do not connect: the key is known to be in the wrong hands; find out what answers at this address"
        );
      case "changed":
        return say(
          `THE HOST KEY OF ${name} HAS CHANGED: it shows ${shown}, ${result.place} holds another ${type} key. Somebody may be listening in, or the host was reinstalled`,
          `if the host was reinstalled, compare the fingerprint on its console, then: ssh-keygen -R '${name}' -f ${file} && ${scan}${through}`
        );
      case "other-type":
        return say(
          `the host key of ${name} is not known: it shows ${shown}, while ${result.place} holds a key of another type`,
          `compare the fingerprint on the host's console, then: ${scan}${through}`
        );
      default:
        return say(
          `the host key of ${name} is not known: ${shown}`,
          `compare the fingerprint on the host's console, then: ${scan}${through}; or accept new keys with StrictHostKeyChecking=accept-new`
        );
    }
  }
};

// src/connection/identities.ts
import { createPrivateKey } from "node:crypto";
import { readFileSync as readFileSync2 } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
var { createAgent, utils, BaseAgent: AgentBase } = ssh2;
var DEFAULT_IDENTITIES = ["id_rsa", "id_ecdsa", "id_ed25519"];
function fromPkcs8(text) {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return text;
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs1", format: "pem" }).toString();
  if (key.asymmetricKeyType === "ec") return key.export({ type: "sec1", format: "pem" }).toString();
  throw new Error(`unsupported key type ${key.asymmetricKeyType}`);
}
function firstKey(parsed) {
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  return one ?? new Error("no key in the file");
}
function load(path) {
  let text;
  try {
    text = readFileSync2(path, "utf8");
  } catch (error) {
    const code = error.code;
    return code === "ENOENT" ? void 0 : `${path} cannot be read (${code})`;
  }
  try {
    const key = firstKey(utils.parseKey(fromPkcs8(text)));
    if (key instanceof Error) throw key;
    return key.isPrivateKey() ? key : `${path} is not a private key`;
  } catch (error) {
    const message = error.message;
    if (/encrypted|passphrase|interrupted or cancelled/i.test(message)) {
      return `${path} is encrypted, and tsplay asks for no passphrases: add it to an agent with \`ssh-add ${path}\``;
    }
    return `${path} is not a usable private key (${message})`;
  }
}
function publicHalf(path) {
  for (const file of [path, `${path}.pub`]) {
    try {
      const key = firstKey(utils.parseKey(readFileSync2(file, "utf8")));
      if (!(key instanceof Error)) return key.getPublicSSH();
    } catch {
    }
  }
  return void 0;
}
var FilteredAgent = class extends AgentBase {
  constructor(inner, allowed) {
    super();
    this.inner = inner;
    this.allowed = allowed;
  }
  inner;
  allowed;
  getIdentities(cb) {
    this.inner.getIdentities((error, keys) => {
      if (error) {
        cb(error);
        return;
      }
      const parsed = (keys ?? []).map((k) => firstKey(utils.parseKey(k)));
      cb(
        void 0,
        parsed.filter(
          (k) => !(k instanceof Error) && this.allowed.some((a) => a.equals(k.getPublicSSH()))
        )
      );
    });
  }
  sign(key, data, options, cb) {
    if (typeof options === "function") this.inner.sign(key, data, options);
    else this.inner.sign(key, data, options, cb);
  }
};
function planLogin(settings) {
  const username = settings.user;
  const named = settings.identityFiles.length > 0;
  const paths = named ? settings.identityFiles : DEFAULT_IDENTITIES.map((file) => join(homedir(), ".ssh", file));
  const identities = [];
  const notes = [];
  const agentOnly = [];
  for (const path of paths) {
    const key = load(path);
    if (key === void 0) {
      if (named) notes.push(`${path} does not exist`);
    } else if (typeof key === "string") {
      const half = settings.agent === void 0 ? void 0 : publicHalf(path);
      if (half) agentOnly.push(half);
      notes.push(key);
    } else identities.push({ path, key });
  }
  const keys = identities.map(({ path, key }) => ({
    said: `key ${path}`,
    method: { type: "publickey", username, key }
  }));
  const agents = [];
  if (settings.agent !== void 0) {
    const agent = createAgent(settings.agent);
    const use = settings.identitiesOnly ? new FilteredAgent(agent, agentOnly) : agent;
    agents.push({
      said: settings.identitiesOnly ? "the named keys in the agent" : "the keys in the agent",
      method: { type: "agent", username, agent: use }
    });
  }
  const attempts = named ? [...keys, ...agents] : [...agents, ...keys];
  const { password } = settings;
  if (password !== void 0) {
    attempts.push(
      { said: "the password", method: { type: "password", username, password } },
      {
        said: "the password (keyboard-interactive)",
        method: {
          type: "keyboard-interactive",
          username,
          prompt: (_name, _instructions, _lang, prompts, finish) => finish(prompts.map((p) => p.echo ? "" : password))
        }
      }
    );
  }
  return {
    methods: [{ type: "none", username }, ...attempts.map((a) => a.method)],
    tried: attempts.map((a) => a.said),
    notes
  };
}

// src/connection/ssh.ts
var { Client } = ssh22;
var KEEP_ALIVE_COUNT = 3;
var HELD_OUTPUT_GRACE = 500;
var HOST_KEY_ALGORITHMS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa"
];
function orderedAlgorithms(check) {
  const preferred = check.preferredAlgorithms().filter((name) => HOST_KEY_ALGORITHMS.includes(name));
  return [.../* @__PURE__ */ new Set([...preferred, ...HOST_KEY_ALGORITHMS])];
}
function authenticator(plan) {
  let index = 0;
  return (methodsLeft, _partial, next) => {
    let method = plan.methods[index++];
    while (method !== void 0 && methodsLeft) {
      const type = method.type === "agent" ? "publickey" : method.type;
      if (methodsLeft.includes(type)) break;
      method = plan.methods[index++];
    }
    next(method ?? false);
  };
}
function authFailure(settings, plan, offered, error) {
  const tried = plan.tried.length === 0 ? "there was nothing to try" : `tried ${plan.tried.join(", ")}`;
  const offer = offered.length === 0 ? "" : `; the host offers ${offered.join(", ")}`;
  return new TsplayError("auth-failed", `${settings.name}: login as '${settings.user}' was refused: ${tried}${offer}`, {
    hint: "name the right key (--private-key, ansible_ssh_private_key_file), load it into an agent, or give a password (-k, ansible_password); check ansible_user",
    notes: plan.notes.map((message) => ({ message })),
    cause: error
  });
}
function connectClient(settings, sock) {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const plan = planLogin(settings);
    const check = new HostKeyCheck(settings);
    let refusal;
    let offered = [];
    const next = authenticator(plan);
    const fail = (error) => {
      client.removeAllListeners();
      client.on("error", () => void 0);
      client.destroy();
      reject(error);
    };
    client.on("ready", () => {
      client.removeAllListeners();
      client.setNoDelay(true);
      resolve(client);
    });
    client.on("error", (error) => {
      if (error.level === "agent") return;
      if (refusal) fail(refusal);
      else if (error.level === "client-authentication" || /too many authentication failures/i.test(error.message)) {
        fail(authFailure(settings, plan, offered, error));
      } else fail(connectFailure(settings, error));
    });
    client.on("close", () => fail(refusal ?? connectFailure(settings, new Error("the host closed the connection"))));
    client.connect({
      host: settings.host,
      port: settings.port,
      username: settings.user,
      ...sock === void 0 ? {} : { sock },
      readyTimeout: settings.connectTimeout,
      keepaliveInterval: settings.keepAlive,
      keepaliveCountMax: KEEP_ALIVE_COUNT,
      algorithms: { serverHostKey: orderedAlgorithms(check) },
      authHandler: (methodsLeft, partial, done) => {
        if (Array.isArray(methodsLeft)) offered = methodsLeft;
        return next(methodsLeft, partial, done);
      },
      hostVerifier: (key) => {
        try {
          check.accept(key);
          return true;
        } catch (error) {
          refusal = error;
          return false;
        }
      }
    });
  });
}
var SshWire = class {
  constructor(settings, client, jump) {
    this.settings = settings;
    this.client = client;
    this.jump = jump;
    let reason;
    client.on("error", (error) => {
      reason = error;
    });
    client.on("close", () => {
      if (this.closed) return;
      this.broken = brokenWire(settings.name, reason?.message ?? "the host closed it", reason);
      void this.jump?.close();
      for (const listener of this.listeners) listener(this.broken);
    });
  }
  settings;
  client;
  jump;
  broken;
  closed = false;
  listeners = [];
  get gone() {
    return this.closed ? new TsplayError("unreachable", `${this.settings.name}: the connection is closed`) : this.broken;
  }
  exec(command) {
    return new Promise((resolve, reject) => {
      if (this.gone) {
        reject(this.gone);
        return;
      }
      const onChannel = (error, channel) => {
        if (error === void 0) resolve(processOn(channel));
        else if (this.gone) reject(this.gone);
        else {
          const name = this.settings.name;
          reject(
            new ChannelRefused("unreachable", `${name}: the host opens no further session: ${error.message}`, {
              hint: "sshd limits sessions per connection (MaxSessions) or allows this user no commands (ForceCommand, nologin shell)",
              cause: error
            })
          );
        }
      };
      try {
        this.client.exec(command, onChannel);
      } catch (error) {
        reject(brokenWire(this.settings.name, error.message, error));
      }
    });
  }
  dial(target) {
    return new Promise((resolve, reject) => {
      if (this.gone) {
        reject(this.gone);
        return;
      }
      const where = "socketPath" in target ? target.socketPath : `${target.host}:${target.port}`;
      const onChannel = (error, channel) => {
        if (error === void 0) resolve(channel);
        else reject(this.gone ?? dialFailure(this.settings.name, where, error));
      };
      try {
        if ("socketPath" in target) this.client.openssh_forwardOutStreamLocal(target.socketPath, onChannel);
        else this.client.forwardOut("127.0.0.1", 0, target.host, target.port, onChannel);
      } catch (error) {
        reject(dialFailure(this.settings.name, where, error));
      }
    });
  }
  onBroken(listener) {
    if (this.broken) listener(this.broken);
    else this.listeners.push(listener);
  }
  async close() {
    if (this.closed) return;
    this.closed = true;
    await new Promise((done) => {
      if (this.broken) {
        done();
        return;
      }
      const timer = setTimeout(() => {
        this.client.destroy();
        done();
      }, 1e3);
      this.client.once("close", () => {
        clearTimeout(timer);
        done();
      });
      this.client.end();
    });
    await this.jump?.close();
  }
};
function processOn(channel) {
  channel.on("error", () => void 0);
  let settle = () => void 0;
  const exit = new Promise((done) => {
    settle = done;
  });
  let ended = { code: null, signal: null };
  channel.on("exit", (code, signal) => {
    ended = { code, signal: signal ?? null };
    setTimeout(() => settle(ended), HELD_OUTPUT_GRACE).unref();
  });
  channel.on("close", () => settle(ended));
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exit,
    kill: () => {
      try {
        channel.signal("KILL");
      } catch {
      }
      channel.close();
      setTimeout(() => settle({ code: null, signal: "KILL" }), HELD_OUTPUT_GRACE).unref();
    }
  };
}
async function openSshWire(settings) {
  const [last, ...before] = [...settings.jumps].reverse();
  if (last === void 0) return new SshWire(settings, await connectClient(settings, void 0), void 0);
  const jump = await openSshWire({ ...last, jumps: [...before].reverse() });
  try {
    const sock = await jump.dial({ host: settings.host, port: settings.port }).catch((error) => {
      if (!(error instanceof TsplayError) || error.code !== "dial-failed") throw error;
      throw new TsplayError("unreachable", `${settings.name}: ${error.message}`, { hint: error.hint, cause: error });
    });
    return new SshWire(settings, await connectClient(settings, sock), jump);
  } catch (error) {
    await jump.close();
    throw error;
  }
}
export {
  openSshWire
};
