import { BestSoFar } from '../../analysis/best-so-far.js';
import { passesFilters } from '../../analysis/filters.js';
import type { SweepEvent } from './events.js';
import type { PreparedSweep } from '../prepare-sweep.js';
import { Progress } from './progress.js';
import type { TrialResults } from '../trial-results.js';
import { ROW_METRICS, ROW_STATUS, ROW_TRIAL, STATUS_OK, rowWidth } from '../trial-row.js';

export interface SweepProgressOptions {
  readonly sweep: PreparedSweep;
  /** What an earlier run left behind. */
  readonly results: TrialResults;
  readonly out: string;
  readonly workers: number;
  readonly onEvent: (event: SweepEvent) => void;
}

/** Keeps the counts and the best trial of a running sweep, and tells of them. */
export class SweepProgress {
  readonly #options: SweepProgressOptions;
  readonly #trials: number;
  readonly #best: BestSoFar;
  readonly #progress: Progress;
  #done = 0;
  #failed = 0;

  constructor(options: SweepProgressOptions) {
    const { sweep, results, out, workers, onEvent } = options;
    const { candidates, data, header } = sweep;
    this.#options = options;
    this.#trials = candidates.trials.length;
    this.#best = new BestSoFar(header.target);
    for (const trial of candidates.trials) {
      const result = results.get(trial);
      if (result) this.#count(trial, result.status === 'ok', result.metrics);
    }
    this.#progress = new Progress({ trials: this.#trials, resumed: this.#done, onEvent });
    const excluded = Object.values(candidates.excluded).reduce((sum, n) => sum + n, 0);
    const counts = { trials: this.#trials, resumed: this.#done, excluded };
    onEvent({ event: 'start', name: header.name, out, ...counts, workers, bars: data.window.to - data.window.from });
  }

  get done(): number {
    return this.#done;
  }

  get seconds(): number {
    return this.#progress.seconds;
  }

  add(rows: Float64Array): void {
    const width = rowWidth(this.#options.sweep.header.metrics.length);
    for (let at = 0; at < rows.length; at += width) {
      this.#count(
        rows[at + ROW_TRIAL]!,
        rows[at + ROW_STATUS] === STATUS_OK,
        rows.subarray(at + ROW_METRICS, at + width),
      );
    }
    this.#progress.update(this.#done, this.#failed, this.#best.best);
  }

  end(status: 'complete' | 'interrupted', filtered: number): void {
    const { out, onEvent } = this.#options;
    const [done, failed] = [this.#done, this.#failed];
    const counts = { done, failed, filtered, trials: this.#trials, seconds: this.seconds };
    onEvent({ event: 'done', status, ...counts, best: this.#best.best, out });
  }

  #count(trial: number, isOk: boolean, metrics: Float64Array): void {
    this.#done++;
    if (!isOk) this.#failed++;
    const { filters, metrics: names } = this.#options.sweep.header;
    // The target is the first metric.
    if (isOk && passesFilters(filters, names, metrics)) this.#best.offer(trial, metrics[0]!);
  }
}
