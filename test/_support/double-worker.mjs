// A worker whose trials do what the setup says, by trial index; every other trial gives [trial * 2, -trial].
import { workerData } from 'node:worker_threads';
import { runJob, refuseJob } from '../../dist/src/coordinator/pool/job-loop.js';
import { ConfigError } from '../../dist/src/base/errors.js';

const { deeds = {}, dieOnImport = false, refuse = false } = workerData;
if (dieOnImport) process.exit(7);

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const acts = {
  exit: () => process.exit(3),
  loop: () => {
    for (;;);
  },
  slow: () => pause(50),
  hoard: () => {
    const kept = [];
    for (;;) kept.push({ a: kept.length });
  },
  late: () => {
    setTimeout(() => {
      throw new Error('a timer left behind');
    });
  },
  reject: () => void Promise.reject(new Error('nobody waits for this')),
  once: () => {
    const seen = new Int32Array(workerData.seen);
    if (Atomics.add(seen, 0, 1) === 0) process.exit(1);
  },
};

const runner = {
  run(trial) {
    const deed = deeds[trial];
    if (deed === 'fail') return { status: 'failed', code: 'HG-TRIAL-001', message: `trial ${trial} says no` };
    acts[deed]?.();
    return { status: 'ok', metrics: Float64Array.of(trial * 2, -trial) };
  },
};

export default async function answer(job) {
  if (refuse) return refuseJob(new ConfigError({ code: 'HG-TEST-001', place: 'here', rule: 'no', hint: 'none' }));
  return runJob(runner, job);
}
