import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// src/connection/failures.ts
var UNREACHABLE = /* @__PURE__ */ new Set(["unreachable", "auth-failed", "host-key-refused"]);
function isUnreachable(error) {
  return error instanceof TsplayError && UNREACHABLE.has(error.code);
}
function hintFor(code) {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the name does not resolve: correct ansible_host or the HostName in the SSH configuration";
    case "ECONNREFUSED":
      return "nothing listens there: is sshd running, and is ansible_port right?";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no route to the address: is the host up and the network (VPN) connected?";
    case "ETIMEDOUT":
      return "no answer: is the host up, and does a firewall let the port through?";
    default:
      return "check by hand with: ssh -v to the same user, host and port";
  }
}
function connectFailure(to, error) {
  const code = error.code;
  const level = error.level;
  const where = `${to.host} port ${to.port}`;
  if (level === "client-timeout") {
    return new TsplayError("unreachable", `${to.name}: no answer from ${where} within ${to.connectTimeout / 1e3} s`, {
      hint: hintFor("ETIMEDOUT"),
      cause: error
    });
  }
  const text = error.message === "" ? code ?? "connection failed" : error.message;
  return new TsplayError("unreachable", `${to.name}: cannot connect to ${where}: ${text}`, {
    hint: hintFor(typeof code === "string" ? code : void 0),
    cause: error
  });
}
function brokenWire(name, reason, cause) {
  return new TsplayError("unreachable", `${name}: the connection broke: ${reason}`, {
    hint: "the host may have rebooted or lost its network; what was running there may or may not have finished",
    cause
  });
}
function dialFailure(name, where, error) {
  return new TsplayError("dial-failed", `${name}: the host could not connect to ${where}: ${error.message}`, {
    hint: "does the service listen there, and does the sshd allow forwarding (AllowTcpForwarding, AllowStreamLocalForwarding)?",
    cause: error
  });
}
var ChannelRefused = class extends TsplayError {
};

export {
  isUnreachable,
  connectFailure,
  brokenWire,
  dialFailure,
  ChannelRefused
};
