/** Trials that are still to be handed out; those given back come first. */
export class TrialQueue {
  readonly #trials: ArrayLike<number>;
  readonly #returned: number[] = [];
  #at = 0;

  constructor(trials: ArrayLike<number>) {
    this.#trials = trials;
  }

  get size(): number {
    return this.#trials.length - this.#at + this.#returned.length;
  }

  /** Takes up to `count` trials out, in order. */
  next(count: number): number[] {
    const taken = this.#returned.splice(0, count);
    while (taken.length < count && this.#at < this.#trials.length) taken.push(this.#trials[this.#at++]!);
    return taken;
  }

  giveBack(trials: readonly number[]): void {
    this.#returned.push(...trials);
  }
}
