import type { TrialFailure } from '../trial-row.js';

/** Why a trial that took its thread with it failed, from what the pool says of the thread's end. */
export function deathOf(trial: number, error: unknown, heapMb: number): TrialFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { trial, code: 'HG-TRIAL-004', message: `out of memory at the limit of ${heapMb} MB a thread` };
  }
  const exit = /exited with code: (-?\d+)/.exec(message)?.[1];
  const what = exit === undefined ? (message ?? String(error)) : `exit code ${exit}`;
  return { trial, code: 'HG-TRIAL-005', message: `ended its worker thread twice: ${what}` };
}

export const timeoutOf = (trial: number, seconds: number): TrialFailure => ({
  trial,
  code: 'HG-TRIAL-003',
  message: `exceeded ${seconds} s`,
});
