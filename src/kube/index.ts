// The room for Kubernetes: a client over a stream that begins on the target, and the pure rules around objects.
export type { AuthArgs } from './access.js';
export { applyPatch, annotated } from './apply.js';
export { connectKube, isRefusal, type KubeClient, type Written } from './client.js';
export { blockText, certainlySame, sameObject, shown, type CompareOptions } from './compare.js';
export type { ExecOptions } from './exec.js';
export { KubeRefusal } from './errors.js';
export { withHash } from './hash.js';
export { hideFields } from './hidden.js';
export { clone } from './json.js';
export { complete, manifestsOf, parseManifest, type Manifest } from './manifest.js';
export { isLost, isReady } from './ready.js';
export { selects } from './selectors.js';
export { fileContent } from './target.js';
export { isObject as isPlain, nameObject, type KubeObject, type KubeResource } from './types.js';
export { stuckPods } from './stuck.js';
export { waitUntil, type Hopeless } from './wait.js';
export { explainNotReady } from './why.js';
export type { KubeWrite, PatchType } from './writes.js';
