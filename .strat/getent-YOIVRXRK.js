import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  splitLines
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  bool,
  defineModule,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/getent/index.ts
var COLONS = /* @__PURE__ */ new Set(["passwd", "shadow", "group", "gshadow"]);
function parseEntries(stdout, database, split) {
  const entries = /* @__PURE__ */ new Map();
  for (const line of splitLines(stdout)) {
    const separator = split ?? (COLONS.has(database) ? ":" : void 0);
    const [key = "", ...fields] = separator === void 0 ? line.trim().split(/\s+/) : line.split(separator);
    entries.set(key, [...entries.get(key) ?? [], fields]);
  }
  return Object.fromEntries([...entries].map(([key, all]) => [key, all.length === 1 ? all[0] ?? [] : all]));
}
var getent_default = defineModule({
  name: "ansible.builtin.getent",
  summary: "Looks up entries of the host's name service and returns them as facts.",
  args: zod_exports.strictObject({
    database: str().describe("The database: passwd, group, hosts, services \u2026"),
    key: str().optional().describe("The entry; without it all entries, where the database can list them."),
    service: str().optional().describe("Only this source of the name service, as `files`."),
    split: str().optional().describe("What stands between fields; default a colon or white space, as the database has it."),
    fail_key: bool().default(true).describe("Fail when the entry is missing; otherwise its fact is null.")
  }),
  returns: zod_exports.object({
    ansible_facts: zod_exports.record(zod_exports.string(), zod_exports.unknown()).describe("`getent_<database>`: entries by key, each a list of fields."),
    msg: zod_exports.string().optional().describe("That the entry is missing, with fail_key: false.")
  }),
  check: "full",
  diff: false,
  rules: (a) => a.split === "" ? ["split must not be empty"] : [],
  examples: [{ name: "Home of root", task: "ansible.builtin.getent:\n  database: passwd\n  key: root" }],
  async run({ args, host }) {
    const { database, key, service, split } = args;
    const words = [...service === void 0 ? [] : ["-s", service], database, ...key === void 0 ? [] : [key]];
    const { rc, stdout, stderr } = await host.probe(script(`getent ${words.map(quote).join(" ")}`));
    const fact = `getent_${database}`;
    if (rc === 0) return { changed: false, ansible_facts: { [fact]: parseEntries(stdout, database, split) } };
    const missing = "One or more supplied key could not be found in the database.";
    if (rc === 2 && !args.fail_key) {
      return { changed: false, ansible_facts: { [fact]: key === void 0 ? {} : { [key]: null } }, msg: missing };
    }
    const reasons = {
      1: `Missing arguments, or database unknown: ${database}`,
      2: missing,
      3: "Enumeration not supported on this database: set key",
      127: "there is no getent on this host: on musl systems install a package that has it"
    };
    throw new ModuleFailure(reasons[rc] ?? `getent ended with code ${rc}: ${stderr.trim()}`, { rc });
  }
});
export {
  getent_default as default,
  parseEntries
};
