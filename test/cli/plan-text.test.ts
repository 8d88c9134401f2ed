import { describe, expect, test } from 'vitest';
import { planText } from '../../src/cli/plan-text.js';
import type { SweepPlan } from '../../src/coordinator/plan-sweep.js';

const PLAN: SweepPlan = {
  name: 'grid',
  strategy: 'dma-atr-trend',
  metric: 'sharpe_ratio',
  symbol: 'SP500',
  bars: 5_105,
  candidates: {
    total: '1000000000000',
    examined: 10_000,
    feasibleShare: 0.25,
    isExact: false,
    excluded: { 'fast < slow': 7_500 },
  },
  trials: 1_200,
  workers: 2,
  columns: { count: 39, bytes: 2_048, sharedBytes: 4_096, isComplete: true },
  memory: { barsBytes: 0, resultsBytes: 0, threadsBytes: 0, totalBytes: 200 * 2 ** 20 },
  time: { sampled: 200, trialSeconds: 0.0005, seconds: 0.3 },
  warnings: [],
  luck: { years: 20.26, sharpe: 0.7347 },
};

describe('a plan', () => {
  test('says what will run, what is shut out and why, what it takes and what luck would reach', () => {
    expect(planText(PLAN).split('\n')).toEqual([
      'sweep       grid: dma-atr-trend on SP500, 5,105 bars, ranked by sharpe_ratio',
      'candidates  1,000,000,000,000',
      'trials      1,200 (25 % of the candidates satisfy all constraints, judged by 10,000 of them)',
      '  excluded  7,500: fast < slow',
      'columns     39 distinct, 2 KiB, each computed once',
      'memory      about 200 MiB with 2 workers',
      'time        about 0.3 s: 0.5 ms a trial (median of 200)',
      'luck        a Sharpe ratio of 0.7347 is what the best of so many trials without skill shows on 20.26 years',
    ]);
  });

  test('says that a design is too large, and the two ways out', () => {
    expect(planText({ ...PLAN, trials: null })).toContain(
      'too many to run as a whole: draw some with sampler random, or set --max-trials',
    );
  });

  test('promises no time that was not measured and no luck that has no number', () => {
    const text = planText({ ...PLAN, time: null, luck: { years: 0, sharpe: null } });
    expect(text).toContain('time        unknown');
    expect(text).not.toContain('luck');
  });

  test('tells when columns do not fit into the shared memory', () => {
    const columns = { count: 39, bytes: 8_192, sharedBytes: 4_096, isComplete: false };
    expect(planText({ ...PLAN, columns })).toContain('39 or more distinct, 8 KiB of which 4 KiB are shared');
  });
});
