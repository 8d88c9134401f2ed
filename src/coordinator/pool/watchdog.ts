import type { JobSlot } from './job-slot.js';

/** A job under the eyes of the watchdog. */
export interface WatchedJob {
  readonly slot: JobSlot;
  /** Ends the thread that runs the job, or takes the job back when none runs it yet. */
  readonly abort: AbortController;
  /** Position of the trial that was being run at the last look, and since when it has been seen there. */
  current: number;
  since: number;
  hasTimedOut: boolean;
}

export const watchedJob = (slot: JobSlot): WatchedJob => ({
  slot,
  abort: new AbortController(),
  current: -1,
  since: 0,
  hasTimedOut: false,
});

/**
 * Ends jobs whose current trial has been seen running for longer than the limit. The time counts from when the trial was first seen, on the
 * coordinator's own monotonic clock: a coordinator that was held up notices late, and never blames a trial for it.
 */
export function endOverdue(jobs: Iterable<WatchedJob>, limitMs: number): void {
  const now = performance.now();
  for (const job of jobs) {
    const { current, done } = job.slot;
    if (current !== job.current) {
      job.current = current;
      job.since = now;
    } else if (current >= done && now - job.since > limitMs) {
      job.hasTimedOut = true;
      job.abort.abort();
    }
  }
}

/** How often to look, ms: often enough to keep a short limit, rarely enough to cost nothing. */
export const watchInterval = (limitMs: number): number => Math.min(500, Math.max(10, limitMs / 8));
