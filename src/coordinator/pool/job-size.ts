import { MAX_TRIALS_PER_JOB } from './job-slot.js';

/** Time a job should take, ms: long against the 0.05 ms that handing it over costs, short against the wait for a clean stop. */
const TARGET_MS = 100;
/** A measurement may enlarge the next job only so far, because a thread's first trials are slow and say little. */
const GROWTH = 4;

/** Decides how many trials go into the next job, from the time that trials have taken so far. */
export class JobSize {
  readonly #fixed: number | null;
  readonly #workers: number;
  #trialMs: number | null = null;
  #size = 1;

  /** `fixed`: trials a job, or null to measure. */
  constructor(fixed: number | null, workers: number) {
    this.#fixed = fixed;
    this.#workers = workers;
  }

  /** Takes in that a job of `trials` trials ran for `ms`. */
  learn(trials: number, ms: number): void {
    if (trials === 0) return;
    const measured = Math.max(ms / trials, 1e-3);
    this.#trialMs = this.#trialMs === null ? measured : (this.#trialMs + measured) / 2;
    this.#size = Math.min(TARGET_MS / this.#trialMs, trials * GROWTH, MAX_TRIALS_PER_JOB);
  }

  /** Number of trials for the next job when `left` are still to be handed out; the last ones are spread over all workers. */
  next(left: number): number {
    if (this.#fixed !== null) return Math.min(this.#fixed, MAX_TRIALS_PER_JOB, left);
    const fairShare = Math.ceil(left / (2 * this.#workers));
    return Math.max(1, Math.min(Math.floor(this.#size), fairShare));
  }
}
