import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Bar } from '../_support/backtest.js';
import { runSignals } from '../_support/scalping.js';

const flat = (price: number): Bar => [price, price, price, price];
const COSTS = { fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 }, slippage: 0 };
const PARAMS = {
  sl_atr_multiple: 20,
  tp_atr_multiple: 40,
  risk: { default_risk_per_trade: 0.05, max_exposure: 0.1, enable_trailing_stop: false },
  safety: { max_exposure_pct: 0.15, max_risk_per_trade_pct: 0.05, max_daily_loss_pct: 0.5 },
};

/** A sells 20 at 50 and buys back at 60; B is refused for the exposure, then buys 9.7978 at 110 and holds; C, too, is refused. */
const scripts = [
  { symbol: 'A', bars: [flat(50), flat(60), flat(60), flat(60), flat(60)], signals: { 0: -1, 2: 1 } },
  { symbol: 'B', bars: [flat(100), flat(100), flat(100), flat(110), flat(110)], signals: { 0: 1, 3: 1 } },
  { symbol: 'C', bars: [flat(100), flat(100), flat(100), flat(100), flat(100)], signals: { 5: 1 } },
] as const;

interface Result {
  readonly config: object;
  readonly statistics: object;
  readonly performance: Readonly<Record<string, number | null | object>>;
  readonly safety: Readonly<Record<string, unknown>>;
  readonly log_file: string;
}
const resultOf = (run: RunRecord) => run.journal!.documents['result'] as unknown as Result;

describe('the result of an account', () => {
  test('says what was run, what was counted and what it came to, over all its symbols', () => {
    const run = runSignals(scripts, PARAMS, { execution: COSTS });
    const result = resultOf(run);
    expect(result.config).toEqual({
      start_date: '2024-01-01T00:00:00.000Z',
      end_date: '2024-01-01T16:00:00.000Z',
      interval: '1h',
      symbols: ['A', 'B', 'C'],
      starting_balance: 10_000,
    });
    expect(result.statistics).toEqual({ candles_processed: 48, signals_generated: 5, orders_submitted: 6 });
    const { execution_stats, ...performance } = result.performance;
    expect(performance).toMatchObject({
      starting_balance: 10_000,
      unrealized_pnl: 0,
      total_trades: 2,
      winning_trades: 0,
      losing_trades: 2,
      win_rate: 0,
      open_positions: 0,
    });
    // A loses 200 and its commissions of 1 and 1.2; B pays commissions on a tenth of the equity, twice.
    const balance = 9797.8 * (1 - 0.1 * 0.002);
    expect(performance['current_balance']).toBeCloseTo(balance, 5);
    expect(performance['equity']).toBe(run.finalEquity);
    expect(performance['realized_pnl']).toBeCloseTo(balance - 10_000, 5);
    expect(performance['total_return_pct']).toBeCloseTo((balance - 10_000) / 100, 7);
    expect(performance['total_return']).toBeCloseTo((balance - 10_000) / 10_000, 9);
    expect(execution_stats).toEqual({
      total_orders: 6,
      successful_orders: 4,
      rejected_orders: 2,
      cancelled_orders: 0,
      success_rate: 4 / 6,
    });
    expect(Object.keys(run.journal!.tables)).toContain(result.log_file.replace(/\.csv$/, ''));
  });

  test('counts an order that waits when the data end as cancelled', () => {
    const { performance } = resultOf(runSignals([{ bars: [flat(100)], signals: { 1: 1 } }], PARAMS));
    expect(performance['execution_stats']).toMatchObject({ total_orders: 1, cancelled_orders: 1, success_rate: 0 });
  });

  test('has no rates where there was nothing to count', () => {
    const { performance } = resultOf(runSignals([{ bars: [flat(100)], signals: {} }]));
    expect(performance).toMatchObject({ win_rate: null, total_return: 0, execution_stats: { success_rate: null } });
  });

  test('marks what is left open, the commission of its entry paid', () => {
    const bars = [flat(100), flat(110)];
    const run = runSignals([{ symbol: 'A', bars, signals: { 0: 1 } }], PARAMS, {
      execution: { ...COSTS, flattenAtEnd: false },
    });
    const { performance, safety } = resultOf(run);
    expect(performance).toMatchObject({ current_balance: 10_000, realized_pnl: 0, open_positions: 1, total_trades: 0 });
    expect(performance['unrealized_pnl']).toBeCloseTo(100, 5);
    expect(performance['equity']).toBeCloseTo(10_000 + 100 - 1, 5);
    expect(safety['total_exposure']).toBeCloseTo(1100, 5);
    expect(safety['exposure_pct']).toBeCloseTo(1100 / 10_099, 8);
  });
});

describe('the status of the safety monitor in the result', () => {
  test('is the account of the last UTC day with its limits', () => {
    const bars = [flat(100), flat(104), flat(98), flat(98)];
    const run = runSignals([{ bars, signals: { 0: 1 } }], PARAMS, { execution: COSTS });
    const { safety } = resultOf(run);
    expect(safety).toMatchObject({
      trading_halted: false,
      halt_reason: '',
      starting_equity: 10_000,
      current_equity: run.finalEquity,
      open_positions: 0,
      total_exposure: 0,
      limits: {
        max_daily_loss_pct: 0.5,
        max_risk_per_trade_pct: 0.05,
        max_open_trades: 10,
        max_exposure_pct: 0.15,
        max_consecutive_failures: 3,
      },
    });
    // 10 units from 100: at 104 less the commission of 1; the exit at 98 costs 0.98.
    expect(safety['peak_equity']).toBeCloseTo(10_039, 5);
    expect(safety['daily_pnl']).toBeCloseTo(-20 - 1 - 0.98, 5);
    expect(safety['daily_loss_pct']).toBeCloseTo(0.002198, 9);
  });

  test.each([
    [{ max_daily_loss_pct: 0.001 }, 'daily_loss'],
    [{ kill_switch_at: Date.UTC(2024, 0, 1, 13) }, 'kill_switch'],
  ])('with %j tells of the halt %s', (limits, reason) => {
    const bars = [flat(100), flat(97), flat(97), flat(97)];
    const run = runSignals([{ bars, signals: { 0: 1 } }], { ...PARAMS, safety: { ...PARAMS.safety, ...limits } });
    expect(resultOf(run).safety).toMatchObject({ trading_halted: true, halt_reason: reason });
  });
});
