import type { JobSlot } from './job-slot.js';
import { ROW_STATUS, STATUS_OK, type TrialFailure } from '../trial-row.js';

/** What a job left behind. */
export interface JobResult {
  readonly rows: Float64Array;
  readonly failures: readonly TrialFailure[];
  /** Trials to run again. */
  readonly rest: readonly number[];
  /** Trial that was being run when the thread died; null when none was. */
  readonly suspect: number | null;
  /** How the thread died; null when it lives. */
  readonly death: { readonly error: unknown; readonly hasTimedOut: boolean; readonly hadBegun: boolean } | null;
}

/** Result of a job that was answered; it is cut short when the run is stopping. */
export function answered(slot: JobSlot, trials: readonly number[], failures: readonly TrialFailure[]): JobResult {
  const { done } = slot;
  return { rows: slot.rows(done), failures, rest: trials.slice(done), suspect: null, death: null };
}

/** What can be saved of a job whose thread is gone. Failed rows are to be run again, because their reasons went with the thread. */
export function salvage(slot: JobSlot, trials: readonly number[], error: unknown, hasTimedOut: boolean): JobResult {
  const { current, done } = slot;
  const kept: number[] = [];
  const rest: number[] = [];
  const suspect = current >= done ? trials[current]! : null;
  trials.forEach((trial, k) => {
    const row = slot.row(k);
    if (k < done && row[ROW_STATUS] === STATUS_OK) kept.push(...row);
    else if (trial !== suspect) rest.push(trial);
  });
  const death = { error, hasTimedOut, hadBegun: current >= 0 };
  return { rows: Float64Array.from(kept), failures: [], rest, suspect, death };
}
