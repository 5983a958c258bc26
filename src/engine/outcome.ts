// What running a node over a set of hosts came to: a partition of that set.
import type { HostRecord } from './records.js';

export interface Outcome {
  /** Go on with the next node, in inventory order. */
  readonly live: readonly HostRecord[];
  /** May be rescued by an enclosing block. */
  readonly failed: readonly HostRecord[];
  readonly unreachable: readonly HostRecord[];
  /** Done with the play, without failing (end_host, end_play). */
  readonly ended: readonly HostRecord[];
}

export function allLive(hosts: readonly HostRecord[]): Outcome {
  return { live: hosts, failed: [], unreachable: [], ended: [] };
}

/** Adds what came after: `next` is the outcome of going on with `first.live`. */
export function following(first: Outcome, next: Outcome): Outcome {
  return {
    live: next.live,
    failed: [...first.failed, ...next.failed],
    unreachable: [...first.unreachable, ...next.unreachable],
    ended: [...first.ended, ...next.ended],
  };
}

/** Outcomes of disjoint sets side by side; `order` is the order the hosts had before. */
export function beside(outcomes: readonly Outcome[], order: readonly HostRecord[]): Outcome {
  const position = new Map(order.map((host, i) => [host, i]));
  const sorted = (hosts: readonly HostRecord[]): HostRecord[] =>
    [...hosts].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return {
    live: sorted(outcomes.flatMap((o) => o.live)),
    failed: sorted(outcomes.flatMap((o) => o.failed)),
    unreachable: sorted(outcomes.flatMap((o) => o.unreachable)),
    ended: sorted(outcomes.flatMap((o) => o.ended)),
  };
}

/** Whether more hosts failed than `max_fail_percentage` of the batch allows (exactly that many are still fine). */
export function percentExceeded(failed: number, batchSize: number, percentage: number): boolean {
  return failed / batchSize > percentage / 100;
}
