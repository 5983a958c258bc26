// What was asked of a host, or stated of it, and never used by anybody: waste of a look, or a case that says nothing.
//
// A probe whose answer is not read, a name that a look `say`s and no case ever asks for (modules/_shared/told.ts), a field of
// what was seen that no decision reads: each is a question the host need not be asked, or a branch no case goes through.
import type { ScriptOptions, ScriptResult, Script } from '../../src/kit/index.js';
import { Told } from '../../modules/_shared/told.js';
import { LocalHost } from './local-host.js';

/** The local machine, which remembers which probes were answered for nothing. */
export class WatchedHost extends LocalHost {
  private readonly probes: { readonly text: string; read: boolean }[] = [];

  override async probe(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    const probe = { text: script.text, read: false };
    this.probes.push(probe);
    return noticing(await super.probe(script, options), () => (probe.read = true));
  }

  /** The scripts nobody looked at the answer of. */
  unread(): string[] {
    return this.probes.filter(({ read }) => !read).map(({ text }) => text);
  }
}

/** The same object; `read` is called when one of its fields is (`then` is what `await` asks everything for). */
function noticing<T extends object>(of: T, read: (key: string) => void): T {
  return new Proxy(of, {
    get(target, key) {
      if (typeof key === 'string' && key !== 'then') read(key);
      return Reflect.get(target, key, target) as unknown;
    },
    ownKeys(target) {
      for (const key of Object.keys(target)) read(key);
      return Reflect.ownKeys(target);
    },
  });
}

/** Which fields of what is handed out are read, and which are there, over all cases of a module. */
export class Fields {
  private readonly stated = new Set<string>();
  private readonly used = new Set<string>();

  /**
   * @param given plain data; a field that is undefined is not there
   * @param elsewhere fields that are read by others than those who get it from here
   */
  watch<T extends object>(given: T, elsewhere: readonly (keyof T)[] = []): T {
    for (const key of elsewhere) this.used.add(String(key));
    for (const [key, value] of Object.entries(given)) if (value !== undefined) this.stated.add(key);
    return noticing(given, (key) => this.used.add(key));
  }

  unused(): string[] {
    return [...this.stated].filter((key) => !this.used.has(key)).sort();
  }
}

export interface ToldWatch {
  /** A run is over; what was told to one that failed half way was told in vain with good reason. */
  settle(failed: boolean): void;
  unused(): string[];
  stop(): void;
}

/** Remembers which names looks told, and which were asked for, until it is stopped. */
export function watchTold(): ToldWatch {
  const told = new Set<string>();
  const lately = new Set<string>();
  const asked = new Set<string>();
  const before = Object.getOwnPropertyDescriptors(Told.prototype);
  const note = (of: Told, name: string): void => {
    for (const [key] of (of as unknown as { said: readonly (readonly [string, string])[] }).said) lately.add(key);
    asked.add(name);
  };
  for (const method of ['value', 'values'] as const) {
    const original = before[method].value as (this: Told, name: string) => unknown;
    Object.defineProperty(Told.prototype, method, {
      ...before[method],
      value(this: Told, name: string) {
        note(this, name);
        return original.call(this, name);
      },
    });
  }
  return {
    settle(failed) {
      if (!failed) for (const name of lately) told.add(name);
      lately.clear();
    },
    unused: () => [...told].filter((name) => !asked.has(name)).sort(),
    stop: () => Object.defineProperties(Told.prototype, { value: before.value, values: before.values }),
  };
}
