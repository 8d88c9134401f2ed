import { Piscina } from 'piscina';
import { ConfigError, DataError, StorageError } from '../../base/errors.js';
import { workerUrl } from '../../base/own-package.js';
import type { JobAnswer, WorkerSetup } from './protocol.js';

export interface ThreadOptions {
  readonly setup: WorkerSetup;
  /** JavaScript heap of one thread, MB; typed arrays do not count. */
  readonly heapMb: number;
  /** Compiled module whose default export answers jobs; null for the one that runs trials. */
  readonly worker?: URL;
}

/** Starts `count` threads that stay until they are destroyed, run one job at a time each and are replaced when they die. */
export function spawnThreads(count: number, { setup, heapMb, worker }: ThreadOptions): Piscina {
  const threads = new Piscina({
    filename: (worker ?? workerUrl('trial-worker')).href,
    minThreads: count,
    maxThreads: count,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    maxQueue: Infinity,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    workerData: setup,
  });
  // A thread that dies between two jobs harms no trial and is replaced.
  threads.on('error', () => undefined);
  return threads;
}

/** Error of a thread that cannot be set up; the coordinator has set up the same trials without one before. */
export function refusal({ findings, exitCode, message }: Extract<JobAnswer, { ok: false }>): Error {
  if (findings.length === 0) return new Error(`a worker thread cannot be set up: ${message}`);
  const Kind = exitCode === 3 ? DataError : exitCode === 5 ? StorageError : ConfigError;
  return new Kind(findings);
}

/** Error of threads that die again and again before they begin a trial. */
export const startFailure = (error: unknown): ConfigError =>
  new ConfigError({
    code: 'HG-TRIAL-006',
    place: 'worker threads',
    value: error instanceof Error ? error.message : String(error),
    rule: 'worker threads end before they begin a trial',
    hint: 'look for code in the strategy file that runs when it is imported, or raise limits.heap_mb',
  });
