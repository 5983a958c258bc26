// How much one evaluation may use up before it is refused: steps, and the size of what it makes.
import { fail } from './errors.js';

/**
 * Steps of one evaluation from outside, whatever it evaluates inside: one for each operation, element and 16 characters
 * made. Some seconds of work and some hundred megabytes; templates of real projects use a thousandth of it.
 */
const STEPS = 20_000_000;

/** Outside of evaluations nothing is counted. */
let left = Infinity;

/** A new evaluation from outside begins. Evaluations are synchronous, so there is one at a time. */
export function refill(): void {
  left = STEPS;
}

/** The evaluation from outside has ended. */
export function release(): void {
  left = Infinity;
}

/** Takes steps from the running evaluation. @throws TsplayError template-value when it has used up all */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) exhausted();
}

/** What making or reading so many characters costs. */
export function spendText(length: number): void {
  if (length > 64) spend(length >> 4);
}

function exhausted(): never {
  return fail(
    `the evaluation was stopped after ${STEPS / 1e6} million steps`,
    'it loops too often or makes too much; a smaller range, or a file instead of a value',
  );
}
