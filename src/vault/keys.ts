// Keys derived from passwords: each pair of password and salt once, ahead of their use on other threads.
import { availableParallelism } from 'node:os';
import { DERIVED, ITERATIONS } from './cipher.js';
import { nodeCrypto } from './node-crypto.js';

/** One processor is left to the main thread. */
const AT_A_TIME = Math.min(4, availableParallelism() - 1);

/** Derives keys and remembers them. A derivation takes some milliseconds of one processor. */
export class Keys {
  private readonly known = new Map<string, Uint8Array>();
  private readonly wanted = new Map<string, { password: Uint8Array; salt: Uint8Array }>();
  private running = 0;

  /** The keys, now. */
  of(password: Uint8Array, salt: Uint8Array): Uint8Array {
    const name = nameOf(password, salt);
    this.wanted.delete(name);
    let keys = this.known.get(name);
    if (!keys) {
      keys = nodeCrypto().pbkdf2Sync(password, salt, ITERATIONS, DERIVED, 'sha256');
      this.known.set(name, keys);
    }
    return keys;
  }

  /**
   * Says that the keys will probably be asked for soon: they are derived on Node's thread pool while the main thread does
   * other things. What is not yet begun when the program ends is left out, so that nobody waits for it.
   */
  ahead(password: Uint8Array, salt: Uint8Array): void {
    const name = nameOf(password, salt);
    if (AT_A_TIME < 1 || this.known.has(name)) return;
    this.wanted.set(name, { password, salt });
    this.begin();
  }

  private begin(): void {
    if (this.running > 0) return;
    for (const [name, { password, salt }] of [...this.wanted].slice(0, AT_A_TIME)) {
      this.wanted.delete(name);
      this.running++;
      nodeCrypto().pbkdf2(password, salt, ITERATIONS, DERIVED, 'sha256', (error, keys) => {
        this.running--;
        if (!error) this.known.set(name, keys);
        // A timer that holds nobody: at the end of the program the next ones are not begun.
        if (this.wanted.size > 0) setTimeout(() => this.begin(), 0).unref();
      });
    }
  }
}

function nameOf(password: Uint8Array, salt: Uint8Array): string {
  return `${Buffer.from(password).toString('base64')} ${Buffer.from(salt).toString('base64')}`;
}
