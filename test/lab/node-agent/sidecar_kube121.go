//go:build kube121

package nodeagent

import core "k8s.io/api/core/v1"

// isSidecar: Kubernetes 1.21 has no such containers.
func isSidecar(core.Container) bool { return false }
