package nodeagent

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const noLog = "lab-kubelet: no container runs here, so it has written nothing; the pod's annotation " +
	annotation + "log would be shown in its place\n"

// serve answers on the kubelet's port, so that `kubectl logs` has an answer. Only the API server's certificate is let in.
func (p *pods) serve(ctx context.Context) error {
	ca, err := os.ReadFile(p.clientCA)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", p.log)
	mux.HandleFunc("/exec/{namespace}/{pod}/{container}", p.exec)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "lab-kubelet: not possible here, no container runs on this node", http.StatusNotImplemented)
	})
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, MinVersion: tls.VersionTLS12},
	}
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", p.port))
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ServeTLS(listener, p.certFile, p.keyFile); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (p *pods) log(w http.ResponseWriter, r *http.Request) {
	pod, err := p.lister.Pods(r.PathValue("namespace")).Get(r.PathValue("pod"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	status := previous(pod, r.PathValue("container"))
	if status != nil && status.State.Waiting != nil && status.LastTerminationState.Terminated == nil {
		why := fmt.Sprintf("container %q in pod %q is waiting to start: %s", status.Name, pod.Name, status.State.Waiting.Reason)
		http.Error(w, why, http.StatusBadRequest)
		return
	}
	text, ok := pod.Annotations[annotation+"log"]
	if !ok {
		text = noLog
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	_, _ = w.Write([]byte(tail(text, r.FormValue("tailLines"))))
}

// tail keeps the last lines of a text that ends in a line feed.
func tail(text, wanted string) string {
	count, err := strconv.Atoi(wanted)
	if err != nil {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	lines = lines[:len(lines)-1]
	return strings.Join(lines[max(0, len(lines)-count):], "")
}
