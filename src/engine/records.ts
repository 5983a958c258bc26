// What a run remembers of each host: the one mutable record, written only by the walk.
import type { RoleInstance, Task } from '../playbook/index.js';
import type { ValueMap } from '../value/index.js';
import type { Rank } from '../vars/index.js';
import type { Place } from './place.js';
import { HostFacts, type FactSettings } from './facts.js';

/**
 * `live` hosts go on; the others are out of the play (failed, unreachable; cleared when that is forgiven for the
 * plays that follow), done with it (ended), or not
 * connected in time, so that the play comes back for them (left behind).
 */
export type Standing = 'live' | 'failed' | 'unreachable' | 'ended' | 'cleared' | 'left behind';

interface InventoryVars {
  readonly rank: Rank;
  readonly vars: ValueMap;
  readonly of?: string | undefined;
}

export class HostRecord {
  readonly facts: HostFacts;
  /** set_fact and registered variables. */
  readonly ownVars: ValueMap = new Map();
  readonly includeVars: ValueMap = new Map();
  /** Handler names and topics notified since the last flush, in order of first notification. */
  readonly notified = new Set<string>();
  /** Handlers that are to run; one that was notified after its turn waits here for the next flush. */
  readonly pendingHandlers = new Set<Task>();
  /** How many of the blocks around the present task, in the part `block`, have a rescue. */
  guards = 0;
  /** Keys of roles of which a task ran, and of those that ran to their end. */
  readonly begunRoles = new Set<string>();
  readonly doneRoles = new Set<string>();
  standing: Standing = 'live';
  /** Whether the run has a connection to the host, or is opening its first one, since when (milliseconds). */
  contact: 'none' | 'connecting' | 'made' = 'none';
  connectingSince = 0;
  /** The present try to reach the host; one that was left behind is over for the task that began it. */
  visit = { leftBehind: false };
  /** Failed by a run_once task of another host: the innermost block around it does not take it back. */
  failedTwice = false;
  /** Left out of the plays that follow, although it goes on with this one. */
  barred = false;
  /** In how many blocks the host is whose rescue or always would still run if it failed now. */
  shelters = 0;
  /** Whether its failure counts for `max_fail_percentage`: nothing was left to rescue it. */
  counted = false;
  /** What happened elsewhere and concerns it before its next task: a fatal error, or that the play is over. */
  summons: 'fail' | 'end' | 'stop' | undefined;
  /** `--start-at-task`: the task was not met yet. */
  waitsForStart = false;
  /** What it runs now and what would follow; only for guesses. */
  place: Place | undefined;
  /** The role that `meta: end_role` ended: the host goes on after it. */
  leaving: RoleInstance | undefined;

  constructor(
    readonly name: string,
    private readonly fromInventory: () => readonly InventoryVars[],
    facts: FactSettings = {},
  ) {
    this.facts = new HostFacts(name, facts);
  }

  /** Variables of the inventory and of group_vars/host_vars, merged by rank: lowest map first. They change when it does. */
  get inventoryVars(): readonly InventoryVars[] {
    return this.fromInventory();
  }

  /** A play begins: what belonged to the one before is over; a host that was lost stays lost. */
  beginPlay(): void {
    if (this.barred) this.standing = 'failed';
    if (this.standing !== 'failed' && this.standing !== 'unreachable') this.standing = 'live';
    this.notified.clear();
    this.pendingHandlers.clear();
    this.begunRoles.clear();
    this.doneRoles.clear();
    this.guards = 0;
    this.failedTwice = false;
    this.shelters = 0;
    this.counted = false;
    this.summons = undefined;
    this.waitsForStart = false;
  }

  /** `meta: clear_host_errors`: the host takes part in the next play again; this one it has left. */
  clearErrors(): void {
    if (this.standing === 'failed' || this.standing === 'unreachable') this.standing = 'cleared';
    this.barred = false;
  }
}
