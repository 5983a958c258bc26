import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  octal,
  planAttributes,
  stateDiff
} from "./chunk-VBFSLAZO.js";
import {
  FORMAT,
  parseStatus
} from "./chunk-FUX2I576.js";
import {
  lines,
  script,
  sh
} from "./chunk-D6GJLKN3.js";

// modules/_shared/file-tree.ts
var STATUS_FORMAT = `${FORMAT}	%n`;
var CHUNK = 200;
function chunks(items) {
  const out = [];
  for (let i = 0; i < items.length; i += CHUNK) out.push(items.slice(i, i + CHUNK));
  return out;
}
async function statMany(host, paths) {
  if (paths.length === 0) return [];
  const { stdout } = await host.probe(
    lines([
      script("export LC_ALL=C TZ=UTC0"),
      ...chunks(paths).map((some) => sh`stat -c ${STATUS_FORMAT} -- ${some} 2>/dev/null`),
      script(":")
    ])
  );
  return parseMany(stdout);
}
async function lookAtTree(host, root, follow) {
  const list = (option) => script(
    `find ${option} ${sh`${`${root}/`}`.text} -mindepth 1 -exec stat ${option} -c '${STATUS_FORMAT}' -- {} + 2>/dev/null`
  );
  const { stdout } = await host.probe(
    lines([script("export LC_ALL=C TZ=UTC0"), list(""), ...follow ? [list("-L")] : [], script(":")])
  );
  return parseMany(stdout);
}
function parseMany(stdout) {
  const records = [];
  for (const line of stdout.split("\n").slice(0, -1)) {
    if (/^[0-9a-f]+\t\d+\t\d+\t/.test(line)) records.push(line);
    else records.push(`${records.pop() ?? ""}
${line}`);
  }
  const found = /* @__PURE__ */ new Map();
  for (const record of records) {
    const fields = record.split("	");
    const path = fields.slice(19).join("	").replace(/\/\/+/g, "/");
    const status = parseStatus(path, fields.slice(0, 19).join("	"), "");
    found.set(`${status.kind} ${path}`, status);
  }
  return [...found.values()];
}
function planTree(args, look, root, tree) {
  const commands = /* @__PURE__ */ new Map();
  const before = {};
  const after = {};
  const add = (command, path) => {
    commands.set(command, [...commands.get(command) ?? [], path]);
  };
  for (const status of tree) {
    const plan = planAttributes({ ...args, attributes: void 0 }, look, status);
    if (!plan) continue;
    const { owner, group, mode } = plan.attributes;
    const itself = status.kind === "link" ? "-h " : "";
    if (owner !== void 0) add(`chown ${itself}${sh`-- ${owner}`.text}`, status.path);
    if (group !== void 0) add(`chgrp ${itself}${sh`-- ${group}`.text}`, status.path);
    if (mode !== void 0) add(`chmod -- ${octal(mode).padStart(5, "0")}`, status.path);
    before[status.path] = { mode: octal(status.mode), owner: status.uid, group: status.gid };
    after[status.path] = { mode: octal(plan.after.mode), owner: plan.after.uid, group: plan.after.gid };
  }
  const count = Object.keys(after).length;
  if (count === 0) return void 0;
  const scripts = [...commands].flatMap(
    ([command, paths]) => chunks(paths).map((some) => sh`${script(command)} ${some} || exit`)
  );
  return { count, diff: stateDiff(root, before, after), script: lines(scripts) };
}

export {
  STATUS_FORMAT,
  statMany,
  lookAtTree,
  parseMany,
  planTree
};
