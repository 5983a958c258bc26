import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  fnmatch
} from "./chunk-AAM7TTL6.js";
import {
  defineModule,
  int,
  list,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/setup/select.ts
function selectFacts(facts, subset, filter) {
  const all = {};
  for (const [name, value] of Object.entries(facts)) all[`ansible_${name}`] = value;
  all["gather_subset"] = subset;
  all["module_setup"] = true;
  if (filter.length === 0 || filter.includes("*") || filter.includes("")) return all;
  const patterns = filter.flatMap((f) => /^(ansible_|facter|ohai)/.test(f) ? [f] : [f, `ansible_${f}`]).map(fnmatch);
  return Object.fromEntries(Object.entries(all).filter(([name]) => patterns.some((p) => p.test(name))));
}

// modules/ansible.builtin/setup/index.ts
var setup_default = defineModule({
  name: "ansible.builtin.setup",
  aliases: ["ansible.builtin.gather_facts"],
  summary: "Gathers facts about the host: system, network, mounts, local facts.",
  args: zod_exports.strictObject({
    gather_subset: list(str()).default(["all"]).describe("Which kinds of facts: all, min, hardware, network, virtual \u2026; `!` in front leaves a kind out."),
    filter: list(str()).default([]).describe("Only facts whose name matches one of these shell patterns."),
    fact_path: path().default("/etc/ansible/facts.d").describe("Directory of local facts (`*.fact`)."),
    gather_timeout: int().default(10).describe("Seconds one gathering may take.")
  }),
  returns: zod_exports.object({ ansible_facts: zod_exports.record(zod_exports.string(), zod_exports.unknown()).describe("The facts, `ansible_` in front.") }),
  check: "full",
  diff: false,
  refused: { parallel: "all facts are gathered in one round trip; drop the parameter" },
  examples: [{ name: "Only the network", task: 'ansible.builtin.setup:\n  gather_subset: ["!all", network]' }],
  async run({ args, host }) {
    const facts = await host.gatherFacts({
      subset: args.gather_subset,
      factPath: args.fact_path,
      timeout: args.gather_timeout
    });
    return { changed: false, ansible_facts: selectFacts(facts, args.gather_subset, args.filter) };
  }
});
export {
  setup_default as default
};
