import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  fileReturns
} from "./chunk-VBFSLAZO.js";
import "./chunk-FUX2I576.js";
import {
  isForwardingRefused
} from "./chunk-BWLGL4IV.js";
import {
  ModuleFailure,
  choice,
  defineModule,
  int,
  list,
  path,
  pythonRegex,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  TsplayError,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/wait_for/connections.ts
var STATES = {
  "01": "ESTABLISHED",
  "02": "SYN_SENT",
  "03": "SYN_RECV",
  "04": "FIN_WAIT1",
  "05": "FIN_WAIT2",
  "06": "TIME_WAIT",
  "07": "CLOSE",
  "08": "CLOSE_WAIT",
  "09": "LAST_ACK",
  "0A": "LISTEN",
  "0B": "CLOSING"
};
var STATE_NAMES = Object.values(STATES);
function lookScript(names) {
  const resolve = names.map(
    (name) => sh`echo NAME; { getent ahosts ${name} || getent hosts ${name}; } 2>/dev/null | cut -d ' ' -f 1; echo ${name}`.text
  );
  return script([...resolve, "echo TABLE", "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; :"].join("\n"));
}
var isAddress = (text) => /^\d+(?:\.\d+){3}$/.test(text) || text.includes(":");
function parseLook(text) {
  const [names = "", table = ""] = text.split(/^TABLE$\n?/m);
  if (!table.includes("local_address")) throw new RangeError("the host has no /proc/net/tcp");
  const addresses = names.split(/^NAME$\n?/m).slice(1).map((block) => [...new Set(block.split("\n").filter(isAddress).map(normalAddress))]);
  return { addresses, connections: table.split("\n").flatMap((line) => parseLine(line) ?? []) };
}
function parseLine(line) {
  const m = /^\s*\d+:\s+([0-9A-F]+):([0-9A-F]{4})\s+([0-9A-F]+):[0-9A-F]{4}\s+([0-9A-F]{2})\s/i.exec(line);
  if (!m) return void 0;
  const [, local = "", port = "", remote = "", state = ""] = m;
  return {
    localAddress: decodeAddress(local),
    localPort: parseInt(port, 16),
    remoteAddress: decodeAddress(remote),
    state: STATES[state.toUpperCase()] ?? state
  };
}
function decodeAddress(hex) {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from(
    { length: 8 },
    (_, i) => ((bytes[2 * i] ?? 0) << 8 | (bytes[2 * i + 1] ?? 0)).toString(16)
  );
  return normalAddress(groups.join(":"));
}
function normalAddress(address) {
  const plain = address.replace(/%.*$/, "");
  if (!plain.includes(":")) return plain;
  if (!URL.canParse(`http://[${plain}]/`)) return plain;
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [parseInt(mapped[1] ?? "0", 16), parseInt(mapped[2] ?? "0", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
var ANY = /* @__PURE__ */ new Set(["0.0.0.0", "::"]);
function activeConnections(look, { port, states }) {
  const [own = [], ...excluded] = look.addresses;
  const all = own.some((address) => ANY.has(address));
  const ignored = new Set(excluded.flat());
  return look.connections.filter(
    (c) => c.localPort === port && states.includes(c.state) && !ignored.has(c.remoteAddress) && (all || own.includes(c.localAddress))
  ).length;
}
function isListening({ addresses: [own = []], connections }, port) {
  return connections.some(
    (c) => c.state === "LISTEN" && c.localPort === port && (ANY.has(c.localAddress) || own.includes(c.localAddress))
  );
}

// modules/ansible.builtin/wait_for/check.ts
async function connect(host, address, port, ms) {
  let late = false;
  let timer;
  const dialled = host.dial({ host: address, port }).then((stream) => {
    stream.on("error", () => void 0);
    if (late) stream.destroy();
    return stream;
  });
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve(void 0);
    }, ms);
  });
  try {
    return await Promise.race([dialled, timeout]);
  } catch (error) {
    if (isForwardingRefused(error)) return await listensLocally(host, address, port) ? "listening" : void 0;
    if (error instanceof TsplayError && error.code === "dial-failed") return void 0;
    throw error;
  } finally {
    clearTimeout(timer);
    dialled.catch(() => void 0);
  }
}
var LOCAL = /* @__PURE__ */ new Set(["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"]);
async function listensLocally(host, address, port) {
  if (LOCAL.has(address)) return isListening(await tables(host, [address]), port);
  throw new ModuleFailure(
    `the sshd of the host does not let a connection to ${address}:${port} be forwarded: set 'AllowTcpForwarding yes' in its sshd_config, or test the port with a command task`
  );
}
async function tables(host, names) {
  try {
    return parseLook((await host.probe(lookScript(names))).stdout);
  } catch (error) {
    if (error instanceof RangeError) throw new ModuleFailure(error.message);
    throw error;
  }
}
async function isDrained(host, address, excluded, query) {
  return activeConnections(await tables(host, [address, ...excluded]), query) === 0;
}
function matchStream(stream, pattern, ms) {
  return new Promise((resolve) => {
    const chunks = [];
    const finish = (found) => {
      clearTimeout(timer);
      stream.destroy();
      resolve(found);
    };
    const timer = setTimeout(() => finish(void 0), ms);
    stream.on("data", (chunk) => {
      chunks.push(chunk);
      const found = search(pattern, Buffer.concat(chunks).toString("utf8"));
      if (found) finish(found);
    });
    stream.on("close", () => finish(void 0));
    stream.on("end", () => finish(void 0));
    stream.on("error", () => finish(void 0));
  });
}
function search(pattern, text) {
  pattern.lastIndex = 0;
  return pattern.exec(text) ?? void 0;
}
var FileSearch = class {
  constructor(host, pattern) {
    this.host = host;
    this.pattern = pattern;
  }
  host;
  pattern;
  seen = "";
  async look(status) {
    const version = `${status.inode} ${status.size} ${status.mtime}`;
    if (version === this.seen) return void 0;
    try {
      const text = (await this.host.read(status.path)).toString("utf8");
      this.seen = status.size === 0 ? "" : version;
      return search(this.pattern, text);
    } catch (error) {
      if (error instanceof TsplayError && (error.code === "file-missing" || error.code === "file-unreadable"))
        return void 0;
      throw error;
    }
  }
};

// modules/ansible.builtin/wait_for/index.ts
var args = zod_exports.strictObject({
  host: str().default("127.0.0.1").describe("The address the port is at, as the host sees it."),
  port: int().optional().describe("A TCP port."),
  path: path().optional().describe("A file or directory of the host."),
  search_regex: str().optional().describe("A Python regular expression to find in the file or in what the port says."),
  state: choice("absent", "drained", "present", "started", "stopped").default("started").describe("started, present: it is there; stopped, absent: it is not; drained: the port has no connections."),
  timeout: int().default(300).describe("Seconds to wait at most."),
  delay: int().default(0).describe("Seconds to wait before the first look."),
  sleep: int().default(1).describe("Seconds between looks."),
  connect_timeout: int().default(5).describe("Seconds a single connection may take."),
  active_connection_states: list(str()).default(["ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "SYN_RECV", "SYN_SENT", "TIME_WAIT"]).describe("The states of connections that are not drained."),
  exclude_hosts: list(str()).optional().describe("Hosts whose connections do not count for drained."),
  msg: str().optional().describe("What to say when the time is up.")
});
function rules(a) {
  const broken = [];
  if (a.port !== void 0 && a.path !== void 0)
    broken.push("port and path parameter can not both be passed to wait_for");
  if (a.path !== void 0 && (a.state === "stopped" || a.state === "drained")) {
    broken.push(`state=${a.state} should only be used for checking a port in the wait_for module`);
  }
  if (a.state === "drained" && a.port === void 0 && a.path === void 0) broken.push("state=drained needs a port");
  if (a.exclude_hosts !== void 0 && a.state !== "drained")
    broken.push("exclude_hosts should only be with state=drained");
  for (const state of a.active_connection_states) {
    if (!STATE_NAMES.includes(state)) broken.push(`unknown active_connection_state (${state}) defined`);
  }
  return broken;
}
var wait_for_default = defineModule({
  name: "ansible.builtin.wait_for",
  summary: "Waits until a port answers or is free, or a file is there, gone, or holds a text.",
  args,
  returns: zod_exports.object({
    elapsed: zod_exports.int().describe("Seconds it took."),
    state: zod_exports.string().describe("The state, or the kind of file that is there."),
    port: zod_exports.int().nullable().describe("As asked for."),
    path: zod_exports.string().nullable().describe("As asked for."),
    search_regex: zod_exports.string().nullable().describe("As asked for."),
    match_groups: zod_exports.array(zod_exports.string().nullable()).describe("The groups of the match."),
    match_groupdict: zod_exports.record(zod_exports.string(), zod_exports.string().nullable()).describe("The named groups of the match.")
  }),
  check: "none",
  diff: false,
  rules,
  examples: [{ name: "Is it up?", task: "ansible.builtin.wait_for:\n  port: 8080\n  timeout: 60" }],
  run: (context) => wait(context)
});
async function wait(context) {
  const { args: args2, task } = context;
  const start = task.now();
  const deadline = start + args2.timeout * 1e3;
  const elapsed = () => Math.floor((task.now() - start) / 1e3);
  const look = lookFor(context, () => Math.max(1, deadline - task.now()));
  if (args2.delay > 0) await task.sleep(args2.delay * 1e3);
  let found;
  if (look === void 0) {
    await task.sleep(Math.max(0, deadline - task.now()));
    found = {};
  } else {
    found = await look();
    while (found === void 0 && task.now() < deadline) {
      await task.sleep(Math.min(args2.sleep * 1e3, Math.max(0, deadline - task.now())));
      found = await look();
    }
  }
  if (!found)
    throw new ModuleFailure(args2.msg ?? `Timeout when waiting for ${goal(args2)}`, {
      changed: false,
      elapsed: elapsed()
    });
  const { match, status } = found;
  return {
    changed: false,
    state: args2.state,
    port: args2.port ?? null,
    path: args2.path ?? null,
    search_regex: args2.search_regex ?? null,
    match_groups: match ? match.slice(1).map((group) => group ?? null) : [],
    match_groupdict: Object.fromEntries(Object.entries(match?.groups ?? {}).map(([k, v]) => [k, v ?? null])),
    elapsed: elapsed(),
    ...status ? fileReturns(status) : {}
  };
}
function goal({ host, port, path: path2, search_regex: text, state }) {
  const what = path2 ?? `${host}:${port}`;
  if (state === "drained") return `${what} to drain`;
  if (state === "stopped" || state === "absent")
    return path2 === void 0 ? `${what} to stop.` : `${what} to be absent.`;
  if (text !== void 0) return `search string ${text} in ${what}`;
  return path2 === void 0 ? what : `file ${what}`;
}
function lookFor(context, left) {
  const { args: args2, host } = context;
  const { port, path: path2, state } = args2;
  const gone = state === "absent" || state === "stopped";
  const pattern = args2.search_regex === void 0 ? void 0 : pythonRegex(args2.search_regex, { multiline: true });
  if (path2 !== void 0) {
    const searching = pattern && !gone ? new FileSearch(host, pattern) : void 0;
    return async () => {
      const status = await host.stat(path2, { follow: true });
      if (gone) return status ? void 0 : {};
      if (!status) return void 0;
      if (!searching) return { status };
      const match = await searching.look(status);
      return match && { match, status };
    };
  }
  if (port === void 0) return void 0;
  if (state === "drained") {
    const query = { port, states: args2.active_connection_states };
    return async () => await isDrained(host, args2.host, args2.exclude_hosts ?? [], query) ? {} : void 0;
  }
  return async () => {
    const stream = await connect(host, args2.host, port, Math.min(args2.connect_timeout * 1e3, left()));
    if (stream === void 0) return gone ? {} : void 0;
    if (stream === "listening" || gone || !pattern) {
      if (stream !== "listening") stream.destroy();
      if (stream === "listening" && pattern && !gone) throw unreadablePort(args2);
      return gone ? void 0 : {};
    }
    const match = await matchStream(stream, pattern, left());
    return match && { match };
  };
}
var unreadablePort = ({ host, port }) => new ModuleFailure(
  `search_regex: the sshd of the host does not let a connection to ${host}:${port} be forwarded: set 'AllowTcpForwarding yes' in its sshd_config`
);
export {
  wait_for_default as default
};
