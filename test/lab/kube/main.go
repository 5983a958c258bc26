// k3s: the lab's stand-in for the k3s binary.
//
// Like the real one it is a single file with several commands in it. kube-apiserver, kube-controller-manager,
// kube-scheduler and kubectl are the real programs, compiled from the public Go modules. etcd is Debian's, embedded by
// the build. What is NOT real is the kubelet: `lab-kubelet` (package nodeagent) only tells the API server what a
// kubelet would; it runs no container.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/component-base/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	nodeagent "tsplay.lab/kube/node-agent"
)

const kubeconfigPath = "/etc/rancher/k3s/k3s.yaml"

const usage = `k3s (tsplay lab stand-in) - commands:
  server                   run etcd, kube-apiserver, kube-controller-manager, kube-scheduler and lab-kubelet
  kubectl                  the real kubectl
  kube-apiserver | kube-controller-manager | kube-scheduler   the real programs, one by one
  lab-kubelet              the stand-in for the kubelet: it runs no containers
  --version                print the version
`

func init() { runtime.LockOSThread() } // children ask to be told when the thread that started them dies: keep it

func main() {
	name := filepath.Base(os.Args[0])
	args := os.Args[1:]
	if name != "kubectl" {
		if len(args) == 0 {
			fmt.Print(usage)
			return
		}
		name, args = args[0], args[1:]
	}
	os.Args = append([]string{name}, args...)

	switch name {
	case "server":
		if err := runServer(args); err != nil {
			fmt.Fprintf(os.Stderr, "k3s server: %v\n", err)
			os.Exit(1)
		}
	case "kubectl":
		useClusterKubeconfig(args)
		execute(kubectl.NewDefaultKubectlCommand())
	case "kube-apiserver":
		execute(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		execute(controllermanager.NewControllerManagerCommand())
	case "kube-scheduler":
		execute(scheduler.NewSchedulerCommand())
	case "lab-kubelet":
		if err := nodeagent.Run(args); err != nil {
			fmt.Fprintf(os.Stderr, "lab-kubelet: %v\n", err)
			os.Exit(1)
		}
	case "--version", "-v", "version":
		v := version.Get()
		fmt.Printf("k3s version %s (tsplay lab stand-in)\ngo version %s\n", v.GitVersion, strings.TrimPrefix(v.GoVersion, "go"))
	case "--help", "-h", "help":
		fmt.Print(usage)
	default:
		fmt.Fprintf(os.Stderr, "k3s: unknown command %q\n%s", name, usage)
		os.Exit(1)
	}
}

// execute runs one of the real programs' commands. Cobra prints the error itself unless the command asks it not to.
func execute(command *cobra.Command) {
	err := command.Execute()
	if err == nil {
		return
	}
	if command.SilenceErrors {
		fmt.Fprintf(os.Stderr, "error: %v\n", err)
	}
	os.Exit(1)
}

// useClusterKubeconfig lets kubectl find the cluster without any setting, as it does on a k3s server.
func useClusterKubeconfig(args []string) {
	if os.Getenv("KUBECONFIG") != "" {
		return
	}
	for _, arg := range args {
		if arg == "--kubeconfig" || strings.HasPrefix(arg, "--kubeconfig=") {
			return
		}
	}
	file, err := os.Open(kubeconfigPath)
	if err != nil {
		return
	}
	_ = file.Close()
	_ = os.Setenv("KUBECONFIG", kubeconfigPath)
}
