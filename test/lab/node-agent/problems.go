package nodeagent

import (
	"context"
	"fmt"
	"os"

	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// findProblem looks whether what the pod refers to is there: config maps, secrets, claims, and folders of the host.
func (p *pods) findProblem(ctx context.Context, pod *core.Pod) *problem {
	for _, volume := range pod.Spec.Volumes {
		if found := p.volumeProblem(ctx, pod.Namespace, volume); found != nil {
			return found
		}
	}
	for _, container := range append(append([]core.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if why := p.environmentProblem(ctx, pod.Namespace, container); why != "" {
			return &problem{container.Name, "CreateContainerConfigError", "Failed", "Error: " + why}
		}
	}
	return nil
}

func (p *pods) volumeProblem(ctx context.Context, space string, volume core.Volume) *problem {
	why := ""
	switch {
	case volume.ConfigMap != nil:
		why = p.missingKeyed(ctx, space, "configmap", volume.ConfigMap.Name, itemKeys(volume.ConfigMap.Items), volume.ConfigMap.Optional)
	case volume.Secret != nil:
		why = p.missingKeyed(ctx, space, "secret", volume.Secret.SecretName, itemKeys(volume.Secret.Items), volume.Secret.Optional)
	case volume.PersistentVolumeClaim != nil:
		claim, err := p.client.CoreV1().PersistentVolumeClaims(space).Get(ctx, volume.PersistentVolumeClaim.ClaimName, meta.GetOptions{})
		if err != nil {
			why = err.Error()
		} else if claim.Status.Phase != core.ClaimBound {
			why = fmt.Sprintf("persistentvolumeclaim %q is not bound", claim.Name)
		}
	case volume.HostPath != nil:
		why = hostPathProblem(volume.HostPath)
	}
	if why == "" {
		return nil
	}
	return &problem{"", "ContainerCreating", "FailedMount", fmt.Sprintf("MountVolume.SetUp failed for volume %q : %s", volume.Name, why)}
}

func itemKeys(items []core.KeyToPath) []string {
	var keys []string
	for _, item := range items {
		keys = append(keys, item.Key)
	}
	return keys
}

// hostPathProblem checks and makes the path as a kubelet does by its type.
func hostPathProblem(source *core.HostPathVolumeSource) string {
	if source.Type == nil {
		return ""
	}
	info, err := os.Stat(source.Path)
	switch *source.Type {
	case core.HostPathDirectoryOrCreate:
		if os.IsNotExist(err) {
			err = os.MkdirAll(source.Path, 0o755)
		} else if err == nil && !info.IsDir() {
			return fmt.Sprintf("hostPath type check failed: %s is not a directory", source.Path)
		}
		if err != nil {
			return err.Error()
		}
	case core.HostPathDirectory:
		if err != nil || !info.IsDir() {
			return fmt.Sprintf("hostPath type check failed: %s is not a directory", source.Path)
		}
	case core.HostPathFile:
		if err != nil || info.IsDir() {
			return fmt.Sprintf("hostPath type check failed: %s is not a file", source.Path)
		}
	}
	return ""
}

func (p *pods) environmentProblem(ctx context.Context, space string, container core.Container) string {
	for _, from := range container.EnvFrom {
		why := ""
		if from.ConfigMapRef != nil {
			why = p.missingKeyed(ctx, space, "configmap", from.ConfigMapRef.Name, nil, from.ConfigMapRef.Optional)
		}
		if from.SecretRef != nil {
			why = p.missingKeyed(ctx, space, "secret", from.SecretRef.Name, nil, from.SecretRef.Optional)
		}
		if why != "" {
			return why
		}
	}
	for _, variable := range container.Env {
		if variable.ValueFrom == nil {
			continue
		}
		why := ""
		if ref := variable.ValueFrom.ConfigMapKeyRef; ref != nil {
			why = p.missingKeyed(ctx, space, "configmap", ref.Name, []string{ref.Key}, ref.Optional)
		}
		if ref := variable.ValueFrom.SecretKeyRef; ref != nil {
			why = p.missingKeyed(ctx, space, "secret", ref.Name, []string{ref.Key}, ref.Optional)
		}
		if why != "" {
			return why
		}
	}
	return ""
}

func (p *pods) missingKeyed(ctx context.Context, space, kind, name string, keys []string, optional *bool) string {
	if optional != nil && *optional {
		return ""
	}
	has := map[string]bool{}
	var err error
	if kind == "secret" {
		var secret *core.Secret
		if secret, err = p.client.CoreV1().Secrets(space).Get(ctx, name, meta.GetOptions{}); err == nil {
			for key := range secret.Data {
				has[key] = true
			}
		}
	} else {
		var config *core.ConfigMap
		if config, err = p.client.CoreV1().ConfigMaps(space).Get(ctx, name, meta.GetOptions{}); err == nil {
			for key := range config.Data {
				has[key] = true
			}
			for key := range config.BinaryData {
				has[key] = true
			}
		}
	}
	switch {
	case apierrors.IsNotFound(err):
		return fmt.Sprintf("%s %q not found", kind, name)
	case err != nil:
		return err.Error()
	}
	for _, key := range keys {
		if !has[key] {
			return fmt.Sprintf("couldn't find key %s in %s %s/%s", key, kind, space, name)
		}
	}
	return ""
}
