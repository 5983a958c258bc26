import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  SET_FIELD,
  chooseTools,
  databaseFunction,
  toolsScript
} from "./chunk-TL5KOGGB.js";
import "./chunk-RCR4E3AI.js";
import {
  ModuleFailure,
  bool,
  choice,
  defineModule,
  int,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/group/decide.ts
var words = (...all) => all.filter((word) => word !== false && word !== "").map(quote).join(" ");
var idWords = (g) => g.gid === void 0 ? [] : ["-g", String(g.gid), ...g.non_unique ? ["-o"] : []];
var VERBS = {
  shadow: {
    create: (g) => words(
      "groupadd",
      g.system && "-r",
      ...idWords(g),
      ...g.gid_min === void 0 ? [] : ["-K", `GID_MIN=${g.gid_min}`],
      ...g.gid_max === void 0 ? [] : ["-K", `GID_MAX=${g.gid_max}`],
      g.name
    ),
    setGid: (g) => words("groupmod", ...idWords(g), g.name),
    remove: (g) => words("groupdel", g.force && "-f", g.name)
  },
  libuser: {
    create: (g) => words("lgroupadd", g.system && "-r", ...g.gid === void 0 ? [] : ["-g", String(g.gid)], g.name),
    setGid: (g, gid) => words("lgroupmod", "-g", String(gid), g.name),
    remove: (g) => words("lgroupdel", g.name)
  },
  busybox: {
    create: (g) => words("addgroup", ...g.gid === void 0 ? [] : ["-g", String(g.gid)], g.system && "-S", g.name),
    setGid: (g, gid) => `${SET_FIELD}
set_field /etc/group ${quote(g.name)} 3 ${gid}`,
    remove: (g) => words("delgroup", g.name)
  }
};
function decideGroup(wanted, seen, tools) {
  const verbs = VERBS[tools];
  const { name, gid } = wanted;
  const exists = seen.gid !== void 0;
  if (wanted.state === "absent") {
    return exists ? { step: { summary: `remove group ${name}`, command: verbs.remove(wanted) } } : {};
  }
  if (exists && (gid === void 0 || gid === seen.gid)) return {};
  if (tools === "busybox" && (wanted.gid_min !== void 0 || wanted.gid_max !== void 0) && !exists && gid === void 0) {
    return { failure: "gid_min and gid_max are not possible with BusyBox: give the gid" };
  }
  if (tools === "busybox" && wanted.non_unique) {
    return { failure: "non_unique is not possible with BusyBox: choose a gid that is free" };
  }
  if (seen.holder !== void 0 && seen.holder !== name && !wanted.non_unique) {
    return {
      failure: `GID '${gid}' already exists with group '${seen.holder}': choose another one, or set non_unique: true`
    };
  }
  return exists && gid !== void 0 ? { step: { summary: `change gid of group ${name} to ${gid}`, command: verbs.setGid(wanted, gid) } } : { step: { summary: `create group ${name}`, command: verbs.create(wanted) } };
}

// modules/ansible.builtin/group/index.ts
var group_default = defineModule({
  name: "ansible.builtin.group",
  summary: "Creates, changes and removes groups.",
  args: zod_exports.strictObject({
    name: str().describe("The group."),
    state: choice("absent", "present").default("present").describe("Whether it shall exist."),
    gid: int().optional().describe("Its id."),
    system: bool().default(false).describe("Create it as a system group."),
    local: bool().default(false).describe("Use libuser's programs, which know the host's own files only."),
    force: bool().default(false).describe("Remove it even where it is the primary group of a user."),
    non_unique: bool().default(false).describe("Let the id be one that another group has."),
    gid_min: int().optional().describe("Lowest id to choose from, in place of the one in login.defs."),
    gid_max: int().optional().describe("Highest id to choose from, in place of the one in login.defs.")
  }),
  returns: zod_exports.object({
    name: zod_exports.string().describe("The group."),
    state: zod_exports.string().describe("present or absent."),
    gid: zod_exports.int().optional().describe("Its id, when present."),
    system: zod_exports.boolean().optional().describe("Whether a system group was asked for, when present."),
    stdout: zod_exports.string().optional().describe("What the command printed."),
    stderr: zod_exports.string().optional().describe("What the command printed as errors.")
  }),
  check: "full",
  diff: false,
  rules: (a) => [
    ...a.local && a.force ? ["'force' cannot be used with 'local'"] : [],
    ...a.non_unique && a.gid === void 0 ? ["non_unique is True but all of the following are missing: gid"] : [],
    ...a.local && a.gid_min !== void 0 ? ["'gid_min' cannot be used with 'local'"] : [],
    ...a.local && a.gid_max !== void 0 ? ["'gid_max' cannot be used with 'local'"] : []
  ],
  examples: [{ name: "A group with a fixed id", task: "ansible.builtin.group:\n  name: docker\n  gid: 1750" }],
  async run(context) {
    const { args, host } = context;
    const { name, state, gid, local } = args;
    const database = databaseFunction(local);
    const look = await host.probe(
      script(`${database}
${toolsScript("group")}
database group ${quote(name)} | sed 's/^/@group /'
${gid === void 0 ? "" : `database group ${gid} | sed 's/^/@holder /'`}
exit 0`)
    );
    const entry = (key) => new RegExp(`^@${key} (.*)$`, "m").exec(look.stdout)?.[1]?.split(":");
    const tools = chooseTools(
      "group",
      [...look.stdout.matchAll(/^@tool (.*)$/gm)].map((m) => m[1] ?? ""),
      local
    );
    const entryOf = entry("group");
    const found = entryOf?.[0] === name ? entryOf : void 0;
    const seen = { gid: found === void 0 ? void 0 : Number(found[2]), holder: entry("holder")?.[0] };
    const decision = decideGroup(args, seen, tools);
    if (decision.failure !== void 0) throw new ModuleFailure(decision.failure, { name });
    let now = seen.gid;
    let output = {};
    if (decision.step) {
      const { summary, command } = decision.step;
      const after = state === "present" ? `
database group ${quote(name)} | sed 's/^/@group /'` : "";
      const text = `${database}
${command}
rc=$?
[ $rc -eq 0 ] || exit $rc${after}
exit 0`;
      const result = await context.change({ summary }, (hands) => hands.run(script(text), { env: { LC_ALL: "C" } }));
      if (result && result.rc !== 0) {
        const { rc, stdout, stderr } = result;
        throw new ModuleFailure(stderr.trim() || stdout.trim() || `${summary}: code ${rc}`, {
          name,
          rc,
          stdout,
          stderr
        });
      }
      if (result) {
        const line = /^@group (.*)$/m.exec(result.stdout)?.[1];
        now = line === void 0 ? void 0 : Number(line.split(":")[2]);
        const stdout = result.stdout.replace(/^@group .*\n?/m, "");
        output = { ...stdout === "" ? {} : { stdout }, ...result.stderr === "" ? {} : { stderr: result.stderr } };
      } else now = gid ?? now;
    }
    if (state === "absent") return { name, state, ...output };
    return { name, state, system: args.system, ...now === void 0 ? {} : { gid: now }, ...output };
  }
});
export {
  group_default as default
};
