import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Bar } from '../_support/backtest.js';
import { runSignals } from '../_support/scalping.js';

const flat = (price: number): Bar => [price, price, price, price];
const COSTS = { fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 }, slippage: 0 };
const PARAMS = {
  sl_atr_multiple: 20,
  tp_atr_multiple: 40,
  risk: { default_risk_per_trade: 0.05, max_exposure: 0.1, enable_trailing_stop: false },
  safety: { max_exposure_pct: 0.5, max_risk_per_trade_pct: 0.05 },
};

const scripts = [
  { symbol: 'B', bars: [flat(100), flat(100), flat(110), flat(110)], signals: { 0: 1 } },
  { symbol: 'A', bars: [flat(50), flat(60), flat(60), flat(60)], signals: { 0: -1, 2: 1 } },
] as const;

function logOf(run: RunRecord): Record<string, unknown>[] {
  const tables = Object.entries(run.journal!.tables);
  expect(tables.map(([name]) => name)).toEqual(['config_backtest_20240101_20240101', 'signals']);
  const table = tables[0]![1];
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, k) => [column, row[k]])));
}
const run = () => runSignals(scripts, PARAMS, { execution: COSTS });

describe('the trade log', () => {
  test('has the columns of the paper trader in their order, then its own', () => {
    const [table] = Object.values(run().journal!.tables);
    expect(table!.columns.join()).toBe(
      'timestamp,session_start,order_id,symbol,action,side,quantity,entry_price,fill_price,fill_value,commission,slippage,' +
        'realized_pnl,pnl_pct,balance,equity,open_positions,reason,strategy,stop_loss,take_profit,unrealized_pnl',
    );
  });

  test('starts with the balance and has a line a fill over all symbols, numbered by symbol', () => {
    const log = logOf(run());
    expect(log.map((row) => [row['action'], row['order_id'], row['side'], row['reason']])).toEqual([
      ['INIT', null, null, null],
      ['OPEN', 'A-1', 'SHORT', 'open'],
      ['OPEN', 'B-1', 'LONG', 'open'],
      ['CLOSE', 'A-2', 'SHORT', 'opposite_signal'],
      ['CLOSE', 'B-2', 'LONG', 'end_of_data'],
    ]);
    expect(log[0]).toMatchObject({ balance: 10_000, equity: 10_000, open_positions: 0, realized_pnl: null });
    expect(new Set(log.map((row) => row['session_start']))).toEqual(new Set(['2024-01-01T00:00:00.000Z']));
    expect(log[1]).toMatchObject({ timestamp: '2024-01-01T11:00:00.000Z', stop_loss: 70, take_profit: 10 });
  });

  test('tells the levels that are placed, in ticks', () => {
    const params = { ...PARAMS, sl_atr_multiple: 20.3, tp_atr_multiple: 30.2 };
    const [, short] = logOf(runSignals(scripts, params, { instrument: { tick: parseStep('0.5') } }));
    expect(short).toMatchObject({ entry_price: 50, stop_loss: 70.5, take_profit: 19.5 });
  });

  test('keeps the balance between exits and marks positions at the latest closes, commissions aside', () => {
    const [, , second, third, last] = logOf(run());
    // A sells 20 at 50, B buys what a tenth of 9,999 pays at 100: 9.999; then A buys back at 60 with B still marked at 100.
    expect(second).toMatchObject({ open_positions: 2, realized_pnl: 0, unrealized_pnl: 0, balance: 10_000 });
    expect(third!['realized_pnl']).toBeCloseTo(-200 - 1 - 1.2, 5);
    expect(third!['pnl_pct']).toBeCloseTo(-20.22, 5);
    expect(third!['balance']).toBeCloseTo(9797.8, 5);
    expect(third).toMatchObject({ open_positions: 1, unrealized_pnl: 0, entry_price: 50, fill_price: 60 });
    expect(last!['realized_pnl']).toBeCloseTo(9.999 * (10 - 0.1 - 0.11), 5);
    expect(last!['equity']).toBe(last!['balance']);
    expect(last!['balance']).toBeCloseTo(run().finalEquity, 9);
  });

  test('lists a bar by phase: closing fills, entries, then exits inside it', () => {
    const swap = [
      { symbol: 'A', bars: [flat(50), flat(50), flat(50), flat(50)], signals: { 2: 1 } },
      { symbol: 'B', bars: [flat(100), flat(100), flat(100), flat(100)], signals: { 0: 1, 2: -1 } },
    ] as const;
    const log = logOf(runSignals(swap, PARAMS, { execution: COSTS }));
    expect(log.slice(2).map((row) => [row['order_id'], row['action']])).toEqual([
      ['B-2', 'CLOSE'],
      ['A-1', 'OPEN'],
      ['A-2', 'CLOSE'],
    ]);
  });
});
