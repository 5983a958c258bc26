package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Debian's etcd, put here by build-kube.sh.
//
//go:embed etcd
var etcdProgram []byte

const (
	etcdURL        = "https://127.0.0.1:2379"
	etcdPeerURL    = "http://127.0.0.1:2380" // nobody joins: the peer port is never used by a second member
	serviceNetwork = "10.43.0.0/16"
	podNetwork     = "10.42.0.0/16"
	startTimeout   = 3 * time.Minute
)

// server is one running `k3s server`.
type server struct {
	*options
	keys     pki
	children []*exec.Cmd
	waits    sync.WaitGroup
	exited   chan error

	adminKubeconfig string
	etcdClient      pair
	etcdCA          *authority
	serverCA        *authority
	admin           pair
}

func runServer(args []string) error {
	if os.Geteuid() != 0 {
		return errors.New("must run as root")
	}
	parsed, err := parseOptions(args)
	if err != nil {
		return err
	}
	if parsed.nodeName == "" {
		name, err := os.Hostname()
		if err != nil {
			return err
		}
		parsed.nodeName = strings.ToLower(name)
	}
	if parsed.nodeIP == "" {
		parsed.nodeIP = ownAddress()
	}
	s := &server{options: parsed, keys: pki{filepath.Join(parsed.dataDir, "server", "tls")}, exited: make(chan error, 8)}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	defer s.stopChildren()
	if err := s.start(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	notifySystemd("READY=1\nSTATUS=API server ready")
	fmt.Printf("k3s: the API server answers on https://127.0.0.1:%s\n", s.port)
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.exited:
		return err
	}
}

func ownAddress() string {
	// No packet is sent: connecting a datagram socket only asks the kernel which source address it would use.
	if conn, err := net.Dial("udp", "192.0.2.1:9"); err == nil {
		defer conn.Close()
		if address, ok := conn.LocalAddr().(*net.UDPAddr); ok {
			return address.IP.String()
		}
	}
	return "127.0.0.1"
}

func (s *server) start(ctx context.Context) error {
	for _, directory := range []struct {
		path string
		mode os.FileMode
	}{
		{s.dataDir, 0o755}, {filepath.Join(s.dataDir, "server"), 0o700}, {s.keys.dir, 0o700},
		{filepath.Join(s.keys.dir, "etcd"), 0o700}, {filepath.Join(s.dataDir, "server", "db", "etcd"), 0o700},
		{filepath.Join(s.dataDir, "agent"), 0o700}, {filepath.Dir(s.kubeconfig), 0o755},
	} {
		if err := os.MkdirAll(directory.path, directory.mode); err != nil {
			return err
		}
	}
	etcd, err := s.unpackEtcd()
	if err != nil {
		return err
	}
	files, err := s.makeKeys()
	if err != nil {
		return fmt.Errorf("making certificates: %w", err)
	}

	if err := s.run("etcd", etcd, s.etcdArgs(files)...); err != nil {
		return err
	}
	if err := s.waitFor(ctx, "etcd", etcdURL+"/health", s.etcdCA.certPath, s.etcdClient); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := s.run("kube-apiserver", self, append([]string{"kube-apiserver"}, s.apiserverFlags(files)...)...); err != nil {
		return err
	}
	url := "https://127.0.0.1:" + s.port
	if err := s.waitFor(ctx, "kube-apiserver", url+"/readyz", s.serverCA.certPath, s.admin); err != nil {
		return err
	}
	if err := s.run("kube-controller-manager", self, append([]string{"kube-controller-manager"}, s.controllerFlags(files)...)...); err != nil {
		return err
	}
	if err := s.run("kube-scheduler", self, "kube-scheduler", "--kubeconfig="+files.schedulerKubeconfig,
		"--authentication-kubeconfig="+files.schedulerKubeconfig, "--authorization-kubeconfig="+files.schedulerKubeconfig,
		"--leader-elect=false", "--bind-address=127.0.0.1", "--profiling=false"); err != nil {
		return err
	}
	return s.run("lab-kubelet", self, "lab-kubelet", "--kubeconfig="+files.kubeletKubeconfig, "--admin-kubeconfig="+s.adminKubeconfig,
		"--node-name="+s.nodeName, "--node-ip="+s.nodeIP, "--labels="+strings.Join(s.nodeLabels, ","),
		"--disable="+strings.Join(s.disabled, ","), "--storage="+filepath.Join(s.dataDir, "storage"),
		"--tls-cert-file="+files.kubeletServing.cert, "--tls-private-key-file="+files.kubeletServing.key,
		"--client-ca-file="+files.clientCA.certPath)
}

// keyFiles are the files that the programs are told about.
type keyFiles struct {
	clientCA, requestHeaderCA                                    *authority
	serving, kubeletClient, kubeletServing, proxyClient          pair
	etcdServing                                                  pair
	serviceKey                                                   string
	controllerKubeconfig, schedulerKubeconfig, kubeletKubeconfig string
}

func (s *server) makeKeys() (*keyFiles, error) {
	f := &keyFiles{}
	var err error
	authorityOf := func(name string) *authority {
		if err != nil {
			return nil
		}
		var ca *authority
		ca, err = s.keys.authority(name)
		return ca
	}
	s.serverCA = authorityOf("server-ca")
	f.clientCA = authorityOf("client-ca")
	f.requestHeaderCA = authorityOf("request-header-ca")
	s.etcdCA = authorityOf("etcd/server-ca")
	if err != nil {
		return nil, err
	}
	issue := func(ca *authority, name, user, group string, server bool, hosts ...string) pair {
		if err != nil {
			return pair{}
		}
		subject := pkix.Name{CommonName: user}
		if group != "" {
			subject.Organization = []string{group}
		}
		var p pair
		p, err = s.keys.issue(ca, name, subject, server, hosts)
		return p
	}
	apiHosts := append([]string{
		"127.0.0.1", "::1", "localhost", "10.43.0.1", s.nodeIP, s.nodeName, "kubernetes", "kubernetes.default",
		"kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
	}, s.tlsSANs...)
	f.serving = issue(s.serverCA, "serving-kube-apiserver", "kube-apiserver", "", true, apiHosts...)
	f.kubeletServing = issue(s.serverCA, "serving-kubelet", s.nodeName, "", true, s.nodeName, s.nodeIP, "127.0.0.1", "localhost")
	f.etcdServing = issue(s.etcdCA, "etcd/server-client", "etcd-server", "", true, "127.0.0.1", "localhost")
	s.etcdClient = issue(s.etcdCA, "etcd/client", "etcd-client", "", false)
	s.admin = issue(f.clientCA, "client-admin", "system:admin", "system:masters", false)
	controller := issue(f.clientCA, "client-controller", "system:kube-controller-manager", "", false)
	scheduler := issue(f.clientCA, "client-scheduler", "system:kube-scheduler", "", false)
	kubelet := issue(f.clientCA, "client-kubelet", "system:node:"+s.nodeName, "system:nodes", false)
	f.kubeletClient = issue(f.clientCA, "client-kube-apiserver", "system:apiserver", "system:masters", false)
	f.proxyClient = issue(f.requestHeaderCA, "client-auth-proxy", "system:auth-proxy", "", false)
	if err != nil {
		return nil, err
	}
	f.serviceKey = s.keys.path("service.key")
	if !exists(f.serviceKey) {
		if _, err := newKey(f.serviceKey); err != nil {
			return nil, err
		}
	}
	f.controllerKubeconfig = filepath.Join(s.dataDir, "server", "cred", "controller.kubeconfig")
	f.schedulerKubeconfig = filepath.Join(s.dataDir, "server", "cred", "scheduler.kubeconfig")
	f.kubeletKubeconfig = filepath.Join(s.dataDir, "agent", "kubelet.kubeconfig")
	s.adminKubeconfig = filepath.Join(s.dataDir, "server", "cred", "admin.kubeconfig")
	mode, err := strconv.ParseUint(s.kubeconfigMode, 8, 12)
	if err != nil {
		return nil, fmt.Errorf("--write-kubeconfig-mode %q is not an octal file mode", s.kubeconfigMode)
	}
	if err := os.MkdirAll(filepath.Dir(s.adminKubeconfig), 0o700); err != nil {
		return nil, err
	}
	for _, k := range []struct {
		path string
		user pair
		mode os.FileMode
	}{
		{f.controllerKubeconfig, controller, 0o600}, {f.schedulerKubeconfig, scheduler, 0o600},
		{f.kubeletKubeconfig, kubelet, 0o600}, {s.adminKubeconfig, s.admin, 0o600}, {s.kubeconfig, s.admin, os.FileMode(mode)},
	} {
		if err := s.writeKubeconfig(k.path, k.user, k.mode); err != nil {
			return nil, err
		}
	}
	return f, s.writeToken()
}

func (s *server) writeKubeconfig(path string, user pair, mode os.FileMode) error {
	var failed error
	embedded := func(path string) string {
		content, err := os.ReadFile(path)
		failed = errors.Join(failed, err)
		return base64.StdEncoding.EncodeToString(content)
	}
	content := fmt.Sprintf(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: %s
    server: https://127.0.0.1:%s
  name: default
contexts:
- context:
    cluster: default
    user: default
  name: default
current-context: default
kind: Config
preferences: {}
users:
- name: default
  user:
    client-certificate-data: %s
    client-key-data: %s
`, embedded(s.serverCA.certPath), s.port, embedded(user.cert), embedded(user.key))
	if failed != nil {
		return failed
	}
	return writeAtomically(path, []byte(content), mode)
}

// writeToken leaves the secret by which agents would join, in the form and at the places k3s has it.
func (s *server) writeToken() error {
	path := filepath.Join(s.dataDir, "server", "token")
	if !exists(path) {
		sum, err := fingerprint(s.serverCA.certPath)
		if err != nil {
			return err
		}
		secret := s.token
		if secret == "" {
			secret = randomHex(16)
		}
		if err := writeAtomically(path, []byte("K10"+sum+"::server:"+secret+"\n"), 0o600); err != nil {
			return err
		}
	}
	link := filepath.Join(s.dataDir, "server", "node-token")
	if !exists(link) {
		return os.Symlink(path, link)
	}
	return nil
}

func (s *server) unpackEtcd() (string, error) {
	sum := sha256.Sum256(etcdProgram)
	directory := filepath.Join(s.dataDir, "data", hex.EncodeToString(sum[:]), "bin")
	path := filepath.Join(directory, "etcd")
	if exists(path) {
		return path, nil
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return "", err
	}
	return path, writeAtomically(path, etcdProgram, 0o755)
}

func (s *server) etcdArgs(f *keyFiles) []string {
	return []string{
		"--name=default", "--data-dir=" + filepath.Join(s.dataDir, "server", "db", "etcd"),
		"--listen-client-urls=" + etcdURL, "--advertise-client-urls=" + etcdURL,
		"--listen-peer-urls=" + etcdPeerURL, "--initial-advertise-peer-urls=" + etcdPeerURL,
		"--initial-cluster=default=" + etcdPeerURL,
		"--cert-file=" + f.etcdServing.cert, "--key-file=" + f.etcdServing.key,
		"--client-cert-auth", "--trusted-ca-file=" + s.etcdCA.certPath,
		"--logger=zap", "--log-level=warn", "--snapshot-count=10000",
	}
}

func (s *server) apiserverFlags(f *keyFiles) []string {
	return append([]string{
		"--etcd-servers=" + etcdURL, "--etcd-cafile=" + s.etcdCA.certPath,
		"--etcd-certfile=" + s.etcdClient.cert, "--etcd-keyfile=" + s.etcdClient.key,
		"--secure-port=" + s.port, "--advertise-address=" + s.nodeIP,
		"--tls-cert-file=" + f.serving.cert, "--tls-private-key-file=" + f.serving.key,
		"--client-ca-file=" + f.clientCA.certPath, "--anonymous-auth=false",
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--service-cluster-ip-range=" + serviceNetwork,
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + f.serviceKey, "--service-account-signing-key-file=" + f.serviceKey,
		"--kubelet-certificate-authority=" + s.serverCA.certPath,
		"--kubelet-client-certificate=" + f.kubeletClient.cert, "--kubelet-client-key=" + f.kubeletClient.key,
		"--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
		"--proxy-client-cert-file=" + f.proxyClient.cert, "--proxy-client-key-file=" + f.proxyClient.key,
		"--requestheader-client-ca-file=" + f.requestHeaderCA.certPath, "--requestheader-allowed-names=system:auth-proxy",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-username-headers=X-Remote-User", "--profiling=false",
	}, s.apiserverArgs...)
}

func (s *server) controllerFlags(f *keyFiles) []string {
	return []string{
		"--kubeconfig=" + f.controllerKubeconfig, "--authentication-kubeconfig=" + f.controllerKubeconfig,
		"--authorization-kubeconfig=" + f.controllerKubeconfig,
		"--service-account-private-key-file=" + f.serviceKey, "--root-ca-file=" + s.serverCA.certPath,
		"--cluster-signing-cert-file=" + f.clientCA.certPath, "--cluster-signing-key-file=" + f.clientCA.keyPath,
		"--use-service-account-credentials=true", "--leader-elect=false", "--bind-address=127.0.0.1",
		"--allocate-node-cidrs=true", "--cluster-cidr=" + podNetwork, "--service-cluster-ip-range=" + serviceNetwork,
		"--profiling=false",
	}
}

// run starts a program whose life is bound to ours: if it ends, the whole server ends (and systemd starts it anew).
func (s *server) run(name, program string, args ...string) error {
	child := exec.Command(program, args...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
	fmt.Printf("k3s: starting %s\n", name)
	if err := child.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", name, err)
	}
	s.children = append(s.children, child)
	s.waits.Add(1)
	go func() {
		defer s.waits.Done()
		err := child.Wait()
		select {
		case s.exited <- fmt.Errorf("%s ended: %v", name, err):
		default:
		}
	}()
	return nil
}

// stopChildren ends the programs, the last one started first, so that the API server can still write to etcd.
func (s *server) stopChildren() {
	notifySystemd("STOPPING=1")
	for i := len(s.children) - 1; i >= 0; i-- {
		_ = s.children[i].Process.Signal(syscall.SIGTERM)
		if i == 1 {
			time.Sleep(500 * time.Millisecond)
		}
	}
	done := make(chan struct{})
	go func() { s.waits.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		for _, child := range s.children {
			_ = child.Process.Kill()
		}
	}
}

// waitFor asks a health address until it answers 200.
func (s *server) waitFor(ctx context.Context, name, url, caFile string, client pair) error {
	ca, err := os.ReadFile(caFile)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	certificate, err := tls.LoadX509KeyPair(client.cert, client.key)
	if err != nil {
		return err
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{certificate}}}
	defer transport.CloseIdleConnections()
	web := &http.Client{Timeout: 5 * time.Second, Transport: transport}
	last := "no answer"
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); {
		response, err := web.Get(url)
		if err == nil {
			body, _ := io.ReadAll(io.LimitReader(response.Body, 4096))
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
			last = response.Status + " " + string(bytes.TrimSpace(body))
		} else {
			last = err.Error()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-s.exited:
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s was not healthy within %s: %s", name, startTimeout, last)
}

func notifySystemd(state string) {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		fmt.Printf("k3s: cannot tell systemd: %v\n", err)
		return
	}
	defer conn.Close()
	_, _ = conn.Write([]byte(state))
}
