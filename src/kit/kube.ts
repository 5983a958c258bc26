// What modules that talk to Kubernetes may import besides the kit's index; apart from it, so that no other module loads it.
export * from '../kube/index.js';
