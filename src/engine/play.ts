// One play: its hosts, batches and sections in order, with handlers after each.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { Context, Node, Play, Playbook, Task } from '../playbook/index.js';
import { madeTask, NOTHING_INHERITED } from '../playbook/index.js';
import { keyText, OmitValue, Undefined, type Value, type ValueMap } from '../value/index.js';
import { writtenText } from './conditions.js';
import { allLive, following, type Outcome } from './outcome.js';
import { hostPatterns } from './host-patterns.js';
import type { HostRecord } from './records.js';
import { playScope } from './play-scope.js';
import { scopeFor } from './scope.js';
import { batchSizes, ordered } from './order.js';
import { startsHere } from './start-at.js';
import { truth } from './settings.js';
import { byStrategy, isFree, strategyNamed, type Strategy } from './strategy.js';
import type { PlayRun, RunPorts } from './types.js';
import { loadVarsFiles } from './vars-files.js';
import { withAnswers } from './vars-prompt.js';
import { flushHandlers, forcesHandlers, hasNotified } from './flush.js';
import { runTask, sheltered } from './walk.js';

export interface PlayFrame {
  readonly ports: RunPorts;
  readonly playbook: Playbook;
  readonly playbookDir: string;
  readonly record: (host: string) => HostRecord;
  readonly limit: PlayRun['limit'];
  readonly state: PlayRun['state'];
}

/** Runs a play. @returns false when the plays after it are not to run */
export async function runPlay(frame: PlayFrame, written: Play): Promise<boolean> {
  const { ports } = frame;
  const play = await withAnswers(ports, written);
  const name = playName(ports, play);
  const found = ports.hostsOf(play.hosts, play.hostsSpan);
  for (const diagnostic of found.warnings) ports.emit({ type: 'warning', diagnostic });
  if (found.names.length === 0) {
    ports.emit({ type: 'play-skipped', name, reason: 'no-hosts-matched' });
    return true;
  }
  const all = found.names.map(frame.record);
  for (const host of all) host.beginPlay();
  frame.state.ended = false;
  frame.state.broken = false;
  // `compat:` asked for at each failure, wrong from the beginning.
  keyword(frame, play, 'maxFailPercentage');
  const strategy = strategyNamed(keyword(frame, play, 'strategy') ?? ports.options.strategy, play.span);
  const batches = batchesOf(frame, play, all).map((hosts) => ({ hosts, size: hosts.length }));
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const live = batch.hosts.filter((h) => h.standing === 'live');
    if (frame.state.ended) continue;
    // `compat:` each batch is a play of its own to those who are told.
    ports.emit({ type: 'play-started', name, span: play.span, hosts: live.map((h) => h.name) });
    if (live.length === 0) continue;
    const startAt = frame.state.startAt !== undefined;
    for (const host of live) host.waitsForStart = startAt;
    await runBatch(makeRun(frame, play, name, all, live, batch.size, strategy));
    if (frame.state.startFound) frame.state.startAt = undefined;
    const late = live.filter((h) => h.standing === 'left behind');
    for (const host of late) host.standing = 'live';
    if (late.length > 0) batches.unshift({ hosts: late, size: late.length });
    // `compat:` a batch of which every host failed just now ends the run.
    const lost = live.filter((h) => h.standing === 'failed' || h.standing === 'unreachable');
    if (lost.length === batch.hosts.length) return false;
  }
  return !frame.state.broken;
}

/** A keyword of the play that may name variables of the play, resolved. */
function keyword(
  frame: PlayFrame,
  play: Play,
  name: 'serial' | 'strategy' | 'order' | 'maxFailPercentage',
): Value | undefined {
  const value = play[name];
  if (value === undefined || value === null) return undefined;
  const resolved = frame.ports.template.resolve(value, playScope(frame.ports, play));
  if (resolved instanceof Undefined) throw new TsplayError('undefined-variable', resolved.message, resolved);
  return resolved instanceof OmitValue || resolved === null ? undefined : resolved;
}

/** The play's name, else its hosts. `compat:` one that cannot be evaluated is shown as it is written. */
export function playName(ports: RunPorts, play: Play): string {
  const written = play.name ?? play.hosts;
  try {
    const value = ports.template.resolve(written, playScope(ports, play));
    return play.name === undefined ? hostPatterns(value).join(',') : keyText(value);
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
  batchSize: number,
  strategy: Strategy,
): PlayRun {
  const { ports } = frame;
  return {
    ...frame,
    play,
    playName,
    allHosts,
    batch,
    batchSize,
    strategy,
    throttles: new Map(),
    roles: [...play.roles],
    includedRoles: [],
    addedHosts: [],
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
      includes: task.includes ?? [],
      playVars: play.knownVars,
    }),
  };
}

function batchesOf(frame: PlayFrame, play: Play, all: readonly HostRecord[]): HostRecord[][] {
  const order = keyword(frame, play, 'order');
  const hosts = ordered(all, order === undefined ? undefined : keyText(order), play.span);
  const value = keyword(frame, play, 'serial');
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [hosts];
  const serial = (Array.isArray(value) ? value : [value]).map((v) => (typeof v === 'number' ? v : keyText(v)));
  let at = 0;
  return batchSizes(serial, hosts.length).map((size) => hosts.slice(at, (at += size)));
}

async function runBatch(run: PlayRun): Promise<void> {
  const { play } = run;
  const force = forcesHandlers(run);
  loadAllVarsFiles(run, run.batch, 'lenient');
  if (isFree(run)) warnOfUnsupported(run);
  await byStrategy(run, run.batch, async (hosts) => {
    let outcome = await gatherFacts(run, hosts);
    outcome = following(outcome, loadAllVarsFiles(run, outcome.live, 'strict'));
    for (const section of [play.preTasks, play.tasks, play.postTasks]) {
      outcome = following(outcome, await runSection(run, section, outcome.live, force));
    }
    return outcome;
  });
}

/** What looks at all hosts together has no meaning where each goes alone: it is said, as ansible-core does. */
function warnOfUnsupported(run: PlayRun): void {
  const { maxFailPercentage, inherited, span } = run.play;
  const given = { max_fail_percentage: maxFailPercentage, any_errors_fatal: inherited.anyErrorsFatal };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    const message = `'${name}' has no effect with the strategy '${run.strategy}': every host runs by itself`;
    run.emit({ type: 'warning', diagnostic: { code: 'not-supported', severity: 'warning', message, span } });
  }
}

async function runSection(
  run: PlayRun,
  nodes: readonly Node[],
  hosts: readonly HostRecord[],
  force: boolean,
): Promise<Outcome> {
  // `compat:` where handlers are forced they are the `always` of the section: failures do not count before they ran.
  const outcome = await sheltered(force, run, nodes, hosts);
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
  const { gathering } = run.ports.options;
  const byDefault = gathering !== 'explicit';
  if (!first || !truth(run, play.gatherFacts, scopeFor(run, first), byDefault)) return allLive(hosts);
  const known = gathering === 'smart' ? hosts.filter((host) => host.facts.gathered) : [];
  if (known.length > 0) {
    const rest = hosts.filter((host) => !known.includes(host));
    const outcome = rest.length === 0 ? allLive(rest) : await gatherFrom(run, rest);
    return { ...outcome, live: hosts.filter((host) => known.includes(host) || outcome.live.includes(host)) };
  }
  return gatherFrom(run, hosts);
}

async function gatherFrom(run: PlayRun, hosts: readonly HostRecord[]): Promise<Outcome> {
  const { play } = run;
  const args: ValueMap = new Map<Value, Value>();
  if (play.gatherSubset !== undefined) args.set('gather_subset', play.gatherSubset);
  if (play.gatherTimeout !== undefined) args.set('gather_timeout', play.gatherTimeout);
  if (play.factPath !== undefined) args.set('fact_path', play.factPath);
  // `compat:` a play with tags of its own is not told of as `always`; facts are each host's own whatever run_once says.
  const tags = play.inherited.tags.length === 0 ? ['always'] : play.inherited.tags;
  const inherited = { ...play.inherited, tags, runOnce: false };
  const task = madeTask({
    name: 'Gathering Facts',
    action: 'gather_facts',
    args,
    inherited,
    around: inherited,
    role: undefined,
    file: play.file,
    span: play.span,
  });
  const waiting = hosts.filter((h) => h.waitsForStart);
  if (waiting.length > 0 && !startsHere(run)) return allLive(hosts);
  for (const host of waiting) host.waitsForStart = false;
  const outcome = await runTask(run, task, hosts);
  for (const host of waiting) host.waitsForStart = true;
  return outcome;
}

/** Loads `vars_files` for each host, a first time before facts; a host for which they cannot be loaded has failed. */
function loadAllVarsFiles(run: PlayRun, hosts: readonly HostRecord[], mode: 'lenient' | 'strict'): Outcome {
  const failed: HostRecord[] = [];
  for (const host of hosts) {
    try {
      loadVarsFiles(run, host, mode);
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
