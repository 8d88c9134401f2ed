import { expect, test } from 'vitest';
import { loadMetrics } from '../../src/metrics/load.js';
import { rulesOf, runScript, type Bar } from '../_support/backtest.js';
import { runRecord, type RunSketch } from '../_support/run-record.js';

async function value(name: string, sketch: RunSketch): Promise<number> {
  const [metric] = await loadMetrics([name]);
  return metric!.compute(runRecord(sketch));
}

test.each<[string, RunSketch, number]>([
  ['payoff', { trades: [{ pnl: 6 }, { pnl: 2 }, { pnl: -1 }, { pnl: -3 }] }, 2],
  ['payoff', { trades: [{ pnl: 6 }] }, NaN],
  ['avg_win', { trades: [{ pnl: 6 }, { pnl: 2 }, { pnl: -1 }] }, 4],
  ['avg_loss', { trades: [{ pnl: 6 }, { pnl: -1 }, { pnl: -3 }] }, -2],
  ['avg_trade_pnl', { trades: [{ pnl: 6 }, { pnl: -2 }] }, 2],
  [
    'avg_hold_ms',
    {
      trades: [
        { entryBar: 0, exitBar: 2 },
        { entryBar: 1, exitBar: 2 },
      ],
    },
    1.5 * 86_400_000,
  ],
  ['turnover_ratio', { equity: [100, 110, 90], turnover: 400 }, 4],
  ['maker_fill_ratio', { counters: { fills: 8, makerFills: 2 } }, 0.25],
  ['avg_slippage_bps', { counters: { fills: 5, makerFills: 1 }, takerSlippage: 0.0002 }, 0.5],
  ['rejection_rate', { counters: { ordersSubmitted: 14, ordersPlaced: 10, ordersRejected: 3 } }, 0.3],
  ['funding_paid', { netFunding: -7 }, 7],
  ['funding_received', { netFunding: 7 }, 7],
  ['largest_win', { trades: [{ pnl: 6 }, { pnl: 2 }, { pnl: -1 }] }, 6],
  ['largest_win', { trades: [{ pnl: -1 }] }, NaN],
  ['largest_loss', { trades: [{ pnl: 6 }, { pnl: -1 }, { pnl: -3 }] }, -3],
  ['peak_equity', { equity: [100, 110, 90, 105] }, 110],
  ['peak_equity', { equity: [100, 90] }, 100],
  ['total_fills', { counters: { fills: 8 } }, 8],
  ['circuit_breaks', { counters: { circuitBreaks: 3 } }, 3],
])('%s of %j is %d', async (name, sketch, expected) => {
  const found = await value(name, sketch);
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(expected, 12);
});

test('a gap beyond the reserve of a purchase leaves the cash below zero, and the bars are counted until it is back', () => {
  const flat = (price: number): Bar => [price, price, price, price, 1000];
  const bars = [flat(100), flat(110), flat(110), flat(110), flat(120), flat(120)];
  const size = { kind: 'quantity', value: 9.5 } as const;
  for (const mode of ['sleep', 'every-bar'] as const) {
    const { counters, journal } = runScript(
      bars,
      {
        0: (desk) => void desk.submit({ type: 'market', side: 1, size }),
        3: (desk) => void desk.close('signal'),
      },
      rulesOf({ mode, account: { initialCash: 1000 } }),
    );
    expect(Array.from(journal!.cash)).toEqual([1000, -45, -45, -45, 1095, 1095]);
    expect(counters.negativeCashBars).toBe(3);
  }
});

test('only what takes slips, and its slippage is a part of the price before it', () => {
  const run = runScript(
    [
      [100, 100, 100, 100],
      [100, 100, 98, 100],
      [200, 200, 200, 200],
    ],
    {
      0: (desk) => void desk.submit({ type: 'limit', side: 1, price: 99, size: { kind: 'quantity', value: 1 } }),
      1: (desk) => void desk.close('signal'),
    },
    rulesOf({ execution: { slippage: 0.001 } }),
  );
  expect(run.takerSlippage).toBeCloseTo(0.001, 12);
  expect([run.counters.fills, run.counters.makerFills]).toEqual([2, 1]);
});
