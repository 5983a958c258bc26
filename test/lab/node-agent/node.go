package nodeagent

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/component-base/version"
)

const (
	leaseSeconds  = 40
	leasePeriod   = 10 * time.Second
	statusPeriod  = time.Minute
	defaultPort   = 10250
	leaseSpace    = "kube-node-lease"
	roleLabel     = "node-role.kubernetes.io/control-plane"
	registerTries = 30
)

type node struct {
	*settings
	client, admin *kubernetes.Clientset
	started       time.Time
	wasThere      bool
}

func (n *node) register(ctx context.Context) error {
	n.started = time.Now()
	labels := map[string]string{
		"kubernetes.io/hostname": n.nodeName, "kubernetes.io/os": "linux", "kubernetes.io/arch": runtime.GOARCH,
		"node.kubernetes.io/instance-type": "k3s",
	}
	for _, label := range n.labels {
		key, value, _ := strings.Cut(label, "=")
		labels[key] = value
	}
	object := &core.Node{
		ObjectMeta: meta.ObjectMeta{Name: n.nodeName, Labels: labels, Annotations: map[string]string{
			annotation + "stand-in": "lab-kubelet reports pods as running; no container runs on this node",
		}},
	}
	object.Status = n.status(object.Status, false)
	var last error
	for try := 0; try < registerTries; try++ {
		_, last = n.client.CoreV1().Nodes().Create(ctx, object, meta.CreateOptions{})
		if apierrors.IsAlreadyExists(last) {
			n.wasThere, last = true, nil
		}
		if last == nil {
			// A node may not give itself a role; k3s has a controller for that.
			patch := []byte(`{"metadata":{"labels":{"` + roleLabel + `":"true"}}}`)
			_, err := n.admin.CoreV1().Nodes().Patch(ctx, n.nodeName, types.MergePatchType, patch, meta.PatchOptions{})
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return last
}

// keepAlive makes the node Ready when its time has come, and then keeps its lease and status fresh.
func (n *node) keepAlive(ctx context.Context) error {
	ready := n.wasThere && !n.booting
	if err := n.report(ctx, ready); err != nil {
		return err
	}
	if !ready {
		fmt.Printf("lab-kubelet: node %s will be Ready in %s\n", n.nodeName, n.readyAfter)
		if !n.sleepRenewing(ctx, n.readyAfter) {
			return nil
		}
		if err := n.report(ctx, true); err != nil {
			return err
		}
		fmt.Printf("lab-kubelet: node %s is Ready\n", n.nodeName)
	}
	for n.sleepRenewing(ctx, statusPeriod) {
		if err := n.report(ctx, true); err != nil && ctx.Err() == nil {
			fmt.Printf("lab-kubelet: node status: %v\n", err)
		}
	}
	return nil
}

// sleepRenewing waits while it renews the lease; false says that we are to stop.
func (n *node) sleepRenewing(ctx context.Context, duration time.Duration) bool {
	for end := time.Now().Add(duration); ; {
		if err := n.renewLease(ctx); err != nil && ctx.Err() == nil {
			fmt.Printf("lab-kubelet: lease: %v\n", err)
		}
		left := time.Until(end)
		if left <= 0 {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(min(left, leasePeriod)):
		}
	}
}

func (n *node) renewLease(ctx context.Context) error {
	leases := n.client.CoordinationV1().Leases(leaseSpace)
	now, seconds := meta.NowMicro(), int32(leaseSeconds)
	lease, err := leases.Get(ctx, n.nodeName, meta.GetOptions{})
	if apierrors.IsNotFound(err) {
		owner, err := n.client.CoreV1().Nodes().Get(ctx, n.nodeName, meta.GetOptions{})
		if err != nil {
			return err
		}
		_, err = leases.Create(ctx, &coordination.Lease{
			ObjectMeta: meta.ObjectMeta{Name: n.nodeName, Namespace: leaseSpace, OwnerReferences: []meta.OwnerReference{
				{APIVersion: "v1", Kind: "Node", Name: owner.Name, UID: owner.UID},
			}},
			Spec: coordination.LeaseSpec{HolderIdentity: &n.nodeName, LeaseDurationSeconds: &seconds, RenewTime: &now},
		}, meta.CreateOptions{})
		return err
	}
	if err != nil {
		return err
	}
	lease.Spec.RenewTime = &now
	_, err = leases.Update(ctx, lease, meta.UpdateOptions{})
	return err
}

func (n *node) report(ctx context.Context, ready bool) error {
	nodes := n.client.CoreV1().Nodes()
	var last error
	for try := 0; try < 5; try++ {
		current, err := nodes.Get(ctx, n.nodeName, meta.GetOptions{})
		if err != nil {
			return err
		}
		current.Status = n.status(current.Status, ready)
		if _, last = nodes.UpdateStatus(ctx, current, meta.UpdateOptions{}); !apierrors.IsConflict(last) {
			return last
		}
	}
	return last
}

func (n *node) status(old core.NodeStatus, ready bool) core.NodeStatus {
	now := meta.Now()
	condition := func(kind core.NodeConditionType, value bool, reason, message string) core.NodeCondition {
		c := core.NodeCondition{
			Type: kind, Status: core.ConditionFalse, Reason: reason, Message: message,
			LastHeartbeatTime: now, LastTransitionTime: now,
		}
		if value {
			c.Status = core.ConditionTrue
		}
		for _, before := range old.Conditions {
			if before.Type == kind && before.Status == c.Status {
				c.LastTransitionTime = before.LastTransitionTime
			}
		}
		return c
	}
	readiness := condition(core.NodeReady, true, "KubeletReady", "lab-kubelet is posting ready status")
	if !ready {
		readiness = condition(core.NodeReady, false, "KubeletNotReady", "lab-kubelet waits "+n.readyAfter.String()+" before it says ready")
	}
	memory := memoryBytes()
	capacity := core.ResourceList{
		core.ResourceCPU:              *resource.NewQuantity(int64(runtime.NumCPU()), resource.DecimalSI),
		core.ResourceMemory:           *resource.NewQuantity(memory, resource.BinarySI),
		core.ResourcePods:             *resource.NewQuantity(110, resource.DecimalSI),
		core.ResourceEphemeralStorage: resource.MustParse("20Gi"),
	}
	kernel, machine, systemUUID := kernelRelease(), firstLine("/etc/machine-id"), firstLine("/etc/machine-id")
	return core.NodeStatus{
		Capacity: capacity, Allocatable: capacity,
		Conditions: []core.NodeCondition{
			condition(core.NodeMemoryPressure, false, "KubeletHasSufficientMemory", "lab-kubelet does not measure this"),
			condition(core.NodeDiskPressure, false, "KubeletHasNoDiskPressure", "lab-kubelet does not measure this"),
			condition(core.NodePIDPressure, false, "KubeletHasSufficientPID", "lab-kubelet does not measure this"),
			readiness,
		},
		Addresses: []core.NodeAddress{
			{Type: core.NodeInternalIP, Address: n.nodeIP}, {Type: core.NodeHostName, Address: n.nodeName},
		},
		DaemonEndpoints: core.NodeDaemonEndpoints{KubeletEndpoint: core.DaemonEndpoint{Port: int32(n.port)}},
		NodeInfo: core.NodeSystemInfo{
			MachineID: machine, SystemUUID: systemUUID, BootID: firstLine("/proc/sys/kernel/random/boot_id"),
			KernelVersion: kernel, OSImage: osName(), ContainerRuntimeVersion: standIn + "://0.0.0",
			KubeletVersion: version.Get().GitVersion, OperatingSystem: "linux", Architecture: runtime.GOARCH,
		},
	}
}

func memoryBytes() int64 {
	var info syscall.Sysinfo_t
	if syscall.Sysinfo(&info) != nil {
		return 1 << 30
	}
	return int64(info.Totalram) * int64(info.Unit)
}

func kernelRelease() string { return firstLine("/proc/sys/kernel/osrelease") }

func firstLine(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(content), "\n")
	return line
}

func osName() string {
	content, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return "Linux"
	}
	for _, line := range strings.Split(string(content), "\n") {
		if value, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
			return strings.Trim(value, `"`)
		}
	}
	return "Linux"
}
