// The room for Kubernetes: a client over a stream that begins on the target, and the pure rules around objects.
export type { AuthArgs, KubeAccess } from './access.js';
export { applyPatch, annotated } from './apply.js';
export { connectKube, isRefusal, KubeClient, type Connected, type Written } from './client.js';
export { blockText, certainlySame, meaningful, sameObject, shown, type CompareOptions } from './compare.js';
export { KubeRefusal } from './errors.js';
export { withHash } from './hash.js';
export { hideFields } from './hidden.js';
export { complete, manifestsOf, parseManifest, type Manifest, type ManifestDefaults } from './manifest.js';
export { isReady, type WaitCondition } from './ready.js';
export { selects } from './selectors.js';
export { fileContent, type TargetReading } from './target.js';
export { nameObject, type KubeObject, type KubeResource } from './types.js';
export { waitUntil, type Waited } from './wait.js';
export { explainNotReady } from './why.js';
export type { KubeWrite, PatchType } from './writes.js';
