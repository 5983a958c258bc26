// What a fact collector is: a piece of shell text and the function that reads its answer.
import type { Sections } from './sections.js';

export type Facts = Record<string, unknown>;

export interface Collector {
  /** Its name in `gather_subset`. */
  readonly name: string;
  /** Fact names that choose it in `gather_subset` too. */
  readonly aliases: readonly string[];
  /** Gathered whatever the subset, unless `!min`. */
  readonly minimal: boolean;
  /** Prints sections; runs in the C locale after `section`, `file` and `have` are defined. */
  readonly script: string;
  /** Facts without the `ansible_` prefix. */
  parse(sections: Sections): Facts;
}
