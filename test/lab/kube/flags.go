package main

import (
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

// options are the settings of `k3s server` that mean something here.
type options struct {
	dataDir        string
	kubeconfig     string
	kubeconfigMode string
	nodeName       string
	nodeIP         string
	tlsSANs        []string
	disabled       []string
	token          string
	port           string
	apiserverArgs  []string
	nodeLabels     []string
}

// Flags that a k3s server knows. The value says whether the flag takes one. Those that configure what the lab does
// not have (networking, containerd, ingress) are accepted and said to be without effect.
var knownFlags = map[string]bool{
	"data-dir": true, "write-kubeconfig": true, "write-kubeconfig-mode": true, "write-kubeconfig-group": true,
	"node-name": true, "node-ip": true, "node-external-ip": true, "tls-san": true, "disable": true, "no-deploy": true,
	"token": true, "https-listen-port": true, "kube-apiserver-arg": true, "node-label": true,
	"bind-address": true, "advertise-address": true, "cluster-cidr": true, "service-cidr": true, "cluster-dns": true,
	"cluster-domain": true, "flannel-backend": true, "flannel-iface": true, "kubelet-arg": true,
	"kube-controller-manager-arg": true, "kube-scheduler-arg": true, "kube-proxy-arg": true, "node-taint": true,
	"cluster-init": false, "disable-network-policy": false, "disable-kube-proxy": false,
	"disable-cloud-controller": false, "disable-helm-controller": false, "secrets-encryption": false, "debug": false,
	"docker": false, "selinux": false, "rootless": false, "protect-kernel-defaults": false, "prefer-bundled-bin": false,
	"snapshotter": true, "private-registry": true, "log": true, "default-local-storage-path": true,
	"etcd-snapshot-schedule-cron": true, "etcd-snapshot-retention": true, "v": true, "agent-token": true,
}

var shortFlags = map[string]string{"d": "data-dir", "o": "write-kubeconfig", "t": "token", "l": "log", "i": "node-ip"}

var effective = []string{
	"data-dir", "write-kubeconfig", "write-kubeconfig-mode", "node-name", "node-ip", "tls-san", "disable", "no-deploy",
	"token", "https-listen-port", "kube-apiserver-arg", "node-label", "debug",
}

func parseOptions(args []string) (*options, error) {
	o := &options{
		dataDir: "/var/lib/rancher/k3s", kubeconfig: kubeconfigPath, kubeconfigMode: "0600", port: "6443",
		token: os.Getenv("K3S_TOKEN"),
	}
	if mode := os.Getenv("K3S_KUBECONFIG_MODE"); mode != "" {
		o.kubeconfigMode = mode
	}
	fromFile, err := configFile("/etc/rancher/k3s/config.yaml")
	if err != nil {
		return nil, err
	}
	args = append(fromFile, args...) // the command line comes last: it wins
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			return nil, fmt.Errorf("unexpected argument %q", arg)
		}
		name, value, inline := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if long, ok := shortFlags[name]; ok {
			name = long
		}
		takesValue, known := knownFlags[name]
		if !known {
			return nil, fmt.Errorf("flag provided but not defined: -%s", name)
		}
		if takesValue && !inline {
			if len(args) == 0 {
				return nil, fmt.Errorf("flag needs an argument: -%s", name)
			}
			value, args = args[0], args[1:]
		}
		if !slices.Contains(effective, name) {
			fmt.Printf("k3s: --%s has no effect in the lab stand-in\n", name)
		}
		o.set(name, value)
	}
	return o, nil
}

func (o *options) set(name, value string) {
	switch name {
	case "data-dir":
		o.dataDir = value
	case "write-kubeconfig":
		o.kubeconfig = value
	case "write-kubeconfig-mode":
		o.kubeconfigMode = value
	case "node-name":
		o.nodeName = value
	case "node-ip":
		o.nodeIP, _, _ = strings.Cut(value, ",")
	case "tls-san":
		o.tlsSANs = append(o.tlsSANs, strings.Split(value, ",")...)
	case "no-deploy":
		fmt.Println("k3s: --no-deploy is taken as --disable; the real k3s refuses it since v1.25")
		o.disabled = append(o.disabled, strings.Split(value, ",")...)
	case "disable":
		o.disabled = append(o.disabled, strings.Split(value, ",")...)
	case "token":
		o.token = value
	case "https-listen-port":
		o.port = value
	case "kube-apiserver-arg":
		o.apiserverArgs = append(o.apiserverArgs, "--"+strings.TrimLeft(value, "-"))
	case "node-label":
		o.nodeLabels = append(o.nodeLabels, strings.Split(value, ",")...)
	}
}

// configFile reads /etc/rancher/k3s/config.yaml, whose keys are the names of the flags.
func configFile(path string) ([]string, error) {
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	settings := map[string]any{}
	if err := yaml.Unmarshal(content, &settings); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	names := make([]string, 0, len(settings))
	for name := range settings {
		names = append(names, name)
	}
	sort.Strings(names)
	var args []string
	for _, name := range names {
		switch value := settings[name].(type) {
		case bool:
			if value {
				args = append(args, "--"+name)
			}
		case []any:
			for _, item := range value {
				args = append(args, fmt.Sprintf("--%s=%v", name, item))
			}
		default:
			args = append(args, fmt.Sprintf("--%s=%v", name, value))
		}
	}
	return args, nil
}
