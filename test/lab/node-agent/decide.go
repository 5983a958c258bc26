package nodeagent

import (
	"fmt"
	"strings"
	"time"

	"github.com/distribution/reference"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// How long the steps of a pod seem to take.
const (
	createTime  = 1 * time.Second
	pullTime    = 2 * time.Second // then ErrImagePull turns into ImagePullBackOff
	jobTime     = 3 * time.Second // a container that is to end runs this long
	crashTime   = 1 * time.Second
	backOffStep = 10 * time.Second
)

// problem is something a pod refers to that is not there.
type problem struct{ container, reason, eventReason, message string }

type event struct{ kind, reason, message string }

// decide says what the status of a pod is to be, from how long it is known. It asks nobody.
func decide(pod *core.Pod, missing *problem, age time.Duration, ip string) (core.PodStatus, []event) {
	status := *pod.Status.DeepCopy()
	now := meta.Now()
	if status.StartTime == nil {
		status.StartTime = &now
	}
	set := func(kind core.PodConditionType, value bool, reason, message string) {
		want := core.PodCondition{Type: kind, Status: core.ConditionFalse, Reason: reason, Message: message, LastTransitionTime: now}
		if value {
			want.Status, want.Reason, want.Message = core.ConditionTrue, "", ""
		}
		for i, have := range status.Conditions {
			if have.Type != kind {
				continue
			}
			if have.Status != want.Status || have.Reason != want.Reason || have.Message != want.Message {
				if have.Status == want.Status {
					want.LastTransitionTime = have.LastTransitionTime
				}
				status.Conditions[i] = want
			}
			return
		}
		status.Conditions = append(status.Conditions, want)
	}
	var events []event
	initialised := true
	status.InitContainerStatuses = nil
	for _, container := range pod.Spec.InitContainers {
		v := verdict{state: waiting("PodInitializing", "")}
		if initialised { // they run one after the other
			v = judge(pod, container, missing, age)
			events = append(events, v.events...)
		}
		sidecar := isSidecar(container)
		done := v.state.Running != nil || v.state.Terminated != nil
		if done && !sidecar {
			v.state = completed(pod, container, now)
		}
		initialised = initialised && done
		status.InitContainerStatuses = append(status.InitContainerStatuses, containerStatus(pod, pod.Status.InitContainerStatuses, container, v, done))
	}
	status.ContainerStatuses = nil
	var unready []string
	running, ended, failed := 0, 0, 0
	for _, container := range pod.Spec.Containers {
		v := verdict{state: waiting("PodInitializing", "")}
		if initialised {
			v = judge(pod, container, missing, age)
			events = append(events, v.events...)
		}
		switch {
		case v.state.Running != nil:
			running++
		case v.state.Terminated != nil && v.state.Terminated.ExitCode == 0:
			ended++
		case v.state.Terminated != nil:
			failed++
		}
		ready := v.state.Running != nil && !v.unready
		if !ready {
			unready = append(unready, container.Name)
		}
		status.ContainerStatuses = append(status.ContainerStatuses, containerStatus(pod, pod.Status.ContainerStatuses, container, v, ready))
	}
	total := len(pod.Spec.Containers)
	switch {
	case ended == total:
		status.Phase = core.PodSucceeded
	case ended+failed == total && pod.Spec.RestartPolicy == core.RestartPolicyNever:
		status.Phase = core.PodFailed
	case initialised && (running+ended > 0 || pod.Status.Phase == core.PodRunning):
		status.Phase = core.PodRunning
	default:
		status.Phase = core.PodPending
	}
	if missing == nil && age >= createTime && ip != "" {
		status.PodIP, status.PodIPs = ip, []core.PodIP{{IP: ip}}
	}
	reason, message := "ContainersNotReady", fmt.Sprintf("containers with unready status: %v", unready)
	if status.Phase == core.PodSucceeded {
		reason, message = "PodCompleted", ""
	}
	set(core.PodInitialized, initialised, "ContainersNotInitialized", "init containers are not complete")
	set(core.PodReady, len(unready) == 0, reason, message)
	set(core.ContainersReady, len(unready) == 0, reason, message)
	return status, events
}

// verdict is what is to be said of one container.
type verdict struct {
	state    core.ContainerState
	last     core.ContainerState
	restarts int32
	unready  bool
	events   []event
}

func waiting(reason, message string) core.ContainerState {
	return core.ContainerState{Waiting: &core.ContainerStateWaiting{Reason: reason, Message: message}}
}

func judge(pod *core.Pod, container core.Container, missing *problem, age time.Duration) verdict {
	if old := previous(pod, container.Name); old != nil && old.State.Terminated != nil && !crashes(pod, container) {
		return verdict{state: old.State} // what has ended stays so
	}
	if missing != nil && (missing.container == "" || missing.container == container.Name) {
		// A kubelet says a missing volume only by an event; a missing variable also in the container's status.
		text := missing.message
		if missing.container == "" {
			text = ""
		}
		return verdict{state: waiting(missing.reason, text), events: []event{{core.EventTypeWarning, missing.eventReason, missing.message}}}
	}
	if missing != nil {
		return verdict{state: waiting("ContainerCreating", "")}
	}
	if v, bad := badImage(container.Image, age); bad {
		return v
	}
	if age < createTime {
		return verdict{state: waiting("ContainerCreating", "")}
	}
	made := []event{
		{core.EventTypeNormal, "Pulled", fmt.Sprintf("lab-kubelet takes image %q as present; it pulls nothing", container.Image)},
		{core.EventTypeNormal, "Created", "Created container: " + container.Name + " (lab-kubelet: in name only)"},
		{core.EventTypeNormal, "Started", "Started container " + container.Name + " (lab-kubelet: in name only)"},
	}
	if crashes(pod, container) {
		v := crash(pod, container, age)
		v.events = append(made, v.events...)
		return v
	}
	v := verdict{state: core.ContainerState{Running: &core.ContainerStateRunning{StartedAt: meta.Now()}}, events: made}
	if old := previous(pod, container.Name); old != nil && old.State.Running != nil {
		v.state = old.State
		ranLong := time.Since(old.State.Running.StartedAt.Time) > jobTime
		if pod.Spec.RestartPolicy != core.RestartPolicyAlways && pod.Spec.RestartPolicy != "" && ranLong && !isInit(pod, container) {
			v.state = completed(pod, container, meta.Now())
		}
	}
	if pod.Annotations[annotation+"behaviour"] == "never-ready" {
		v.unready = true
		v.events = append(v.events, event{core.EventTypeWarning, "Unhealthy", "Readiness probe failed: lab-kubelet was told so by the annotation " + annotation + "behaviour"})
	}
	return v
}

// badImage tells names that no registry has: the lab pulls nothing, so it can only go by the name.
func badImage(image string, age time.Duration) (verdict, bool) {
	if _, err := reference.ParseNormalizedNamed(image); err != nil {
		why := fmt.Sprintf("Failed to apply default image tag %q: couldn't parse image name %q: %v", image, image, err)
		return verdict{
			state:  waiting("InvalidImageName", why),
			events: []event{{core.EventTypeWarning, "InspectFailed", why}, {core.EventTypeWarning, "Failed", "Error: InvalidImageName"}},
		}, true
	}
	host, _, _ := strings.Cut(image, "/")
	if !strings.Contains(image, "does-not-exist") && !strings.HasSuffix(host, ".invalid") {
		return verdict{}, false
	}
	why := fmt.Sprintf("Failed to pull image %q: %s: not found (lab-kubelet takes names with \"does-not-exist\" or a host in .invalid as missing)", image, image)
	v := verdict{state: waiting("ErrImagePull", why), events: []event{
		{core.EventTypeNormal, "Pulling", fmt.Sprintf("Pulling image %q", image)},
		{core.EventTypeWarning, "Failed", why},
		{core.EventTypeWarning, "Failed", "Error: ErrImagePull"},
	}}
	if age >= pullTime {
		back := fmt.Sprintf("Back-off pulling image %q", image)
		v.state = waiting("ImagePullBackOff", back+": ErrImagePull: "+why)
		v.events = append(v.events, event{core.EventTypeNormal, "BackOff", back}, event{core.EventTypeWarning, "Failed", "Error: ImagePullBackOff"})
	}
	return v, true
}

func crashes(pod *core.Pod, container core.Container) bool {
	return pod.Annotations[annotation+"behaviour"] == "crash" && !isInit(pod, container)
}

// crash runs the container a moment, lets it end with 1, and waits twice as long each time, as a kubelet does.
func crash(pod *core.Pod, container core.Container, age time.Duration) verdict {
	round, begin, pause := int32(0), createTime, backOffStep
	for age >= begin+crashTime+pause && round < 20 {
		begin += crashTime + pause
		pause = min(2*pause, 5*time.Minute)
		round++
	}
	at := func(offset time.Duration) meta.Time {
		return meta.NewTime(time.Now().Add(offset - age).Truncate(time.Second))
	}
	ended := core.ContainerState{Terminated: &core.ContainerStateTerminated{
		ExitCode: 1, Reason: "Error", StartedAt: at(begin), FinishedAt: at(begin + crashTime), ContainerID: containerID(pod, container),
	}}
	if old := previous(pod, container.Name); old != nil && old.RestartCount == round && old.LastTerminationState.Terminated != nil {
		ended = old.LastTerminationState
	}
	switch {
	case age < begin+crashTime:
		return verdict{state: core.ContainerState{Running: &core.ContainerStateRunning{StartedAt: at(begin)}}, restarts: round, unready: true}
	case pod.Spec.RestartPolicy == core.RestartPolicyNever:
		return verdict{state: ended}
	}
	why := fmt.Sprintf("back-off %s restarting failed container=%s pod=%s_%s(%s)", pause, container.Name, pod.Name, pod.Namespace, pod.UID)
	return verdict{
		state: waiting("CrashLoopBackOff", why), last: ended, restarts: round,
		events: []event{{core.EventTypeWarning, "BackOff", "Back-off restarting failed container " + container.Name + " in pod " + pod.Name}},
	}
}

func isInit(pod *core.Pod, container core.Container) bool {
	for _, c := range pod.Spec.InitContainers {
		if c.Name == container.Name {
			return true
		}
	}
	return false
}

func previous(pod *core.Pod, name string) *core.ContainerStatus {
	for _, list := range [][]core.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}

func completed(pod *core.Pod, container core.Container, now meta.Time) core.ContainerState {
	started := now
	if old := previous(pod, container.Name); old != nil {
		if old.State.Terminated != nil {
			return old.State
		}
		if old.State.Running != nil {
			started = old.State.Running.StartedAt
		}
	}
	return core.ContainerState{Terminated: &core.ContainerStateTerminated{
		ExitCode: 0, Reason: "Completed", StartedAt: started, FinishedAt: now, ContainerID: containerID(pod, container),
	}}
}

func containerID(pod *core.Pod, container core.Container) string {
	return standIn + "://" + string(pod.UID) + "/" + container.Name
}

func containerStatus(pod *core.Pod, old []core.ContainerStatus, container core.Container, v verdict, ready bool) core.ContainerStatus {
	status := core.ContainerStatus{}
	for _, before := range old {
		if before.Name == container.Name {
			status = before // with the fields that others fill in
		}
	}
	started := v.state.Running != nil
	status.Name, status.Image, status.ContainerID = container.Name, container.Image, ""
	status.State, status.LastTerminationState, status.RestartCount = v.state, v.last, v.restarts
	status.Ready, status.Started = ready, &started
	if v.state.Running != nil || v.state.Terminated != nil || v.restarts > 0 {
		status.ContainerID = containerID(pod, container)
	}
	return status
}
