// What a run remembers of each host: the one mutable record, written only by the walk.
import type { RoleInstance } from '../playbook/index.js';
import type { ValueMap } from '../value/index.js';
import type { Rank } from '../vars/index.js';
import { HostFacts, type FactSettings } from './facts.js';

/**
 * `live` hosts go on; the others are out of the play (failed, unreachable), done with it (ended), or not
 * connected in time, so that the play comes back for them (left behind).
 */
export type Standing = 'live' | 'failed' | 'unreachable' | 'ended' | 'left behind';

export class HostRecord {
  readonly facts: HostFacts;
  /** set_fact and registered variables. */
  readonly ownVars: ValueMap = new Map();
  readonly includeVars: ValueMap = new Map();
  /** Handler names and topics notified and not yet run, in order of first notification. */
  readonly notified = new Set<string>();
  /** Keys of roles of which a task ran, and of those that ran to their end. */
  readonly begunRoles = new Set<string>();
  readonly doneRoles = new Set<string>();
  standing: Standing = 'live';
  /** Whether the run has a connection to the host, or is opening its first one, since when (milliseconds). */
  contact: 'none' | 'connecting' | 'made' = 'none';
  connectingSince = 0;
  /** The present try to reach the host; one that was left behind is over for the task that began it. */
  visit = { leftBehind: false };
  /** Whether the failure that made it `failed` was reported for this host itself. */
  failureTold = false;
  /** The role that `meta: end_role` ended: the host goes on after it. */
  leaving: RoleInstance | undefined;

  constructor(
    readonly name: string,
    /** Variables of the inventory and of group_vars/host_vars, merged by rank: lowest map first. */
    readonly inventoryVars: readonly {
      readonly rank: 'all' | 'group' | 'host' | Rank;
      readonly vars: ValueMap;
      readonly of?: string | undefined;
    }[],
    facts: FactSettings = {},
  ) {
    this.facts = new HostFacts(name, facts);
  }
}
