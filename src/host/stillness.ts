// Whether anything may have changed on any host since some moment: what was seen before that is worth nothing then.

/** One for all hosts of a run: two names may be one machine, and a task may work on another host than its own. */
export class Stillness {
  private disturbances = 0;
  private restless = false;

  /** The same number as before: nothing was disturbed in between. */
  get moment(): number {
    return this.disturbances;
  }

  /** Something is about to change, may have changed, or time was let pass on purpose. */
  disturb(): void {
    this.disturbances++;
  }

  /** Something goes on changing from now on, with nobody to tell when. */
  neverAgain(): void {
    this.restless = true;
    this.disturbances++;
  }

  get isStill(): boolean {
    return !this.restless;
  }
}
