import { TrialError } from '../base/errors.js';
import {
  ROW_METRICS,
  ROW_STATUS,
  ROW_TRIAL,
  STATUS_FAILED,
  STATUS_OK,
  rowWidth,
  type TrialFailure,
} from './trial-row.js';

/** A finished trial; `metrics` is a view of the table and must not be written to. */
export interface TrialResult {
  readonly trial: number;
  readonly status: 'ok' | 'failed';
  /** In the order of the sweep's metrics; all NaN when the trial failed. */
  readonly metrics: Float64Array;
  readonly failure: TrialFailure | null;
}

/** All finished trials of a run, each once, in whatever order they came. */
export class TrialResults {
  readonly #width: number;
  readonly #metrics: readonly string[];
  #rows: Float64Array;
  readonly #positions = new Map<number, number>();
  readonly #failures = new Map<number, TrialFailure>();
  #duplicates = 0;

  constructor(metrics: readonly string[], capacity = 64) {
    this.#metrics = metrics;
    this.#width = rowWidth(metrics.length);
    this.#rows = new Float64Array(capacity * this.#width);
  }

  get count(): number {
    return this.#positions.size;
  }

  get failed(): number {
    return this.#failures.size;
  }

  /** Rows that came a second time with the same content. */
  get duplicates(): number {
    return this.#duplicates;
  }

  has(trial: number): boolean {
    return this.#positions.has(trial);
  }

  /**
   * Takes in whole rows. A trial that is there already must have the same content: then it is counted and left out.
   * @throws TrialError when it differs, naming the first metric that does
   */
  add(rows: Float64Array, failures: readonly TrialFailure[] = []): void {
    for (let at = 0; at < rows.length; at += this.#width) {
      const row = rows.subarray(at, at + this.#width);
      const failure = row[ROW_STATUS] === STATUS_FAILED ? failures.find((f) => f.trial === row[ROW_TRIAL]) : undefined;
      this.#addRow(row, failure);
    }
  }

  /** Trials in the order in which they came. */
  trials(): number[] {
    return [...this.#positions.keys()];
  }

  get(trial: number): TrialResult | undefined {
    const position = this.#positions.get(trial);
    if (position === undefined) return undefined;
    const row = this.#row(position);
    const ok = row[ROW_STATUS] === STATUS_OK;
    return {
      trial,
      status: ok ? 'ok' : 'failed',
      metrics: row.subarray(ROW_METRICS),
      failure: ok
        ? null
        : (this.#failures.get(trial) ?? { trial, code: 'HG-TRIAL-000', message: 'no reason was recorded' }),
    };
  }

  /** A trial as it stands in the journal. */
  recordOf(trial: number): { readonly row: Float64Array; readonly failure: TrialFailure | undefined } {
    return { row: this.#row(this.#positions.get(trial)!), failure: this.#failures.get(trial) };
  }

  #addRow(row: Float64Array, failure: TrialFailure | undefined): void {
    const trial = row[ROW_TRIAL]!;
    const known = this.#positions.get(trial);
    if (known !== undefined) {
      this.#requireEqual(trial, this.#row(known), row, failure);
      this.#duplicates++;
      return;
    }
    const position = this.#positions.size;
    if ((position + 1) * this.#width > this.#rows.length) {
      const grown = new Float64Array(this.#rows.length * 2);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows.set(row, position * this.#width);
    this.#positions.set(trial, position);
    if (failure) this.#failures.set(trial, failure);
  }

  #requireEqual(trial: number, known: Float64Array, row: Float64Array, failure: TrialFailure | undefined): void {
    const differs = (what: string, before: unknown, now: unknown): TrialError =>
      new TrialError({
        code: 'HG-TRIAL-010',
        place: `trial ${trial}`,
        value: `${what}: ${String(before)} and ${String(now)}`,
        rule: `trial ${trial} was run twice with different results, first in ${what}`,
        hint: 'the strategy depends on something besides its parameters and bars (a clock, randomness, state kept between trials): remove that',
      });
    if (known[ROW_STATUS] !== row[ROW_STATUS]) throw differs('status', known[ROW_STATUS], row[ROW_STATUS]);
    const message = this.#failures.get(trial)?.message;
    if (message !== failure?.message) throw differs('error', message, failure?.message);
    for (let k = ROW_METRICS; k < row.length; k++) {
      if (!Object.is(known[k], row[k])) throw differs(this.#metrics[k - ROW_METRICS] ?? 'metrics', known[k], row[k]);
    }
  }

  #row(position: number): Float64Array {
    return this.#rows.subarray(position * this.#width, (position + 1) * this.#width);
  }
}
