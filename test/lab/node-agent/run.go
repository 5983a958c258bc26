// Package nodeagent is `lab-kubelet`: a stand-in for the kubelet on a machine where no container can run.
//
// It registers a Node, lets it become Ready after some seconds, renews its lease, and reports for every pod that the
// (real) scheduler bound to the node what a kubelet would report: created and running, or why not. It starts no
// process and pulls no image. Everything else in the cluster is real.
package nodeagent

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	standIn         = "lab-kubelet"
	annotation      = "lab.tsplay/"
	defaultReadySec = 8
)

type settings struct {
	kubeconfig, adminKubeconfig string
	nodeName, nodeIP            string
	labels, disabled            []string
	storage                     string
	certFile, keyFile, clientCA string
	readyAfter                  time.Duration
	port                        int
	booting                     bool
}

// Run is the command line of lab-kubelet. It returns when it is told to stop or cannot go on.
func Run(args []string) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	client, err := connect(s.kubeconfig)
	if err != nil {
		return err
	}
	admin, err := connect(s.adminKubeconfig)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	failed := make(chan error, 4)
	begin := func(what string, run func(context.Context) error) {
		go func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				failed <- fmt.Errorf("%s: %w", what, err)
			}
		}()
	}
	node := &node{settings: s, client: client, admin: admin}
	if err := node.register(ctx); err != nil {
		return fmt.Errorf("registering node %s: %w", s.nodeName, err)
	}
	pods := newPods(s, client)
	begin("node status", node.keepAlive)
	begin("pods", pods.run)
	begin("kubelet port", pods.serve)
	begin("add-ons", (&addons{settings: s, client: admin}).run)
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}

func connect(kubeconfig string) (*kubernetes.Clientset, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.UserAgent, config.QPS, config.Burst = standIn, 50, 100
	return kubernetes.NewForConfig(config)
}

func parse(args []string) (*settings, error) {
	s := &settings{readyAfter: defaultReadySec * time.Second}
	if text := os.Getenv("LAB_NODE_READY_SECONDS"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 0 {
			return nil, fmt.Errorf("LAB_NODE_READY_SECONDS=%q is not a number of seconds", text)
		}
		s.readyAfter = time.Duration(seconds) * time.Second
	}
	flags := flag.NewFlagSet(standIn, flag.ContinueOnError)
	flags.StringVar(&s.kubeconfig, "kubeconfig", "", "credentials of the node")
	flags.StringVar(&s.adminKubeconfig, "admin-kubeconfig", "", "credentials for what controllers of k3s do: role label, storage, load balancer")
	flags.StringVar(&s.nodeName, "node-name", "", "name of the Node object")
	flags.StringVar(&s.nodeIP, "node-ip", "", "address of the node")
	flags.StringVar(&s.storage, "storage", "", "folder for local-path volumes")
	flags.StringVar(&s.certFile, "tls-cert-file", "", "serving certificate")
	flags.StringVar(&s.keyFile, "tls-private-key-file", "", "serving key")
	flags.StringVar(&s.clientCA, "client-ca-file", "", "authority of the API server's client certificate")
	flags.IntVar(&s.port, "port", defaultPort, "port for logs and exec; several on one machine need one each")
	flags.BoolVar(&s.booting, "booting", false, "be not Ready at first although the Node object is there: the machine starts anew")
	labels := flags.String("labels", "", "further labels, k=v,k=v")
	disabled := flags.String("disable", "", "add-ons left out: servicelb, local-storage")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	s.labels, s.disabled = split(*labels), split(*disabled)
	return s, nil
}

func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
