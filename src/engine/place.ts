// Where each host is in the playbook while the walk goes on, so that it can be said what comes next.
import type { Node, Task } from '../playbook/index.js';
import type { HostRecord } from './records.js';

/** A node in a list of nodes, and the place the list itself has. */
export interface Place {
  readonly nodes: readonly Node[];
  at: number;
  readonly outer: Place | undefined;
}

/** Notes that the hosts go through a list of nodes. */
export class Passage {
  private readonly places = new Map<HostRecord, Place>();

  constructor(
    private readonly hosts: readonly HostRecord[],
    nodes: readonly Node[],
  ) {
    for (const host of hosts) {
      const place = { nodes, at: 0, outer: host.place };
      this.places.set(host, place);
      host.place = place;
    }
  }

  /** They begin with a node of the list. */
  reach(at: number): void {
    for (const place of this.places.values()) place.at = at;
  }

  leave(): void {
    for (const host of this.hosts) host.place = this.places.get(host)?.outer;
  }
}

/** The tasks that follow on a host if nothing fails, up to the first that may bring in others. */
export function* tasksAfter(place: Place | undefined): Generator<Task> {
  for (let here = place; here; here = here.outer) {
    for (const node of here.nodes.slice(here.at + 1)) {
      for (const task of tasksIn(node)) {
        if (task.statement === 'include_tasks' || task.statement === 'include_role') return;
        yield task;
      }
    }
  }
}

function* tasksIn(node: Node): Generator<Task> {
  if (node.kind === 'task') yield node;
  else for (const inner of [...node.body, ...node.always]) yield* tasksIn(inner);
}
