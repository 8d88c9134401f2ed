import { ROW_TRIAL } from '../trial-row.js';

/** Trials a job may hold at most: an answer within 200 ms even when a trial takes 0.1 ms, in a slot of a few hundred kilobytes. */
export const MAX_TRIALS_PER_JOB = 1024;

const DONE = 0;
const CURRENT = 1;
const STOP = 2;
const CONTROL_BYTES = 64;

/**
 * Shared memory between the coordinator and the worker that runs a job: the trials to run, a row for each, how many rows are complete
 * and which trial is being run. What a worker had finished can be read after it died.
 */
export class JobSlot {
  readonly buffer: SharedArrayBuffer;
  readonly width: number;
  readonly #control: Int32Array;
  readonly #rows: Float64Array;

  constructor(width: number, buffer = new SharedArrayBuffer(CONTROL_BYTES + MAX_TRIALS_PER_JOB * width * 8)) {
    this.buffer = buffer;
    this.width = width;
    this.#control = new Int32Array(buffer, 0, CONTROL_BYTES / 4);
    this.#rows = new Float64Array(buffer, CONTROL_BYTES);
  }

  /** Puts trials into the slot. No job may be using it. */
  load(trials: readonly number[]): void {
    for (const position of [DONE, CURRENT, STOP]) Atomics.store(this.#control, position, 0);
    for (let k = 0; k < trials.length; k++) this.#rows[k * this.width + ROW_TRIAL] = trials[k]!;
  }

  /** k-th row; a view. */
  row(k: number): Float64Array {
    return this.#rows.subarray(k * this.width, (k + 1) * this.width);
  }

  /** Worker: from now on the k-th trial is being run. */
  begin(k: number): void {
    Atomics.store(this.#control, CURRENT, k + 1);
  }

  /** Worker: the k-th row is complete; those before it are, too. */
  finish(k: number): void {
    Atomics.store(this.#control, DONE, k + 1);
  }

  /** Worker: whether to end the job before the next trial. */
  get isStopping(): boolean {
    return Atomics.load(this.#control, STOP) === 1;
  }

  stop(): void {
    Atomics.store(this.#control, STOP, 1);
  }

  /** Number of complete rows. */
  get done(): number {
    return Atomics.load(this.#control, DONE);
  }

  /** Position of the trial that was begun last, or -1 before the first. It is still being run when it is not below `done`. */
  get current(): number {
    return Atomics.load(this.#control, CURRENT) - 1;
  }

  /** Copy of the first `count` rows, out of shared memory. */
  rows(count: number): Float64Array {
    return new Float64Array(this.#rows.subarray(0, count * this.width));
  }
}
