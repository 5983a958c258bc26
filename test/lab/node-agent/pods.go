package nodeagent

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"time"

	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
)

const tick = 250 * time.Millisecond

// pods reports on the pods bound to the node.
type pods struct {
	*settings
	client   *kubernetes.Clientset
	lister   v1.PodLister
	synced   cache.InformerSynced
	start    func(stop <-chan struct{})
	events   record.EventRecorder
	progress map[types.UID]*progress
}

// progress is what lab-kubelet remembers of a pod between two looks.
type progress struct {
	since   time.Time       // when the pod was first seen
	checked time.Time       // when what it refers to was last looked for
	problem *problem        // what of that is missing
	told    map[string]bool // events that were sent
	address string          // the one given to it
	killed  time.Time       // when it was first seen to be deleted
}

func newPods(s *settings, client *kubernetes.Clientset) *pods {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTweakListOptions(func(o *meta.ListOptions) {
		o.FieldSelector = fields.OneTermEqualSelector("spec.nodeName", s.nodeName).String()
	}))
	informer := factory.Core().V1().Pods()
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: client.CoreV1().Events("")})
	return &pods{
		settings: s, client: client, lister: informer.Lister(), synced: informer.Informer().HasSynced, start: factory.Start,
		events:   broadcaster.NewRecorder(scheme.Scheme, core.EventSource{Component: standIn, Host: s.nodeName}),
		progress: map[types.UID]*progress{},
	}
}

func (p *pods) run(ctx context.Context) error {
	p.start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), p.synced) {
		return ctx.Err()
	}
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		all, err := p.lister.List(labels.Everything())
		if err != nil {
			return err
		}
		seen := map[types.UID]bool{}
		for _, pod := range all {
			seen[pod.UID] = true
			if err := p.look(ctx, pod, all); err != nil && ctx.Err() == nil && !apierrors.IsConflict(err) && !apierrors.IsNotFound(err) {
				fmt.Printf("lab-kubelet: pod %s/%s: %v\n", pod.Namespace, pod.Name, err)
			}
		}
		for uid := range p.progress {
			if !seen[uid] {
				delete(p.progress, uid)
			}
		}
	}
}

func (p *pods) look(ctx context.Context, pod *core.Pod, all []*core.Pod) error {
	state := p.progress[pod.UID]
	if state == nil {
		state = &progress{since: time.Now(), told: map[string]bool{}}
		p.progress[pod.UID] = state
	}
	if pod.DeletionTimestamp != nil {
		return p.remove(ctx, pod, state)
	}
	if pod.Status.Phase == core.PodSucceeded || pod.Status.Phase == core.PodFailed {
		return nil
	}
	if pod.Status.Phase != core.PodRunning && time.Since(state.checked) > time.Second {
		state.checked, state.problem = time.Now(), p.findProblem(ctx, pod)
	}
	status, events := decide(pod, state.problem, time.Since(state.since), p.address(pod, state, all))
	for _, event := range events {
		key := event.reason + event.message
		if !state.told[key] {
			state.told[key] = true
			p.events.Event(pod, event.kind, event.reason, event.message)
		}
	}
	if reflect.DeepEqual(status, pod.Status) {
		return nil
	}
	changed := pod.DeepCopy()
	changed.Status = status
	_, err := p.client.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, changed, meta.UpdateOptions{})
	return err
}

// remove takes the place of stopping the containers: there are none, so the pod is gone at once, or after the time that
// its annotation says.
func (p *pods) remove(ctx context.Context, pod *core.Pod, state *progress) error {
	if state.killed.IsZero() {
		state.killed = time.Now()
	}
	seconds, _ := strconv.Atoi(pod.Annotations[annotation+"stop-seconds"])
	if state.told["Killing"] || time.Since(state.killed) < time.Duration(seconds)*time.Second {
		return nil
	}
	state.told["Killing"] = true
	for _, container := range pod.Spec.Containers {
		p.events.Event(pod, core.EventTypeNormal, "Killing", "Stopping container "+container.Name)
	}
	now := int64(0)
	err := p.client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, meta.DeleteOptions{
		GracePeriodSeconds: &now, Preconditions: &meta.Preconditions{UID: &pod.UID},
	})
	if err != nil && !apierrors.IsNotFound(err) {
		state.told["Killing"] = false
	}
	return err
}

// address gives the pod an address of its own in the node's part of the pod network.
func (p *pods) address(pod *core.Pod, state *progress, all []*core.Pod) string {
	switch {
	case pod.Status.PodIP != "":
		state.address = pod.Status.PodIP
	case pod.Spec.HostNetwork:
		state.address = p.nodeIP
	}
	if state.address != "" {
		return state.address
	}
	taken := map[string]bool{}
	for _, other := range p.progress {
		taken[other.address] = true
	}
	for _, other := range all { // after a restart some are not known yet
		taken[other.Status.PodIP] = true
	}
	for host := 2; host < 255; host++ {
		if ip := fmt.Sprintf("10.42.0.%d", host); !taken[ip] {
			state.address = ip
			return ip
		}
	}
	return ""
}
