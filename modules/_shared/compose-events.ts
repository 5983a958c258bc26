// What `docker compose` says it does: lines of text in older versions, JSON from 2.29 on; and what of that is a change.

export type What = 'unknown' | 'network' | 'image' | 'image-layer' | 'volume' | 'container' | 'service';

export interface ComposeEvent {
  readonly what: What;
  readonly id: string | null;
  readonly status: string | null;
  readonly text: string | null;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(','));
const WORKING = words('Creating,Starting,Restarting,Stopping,Killing,Removing,Recreate,Pulling,Building');
const DONE = words('Started,Healthy,Exited,Restarted,Running,Created,Stopped,Killed,Removed,Recreated,Pulled,Built');
const PULL = words('Pulled,Pulling');
const BUILD = words('Built,Building');
const LAYER_DONE = words('Already exists,Download complete,Pull complete');
const LAYER_TEXT = words('Pulling fs layer,Waiting,Downloading,Verifying Checksum,Extracting');
const LAYER_WORKING = new Set([...LAYER_TEXT, 'Working']);
const KNOWN = new Set([...WORKING, ...DONE, 'Error', 'Waiting']);
const TYPES: Readonly<Record<string, What>> = {
  Network: 'network',
  Image: 'image',
  Volume: 'volume',
  Container: 'container',
  Service: 'service',
};

type Warn = (message: string) => void;

const event = (what: What, id: string | null, status: string | null, text: string | null = null): ComposeEvent => ({
  what,
  id,
  status,
  text,
});

/** Layers' lines: an ID, what is done, and how far. */
const LAYER = new RegExp(
  `^(\\S+)\\s+(${[...LAYER_DONE, ...LAYER_TEXT].join('|')})\\s*(?:\\s\\[[^\\]]+\\]\\s+\\S+\\s*|\\s+[0-9.kKmMgGbB]+/[0-9.kKmMgGbB]+\\s*)?$`,
);

/** @returns undefined when a line says nothing known; null when it is known and nothing to be kept */
function lineEvent(line: string, warn: Warn): ComposeEvent | null | undefined {
  let found = /^(Network|Image|Volume|Container)\s+(\S+)\s+(\S.*)$/.exec(line);
  if (found) {
    const [, type = '', id = '', status = ''] = found;
    return KNOWN.has(status) ? event(TYPES[type] ?? 'unknown', id, status) : event(TYPES[type] ?? 'unknown', id, null, status);
  }
  found = /^(\S+)\s+(Pulled|Pulling)$/.exec(line);
  if (found) return event('service', found[1] ?? '', found[2] ?? '');
  found = /^(\S+)\s+Error\s*(\S.*)?$/.exec(line);
  if (found) return event('unknown', found[1] ?? '', 'Error', found[2] ?? null);
  found = /^(\S+)\s+Warning\s*(\S.*)?$/.exec(line);
  if (found) {
    warn(found[2] === undefined ? `Unspecified warning for ${found[1]}` : `${found[1]}: ${found[2]}`);
    return null;
  }
  found = LAYER.exec(line);
  if (found) return event('image-layer', found[1] ?? '', found[2] ?? '');
  found = /^(\S+)\s+Skipped(?:\s*-\s*(\S.*))?$/.exec(line);
  if (found) return event('unknown', found[1] ?? '', 'Skipped', found[2] ?? null);
  found = /^build service\s+(\S+)$/.exec(line);
  if (found) return event('service', found[1] ?? '', 'Building');
  if (line.startsWith('==>')) return null;
  found = /^time="?[^"]*"? level=warning msg="((?:[^"\\]|\\.)*)"/.exec(line);
  if (found) {
    warn((found[1] ?? '').replace(/\\(.)/g, '$1'));
    return null;
  }
  return undefined;
}

/** A line of a build's progress, as BuildKit prints it: never a change by itself. */
const PROGRESS = /^#\d+(?: |$)/;

/** Events of versions before 2.29. @param failed whether the command failed */
export function textEvents(stderr: string, failed: boolean, warn: Warn): ComposeEvent[] {
  const events: ComposeEvent[] = [];
  const all = stderr.split('\n').map((line) => line.trim());
  if (all.at(-1) === '') all.pop();
  let error = -1;
  for (const [at, raw] of all.entries()) {
    const line = raw.replace(/^DRY-RUN MODE -\s*/, '');
    if (line === '') continue;
    const found = lineEvent(line, warn);
    if (found === null) continue;
    if (found !== undefined) {
      events.push(found);
      error = found.status === 'Error' ? events.length - 1 : -1;
      continue;
    }
    const goesOn = /^(\S+)\s+-\s*(\S.*)$/.exec(line);
    const last = goesOn ? events.findLastIndex(({ id }) => id === goesOn[1]) : -1;
    if (goesOn && last >= 0) append(events, last, goesOn[2] ?? '');
    else if (error >= 0) append(events, error, line);
    else if (line.startsWith('Error ') || all.length === 1 || (failed && at === all.length - 1)) {
      events.push(event('unknown', '', 'Error', line));
      error = events.length - 1;
    } else if (!PROGRESS.test(line)) warn(`Cannot parse event from line: '${line}'`);
  }
  return events;
}

function append(events: ComposeEvent[], at: number, more: string): void {
  const one = events[at];
  if (one) events[at] = { ...one, text: one.text === null ? more : `${one.text}\n${more}` };
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Events of 2.29 and newer. */
export function jsonEvents(stderr: string, warn: Warn): ComposeEvent[] {
  const events: ComposeEvent[] = [];
  for (const raw of stderr.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.startsWith('Warning: ')) {
      events.push(event('unknown', null, 'Warning', line.slice('Warning: '.length)));
      continue;
    }
    let data: Record<string, unknown>;
    try {
      data = JSON.parse(line) as Record<string, unknown>;
    } catch {
      if (!PROGRESS.test(line)) warn(`Cannot parse event from non-JSON line: '${line}'`);
      continue;
    }
    const one = jsonEvent(data);
    if (one) events.push(one);
  }
  return events;
}

function jsonEvent(data: Record<string, unknown>): ComposeEvent | undefined {
  let text = textOr(data['text']);
  if (data['tail'] === true) {
    const warning = /^warning:\s*/i.exec(text ?? '');
    return event('unknown', null, warning ? 'Warning' : 'Error', warning ? (text ?? '').slice(warning[0].length) : text);
  }
  let id = textOr(data['id']);
  if (data['error'] !== undefined && data['error'] !== false && data['error'] !== '')
    return event('unknown', id, 'Error', textOr(data['message']));
  let status = textOr(data['status']);
  let what: What = 'unknown';
  const parent = textOr(data['parent_id']);
  if (id === ' ' && text !== null && text.startsWith('build service ')) {
    id = `Service ${text.slice('build service '.length)}`;
    text = 'Building';
  }
  // What a dry run says of images it does not write.
  if (id !== null && /==>$/.test(id) && /^(?:==> writing image|naming to) /.test(text ?? '')) return undefined;
  if (parent !== null && parent.startsWith('Image ') && (status === 'Working' || status === 'Done')) {
    what = 'image-layer';
    id = parent.slice('Image '.length);
  } else if (id !== null && id.includes(' ')) {
    const [type = ''] = id.split(' ', 1);
    what = TYPES[type] ?? 'unknown';
    id = id.slice(type.length + 1);
  } else if (text !== null && (PULL.has(text) || LAYER_DONE.has(text) || LAYER_TEXT.has(text))) {
    what = PULL.has(text) ? 'image' : 'image-layer';
    [status, text] = [text, status];
  } else if (status === null && text !== null && text.startsWith('Skipped - ')) {
    [status, text] = ['Skipped', text.slice('Skipped - '.length)];
  } else if (data['level'] === 'warning' || data['level'] === 'error') {
    status = data['level'] === 'warning' ? 'Warning' : 'Error';
    text = textOr(data['msg']);
  }
  const known = (word: string | null): boolean => word !== null && (KNOWN.has(word) || word === 'Warning');
  if (!known(status) && known(text)) [status, text] = [text, status];
  return event(what, id, status, text);
}

export interface Ignored {
  readonly pulls?: boolean;
  readonly builds?: boolean;
}

/** Whether events tell of something that was changed. */
export function hasChanges(events: readonly ComposeEvent[], ignored: Ignored): boolean {
  return events.some(({ what, status }) => {
    if (status === null) return false;
    if (what === 'image-layer' && LAYER_WORKING.has(status)) return true;
    if (ignored.pulls === true && PULL.has(status)) return false;
    if (ignored.builds === true && BUILD.has(status)) return false;
    return WORKING.has(status);
  });
}

/** The `actions` of a result. */
export function actionsOf(events: readonly ComposeEvent[]): Record<string, unknown>[] {
  const layers = new Set<string>();
  return events.flatMap(({ what, id, status }) => {
    if (status === null) return [];
    const layer = what === 'image-layer';
    if (!(layer ? LAYER_WORKING : WORKING).has(status)) return [];
    const key = `${id} ${status}`;
    if (layer && layers.has(key)) return [];
    if (layer) layers.add(key);
    return [{ what, id, status }];
  });
}

/** What compose wants people to know. */
export function warningsOf(events: readonly ComposeEvent[]): string[] {
  return events
    .filter(({ status, text }) => (status === null && text !== null) || status === 'Warning')
    .map(({ what, id, text }) => `Docker compose: ${what} ${id ?? 'None'}: ${text ?? 'None'}`);
}

/** The message of a command that failed. */
export function failureOf(events: readonly ComposeEvent[], rc: number): string {
  const errors = events
    .filter(({ status }) => status === 'Error')
    .map(({ what, id, text }) => {
      const said = text ?? 'Error';
      if (id === null || id === '') return `General error: ${said}`;
      return `Error when processing ${what === 'unknown' ? '' : `${what} `}${id}: ${said}`;
    });
  return errors.length === 0 ? `Return code ${rc} is non-zero` : errors.join('\n');
}
