import type { RunRecord } from '../engine/record.js';

/**
 * Remembers what was computed of a run, so that the metrics which share an intermediate value compute it once. A
 * record must not change once its first metric has been read; it is forgotten together with the record.
 */
export function perRun<T extends object>(compute: (run: RunRecord) => T): (run: RunRecord) => T {
  const known = new WeakMap<RunRecord, T>();
  return (run) => {
    let value = known.get(run);
    if (value === undefined) {
      value = compute(run);
      known.set(run, value);
    }
    return value;
  };
}
