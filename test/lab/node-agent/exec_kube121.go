//go:build kube121

package nodeagent

import "net/http"

// exec: not built for Kubernetes 1.21, whose library for the streams has another place and form.
func (p *pods) exec(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "lab-kubelet: not possible here, no container runs on this node", http.StatusNotImplemented)
}
