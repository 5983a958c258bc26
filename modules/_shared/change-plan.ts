// Changes that are worked out first and then made together: one round trip for as many files as there are.
import {
  ModuleFailure,
  type BatchStep,
  type ChangeNote,
  type RunContext,
  type Script,
  type StepResult,
} from '../../src/kit/index.js';

/** Steps in one script: each is some two kilobytes of shell text, and a shell reads a script whole. */
const MOST_STEPS = 200;

/** A script as a step; what it says when it fails is the task's message, after `what`. */
export function scriptStep(script: Script, what: string, extra: Record<string, unknown> = {}): BatchStep {
  return { script, failed: ({ rc, stderr }) => new ModuleFailure(`${what}: ${stderr.trim()}`, { ...extra, rc }) };
}

export class ChangePlan {
  private readonly notes: ChangeNote[] = [];
  private readonly steps: BatchStep[] = [];

  /** @returns where the results of the steps will be: the index of the first */
  add(note: ChangeNote, ...steps: BatchStep[]): number {
    this.notes.push(note);
    return this.also(...steps);
  }

  /** Steps that change nothing themselves: what is asked afterwards. */
  also(...steps: BatchStep[]): number {
    return this.steps.push(...steps) - steps.length;
  }

  get isEmpty(): boolean {
    return this.notes.length === 0;
  }

  /** Makes the changes. @returns the steps' results; undefined in check mode and when there is nothing to do */
  async carryOut(change: RunContext<unknown>['change']): Promise<readonly StepResult[] | undefined> {
    const [first, ...others] = this.notes;
    if (!first) return undefined;
    const results = await change(first, async (hands) => {
      const done: StepResult[] = [];
      for (let i = 0; i < this.steps.length; i += MOST_STEPS) {
        done.push(...(await hands.batch(this.steps.slice(i, i + MOST_STEPS))));
      }
      return done;
    });
    // They are made by now; each is told with what it changed.
    for (const note of others) await change(note, async () => undefined);
    return results;
  }
}
