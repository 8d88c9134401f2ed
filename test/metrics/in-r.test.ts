import { expect, test } from 'vitest';
import { loadMetrics } from '../../src/metrics/load.js';
import { runRecord } from '../_support/run-record.js';

const R = [1, -1, 1.375, -1, 0.503704];
/** Trades of those results, each with 200 at stake, one a session of one bar; the sixth session has none. */
const run = runRecord({
  returns: [0, 0, 0, 0, 0, 0],
  trades: R.map((r, k) => ({ pnl: 200 * r, initialRisk: 200, entryBar: k, exitBar: k })),
});
const sessions = {
  openMinute: 0,
  minutes: 1440,
  day: Int32Array.from({ length: 6 }, (_, k) => k),
  index: Int32Array.from({ length: 6 }, (_, k) => k),
  minute: new Int32Array(6),
  last: Int32Array.from({ length: 6 }, (_, k) => k),
};
const valueOf = async (name: string, record = run) => (await loadMetrics([name]))[0]!.compute(record);

test.each([
  ['total_r', 0.878704],
  ['average_r', 0.175741],
  ['expectancy_r', 0.175741],
  ['median_r', 0.503704],
  ['profit_factor_r', 1.439352],
  ['max_drawdown_r', 1],
  ['sharpe_per_trade', 0.157346],
  ['avg_winner_r', 2.878704 / 3],
  ['avg_loser_r', -1],
  ['largest_winner_r', 1.375],
  ['largest_loser_r', -1],
])('%s of the worked example E3', async (name, expected) => {
  expect(await valueOf(name)).toBeCloseTo(expected, 6);
});

test('daily ratios count sessions without a trade as 0, and a year as 252 of them', async () => {
  const record = { ...run, market: { ...run.market, sessions } };
  const mean = 0.878704 / 6;
  const deviation = Math.sqrt([...R, 0].reduce((sum, r) => sum + (r - mean) ** 2, 0) / 5);
  expect(await valueOf('sharpe_r', record)).toBeCloseTo((mean / deviation) * Math.sqrt(252), 5);
  expect(await valueOf('sortino_r', record)).toBeCloseTo((mean / Math.sqrt(2 / 6)) * Math.sqrt(252), 5);
});

test('without sessions a year has 365 days', async () => {
  expect(
    (await valueOf('sharpe_r')) / (await valueOf('sharpe_r', { ...run, market: { ...run.market, sessions } })),
  ).toBeCloseTo(Math.sqrt(365 / 252), 9);
});

test('a first loss is a drawdown; without losses there is no profit factor', async () => {
  const of = (pnl: readonly number[]) => runRecord({ trades: pnl.map((p) => ({ pnl: p, initialRisk: 1 })) });
  expect(await valueOf('max_drawdown_r', of([-2, 1]))).toBe(2);
  expect(await valueOf('profit_factor_r', of([1, 2]))).toBe(NaN);
  expect(await valueOf('sharpe_per_trade', of([1, 1]))).toBe(NaN);
});
