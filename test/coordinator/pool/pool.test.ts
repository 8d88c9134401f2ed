import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/base/errors.js';
import { runTrials, type PoolOptions } from '../../../src/coordinator/pool/pool.js';
import type { WorkerSetup } from '../../../src/coordinator/pool/protocol.js';
import { TrialResults } from '../../../src/coordinator/trial-results.js';

type Deed = 'fail' | 'exit' | 'loop' | 'slow' | 'hoard' | 'late' | 'reject' | 'once';
interface Double {
  readonly deeds?: Readonly<Record<number, Deed>>;
  readonly dieOnImport?: boolean;
  readonly refuse?: boolean;
  readonly seen?: SharedArrayBuffer;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** Runs trials 0..n-1 on threads that misbehave as told. */
async function runDouble(
  n: number,
  double: Double,
  options: Partial<PoolOptions> = {},
  signal = new AbortController().signal,
) {
  const results = new TrialResults(['double', 'minus']);
  await runTrials(
    upTo(n),
    {
      setup: double as unknown as WorkerSetup,
      metricCount: 2,
      workers: 2,
      trialsPerJob: 5,
      trialSeconds: 30,
      heapMb: 64,
      worker: new URL('../../_support/double-worker.mjs', import.meta.url),
      ...options,
    },
    (rows, failures) => results.add(rows, failures),
    signal,
  );
  return results;
}

/** All trials but the named ones have their right numbers, each once; returns the messages of those. */
function othersAreRight(results: TrialResults, n: number, ...named: number[]): (string | undefined)[] {
  expect(results.count).toBe(n);
  expect(results.duplicates).toBe(0);
  for (const trial of upTo(n)) {
    if (named.includes(trial)) expect(results.get(trial)!.status, `trial ${trial}`).toBe('failed');
    else expect([...results.get(trial)!.metrics], `trial ${trial}`).toEqual([trial * 2, -trial]);
  }
  return named.map((trial) => results.get(trial)!.failure?.message);
}

describe('a pool of worker threads', () => {
  test.each([1, 2, 3])('of %i runs every trial once', async (workers) => {
    othersAreRight(await runDouble(500, {}, { workers, trialsPerJob: null }), 500);
  });

  test('records a failing trial with its message and goes on', async () => {
    expect(othersAreRight(await runDouble(40, { deeds: { 7: 'fail', 39: 'fail' } }), 40, 7, 39)).toEqual([
      'trial 7 says no',
      'trial 39 says no',
    ]);
  });

  test('fails a trial that ends its thread twice, and no other', async () => {
    const results = await runDouble(40, { deeds: { 3: 'exit', 6: 'fail', 7: 'exit', 8: 'exit' } });
    const [first] = othersAreRight(results, 40, 3, 6, 7, 8);
    expect(first).toBe('ended its worker thread twice: exit code 3');
  });

  test('gives a trial that ended its thread a second chance in a thread of its own', async () => {
    const seen = new SharedArrayBuffer(4);
    othersAreRight(await runDouble(20, { deeds: { 11: 'once' }, seen }), 20);
    expect(new Int32Array(seen)[0]).toBe(2);
  });

  test('ends a trial that exceeds the time limit, and keeps what its job had done', async () => {
    const results = await runDouble(20, { deeds: { 2: 'loop', 13: 'loop' } }, { trialSeconds: 0.3 });
    expect(othersAreRight(results, 20, 2, 13)).toEqual(['exceeded 0.3 s', 'exceeded 0.3 s']);
  });

  test('does not count the time of a job against its trials', async () => {
    const deeds = Object.fromEntries(upTo(16).map((trial) => [trial, 'slow' as const]));
    othersAreRight(await runDouble(16, { deeds }, { trialSeconds: 0.4, trialsPerJob: 16 }), 16);
  });

  test('fails a trial that runs out of memory, and survives it', async () => {
    const results = await runDouble(12, { deeds: { 4: 'hoard' } }, { heapMb: 32 });
    expect(othersAreRight(results, 12, 4)).toEqual(['out of memory at the limit of 32 MB a thread']);
  });

  test.each(['late', 'reject'] as const)(
    'never blames a trial for what an earlier one left behind: %s',
    async (deed) => {
      othersAreRight(await runDouble(60, { deeds: { 1: deed, 20: deed, 59: deed } }), 60);
    },
  );

  test('whose threads die while they load gives up after a few, with no trial failed', async () => {
    let rows = 0;
    const run = runTrials(
      upTo(100),
      {
        setup: { dieOnImport: true } as unknown as WorkerSetup,
        metricCount: 2,
        workers: 2,
        trialsPerJob: 1,
        trialSeconds: 1,
        heapMb: 64,
        worker: new URL('../../_support/double-worker.mjs', import.meta.url),
      },
      () => rows++,
      new AbortController().signal,
    );
    await expect(run).rejects.toThrow(ConfigError);
    expect(rows).toBe(0);
  });

  test('passes on the findings of a thread that cannot be set up', async () => {
    await expect(runDouble(10, { refuse: true })).rejects.toThrow('HG-TEST-001 here: no');
  });

  test('that is stopped keeps what is finished, and the rest can be run later', async () => {
    const deeds = Object.fromEntries(upTo(200).map((trial) => [trial, 'slow' as const]));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 400);
    const results = await runDouble(200, { deeds }, {}, stop.signal);
    expect(results.count).toBeGreaterThan(0);
    expect(results.count).toBeLessThan(200);
    expect(results.failed).toBe(0);
  });

  test('that is stopped drops a trial that does not end', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const results = await runDouble(4, { deeds: { 0: 'loop' } }, { trialsPerJob: 1 }, stop.signal);
    expect([results.count, results.failed, results.has(0)]).toEqual([3, 0, false]);
  });

  test('ends when its rows cannot be taken, with that error', async () => {
    let calls = 0;
    const options = {
      setup: {} as unknown as WorkerSetup,
      metricCount: 2,
      workers: 2,
      trialsPerJob: 1,
      trialSeconds: 5,
      heapMb: 64,
    };
    const worker = new URL('../../_support/double-worker.mjs', import.meta.url);
    const take = (): void => {
      if (++calls === 5) throw new Error('disk full');
    };
    await expect(runTrials(upTo(1000), { ...options, worker }, take, new AbortController().signal)).rejects.toThrow(
      'disk full',
    );
    expect(calls).toBeLessThan(20);
  });
});
