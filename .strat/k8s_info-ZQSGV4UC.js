import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  KubeRefusal,
  authArgs,
  authRules,
  connectKube,
  explainNotReady,
  hiddenFields,
  hideFields,
  isReady,
  isRefusal,
  nameObject,
  objectArgs,
  waitArgs,
  waitUntil
} from "./chunk-UBCQDQBT.js";
import "./chunk-6AM75P4N.js";
import {
  ModuleFailure,
  defineModule,
  list,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import "./chunk-D6GJLKN3.js";

// modules/kubernetes.core/k8s_info/index.ts
var k8s_info_default = defineModule({
  name: "kubernetes.core.k8s_info",
  aliases: ["k8s_info", "k8s_facts", "community.kubernetes.k8s_info", "kubernetes.core.k8s_facts"],
  summary: "Reads Kubernetes objects; can wait until they are there and ready.",
  args: zod_exports.strictObject({
    ...authArgs,
    ...waitArgs,
    ...objectArgs,
    kind: str().describe("The kind: its name, plural or short name."),
    label_selectors: list(str()).default([]).describe("Only objects whose labels meet all of these."),
    field_selectors: list(str()).default([]).describe("Only objects whose fields meet all of these."),
    hidden_fields: hiddenFields
  }),
  returns: zod_exports.object({
    resources: zod_exports.array(zod_exports.unknown()).describe("The objects."),
    api_found: zod_exports.boolean().describe("Whether the server serves the kind."),
    msg: zod_exports.string().optional().describe("Said when it does not.")
  }),
  check: "full",
  diff: false,
  rules: authRules,
  examples: [
    {
      name: "All pods of an application",
      task: "kubernetes.core.k8s_info:\n  kind: Pod\n  label_selectors:\n    - app = web\n    - tier in (dev, test)"
    }
  ],
  async run({ args, host, task }) {
    const { client } = await connectKube(host, args, (ms) => task.sleep(ms));
    const resource = await client.findResource(args.api_version, args.kind);
    if (!resource) {
      const msg = `Failed to find API for resource with apiVersion "${args.api_version}" and kind "${args.kind}"`;
      return { resources: [], msg, api_found: false };
    }
    const { name } = args;
    const selector = (list2) => list2.length > 0 ? list2.join(",") : void 0;
    const ask = async () => {
      if (name !== void 0) {
        const one = await client.get(resource, args.namespace ?? client.namespace, name);
        return one ? [one] : [];
      }
      return client.list(resource, {
        namespace: args.namespace,
        labelSelector: selector(args.label_selectors),
        fieldSelector: selector(args.field_selectors)
      });
    };
    const hidden = (objects) => objects.map((o) => hideFields(o, args.hidden_fields));
    const options = {
      timeout: args.wait_timeout,
      interval: args.wait_sleep,
      now: () => task.now(),
      sleep: (ms) => task.sleep(ms)
    };
    try {
      if (!args.wait) return { resources: hidden(await ask()), api_found: true };
      const condition = args.wait_condition;
      const wanted = condition?.type === void 0 ? void 0 : { ...condition, type: condition.type };
      const all = (objects) => objects.length > 0 && objects.every((o) => isReady(o, wanted));
      const waited = await waitUntil(ask, all, options);
      const last = waited.last ?? [];
      if (!waited.met && waited.error instanceof Error) throw waited.error;
      const late = last.find((o) => !isReady(o, wanted));
      if (late) {
        const why = await explainNotReady(client, late);
        const head = `Failed to gather information about ${resource.kind}(s) even after waiting for ${waited.elapsed} seconds`;
        throw new ModuleFailure(
          [`${head}: ${nameObject(late)} is not ready`, ...why.map((line) => `  ${line}`)].join("\n")
        );
      }
      return { resources: hidden(last), api_found: true };
    } catch (error) {
      if (isRefusal(error, 400)) return { resources: [], api_found: true };
      if (error instanceof KubeRefusal)
        throw new ModuleFailure(error.message, { status: error.status, error: error.body });
      throw error;
    }
  }
});
export {
  k8s_info_default as default
};
