import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJournal } from '../../src/coordinator/journal/journal.js';
import { hgopt, outputsOf, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;
let expected: Map<string, string>;

beforeAll(async () => {
  sweep = tinySweep();
  const { code, stderr } = await hgopt([
    'sweep',
    sweep.file,
    '--out',
    sweep.path('reference'),
    '--workers',
    '1',
    '--quiet',
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expected = outputsOf(sweep.path('reference'));
});
afterAll(() => sweep.remove());

/** Trials in the order in which they were finished. */
function completionOrder(out: string): number[] {
  const { results } = readJournal(`${out}/journal.bin`)!;
  return results.trials();
}

describe('a sweep gives the same bytes', () => {
  test('of all its files', () => {
    expect([...expected.keys()]).toEqual([
      'best_backtest/config.json',
      'best_backtest/equity.csv',
      'best_backtest/equity.parquet',
      'best_backtest/events.jsonl',
      'best_backtest/exposure.csv',
      'best_backtest/fills.csv',
      'best_backtest/ledger.jsonl',
      'best_backtest/lots.csv',
      'best_backtest/metrics.csv',
      'best_backtest/metrics.parquet',
      'best_backtest/monthly_returns.csv',
      'best_backtest/orders.csv',
      'best_backtest/performance_metrics.csv',
      'best_backtest/positions.csv',
      'best_backtest/summary.json',
      'best_backtest/trades.csv',
      'best_backtest/trades.parquet',
      'best_params.json',
      'optimization_results.csv',
      'tiny_best.yaml',
    ]);
    expect(expected.get('optimization_results.csv')!.trim().split('\n')).toHaveLength(97);
  });

  test.each([1, 2, 3, 5])('with %i workers', async (workers) => {
    const out = sweep.path(`workers-${workers}`);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--workers', String(workers), '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  });

  test('when jobs end in a random order', async () => {
    const out = sweep.path('shuffled');
    const run = await hgopt(
      ['sweep', sweep.file, '--out', out, '--workers', '4', '--quiet', '--set', 'parallel.trials_per_job=1'],
      {
        hook: 'delay-hook.mjs',
        env: { HGOPT_TEST_DELAY: '30' },
      },
    );
    expect(run.code).toBe(0);
    const order = completionOrder(out);
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    expect(outputsOf(out)).toEqual(expected);
  });

  test('with a budget for columns that holds none of them', async () => {
    const out = sweep.path('no-memory');
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--memory', '8B', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  });

  test('when it is run again over its own results, and when they are only rebuilt from the journal', async () => {
    const out = sweep.path('again');
    await hgopt(['sweep', sweep.file, '--out', out, '--quiet']);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
    const journal = readFileSync(`${out}/journal.bin`);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
    expect(readFileSync(`${out}/journal.bin`)).toEqual(journal);
  });

  test('in two parts: some trials first, the others with --resume', async () => {
    const out = sweep.path('two-parts');
    await hgopt(['sweep', sweep.file, '--out', out, '--max-trials', '40', '--quiet']);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  });

  test('and any of its trials is replayed bit for bit', async () => {
    const { code, stderr } = await hgopt([
      'replay',
      sweep.path('reference'),
      '--trial',
      '50',
      '--out',
      sweep.path('replay'),
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const row = expected
      .get('optimization_results.csv')!
      .split('\n')
      .find((line) => line.split(',')[1] === '50')!;
    const { metrics } = JSON.parse(readFileSync(sweep.path('replay/summary.json'), 'utf8')) as {
      metrics: Record<string, number | null>;
    };
    const head = expected.get('optimization_results.csv')!.split('\n')[0]!.split(',');
    for (const [k, text] of row.split(',').entries()) {
      if (head[k]! in metrics) expect(text === '' ? null : Number(text), head[k]).toBe(metrics[head[k]!]);
    }
  });
});
