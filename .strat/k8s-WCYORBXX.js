import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  KubeRefusal,
  annotated,
  applyPatch,
  authArgs,
  authRules,
  blockText,
  certainlySame,
  complete,
  connectKube,
  explainNotReady,
  fileContent,
  hiddenFields,
  hideFields,
  isReady,
  isRefusal,
  manifestsOf,
  nameObject,
  objectArgs,
  parseManifest,
  sameObject,
  selects,
  shown,
  waitArgs,
  waitUntil,
  withHash
} from "./chunk-UBCQDQBT.js";
import "./chunk-6AM75P4N.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  path,
  raw,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// modules/kubernetes.core/k8s/args.ts
var k8sArgs = zod_exports.strictObject({
  ...authArgs,
  ...waitArgs,
  ...objectArgs,
  state: choice("present", "absent", "patched").default("present").describe("`present` creates or updates, `absent` deletes, `patched` updates only what exists."),
  resource_definition: alias(raw(), "definition", "inline").optional().describe("The object or objects: a dict, a list, or text of one or more YAML documents."),
  src: path().optional().describe("A manifest file on the target."),
  template: raw().optional().describe(
    "A template on the controller, or a list of them: a path, or a dict with `path`, `newline_sequence`, `variable_start_string`, `variable_end_string`, `block_start_string`, `block_end_string`, `trim_blocks`, `lstrip_blocks`."
  ),
  kind: str().optional().describe("The kind, where the definition does not say it."),
  generate_name: str().optional().describe("Start of a name that the server completes."),
  label_selectors: list(str()).optional().describe("Only objects whose labels meet all of these."),
  force: bool().default(false).describe("Replace an existing object instead of patching it."),
  apply: bool().default(false).describe("Apply: fields that were applied before and are no longer written are removed."),
  server_side_apply: zod_exports.strictObject({
    field_manager: str().describe("Who manages the fields."),
    force_conflicts: bool().default(false).describe("Take fields over that others manage.")
  }).optional().describe("Let the server apply; needs `apply: true`."),
  merge_type: list(choice("merge", "strategic-merge")).optional().describe("Kinds of patch to try in turn; default strategic-merge, then merge."),
  append_hash: bool().default(false).describe("Append a hash of the content to a ConfigMap's or Secret's name."),
  validate: zod_exports.strictObject({
    fail_on_error: bool().default(false).describe("Fail on unknown fields instead of warning."),
    strict: bool().default(true).describe("Whether unknown fields count."),
    version: zod_exports.undefined({ error: () => "is not supported by tsplay: the API server validates by its own version" }).optional().describe("Refused: the API server validates by its own version.")
  }).optional().describe("Have the API server check the definition for fields it does not know."),
  delete_options: zod_exports.strictObject({
    propagationPolicy: choice("Foreground", "Background", "Orphan").optional().describe("What happens to dependents."),
    gracePeriodSeconds: int().optional().describe("Seconds until it is ended by force."),
    preconditions: zod_exports.strictObject({
      resourceVersion: str().optional().describe("Delete only this version."),
      uid: str().optional().describe("Delete only this object.")
    }).optional().describe("What must hold for the deletion.")
  }).optional().describe("How to delete; only with `state: absent`."),
  delete_all: alias(bool(), "all").default(false).describe("With `state: absent` and `kind`: delete all objects of the kind in the namespace."),
  continue_on_error: bool().default(false).describe("Go on with the next object when one fails."),
  hidden_fields: hiddenFields
});
var EXCLUSIVE = [
  ["resource_definition", "src"],
  ["merge_type", "apply"],
  ["template", "resource_definition"],
  ["template", "src"],
  ["name", "generate_name"]
];
function given(value) {
  return value !== void 0 && value !== null && value !== false;
}
function k8sRules(args) {
  const broken = authRules(args);
  for (const [a, b] of EXCLUSIVE) {
    if (given(args[a]) && given(args[b])) broken.push(`'${a}' and '${b}' cannot be used together`);
  }
  if (args.src !== void 0 && /^(?:https?|ftp):\/\//.test(args.src)) {
    broken.push(
      "'src' as a URL is not supported by tsplay: download it with ansible.builtin.get_url first, and give its path"
    );
  }
  return broken;
}

// modules/kubernetes.core/k8s/decide.ts
function fieldValidation(validate) {
  if (!validate) return void 0;
  if (!validate.strict) return "Ignore";
  return validate.fail_on_error ? "Strict" : "Warn";
}
function patchTypes(wanted, resource) {
  if (wanted && wanted.length > 0) return wanted;
  const group = resource.apiVersion.includes("/") ? resource.apiVersion.split("/")[0] ?? "" : "";
  return group.includes(".") && !group.endsWith(".k8s.io") ? ["merge"] : ["strategic-merge", "merge"];
}
function decide(existing, object, resource, namespace, options2) {
  const validation = fieldValidation(options2.validate);
  const common = { resource, namespace, fieldValidation: validation };
  const name = object.metadata?.name ?? "";
  const compare = { status: "status" in object };
  if (options2.apply && options2.server_side_apply) {
    const { field_manager: fieldManager, force_conflicts: force } = options2.server_side_apply;
    const write2 = { ...common, verb: "apply", name, object, fieldManager, force };
    return { do: "write", method: "apply", writes: [write2], compare: { ...compare, managers: true } };
  }
  if (!existing) {
    if (options2.apply) {
      return {
        do: "write",
        method: "apply",
        writes: [{ ...common, verb: "create", object: annotated(object) }],
        compare
      };
    }
    if (options2.state === "patched") return { do: "skip" };
    return { do: "write", method: "create", writes: [{ ...common, verb: "create", object }], compare };
  }
  if (options2.apply) {
    const patch = applyPatch(existing, object);
    if (Object.keys(patch).length === 0 && validation === void 0) return { do: "nothing", method: "apply" };
    return {
      do: "write",
      method: "apply",
      writes: [{ ...common, verb: "patch", name, type: "merge", object: patch }],
      compare
    };
  }
  if (options2.force && options2.state === "present") {
    const resourceVersion = object.metadata?.resourceVersion ?? existing.metadata?.resourceVersion;
    const replacement = {
      ...object,
      metadata: { ...object.metadata, ...resourceVersion ? { resourceVersion } : {} }
    };
    return {
      do: "write",
      method: "replace",
      writes: [{ ...common, verb: "replace", name, object: replacement }],
      compare
    };
  }
  const types = patchTypes(options2.merge_type, resource);
  const at = types[0] === "strategic-merge" ? { kind: resource.kind, path: [] } : void 0;
  if (validation === void 0 && certainlySame(existing, object, at)) return { do: "nothing", method: "update" };
  const writes = types.map((type) => ({
    ...common,
    verb: "patch",
    name,
    type,
    object
  }));
  return { do: "write", method: "update", writes, compare };
}

// modules/kubernetes.core/k8s/session.ts
var Foreseen = class {
  kinds = /* @__PURE__ */ new Map();
  namespaces = /* @__PURE__ */ new Set();
  note(object) {
    if (object.kind === "Namespace" && object.metadata?.name) this.namespaces.add(object.metadata.name);
    if (object.kind !== "CustomResourceDefinition") return;
    const spec = object["spec"];
    const { kind, plural } = spec?.names ?? {};
    if (!spec?.group || !kind || !plural) return;
    for (const version of spec.versions ?? []) {
      const apiVersion = `${spec.group}/${version.name}`;
      const resource = { apiVersion, kind, plural, singular: "", shortNames: [], namespaced: spec.scope !== "Cluster" };
      this.kinds.set(`${apiVersion} ${kind}`, resource);
    }
  }
  kind(apiVersion, kind) {
    return this.kinds.get(`${apiVersion} ${kind}`);
  }
  namespace(name) {
    return this.namespaces.has(name);
  }
};
function namespaceOf(session, object) {
  return object.metadata?.namespace ?? session.client.namespace;
}

// modules/kubernetes.core/k8s/look.ts
var noStrategicMerge = /* @__PURE__ */ new WeakMap();
function usable(client, resource, writes) {
  if (!noStrategicMerge.get(client)?.has(`${resource.apiVersion} ${resource.kind}`)) return writes;
  const rest = writes.filter((write2) => write2.verb !== "patch" || write2.type !== "strategic-merge");
  return rest.length > 0 ? rest : writes;
}
var NEXT_TYPE = [400, 415, 422, 500];
async function tryDry(client, resource, writes) {
  let first;
  for (const write2 of usable(client, resource, writes)) {
    try {
      return { write: write2, ...await client.dryRun(write2) };
    } catch (error) {
      if (!(error instanceof KubeRefusal) || !NEXT_TYPE.includes(error.status)) throw error;
      if (error.status !== 415) first ??= error;
      else {
        const known = noStrategicMerge.get(client) ?? /* @__PURE__ */ new Set();
        noStrategicMerge.set(client, known.add(`${resource.apiVersion} ${resource.kind}`));
        first ??= writes.length === 1 ? error : void 0;
      }
    }
  }
  throw first ?? new ModuleFailure(`the server takes no patch of ${resource.kind}`);
}
function prepared(object, resource, appendHash) {
  const named = { ...object, kind: resource.kind, apiVersion: resource.apiVersion };
  const hashed = appendHash ? withHash(named) : named;
  if (resource.namespaced || hashed.metadata?.namespace === void 0) return hashed;
  const { namespace: _namespace, ...metadata } = hashed.metadata;
  return { ...hashed, metadata };
}
async function resourceFor(session, object) {
  const [apiVersion, kind] = [object.apiVersion ?? "v1", object.kind ?? ""];
  const foreseen = session.context.checkMode ? session.foreseen.kind(apiVersion, kind) : void 0;
  const found2 = foreseen && await session.client.findResource(apiVersion, kind);
  if (foreseen && !found2) return { resource: foreseen, isForeseen: true };
  return { resource: found2 ?? await session.client.resource(apiVersion, kind), isForeseen: false };
}
async function look(session, manifest) {
  const { client, context } = session;
  const { args } = context;
  const { resource, isForeseen } = await resourceFor(session, manifest.object);
  const object = prepared(manifest.object, resource, args.append_hash);
  const namespace = namespaceOf(session, object);
  const name = object.metadata?.name;
  if (name === void 0 && args.apply) {
    throw new ModuleFailure(`${manifest.place}: apply needs metadata.name, this ${object.kind} has none`);
  }
  const serverSide = args.apply && args.server_side_apply !== void 0 && !isForeseen;
  const step = decide(void 0, object, resource, namespace, args);
  const ahead = serverSide && step.do === "write" ? tryDry(client, resource, step.writes) : void 0;
  ahead?.catch(() => void 0);
  const existing = name === void 0 || isForeseen ? void 0 : await client.get(resource, namespace, name);
  const decided = existing ? decide(existing, object, resource, namespace, args) : step;
  const common = { object, resource, existing, warnings: [] };
  if (decided.do === "skip") return { ...common, verdict: "skip", method: "update", write: void 0, after: object };
  if (decided.do === "nothing") {
    return { ...common, verdict: "same", method: decided.method, write: void 0, after: existing ?? object };
  }
  if (!existing && (!context.checkMode || isForeseen)) {
    return { ...common, verdict: "change", method: decided.method, write: decided.writes[0], after: object };
  }
  if (!existing)
    return lookAtNew(session, {
      ...common,
      verdict: "change",
      method: decided.method,
      write: decided.writes[0],
      after: object
    });
  const tried = await (ahead ?? tryDry(client, resource, decided.writes));
  const same = sameObject(existing, tried.object, decided.compare);
  return {
    ...common,
    warnings: tried.warnings,
    verdict: same ? "same" : "change",
    method: decided.method,
    write: same ? void 0 : tried.write,
    after: same ? existing : tried.object
  };
}
async function lookAtNew(session, planned) {
  if (!planned.write) return planned;
  const namespace = namespaceOf(session, planned.object);
  try {
    const { object, warnings } = await session.client.dryRun(planned.write);
    return { ...planned, after: object, warnings };
  } catch (error) {
    if (!isRefusal(error, 404) || error.details.subject.kind !== "namespaces") throw error;
    if (session.foreseen.namespace(namespace)) return planned;
    return {
      ...planned,
      warnings: [`${planned.object.kind} cannot be checked: namespace "${namespace}" does not exist yet`]
    };
  }
}

// modules/kubernetes.core/k8s/waiting.ts
function options(session) {
  const { args, task } = session.context;
  return {
    timeout: args.wait_timeout,
    interval: args.wait_sleep,
    now: () => task.now(),
    sleep: (ms) => task.sleep(ms)
  };
}
function timedOut(session, object, what, lines, result) {
  const { args } = session.context;
  const head = `${nameObject(object)} ${what} after ${args.wait_timeout} seconds: Timed out waiting on resource`;
  throw new ModuleFailure([head, ...lines.map((line) => `  ${line}`)].join("\n"), {
    ...result,
    result: hideFields(result.result, args.hidden_fields)
  });
}
async function waitReady(session, resource, object, result) {
  const { client, context } = session;
  const condition = context.args.wait_condition;
  const wanted = condition?.type === void 0 ? void 0 : { ...condition, type: condition.type };
  const [namespace, name] = [namespaceOf(session, object), object.metadata?.name ?? ""];
  const waited = await waitUntil(
    () => client.get(resource, namespace, name),
    (is) => is !== void 0 && isReady(is, wanted),
    options(session)
  );
  if (waited.met) return { object: waited.last ?? object, duration: waited.elapsed };
  const last = waited.last ?? object;
  const target = wanted ? `does not have the condition ${wanted.type}=${wanted.status}${wanted.reason ? ` (${wanted.reason})` : ""}` : "is not ready";
  const failure = waited.error instanceof Error ? [`the last question failed: ${waited.error.message}`] : [];
  const gone = waited.last === void 0 && failure.length === 0 ? ["it does not exist any more"] : [];
  const lines = [...failure, ...gone, ...waited.last ? await explainNotReady(client, waited.last) : []];
  return timedOut(session, { ...last, kind: resource.kind }, target, lines, {
    ...result,
    result: last,
    duration: waited.elapsed
  });
}
async function waitGone(session, resource, objects, result) {
  const { client } = session;
  const remaining = async () => {
    const asked = objects.map((o) => client.get(resource, namespaceOf(session, o), o.metadata?.name ?? ""));
    return (await Promise.all(asked)).filter((o, i) => o !== void 0 && isSame(o, objects[i]));
  };
  const waited = await waitUntil(remaining, (left2) => left2.length === 0, options(session));
  if (waited.met) return waited.elapsed;
  const left = waited.last ?? objects;
  const finalizers = left.flatMap((o) => {
    const list2 = o.metadata?.["finalizers"];
    return Array.isArray(list2) && list2.length > 0 ? [`${nameObject(o)} is held by its finalizers: ${list2.join(", ")}`] : [];
  });
  const failure = waited.error instanceof Error ? [`the last question failed: ${waited.error.message}`] : [];
  return timedOut(session, { ...left[0], kind: resource.kind }, "is not gone", [...failure, ...finalizers], {
    ...result,
    duration: waited.elapsed
  });
}
function isSame(now, deleted) {
  const uid = deleted?.metadata?.uid;
  return uid === void 0 || now.metadata?.uid === uid;
}

// modules/kubernetes.core/k8s/absent.ts
async function found(session, resource, object) {
  const { client, context } = session;
  const selectors = context.args.label_selectors ?? [];
  const name = object.metadata?.name;
  if (name !== void 0) {
    const one = await client.get(resource, namespaceOf(session, object), name);
    return one && (selectors.length === 0 || selects(selectors, one.metadata?.labels ?? {})) ? [one] : [];
  }
  if (selectors.length === 0) {
    context.warn(`nothing was deleted: the ${resource.kind} has no name and there are no label_selectors`);
    return [];
  }
  return client.list(resource, { namespace: namespaceOf(session, object), labelSelector: selectors.join(",") });
}
async function remove(session, resource, objects) {
  const { client, context } = session;
  const { args } = context;
  const answers = [];
  let changed = false;
  for (const object of objects) {
    if (object.metadata?.["deletionTimestamp"] !== void 0 && !args.delete_options) continue;
    changed = true;
    const write2 = {
      verb: "delete",
      resource,
      namespace: namespaceOf(session, object),
      name: object.metadata?.name ?? "",
      options: args.delete_options ?? {}
    };
    if (context.checkMode) await client.dryRun(write2);
    const title = nameObject({ ...object, kind: resource.kind }, resource.namespaced);
    const diff = context.diffMode ? { before: blockText(hideFields(shown(object), args.hidden_fields)), after: null, beforeHeader: title } : void 0;
    const answer = await context.change({ summary: `delete ${title}`, diff }, async (hands) => {
      try {
        return (await client.perform(hands, write2)).object;
      } catch (error) {
        if (isRefusal(error, 404)) return {};
        throw error;
      }
    });
    answers.push(answer ?? {});
  }
  const shownAnswers = answers.map((answer) => hideFields(answer, args.hidden_fields));
  const result = {
    changed,
    method: "delete",
    result: shownAnswers.length > 1 ? shownAnswers : shownAnswers[0] ?? {}
  };
  if (args.wait && !context.checkMode) result["duration"] = await waitGone(session, resource, objects, result);
  return result;
}
async function absent(session, manifest) {
  const { resource, isForeseen } = await resourceFor(session, manifest.object);
  const object = session.context.args.append_hash ? withHash(manifest.object) : manifest.object;
  return remove(session, resource, isForeseen ? [] : await found(session, resource, object));
}

// modules/kubernetes.core/k8s/definitions.ts
var NEWLINES = {
  "\n": "\n",
  "\r": "\r",
  "\r\n": "\r\n",
  "\\n": "\n",
  "\\r": "\r",
  "\\r\\n": "\r\n"
};
var TRUE = /^(?:y|yes|on|1|true|t)$/i;
function templateChoice(given2) {
  if (typeof given2 === "string") return { path: given2, options: { trimBlocks: true, lstripBlocks: false } };
  if (given2 === null || typeof given2 !== "object" || Array.isArray(given2)) {
    throw new ModuleFailure("'template' must be a path, a dict with 'path', or a list of these");
  }
  const dict = given2;
  const known = ["path", "newline_sequence", "variable_start_string", "variable_end_string"];
  known.push("block_start_string", "block_end_string", "trim_blocks", "lstrip_blocks");
  const unknown = Object.keys(dict).find((key) => !known.includes(key));
  if (unknown !== void 0)
    throw new ModuleFailure(`'template' has no key '${unknown}': it knows ${known.join(", ")}`);
  const { path: path2 } = dict;
  if (typeof path2 !== "string" || path2 === "") throw new ModuleFailure("'template' as a dict needs 'path'");
  const text = (key) => {
    const value = dict[key];
    if (value === void 0 || value === null || typeof value === "string") return value ?? void 0;
    throw new ModuleFailure(`'template.${key}' must be text`);
  };
  const flag = (key, unset) => {
    const value = dict[key] ?? unset;
    return typeof value === "boolean" ? value : TRUE.test(typeof value === "string" ? value : JSON.stringify(value));
  };
  const newline = text("newline_sequence") ?? "\n";
  const newlineSequence = NEWLINES[newline];
  if (newlineSequence === void 0)
    throw new ModuleFailure("'template.newline_sequence' needs to be one of: \\n, \\r or \\r\\n");
  const marks = {
    variableStart: text("variable_start_string"),
    variableEnd: text("variable_end_string"),
    blockStart: text("block_start_string"),
    blockEnd: text("block_end_string")
  };
  const given22 = Object.fromEntries(Object.entries(marks).filter(([, mark]) => mark !== void 0));
  return {
    path: path2,
    options: {
      newlineSequence,
      trimBlocks: flag("trim_blocks", true),
      lstripBlocks: flag("lstrip_blocks", false),
      ...given22
    }
  };
}
function sourcePath(context, path2) {
  if (path2.startsWith("/") || context.task.connection.transport !== "local") return path2;
  return context.task.files.find("files", path2);
}
function definitionsOf(context, reading, src) {
  const { args, task } = context;
  return complete(raw2(), args);
  function raw2() {
    if (src !== void 0) {
      return parseManifest(fileContent(reading, src, "manifest").toString("utf8"), src);
    }
    if (args.template !== void 0 && args.template !== null) {
      const list2 = Array.isArray(args.template) ? args.template : [args.template];
      return list2.flatMap((given2) => {
        const { path: path2, options: options2 } = templateChoice(given2);
        const found2 = task.files.find("templates", path2);
        return parseManifest(task.render(found2, options2), path2);
      });
    }
    const definition = args.resource_definition;
    const isGiven = definition !== void 0 && definition !== null && definition !== "";
    return isGiven ? manifestsOf(definition, "definition") : [{ object: {}, place: "parameters" }];
  }
}

// modules/kubernetes.core/k8s/present.ts
var ATTEMPTS = 5;
function isFilteredOut(session, object) {
  const selectors = session.context.args.label_selectors ?? [];
  return selectors.length > 0 && !selects(selectors, object.metadata?.labels);
}
function filtered(session, object) {
  const { name } = object.metadata ?? {};
  const which = `kind=${object.kind},name=${name},namespace=${namespaceOf(session, object)}`;
  return { changed: false, result: {}, msg: `resource '${which}' filtered by label_selectors.` };
}
function noteOf(session, seen) {
  const { existing, after, method } = seen;
  const named = { ...seen.object, metadata: { namespace: namespaceOf(session, seen.object), ...seen.object.metadata } };
  const title = nameObject(named, seen.resource.namespaced);
  const words = {
    create: "create",
    update: "patch",
    replace: "replace",
    apply: existing ? "apply" : "create",
    delete: "delete"
  };
  const note = { summary: `${words[method]} ${title}` };
  if (!session.context.diffMode) return note;
  const hidden = session.context.args.hidden_fields;
  return {
    ...note,
    diff: {
      before: existing ? blockText(hideFields(shown(existing), hidden)) : null,
      after: blockText(hideFields(shown(after, existing), hidden)),
      beforeHeader: title,
      afterHeader: title
    }
  };
}
async function write(session, manifest, first, hands) {
  let seen = first;
  for (let attempt = 1; ; attempt++) {
    if (!seen.write) return { object: seen.after, warnings: [] };
    try {
      return await session.client.perform(hands, seen.write);
    } catch (error) {
      const met = isRefusal(error, 409) && error.details.causes.length === 0;
      if (!met || attempt === ATTEMPTS) throw error;
      seen = await look(session, manifest);
      if (error.details.reason === "AlreadyExists" && !seen.existing) {
        const warning = `${error.message}: it was not found, but creating it says that it is there`;
        return { object: {}, warnings: [warning] };
      }
    }
  }
}
async function present(session, manifest, seen) {
  const { context } = session;
  const { args } = context;
  const warn = (warnings) => warnings.forEach((warning) => context.warn(warning));
  if (seen.verdict === "skip") {
    const { kind, metadata } = seen.object;
    warn([
      `resource 'kind=${kind},name=${metadata?.name}' was not found but will not be created as 'state' parameter has been set to 'patched'`
    ]);
    return { changed: false, result: {} };
  }
  let object = seen.after;
  const changed = seen.verdict === "change";
  if (changed) {
    const written = await context.change(noteOf(session, seen), (hands) => write(session, manifest, seen, hands));
    if (context.checkMode) session.foreseen.note(object);
    warn(written?.warnings ?? seen.warnings);
    object = written?.object ?? object;
  } else {
    warn(seen.warnings);
  }
  const result = { changed, method: seen.method, result: object };
  if (args.wait && !context.checkMode) {
    const waited = await waitReady(session, seen.resource, object, result);
    result["duration"] = waited.duration;
    result.result = waited.object;
  }
  result.result = hideFields(result.result, args.hidden_fields);
  return result;
}

// modules/kubernetes.core/k8s/run.ts
async function runK8s(context) {
  const { args, task } = context;
  const src = args.src === void 0 ? void 0 : sourcePath(context, args.src);
  const connected = await connectKube(context.host, args, (ms) => task.sleep(ms), src === void 0 ? [] : [src]);
  const session = { context, client: connected.client, foreseen: new Foreseen() };
  const isDeleteAll = args.delete_all && args.state === "absent" && !args.name && !src && !args.resource_definition && !args.template;
  if (isDeleteAll) return deleteAll(session);
  const manifests = definitionsOf(context, connected.reading, src);
  const results = args.state === "absent" ? await absentAll(session, manifests) : await presentAll(session, manifests);
  const [only] = results;
  if (only && results.length === 1) return only;
  return { changed: results.some((r) => r.changed), result: { results } };
}
async function absentAll(session, manifests) {
  const results = [];
  for (const manifest of manifests) results.push(await guarded(session, manifest, () => absent(session, manifest)));
  return results;
}
async function presentAll(session, manifests) {
  const { context } = session;
  const wanted = manifests.map((m) => !isFilteredOut(session, m.object));
  const needsOrder = context.checkMode && manifests.some((m) => m.object.kind === "CustomResourceDefinition");
  const ahead = manifests.map((manifest, i) => {
    if (!wanted[i] || needsOrder && i > 0) return void 0;
    const promise = look(session, manifest);
    promise.catch(() => void 0);
    return promise;
  });
  const seenNames = /* @__PURE__ */ new Set();
  const results = [];
  let touched = false;
  for (const [i, manifest] of manifests.entries()) {
    const { object } = manifest;
    const identity = JSON.stringify([
      object.apiVersion,
      object.kind,
      namespaceOf(session, object),
      object.metadata?.name
    ]);
    const isRepeated = seenNames.has(identity);
    seenNames.add(identity);
    if (!wanted[i]) {
      results.push(filtered(session, object));
      continue;
    }
    const result = await guarded(session, manifest, async () => {
      const fresh = () => look(session, manifest);
      const early = ahead[i];
      let seen;
      if (!early) seen = await fresh();
      else if (!touched) seen = await early;
      else {
        const before = await early.catch(() => void 0);
        seen = before?.verdict === "same" && !isRepeated ? before : await fresh();
      }
      return present(session, manifest, seen);
    });
    touched ||= result.changed && !context.checkMode;
    results.push(result);
  }
  return results;
}
async function deleteAll(session) {
  const { args } = session.context;
  if (args.kind === void 0) throw new ModuleFailure("'delete_all' needs 'kind': it says what is deleted");
  const resource = await session.client.resource(args.api_version, args.kind);
  if (resource.namespaced && args.namespace === void 0) {
    throw new ModuleFailure(
      `'delete_all' needs 'namespace': ${resource.kind} objects of all namespaces are not deleted at once`
    );
  }
  const selectors = args.label_selectors ?? [];
  const objects = await session.client.list(resource, {
    namespace: args.namespace,
    labelSelector: selectors.length > 0 ? selectors.join(",") : void 0
  });
  const results = [];
  for (const object of objects) {
    const manifest = { object, place: nameObject(object, resource.namespaced) };
    results.push(await guarded(session, manifest, () => remove(session, resource, [object])));
  }
  const [only] = results;
  if (only && results.length === 1) return only;
  return { changed: results.some((r) => r.changed), result: { results } };
}
async function guarded(session, manifest, act) {
  try {
    return await act();
  } catch (error) {
    const failure = explained(manifest, error);
    if (!failure || !session.context.args.continue_on_error) throw failure ?? error;
    return { changed: false, result: {}, error: { msg: failure.message, ...failure.extra } };
  }
}
function explained(manifest, error) {
  if (error instanceof ModuleFailure) return error;
  const where = ["definition", "parameters"].includes(manifest.place) ? "" : `${manifest.place}: `;
  if (error instanceof KubeRefusal) {
    const hint = error.hint === void 0 ? "" : `
  (${error.hint})`;
    const { reason } = error.details;
    return new ModuleFailure(`${where}${error.message}${hint}`, {
      status: error.status,
      ...reason === void 0 ? {} : { reason },
      ...error.body === void 0 ? {} : { error: error.body }
    });
  }
  if (error instanceof TsplayError && error.code === "kube-unknown-kind") {
    const hint = error.hint === void 0 ? "" : `
  (${error.hint})`;
    return new ModuleFailure(`${where}${nameObject(manifest.object)}: ${error.message}${hint}`, { reason: "NotFound" });
  }
  return void 0;
}

// modules/kubernetes.core/k8s/index.ts
var k8s_default = defineModule({
  name: "kubernetes.core.k8s",
  aliases: ["k8s", "community.kubernetes.k8s"],
  summary: "Makes, changes and deletes Kubernetes objects; the target needs nothing but its API server.",
  args: k8sArgs,
  returns: zod_exports.object({
    result: zod_exports.unknown().describe("The object as the server has it; `results` with one entry per object when there are several."),
    method: zod_exports.string().optional().describe("`create`, `update`, `replace`, `apply` or `delete`."),
    duration: zod_exports.number().optional().describe("Seconds waited, with `wait`."),
    error: zod_exports.unknown().optional().describe("The server's answer when it refused."),
    status: zod_exports.number().optional().describe("The answer's HTTP status when the server refused."),
    reason: zod_exports.string().optional().describe("The answer's reason when the server refused.")
  }),
  check: "full",
  diff: true,
  rules: k8sRules,
  examples: [
    {
      name: "A namespace",
      task: "kubernetes.core.k8s:\n  name: shop\n  api_version: v1\n  kind: Namespace\n  state: present"
    },
    {
      name: "All objects of a manifest on the target",
      task: "kubernetes.core.k8s:\n  src: /srv/shop/deployment.yml\n  wait: true"
    },
    {
      name: "Fields another manager set stay",
      task: "kubernetes.core.k8s:\n  template: config.yml.j2\n  apply: true\n  server_side_apply:\n    field_manager: tsplay"
    }
  ],
  run: runK8s
});
export {
  k8s_default as default
};
