import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  DebuggerQuit,
  resultValue,
  scopeFor
} from "./chunk-JTJBWAIQ.js";
import "./chunk-6AM75P4N.js";
import {
  TemplateText,
  Undefined,
  keyText,
  mapFromObject
} from "./chunk-CP2CEFZM.js";
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// src/engine/debugger-text.ts
var WIDTH = 80;
function pretty(value, column = 0) {
  const line = flat(value);
  if (column + line.length <= WIDTH || value === null || typeof value !== "object") return line;
  const join = (parts) => parts.join(`,
${" ".repeat(column + 1)}`);
  if (Array.isArray(value)) return `[${join(value.map((v) => pretty(v, column + 1)))}]`;
  if (!(value instanceof Map)) return line;
  const entries = sorted(value).map(([key, v]) => `${flat(key)}: ${pretty(v, column + flat(key).length + 3)}`);
  return `{${join(entries)}}`;
}
function flat(value) {
  if (value === null || value instanceof Undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(", ")}]`;
  if (value instanceof Map)
    return `{${sorted(value).map(([k, v]) => `${flat(k)}: ${flat(v)}`).join(", ")}}`;
  return keyText(value);
}
function sorted(map) {
  return [...map].sort(([a], [b]) => keyText(a) < keyText(b) ? -1 : 1);
}
function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("	", "\\t").replaceAll("\r", "\\r");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

// src/engine/debugger.ts
var HELP = `p EXPRESSION               print an expression: task.args, task_vars['x'], result._result, host
task.args['x'] = VALUE     change an argument (del task.args['x'] takes it away)
task_vars['x'] = VALUE     change a variable of this task; then update_task, if arguments use it
u, update_task             evaluate the task as it is written again, with the changed variables
r, redo                    run the task again
c, continue                go on
q, quit                    end the run`;
async function runDebugger(debugged) {
  const session = new Session(debugged);
  const { person } = debugged.run.ports;
  let last = "";
  for (; ; ) {
    const line = await person?.ask(`[${debugged.host.name}] TASK: ${debugged.info.name} (debug)> `);
    const said = line === void 0 ? "quit" : line.trim() || last;
    last = said;
    const [, command = "", rest = ""] = /^(\S*)\s*([^]*)$/.exec(said) ?? [];
    switch (command) {
      case "":
        break;
      case "c":
      case "continue":
        return void 0;
      case "q":
      case "quit":
        person?.say("User interrupted execution");
        throw new DebuggerQuit();
      case "r":
      case "redo":
        undo(debugged);
        return session.task();
      case "h":
      case "help":
      case "?":
        person?.say(HELP);
        break;
      default:
        try {
          const answer = session.carryOut(command, rest, said);
          if (answer !== void 0) person?.say(answer);
        } catch (error) {
          if (!(error instanceof TsplayError)) throw error;
          person?.say(`***${error.message}${error.hint ? ` (${error.hint})` : ""}`);
        }
    }
  }
}
function undo({ run, host, verdict }) {
  const status = verdict.ignored ? "ignored" : verdict.status;
  run.emit({ type: "task-undone", host: host.name, status, changed: verdict.result.changed });
}
var Session = class {
  constructor(debugged) {
    this.debugged = debugged;
    this.args = this.evaluated(debugged.task);
  }
  debugged;
  vars = /* @__PURE__ */ new Map();
  args;
  /** The task with what was changed. */
  task() {
    const { task } = this.debugged;
    const { inherited } = task;
    return {
      ...task,
      args: this.args,
      argsTemplate: void 0,
      inherited: { ...inherited, includeVars: [...inherited.includeVars, this.vars] }
    };
  }
  carryOut(command, rest, line) {
    if (command === "p" || command === "pprint") return pretty(this.value(rest));
    if (command === "u" || command === "update_task") {
      this.args = this.evaluated(this.debugged.written);
      return void 0;
    }
    const [, del, root, path = "", written] = /^(del\s+)?(task\.args|task_vars)\s*((?:\[[^\]]*\]\s*)*)(?:=(?!=)\s*([^]*))?$/.exec(line) ?? [];
    if (root === void 0 || del === void 0 === (written === void 0)) {
      throw new TsplayError("bad-option", `'${line}' is no command of the debugger`, { hint: "'help' lists them" });
    }
    const keys = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => this.value(key ?? ""));
    this.change(root, keys, written === void 0 ? void 0 : this.value(written));
    return void 0;
  }
  /** Sets, or without a value deletes, an element. Everything on the way is copied: the task as loaded is not touched. */
  change(root, keys, value) {
    const isArgs = root === "task.args";
    if (keys.length === 0) {
      if (!isArgs || !(value instanceof Map)) throw new TsplayError("bad-option", `${root} takes a value by its name`);
      this.args = value;
      return;
    }
    if (isArgs) this.args = changed(this.args, keys, value);
    else {
      const [name = ""] = keys;
      const next = keys.length === 1 ? value : changed(this.value(`task_vars[${this.literal(name)}]`), keys.slice(1), value);
      if (next === void 0) this.vars.delete(name);
      else this.vars.set(name, next);
    }
  }
  literal(name) {
    return JSON.stringify(keyText(name));
  }
  get scope() {
    const { run, host, task } = this.debugged;
    return scopeFor(run, host, task).with({ rank: "loop and magic variables", vars: this.vars });
  }
  /** The arguments as they are given to the module, or as written where that cannot be said. */
  evaluated(task) {
    try {
      const value = this.debugged.run.ports.template.resolve(task.args, this.scope);
      if (value instanceof Map) return value;
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
    }
    return task.args;
  }
  value(expression) {
    const { run, host, task, info, verdict } = this.debugged;
    const { scope } = this;
    const about = mapFromObject({ name: info.name, action: info.action });
    about.set("args", unevaluated(this.args));
    about.set("register", task.register ?? null);
    const vars = /* @__PURE__ */ new Map([
      ["task", about],
      ["host", host.name],
      ["result", /* @__PURE__ */ new Map([["_result", resultValue(verdict.result)]])],
      ["task_vars", scope.lookup("vars") ?? null]
    ]);
    return run.ports.template.expression(expression, void 0, scope.with({ rank: "loop and magic variables", vars }));
  }
};
function unevaluated(value) {
  if (value instanceof TemplateText) return value.source;
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [unevaluated(k), unevaluated(v)]));
  return Array.isArray(value) ? value.map(unevaluated) : value;
}
function changed(container, keys, value) {
  const [key, ...rest] = keys;
  if (key === void 0) return value ?? null;
  if (container instanceof Map) {
    const copy = new Map(container);
    if (rest.length === 0 && value === void 0) copy.delete(key);
    else copy.set(key, changed(container.get(key) ?? null, rest, value));
    return copy;
  }
  if (Array.isArray(container) && typeof key === "number") {
    const copy = [...container];
    if (rest.length === 0 && value === void 0) copy.splice(key, 1);
    else copy[key] = changed(container[key] ?? null, rest, value);
    return copy;
  }
  throw new TsplayError("bad-option", `there is no '${keyText(key)}' to change`);
}
export {
  runDebugger
};
