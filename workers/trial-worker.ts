import { workerData } from 'node:worker_threads';
import { refuseJob, runJob } from '../src/coordinator/pool/job-loop.js';
import type { Job, JobAnswer, WorkerSetup } from '../src/coordinator/pool/protocol.js';
import { createTrialRunner } from '../src/trial/runner.js';

const { trial } = workerData as WorkerSetup;

// Standard output belongs to the coordinator; what a strategy prints must not get between its lines.
process.stdout.write = process.stderr.write.bind(process.stderr);

/** Made as soon as the thread starts, before its first job comes. */
const runner = createTrialRunner(trial);
runner.catch(() => undefined);

/** Runs a job of trials; never throws. */
export default async function answer(job: Job): Promise<JobAnswer> {
  try {
    return runJob(await runner, job);
  } catch (error) {
    return refuseJob(error);
  }
}
