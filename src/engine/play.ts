// One play: its hosts, batches and sections in order, with handlers after each.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { Context, Node, Play, Playbook, Task } from '../playbook/index.js';
import { NOTHING_INHERITED } from '../playbook/index.js';
import { keyText, OmitValue, type Value, type ValueMap } from '../value/index.js';
import { writtenText } from './conditions.js';
import { allLive, following, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import type { PlayRun, RunPorts } from './types.js';
import { flushHandlers, forcesHandlers, hasNotified } from './flush.js';
import { runNodes, runTask } from './walk.js';

export interface PlayFrame {
  readonly ports: RunPorts;
  readonly playbook: Playbook;
  readonly playbookDir: string;
  readonly record: (host: string) => HostRecord;
  readonly limit: PlayRun['limit'];
  readonly state: PlayRun['state'];
}

/** Runs a play. @returns false when no host is left for the plays after it */
export async function runPlay(frame: PlayFrame, play: Play): Promise<boolean> {
  const { ports } = frame;
  const name = playName(frame, play);
  const found = ports.hostsOf(play.hosts, play.hostsSpan);
  for (const diagnostic of found.warnings) ports.emit({ type: 'warning', diagnostic });
  if (found.names.length === 0) {
    ports.emit({ type: 'play-skipped', name, reason: 'no-hosts-matched' });
    return true;
  }
  const all = found.names.map(frame.record);
  for (const host of all) if (host.barred) host.standing = 'failed';
  const able = all.filter((h) => h.standing !== 'failed' && h.standing !== 'unreachable');
  for (const host of able) {
    host.standing = 'live';
    host.beginPlay();
    host.begunRoles.clear();
    host.doneRoles.clear();
  }
  if (able.length === 0) {
    ports.emit({ type: 'play-started', name, span: play.span, hosts: [] });
    return false;
  }
  frame.state.ended = false;
  const batches = batchesOf(frame, play, able);
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const live = batch.filter((h) => h.standing === 'live');
    if (live.length === 0 || frame.state.ended) continue;
    // `compat:` each batch is a play of its own to those who are told.
    ports.emit({ type: 'play-started', name, span: play.span, hosts: live.map((h) => h.name) });
    await runBatch(makeRun(frame, play, name, all, live));
    const late = live.filter((h) => h.standing === 'left behind');
    for (const host of late) host.standing = 'live';
    if (late.length > 0) batches.unshift(late);
    // `compat:` a batch in which every host failed ends the play.
    if (live.every((h) => h.standing === 'failed' || h.standing === 'unreachable')) break;
  }
  return able.some((h) => h.standing === 'live' || h.standing === 'ended');
}

function playName(frame: PlayFrame, play: Play): string {
  const written = play.name ?? play.hosts;
  try {
    const value = frame.ports.template.resolve(written, {
      lookup: (n) => play.vars.get(n) ?? frame.ports.options.extraVars.get(n),
      names: () => [],
    });
    return Array.isArray(value) ? value.map((v) => keyText(v)).join(',') : keyText(value);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return writtenText(written);
  }
}

function makeRun(
  frame: PlayFrame,
  play: Play,
  playName: string,
  allHosts: readonly HostRecord[],
  batch: readonly HostRecord[],
): PlayRun {
  const { ports } = frame;
  return {
    ...frame,
    play,
    playName,
    allHosts,
    batch,
    roles: [...play.roles],
    includedRoles: [],
    addedHandlers: [],
    varsFiles: new Map(),
    emit: ports.emit,
    parseContext: (task: Task): Context => ({
      source: ports.source,
      problems: [],
      inherited: NOTHING_INHERITED,
      file: task.file,
      role: task.role,
      handlers: task.handler === true,
      playRoles: undefined,
      importing: [],
    }),
  };
}

/** `serial`: numbers or percentages of the hosts; the last size goes on until no host is left. @throws TsplayError bad-keyword */
export function batchSizes(serial: readonly (number | string)[], hosts: number): number[] {
  const sizes: number[] = [];
  let left = hosts;
  for (let i = 0; left > 0; i++) {
    const wanted = serial[Math.min(i, serial.length - 1)] ?? hosts;
    const size =
      typeof wanted === 'string' && wanted.trim().endsWith('%')
        ? Math.max(1, Math.floor((parseFloat(wanted) / 100) * hosts))
        : Number(wanted);
    if (Number.isNaN(size)) {
      throw new TsplayError('bad-keyword', `'serial' must be a number or a percentage of hosts, not '${wanted}'`);
    }
    const taken = size <= 0 ? left : Math.min(size, left);
    sizes.push(taken);
    left -= taken;
  }
  return sizes;
}

function batchesOf(frame: PlayFrame, play: Play, hosts: readonly HostRecord[]): HostRecord[][] {
  if (play.serial === undefined || play.serial === null) return [[...hosts]];
  const scope = { lookup: (n: string) => play.vars.get(n) ?? frame.ports.options.extraVars.get(n), names: () => [] };
  const value: Value = frame.ports.template.resolve(play.serial, scope);
  const serial = (Array.isArray(value) ? value : [value]).map((v) => (typeof v === 'number' ? v : keyText(v)));
  let at = 0;
  return batchSizes(serial, hosts.length).map((size) => hosts.slice(at, (at += size)));
}

async function runBatch(run: PlayRun): Promise<void> {
  const { play } = run;
  const force = forcesHandlers(run);
  loadVarsFiles(run, run.batch, 'lenient');
  let outcome = await gatherFacts(run, run.batch);
  outcome = following(outcome, loadVarsFiles(run, outcome.live, 'strict'));
  for (const section of [play.preTasks, play.tasks, play.postTasks]) {
    outcome = following(outcome, await runSection(run, section, outcome.live, force));
  }
}

async function runSection(
  run: PlayRun,
  nodes: readonly Node[],
  hosts: readonly HostRecord[],
  force: boolean,
): Promise<Outcome> {
  const outcome = await runNodes(run, nodes, hosts);
  const able = force ? hosts.filter((h) => outcome.live.includes(h) || outcome.failed.includes(h)) : outcome.live;
  if (!able.some(hasNotified)) return outcome;
  const flushed = await flushHandlers(run, able);
  return {
    ...following({ ...outcome, live: [] }, flushed),
    live: flushed.live.filter((h) => !outcome.failed.includes(h)),
    failed: [...new Set([...outcome.failed, ...flushed.failed])],
  };
}

/** The facts a play starts with, as a task of its own that the tag rules see as `always`. */
async function gatherFacts(run: PlayRun, hosts: readonly HostRecord[]): Promise<Outcome> {
  const { play } = run;
  const [first] = hosts;
  if (!first || !truth(run, play.gatherFacts, scopeFor(run, first), true)) return allLive(hosts);
  const args: ValueMap = new Map<Value, Value>();
  if (play.gatherSubset !== undefined) args.set('gather_subset', play.gatherSubset);
  if (play.gatherTimeout !== undefined) args.set('gather_timeout', play.gatherTimeout);
  if (play.factPath !== undefined) args.set('fact_path', play.factPath);
  const inherited = { ...play.inherited, tags: [...play.inherited.tags, 'always'], when: [] };
  const task: Task = {
    kind: 'task',
    span: play.span,
    name: 'Gathering Facts',
    inherited,
    around: inherited,
    role: undefined,
    file: play.file,
    action: 'ansible.builtin.setup',
    actionSpan: play.span,
    statement: undefined,
    args,
    argsTemplate: undefined,
    loop: undefined,
    register: undefined,
    until: undefined,
    retries: undefined,
    delay: undefined,
    changedWhen: undefined,
    failedWhen: undefined,
    notify: undefined,
    listen: [],
  };
  const { startAt } = run.state;
  run.state.startAt = undefined;
  const outcome = await runTask(run, task, hosts);
  run.state.startAt = startAt;
  return outcome;
}

/**
 * Loads `vars_files` for each host: names may depend on its facts, so a first, lenient pass before facts takes what it
 * can, and the strict pass after them fails the host whose file is missing.
 */
function loadVarsFiles(run: PlayRun, hosts: readonly HostRecord[], mode: 'lenient' | 'strict'): Outcome {
  const failed: HostRecord[] = [];
  for (const host of hosts) {
    try {
      const listed = run.play.varsFiles;
      const entries = listed === null ? [] : Array.isArray(listed) ? listed : [listed];
      run.varsFiles.set(
        host.name,
        entries.flatMap((entry) => loadEntry(run, host, entry, mode)),
      );
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      host.standing = 'failed';
      failed.push(host);
      reportVarsFailure(run, host, error.toDiagnostic());
    }
  }
  return { live: hosts.filter((h) => !failed.includes(h)), failed, unreachable: [], ended: [] };
}

function reportVarsFailure(run: PlayRun, host: HostRecord, diagnostic: Diagnostic): void {
  const task = {
    id: ++run.state.taskId,
    name: 'vars_files',
    action: 'vars_files',
    span: run.play.span,
    kind: 'task' as const,
  };
  run.emit({ type: 'task-started', task });
  run.emit({
    type: 'task-finished',
    task,
    host: host.name,
    status: 'failed',
    result: { changed: false, failed: true, msg: diagnostic.message },
    looped: false,
    duration: 0,
    diagnostic,
  });
}

/** A name, or a list of names of which the first that exists is taken. */
function loadEntry(run: PlayRun, host: HostRecord, entry: Value, mode: 'lenient' | 'strict'): ValueMap[] {
  const scope = scopeFor(run, host);
  const names: string[] = [];
  try {
    for (const candidate of Array.isArray(entry) ? entry : [entry]) {
      const resolved = run.ports.template.resolve(candidate, scope);
      if (!(resolved instanceof OmitValue)) names.push(keyText(resolved));
    }
  } catch (error) {
    if (mode === 'lenient' && error instanceof TsplayError) return [];
    throw error;
  }
  for (const name of names) {
    const path = run.ports.findVarsFile(name, { role: undefined, file: run.play.file });
    if (path !== undefined) return [run.ports.loadVars(path)];
  }
  if (mode === 'lenient') return [];
  throw new TsplayError('file-missing', `vars file ${names.join(', ')} was not found`, {
    span: run.play.span,
    hint: 'names are relative to the playbook',
  });
}
