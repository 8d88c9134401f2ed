import type { Finding } from '../../base/errors.js';
import type { TrialSetup } from '../../trial/setup.js';
import type { TrialFailure } from '../trial-row.js';

/**
 * What coordinator and worker threads say to each other: plain data and shared memory only. Rows travel through the job's slot, never
 * as messages. A worker answers every job and throws nothing, because of an error's class only the text would arrive.
 */
export interface WorkerSetup {
  readonly trial: TrialSetup;
}

export interface Job {
  /** Buffer of a `JobSlot`. */
  readonly slot: SharedArrayBuffer;
  /** Floats a row. */
  readonly width: number;
  /** Number of trials in the slot. */
  readonly count: number;
}

export type JobAnswer =
  | { readonly ok: true; readonly failures: readonly TrialFailure[] }
  /** The thread cannot run any trial at all. */
  | { readonly ok: false; readonly message: string; readonly exitCode: number; readonly findings: readonly Finding[] };
