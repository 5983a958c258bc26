// Where any of many texts stands in a longer one: one pass over it, however many there are.

/** A text shorter than this cannot be looked for: the pass goes by the first four characters. */
export const SHORTEST = 4;
const SLOTS = 1 << 16;

/** Texts that begin alike. */
interface Bucket {
  readonly texts: Set<string>;
  /** Theirs, the longest first: of a text that begins with another one the whole is found. */
  readonly lengths: number[];
}

/** Looks for all of its texts at once; adding one costs nothing to speak of, also between searches. */
export class TextSearch {
  /** Which starts of texts there are, roughly: most places of a text are passed over after one look here. */
  private readonly starts = new Uint8Array(SLOTS);
  private readonly bySlot = new Map<number, Bucket>();

  /** @param wanted of at least `SHORTEST` characters */
  add(wanted: string): void {
    const slot = slotAt(wanted, 0);
    const bucket = this.bySlot.get(slot) ?? { texts: new Set(), lengths: [] };
    if (bucket.texts.size === 0) this.bySlot.set(slot, bucket);
    this.starts[slot] = 1;
    bucket.texts.add(wanted);
    if (bucket.lengths.includes(wanted.length)) return;
    bucket.lengths.push(wanted.length);
    bucket.lengths.sort((a, b) => b - a);
  }

  /**
   * `text` with all that is found replaced; what overlaps is replaced as one.
   * @param cover what stands for a part of the text
   */
  replace(text: string, cover: (found: string) => string): string {
    let out = '';
    let done = 0;
    let at = 0;
    const last = text.length - SHORTEST;
    const { starts } = this;
    while (at <= last) {
      if (starts[slotAt(text, at)] === 0) {
        at++;
        continue;
      }
      let end = at + this.lengthAt(text, at);
      if (end === at) {
        at++;
        continue;
      }
      for (let inside = at + 1; inside < end; inside++) end = Math.max(end, inside + this.lengthAt(text, inside));
      out += text.slice(done, at) + cover(text.slice(at, end));
      done = at = end;
    }
    return done === 0 ? text : out + text.slice(done);
  }

  /** How long the longest of the texts is that stands at `at`; 0 when none does. */
  private lengthAt(text: string, at: number): number {
    if (at + SHORTEST > text.length) return 0;
    const slot = slotAt(text, at);
    if (this.starts[slot] === 0) return 0;
    const bucket = this.bySlot.get(slot);
    return bucket?.lengths.find((length) => bucket.texts.has(text.slice(at, at + length))) ?? 0;
  }
}

function slotAt(text: string, at: number): number {
  const first = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 3);
  return (first ^ (text.charCodeAt(at + 2) << 6) ^ (text.charCodeAt(at + 3) << 9)) & (SLOTS - 1);
}
