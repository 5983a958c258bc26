//go:build !kube121

package nodeagent

import core "k8s.io/api/core/v1"

// isSidecar: an init container that goes on running beside the others.
func isSidecar(container core.Container) bool {
	return container.RestartPolicy != nil && *container.RestartPolicy == core.ContainerRestartPolicyAlways
}
