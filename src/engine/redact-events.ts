// Takes secrets out of everything a run tells before anybody hears it: messages, names, labels; results are redacted already.
import type { EventBody, EventSink } from '../events/index.js';
import { withoutSecrets, type Secrets } from '../ground/index.js';

/** The same sink without secrets. Names of hosts stay: the recap counts by them. */
export function redacting(sink: EventSink, secrets: Secrets): EventSink {
  return (event) => sink(redacted(event, secrets));
}

function redacted(event: EventBody, secrets: Secrets): EventBody {
  return {
    ...event,
    ...('diagnostic' in event && { diagnostic: event.diagnostic && withoutSecrets(event.diagnostic, secrets) }),
    ...('label' in event && { label: secrets.redactDeep(event.label) }),
    ...('name' in event && { name: secrets.redact(event.name) }),
    ...('task' in event && { task: { ...event.task, name: secrets.redact(event.task.name) } }),
    ...('path' in event && { path: secrets.redact(event.path) }),
    ...('custom' in event && { custom: secrets.redactDeep(event.custom) }),
  } as EventBody;
}
