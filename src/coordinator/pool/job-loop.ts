import type { TrialOutcome } from '../../trial/setup.js';
import { HgoptError } from '../../base/errors.js';
import { JobSlot } from './job-slot.js';
import type { Job, JobAnswer } from './protocol.js';
import {
  ROW_ELAPSED,
  ROW_METRICS,
  ROW_STATUS,
  ROW_TRIAL,
  STATUS_FAILED,
  STATUS_OK,
  type TrialFailure,
} from '../trial-row.js';

/** Longest message kept of a failed trial, characters. */
const MESSAGE_LIMIT = 1000;

/** The worker's side of a job: runs its trials in order and leaves a row for each, so that what is done survives the thread. */
export function runJob(runner: { run(trial: number): TrialOutcome }, job: Job): JobAnswer {
  const slot = new JobSlot(job.width, job.slot);
  const failures: TrialFailure[] = [];
  for (let k = 0; k < job.count && !slot.isStopping; k++) {
    const row = slot.row(k);
    const trial = row[ROW_TRIAL]!;
    slot.begin(k);
    const started = performance.now();
    const outcome = runner.run(trial);
    row[ROW_ELAPSED] = performance.now() - started;
    if (outcome.status === 'ok') {
      row[ROW_STATUS] = STATUS_OK;
      // NaN is written as one and the same NaN: which one arithmetic leaves behind depends on the compiler's stage.
      for (let m = 0; m < outcome.metrics.length; m++) {
        const value = outcome.metrics[m]!;
        row[ROW_METRICS + m] = Number.isNaN(value) ? NaN : value;
      }
    } else {
      row[ROW_STATUS] = STATUS_FAILED;
      row.fill(NaN, ROW_METRICS);
      failures.push({ trial, code: outcome.code, message: outcome.message.slice(0, MESSAGE_LIMIT) });
    }
    slot.finish(k);
  }
  return { ok: true, failures };
}

/** Answer of a thread that could not be set up. */
export function refuseJob(error: unknown): JobAnswer {
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof HgoptError ? error : null;
  return { ok: false, message, exitCode: known?.exitCode ?? 1, findings: known?.findings ?? [] };
}
