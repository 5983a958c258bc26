//go:build !kube121

package nodeagent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"time"

	"k8s.io/apimachinery/pkg/types"
	remotecommandconsts "k8s.io/apimachinery/pkg/util/remotecommand"
	clientcommand "k8s.io/client-go/tools/remotecommand"
	"k8s.io/kubelet/pkg/cri/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

// exec carries `kubectl exec` out with the kubelet's own library for the streams. The container is a Docker container that
// the pod's annotation names; a pod without one has no container here.
func (p *pods) exec(w http.ResponseWriter, r *http.Request) {
	pod, err := p.lister.Pods(r.PathValue("namespace")).Get(r.PathValue("pod"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	name := r.PathValue("container")
	container := pod.Annotations[annotation+"docker-"+name]
	if container == "" {
		container = pod.Annotations[annotation+"docker"]
	}
	if container == "" {
		http.Error(w, "lab-kubelet: the pod's annotation "+annotation+"docker names no Docker container to run this in", http.StatusNotImplemented)
		return
	}
	options, err := remotecommand.NewOptions(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	remotecommand.ServeExec(w, r, docker{container}, pod.Name, pod.UID, name, r.URL.Query()["command"], options,
		4*time.Hour, 30*time.Second, remotecommandconsts.SupportedStreamingProtocols)
}

type docker struct{ container string }

func (d docker) ExecInContainer(ctx context.Context, _ string, _ types.UID, _ string, command []string, in io.Reader,
	out, failures io.WriteCloser, _ bool, _ <-chan clientcommand.TerminalSize, _ time.Duration) error {
	args := []string{"exec"}
	if in != nil {
		args = append(args, "-i")
	}
	child := exec.CommandContext(ctx, "docker", append(append(args, d.container), command...)...)
	child.WaitDelay = time.Second // a client that keeps its side of the input open does not hold the answer up
	if in != nil {
		child.Stdin = in
	}
	if out != nil {
		child.Stdout = out
	}
	if failures != nil {
		child.Stderr = failures
	}
	err := child.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return utilexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	case errors.Is(err, exec.ErrWaitDelay):
		return nil
	case err != nil:
		return fmt.Errorf("lab-kubelet: %w", err)
	}
	return nil
}
