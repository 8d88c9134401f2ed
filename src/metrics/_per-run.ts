import type { RunRecord } from '../engine/record/record.js';

/**
 * Remembers what was computed of the latest run, so that the metrics which share an intermediate value compute it once:
 * they are asked run by run. A record must not change once its first metric has been read.
 */
export function perRun<T>(compute: (run: RunRecord) => T): (run: RunRecord) => T {
  let latest: { readonly run: RunRecord; readonly value: T } | undefined;
  return (run) => {
    if (latest?.run !== run) latest = { run, value: compute(run) };
    return latest.value;
  };
}
