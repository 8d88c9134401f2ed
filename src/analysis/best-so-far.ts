import { isBetter } from './ranking.js';
import type { Target } from './result-table.js';

export interface Best {
  readonly trial: number;
  readonly value: number;
}

/** Best trial among those offered so far, in the order of the ranking; the order of the offers does not matter. */
export class BestSoFar {
  readonly #target: Target;
  #best: Best | null = null;

  constructor(target: Target) {
    this.#target = target;
  }

  get best(): Best | null {
    return this.#best;
  }

  /** Takes a finished trial's target value. @returns whether it is the new best */
  offer(trial: number, value: number): boolean {
    if (!isBetter(this.#target, trial, value, this.#best && this.#best.trial, this.#best ? this.#best.value : NaN))
      return false;
    this.#best = { trial, value };
    return true;
  }
}
