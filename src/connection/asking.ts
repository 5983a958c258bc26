// Asks whoever started the run, one question at a time, and remembers the passphrases of key files.
import type { WirePorts } from './types.js';

export interface Asker {
  /** Whether anybody can be asked, as far as is known. */
  readonly able: boolean;
  /** @returns undefined when nobody answers */
  ask(question: string, secret: boolean): Promise<string | undefined>;
  /** What was made once under a key; a failure is not kept. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

export function createAsker(ports: WirePorts): Asker {
  let turn: Promise<unknown> = Promise.resolve();
  const made = new Map<string, Promise<unknown>>();
  return {
    able: ports.ask !== undefined,
    ask(question, secret) {
      const { ask } = ports;
      if (!ask) return Promise.resolve(undefined);
      const answer = turn.then(() => ask(question, secret));
      turn = answer.catch(() => undefined);
      return answer.catch(() => undefined);
    },
    once(key, make) {
      let known = made.get(key) as ReturnType<typeof make> | undefined;
      if (!known) {
        known = make();
        made.set(key, known);
        known.catch(() => made.delete(key));
      }
      return known;
    },
  };
}

/** Time that runs out unless somebody is being asked. */
export class Patience {
  private timer: NodeJS.Timeout | undefined;
  private left: number;
  private since = 0;

  constructor(
    milliseconds: number,
    private readonly over: () => void,
  ) {
    this.left = milliseconds;
    this.resume();
  }

  private resume(): void {
    this.since = Date.now();
    this.timer = setTimeout(this.over, Math.max(1, this.left));
  }

  /** Time does not count while the work lasts. */
  async during<T>(work: Promise<T>): Promise<T> {
    if (this.timer === undefined) return work;
    clearTimeout(this.timer);
    this.left -= Date.now() - this.since;
    try {
      return await work;
    } finally {
      // Not when it was stopped meanwhile.
      if (this.timer !== undefined) this.resume();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
