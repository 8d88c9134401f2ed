import type { Piscina } from 'piscina';
import { answered, salvage, type JobResult } from './job-result.js';
import { JobSize } from './job-size.js';
import { JobSlot } from './job-slot.js';
import type { Job, JobAnswer } from './protocol.js';
import { deathOf, timeoutOf } from './thread-death.js';
import { TrialQueue } from './trial-queue.js';
import { ROW_ELAPSED, ROW_STATUS, ROW_TRIAL, STATUS_FAILED, rowWidth, type TrialFailure } from '../trial-row.js';
import { endOverdue, watchInterval, watchedJob, type WatchedJob } from './watchdog.js';
import { refusal, spawnThreads, startFailure, type ThreadOptions } from './worker-threads.js';

export interface PoolOptions extends ThreadOptions {
  readonly metricCount: number;
  readonly workers: number;
  /** Trials a job; null sizes jobs by the time that trials take. */
  readonly trialsPerJob: number | null;
  /** Time limit of one trial. */
  readonly trialSeconds: number;
}

/** Is told of finished trials, each exactly once; throws to end the run. */
export type TakeRows = (rows: Float64Array, failures: readonly TrialFailure[]) => void;

/** Time, ms, that running trials have left when the run is stopped; what is not finished then is dropped. */
const STOP_GRACE_MS = 3000;

/**
 * Runs trials on worker threads and hands their rows to `take` in order of completion. A trial that fails is a row. One that exceeds the
 * time limit is failed; one that kills its thread is run once more in a fresh thread of its own, and failed when it does so again. Trials
 * that shared a job with it are run again and never blamed. Ends early, without an error, when `signal` is aborted.
 * @throws whatever `take` throws, and the error of threads that cannot be set up
 */
export async function runTrials(
  trials: ArrayLike<number>,
  options: PoolOptions,
  take: TakeRows,
  signal: AbortSignal,
): Promise<void> {
  if (trials.length === 0 || signal.aborted) return;
  await new TrialPool(trials, options, take).run(signal);
}

class TrialPool {
  readonly #options: PoolOptions;
  readonly #width: number;
  readonly #queue: TrialQueue;
  readonly #size: JobSize;
  readonly #take: TakeRows;
  readonly #running = new Set<WatchedJob>();
  #threads: Piscina;
  #isolation: Promise<unknown> = Promise.resolve();
  #isStopping = false;
  /** Threads lost before they began a trial, since the last trial that was finished. */
  #startFailures = 0;

  constructor(trials: ArrayLike<number>, options: PoolOptions, take: TakeRows) {
    this.#options = options;
    this.#width = rowWidth(options.metricCount);
    this.#queue = new TrialQueue(trials);
    this.#size = new JobSize(options.trialsPerJob, options.workers);
    this.#take = take;
    this.#threads = spawnThreads(options.workers, options);
  }

  async run(signal: AbortSignal): Promise<void> {
    const limitMs = this.#options.trialSeconds * 1000;
    const watch = setInterval(() => this.#look(limitMs), watchInterval(limitMs));
    let grace: NodeJS.Timeout | undefined;
    const stop = (): void => {
      this.#stop();
      grace = setTimeout(() => this.#running.forEach((job) => job.abort.abort()), STOP_GRACE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      // Two lanes a thread: while it runs the job of one, that of the other is waiting for it.
      const lanes = Array.from({ length: 2 * this.#options.workers }, () => this.#lane());
      for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(grace);
      clearInterval(watch);
      await this.#threads.destroy();
    }
  }

  async #lane(): Promise<void> {
    try {
      let slot = new JobSlot(this.#width);
      while (!this.#isStopping) {
        const trials = this.#queue.next(this.#size.next(this.#queue.size));
        if (trials.length === 0) return;
        const result = await this.#runJob(this.#threads, slot, trials);
        // A dying thread may still be writing into its slot.
        if (result.death) slot = new JobSlot(this.#width);
        if (result.suspect !== null) await this.#judge(result.suspect, result);
      }
    } catch (error) {
      this.#stop();
      throw error;
    }
  }

  /** Runs a job, takes in the rows it leaves behind and queues what it left out. */
  async #runJob(threads: Piscina, slot: JobSlot, trials: readonly number[]): Promise<JobResult> {
    slot.load(trials);
    const watched = watchedJob(slot);
    this.#running.add(watched);
    const job: Job = { slot: slot.buffer, width: this.#width, count: trials.length };
    const result = await threads.run(job, { signal: watched.abort.signal }).then(
      (answer: JobAnswer) => {
        if (!answer.ok) throw refusal(answer);
        return answered(slot, trials, answer.failures);
      },
      (error: unknown) => salvage(slot, trials, error, watched.hasTimedOut),
    );
    this.#running.delete(watched);
    this.#accept(result);
    return result;
  }

  #accept({ rows, failures, rest, death }: JobResult): void {
    this.#queue.giveBack(rest);
    if (rows.length > 0) {
      this.#startFailures = 0;
      let elapsed = 0;
      for (let at = 0; at < rows.length; at += this.#width) elapsed += rows[at + ROW_ELAPSED]!;
      this.#size.learn(rows.length / this.#width, elapsed);
      this.#take(rows, failures);
    }
    if (!death || death.hadBegun || this.#isStopping) return;
    if (++this.#startFailures >= Math.max(3, 2 * this.#options.workers)) throw startFailure(death.error);
  }

  async #judge(trial: number, { death }: JobResult): Promise<void> {
    if (death?.hasTimedOut) return this.#fail(timeoutOf(trial, this.#options.trialSeconds));
    if (this.#isStopping) return;
    const retry = this.#isolation.then(() => this.#runAlone(trial));
    this.#isolation = retry.catch(() => undefined);
    const again = await retry;
    if (again.suspect === null) return;
    if (again.death?.hasTimedOut) return this.#fail(timeoutOf(trial, this.#options.trialSeconds));
    if (!this.#isStopping) this.#fail(deathOf(trial, again.death?.error, this.#options.heapMb));
  }

  async #runAlone(trial: number): Promise<JobResult> {
    const threads = spawnThreads(1, this.#options);
    try {
      return await this.#runJob(threads, new JobSlot(this.#width), [trial]);
    } finally {
      await threads.destroy();
    }
  }

  #fail(failure: TrialFailure): void {
    const row = new Float64Array(this.#width).fill(NaN);
    row[ROW_TRIAL] = failure.trial;
    row[ROW_STATUS] = STATUS_FAILED;
    row[ROW_ELAPSED] = 0;
    this.#take(row, [failure]);
  }

  #look(limitMs: number): void {
    endOverdue(this.#running, limitMs);
    // The pool does not replace threads that die while they load; it would wait for ever.
    if (this.#running.size > 0 && this.#threads.threads.length === 0) {
      const dead = this.#threads;
      this.#threads = spawnThreads(this.#options.workers, this.#options);
      void dead.destroy();
    }
  }

  #stop(): void {
    this.#isStopping = true;
    for (const { slot } of this.#running) slot.stop();
  }
}
