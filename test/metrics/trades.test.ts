import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/engine/record/record.js';
import { loadMetrics } from '../../src/metrics/load.js';
import { runRecord } from '../_support/run-record.js';

async function measure(run: RunRecord, ...names: string[]): Promise<number[]> {
  return (await loadMetrics(names)).map((metric) => metric.compute(run));
}
const withProfits = (...profits: number[]) => runRecord({ trades: profits.map((pnl) => ({ pnl })) });

describe('seven trades', () => {
  const run = withProfits(10, 20, -5, 0, 30, -15, -10);

  test.each([
    ['total_trades', 7],
    ['winning_trades', 3],
    ['losing_trades', 3],
    ['win_rate', 3 / 7],
    ['profit_factor', 2],
    ['no_losses', 0],
    ['expectancy', 30 / 7],
    ['avg_winning_trade', 20],
    ['avg_losing_trade', -10],
    ['largest_winning_trade', 30],
    ['largest_losing_trade', -15],
    ['max_consecutive_wins', 2],
    ['max_consecutive_losses', 2],
  ])('have a %s of %d', async (name, value) => {
    expect(await measure(run, name)).toEqual([value]);
  });
});

test('without a loss there is no profit factor, and a flag says why', async () => {
  const names = ['profit_factor', 'no_losses', 'avg_losing_trade', 'largest_losing_trade', 'win_rate'];
  expect(await measure(withProfits(5, 0), ...names)).toEqual([NaN, 1, NaN, NaN, 0.5]);
});

test('without a win the profit factor is 0', async () => {
  expect(await measure(withProfits(-5), 'profit_factor', 'avg_winning_trade', 'largest_winning_trade')).toEqual([
    0,
    NaN,
    NaN,
  ]);
});

test('a trade that neither wins nor loses ends both rows', async () => {
  const names = ['max_consecutive_wins', 'max_consecutive_losses'];
  expect(await measure(withProfits(1, 1, 0, 1, -1, 0, -1, -1, -1), ...names)).toEqual([2, 3]);
});

test('expectancy is win rate times mean win plus loss rate times mean loss', async () => {
  const [expectancy, rate, win, loss] = await measure(
    withProfits(12, -7, 3, -1),
    'expectancy',
    'win_rate',
    'avg_winning_trade',
    'avg_losing_trade',
  );
  expect(expectancy).toBeCloseTo(rate! * win! + (1 - rate!) * loss!, 14);
});

test('the return of a trade is its net profit per entry notional', async () => {
  const trades = [
    { pnl: 10, quantity: 2, entryPrice: 50 },
    { pnl: -30, quantity: 1, entryPrice: 1000, side: -1 as const },
  ];
  expect((await measure(runRecord({ trades }), 'avg_trade_return'))[0]).toBeCloseTo((0.1 - 0.03) / 2, 15);
});

test('a trade lasts from the open of its entry bar to the open of its exit bar, nothing inside one bar', async () => {
  const trades = [
    { entryBar: 2, exitBar: 2 },
    { entryBar: 3, exitBar: 8 },
  ];
  const durations = await measure(runRecord({ trades }), 'avg_trade_duration', 'avg_trade_duration_bars');
  expect(durations).toEqual([2.5 * 86_400_000, 2.5]);
});

test('ambiguous bars are counted against the exits by stop or target only', async () => {
  const exits = ['stop', 'target', 'signal', 'end_of_data', 'stop', 'target'];
  const run = runRecord({ trades: exits.map((exitReason) => ({ exitReason })), counters: { ambiguousBars: 1 } });
  expect(await measure(run, 'ambiguous_bars', 'ambiguous_share')).toEqual([1, 0.25]);
  const lots = ['stop_loss', 'take_profit', 'max_drawdown'].map((exitReason) => ({ exitReason }));
  const grid = runRecord({ trades: lots, counters: { ambiguousBars: 1 } });
  expect(await measure(grid, 'ambiguous_share')).toEqual([0.5]);
  const none = runRecord({ trades: [{ exitReason: 'signal' }] });
  expect(await measure(none, 'ambiguous_share')).toEqual([NaN]);
});

test('money and counters are taken from the record as they stand', async () => {
  const run = runRecord({
    equity: [1000, 1010, 1100],
    trades: [{ exitBar: 3 }],
    totalFees: 7,
    netFunding: -2,
    turnover: 5000,
    unrealizedPnl: 30,
    counters: { ordersSubmitted: 8, ordersFilled: 6, exposedBars: 1, ruined: 1, liquidations: 2 },
  });
  expect(
    Object.fromEntries(
      (
        await loadMetrics([
          'total_pnl',
          'total_realized_pnl',
          'total_unrealized_pnl',
          'final_balance',
          'total_fees',
          'net_funding',
          'turnover',
          'total_orders',
          'fill_rate',
          'exposure_time',
          'ruined',
          'liquidations',
        ])
      ).map((metric) => [metric.name, metric.compute(run)]),
    ),
  ).toEqual({
    total_pnl: 100,
    total_realized_pnl: 70,
    total_unrealized_pnl: 30,
    final_balance: 1070,
    total_fees: 7,
    net_funding: -2,
    turnover: 5000,
    total_orders: 8,
    fill_rate: 0.75,
    exposure_time: 0.25,
    ruined: 1,
    liquidations: 2,
  });
});

describe('trades in multiples of their risk', () => {
  // The worked example of an opening-range strategy: five results in R.
  const inR = [1, -1, 1.375, -1, 0.503704].map((r) => ({ pnl: 85 * r, initialRisk: 85 }));

  test('add up, and have a mean', async () => {
    const [total, mean] = await measure(runRecord({ trades: inR }), 'total_r', 'expectancy_r');
    expect(total).toBeCloseTo(0.878704, 9);
    expect(mean).toBeCloseTo(0.1757408, 9);
  });

  test('leave out those that had no stop', async () => {
    const trades = [...inR, { pnl: 1000 }, { pnl: 1000, initialRisk: 0 }];
    expect((await measure(runRecord({ trades }), 'total_r'))[0]).toBeCloseTo(0.878704, 9);
    expect(await measure(withProfits(10, -5), 'total_r', 'expectancy_r')).toEqual([NaN, NaN]);
  });
});
