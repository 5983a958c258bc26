package nodeagent

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

const (
	localPath     = "local-path"
	provisioner   = "rancher.io/local-path"
	chosenNode    = "volume.kubernetes.io/selected-node"
	addonInterval = time.Second
)

// addons does the little of k3s' packaged add-ons that a deployment leans on: local-path volumes and, for Services of
// type LoadBalancer, the node's address. `--disable local-storage` and `--disable servicelb` leave them out, as in k3s.
// CoreDNS, metrics-server and Traefik are not there: they would be containers.
type addons struct {
	*settings
	client *kubernetes.Clientset
}

func (a *addons) run(ctx context.Context) error {
	volumes, balancer := !slices.Contains(a.disabled, "local-storage"), !slices.Contains(a.disabled, "servicelb")
	if volumes {
		if err := a.makeClass(ctx); err != nil {
			return err
		}
	}
	for volumes || balancer {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(addonInterval):
		}
		if volumes {
			a.tell("local-path", a.provision(ctx))
		}
		if balancer {
			a.tell("servicelb", a.balance(ctx))
		}
	}
	return nil
}

func (a *addons) tell(what string, err error) {
	if err != nil && !apierrors.IsConflict(err) {
		fmt.Printf("lab-kubelet: %s: %v\n", what, err)
	}
}

func (a *addons) makeClass(ctx context.Context) error {
	late, drop := storage.VolumeBindingWaitForFirstConsumer, core.PersistentVolumeReclaimDelete
	_, err := a.client.StorageV1().StorageClasses().Create(ctx, &storage.StorageClass{
		ObjectMeta: meta.ObjectMeta{Name: localPath, Annotations: map[string]string{
			"storageclass.kubernetes.io/is-default-class": "true",
		}},
		Provisioner: provisioner, VolumeBindingMode: &late, ReclaimPolicy: &drop,
	}, meta.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func (a *addons) provision(ctx context.Context) error {
	claims, err := a.client.CoreV1().PersistentVolumeClaims("").List(ctx, meta.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return err
	}
	for _, claim := range claims.Items {
		class := claim.Spec.StorageClassName
		if claim.Status.Phase != core.ClaimPending || class == nil || *class != localPath || claim.Annotations[chosenNode] != a.nodeName {
			continue
		}
		if err := a.makeVolume(ctx, &claim); err != nil && !apierrors.IsAlreadyExists(err) {
			return err
		}
	}
	volumes, err := a.client.CoreV1().PersistentVolumes().List(ctx, meta.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return err
	}
	for _, volume := range volumes.Items {
		ours := volume.Spec.StorageClassName == localPath && volume.Spec.HostPath != nil && filepath.Dir(volume.Spec.HostPath.Path) == a.storage
		if !ours || volume.Status.Phase != core.VolumeReleased || volume.Spec.PersistentVolumeReclaimPolicy != core.PersistentVolumeReclaimDelete {
			continue
		}
		if err := a.client.CoreV1().PersistentVolumes().Delete(ctx, volume.Name, meta.DeleteOptions{}); err != nil {
			return err
		}
		if err := os.RemoveAll(volume.Spec.HostPath.Path); err != nil {
			return err
		}
	}
	return nil
}

func (a *addons) makeVolume(ctx context.Context, claim *core.PersistentVolumeClaim) error {
	name := "pvc-" + string(claim.UID)
	path := filepath.Join(a.storage, fmt.Sprintf("%s_%s_%s", name, claim.Namespace, claim.Name))
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o777); err != nil { // any user in the pod may write, as with local-path
		return err
	}
	kind := core.HostPathDirectoryOrCreate
	_, err := a.client.CoreV1().PersistentVolumes().Create(ctx, &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: name, Annotations: map[string]string{"pv.kubernetes.io/provisioned-by": provisioner}},
		Spec: core.PersistentVolumeSpec{
			AccessModes: claim.Spec.AccessModes, StorageClassName: localPath,
			Capacity:                      core.ResourceList{core.ResourceStorage: claim.Spec.Resources.Requests[core.ResourceStorage]},
			PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimDelete,
			PersistentVolumeSource:        core.PersistentVolumeSource{HostPath: &core.HostPathVolumeSource{Path: path, Type: &kind}},
			ClaimRef: &core.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			NodeAffinity: &core.VolumeNodeAffinity{Required: &core.NodeSelector{NodeSelectorTerms: []core.NodeSelectorTerm{{
				MatchExpressions: []core.NodeSelectorRequirement{
					{Key: "kubernetes.io/hostname", Operator: core.NodeSelectorOpIn, Values: []string{a.nodeName}},
				},
			}}}},
		},
	}, meta.CreateOptions{})
	return err
}

func (a *addons) balance(ctx context.Context) error {
	services, err := a.client.CoreV1().Services("").List(ctx, meta.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return err
	}
	for _, service := range services.Items {
		if service.Spec.Type != core.ServiceTypeLoadBalancer || len(service.Status.LoadBalancer.Ingress) > 0 {
			continue
		}
		service.Status.LoadBalancer.Ingress = []core.LoadBalancerIngress{{IP: a.nodeIP}}
		if _, err := a.client.CoreV1().Services(service.Namespace).UpdateStatus(ctx, &service, meta.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}
