import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { scalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { SafetyMonitor } from '../../src/strategies/scalping-ema-rsi/safety.js';
import type { Bar } from '../_support/backtest.js';
import { runSignals } from '../_support/scalping.js';

const flat = (price: number): Bar => [price, price, price, price];
const taker = (rate: number) => ({ maker: rate, taker: rate, fixed: 0, perUnit: 0 });

function logOf(run: RunRecord): Record<string, unknown>[] {
  const [table] = Object.values(run.journal!.tables);
  return table!.rows.map((row) => Object.fromEntries(table!.columns.map((column, k) => [column, row[k]])));
}

describe('a long at 20,000 with an average range of 40', () => {
  const script = [{ bars: [flat(20_000), flat(20_000)], signals: { 0: 1 }, range: 40 }] as const;
  const seed = { sl_atr_multiple: 0.25, tp_atr_multiple: 0.5 };

  test('is cut from 10 units to a fifth of the equity, and risks 1.00 between its levels of 19,990 and 20,020', () => {
    const run = runSignals(script, { ...seed, risk: { allow_tight_stop: true } });
    expect(run.journal!.fills[0]!.quantity).toBeCloseTo(0.0999999999, 12);
    expect(run.trades.initialRisk[0]).toBeCloseTo(1, 8);
    expect(logOf(run)[1]).toMatchObject({ stop_loss: 19_990, take_profit: 20_020 });
  });

  test('is refused at the slippage of the original, 2 x 0.0005 x 20,000 = 20 being above 10', () => {
    const run = runSignals(script, seed, { execution: { slippage: 0.0005 } });
    expect(run.strategyCounters).toMatchObject({ rejected_stop_inside_slippage: 1, orders_total: 0 });
  });

  test('with a range of 400 and a stop of 1.5 ranges would be 0.166667 units, and is a tenth', () => {
    const wide = [{ ...script[0], range: 400 }] as const;
    const run = runSignals(wide, { sl_atr_multiple: null, tp_atr_multiple: null });
    expect(run.journal!.fills[0]!.quantity).toBeCloseTo(0.1, 9);
    expect(logOf(run)[1]).toMatchObject({ stop_loss: 19_400, take_profit: 21_200 });
    const uncapped = { risk: { max_exposure: null }, safety: { max_exposure_pct: 1 } };
    const free = runSignals(wide, { sl_atr_multiple: null, tp_atr_multiple: null, ...uncapped });
    expect(free.journal!.fills[0]!.quantity).toBeCloseTo(0.166667, 6);
    expect(free.trades.initialRisk[0]).toBeCloseTo(100, 6);
  });
});

test('a long of 0.1 marked at 20,050 has an equity of 10,004 in the trade log and 10,002.9995 elsewhere', () => {
  const scripts = [
    { symbol: 'A', bars: [20_000, 20_050, 20_050].map(flat), signals: { 0: 1 }, range: 400 },
    { symbol: 'B', bars: [100, 100, 100].map(flat), signals: { 2: -1 }, range: 400 },
  ] as const;
  const params = {
    sl_atr_multiple: 0.125,
    tp_atr_multiple: 0.2,
    risk: { max_exposure: 0.2001, min_position_size_usd: 0 },
    safety: { max_exposure_pct: 1 },
  };
  const run = runSignals(scripts, params, {
    instrument: { lot: parseStep('0.1') },
    execution: { fees: taker(0.0005), slippage: 0.0005 },
  });
  // B's order is what makes the log tell of A between its fills.
  const row = logOf(run).find((entry) => entry['symbol'] === 'B' && entry['action'] === 'OPEN')!;
  expect(row['unrealized_pnl']).toBeCloseTo(4, 8);
  expect(row['balance']).toBe(10_000);
  expect(row['equity']).toBeCloseTo(10_004, 8);
  expect(run.journal!.equity[12]).toBeCloseTo(10_002.9995, 8);
});

test('of two entries at one open the second is sized and checked with the first marked at its fill, not at the close before', () => {
  // A opens at 110 after a close of 100: at its fill of 111.1 it has cost its commission alone.
  const bars: readonly Bar[] = [flat(100), flat(110), flat(110)];
  const scripts = [
    { symbol: 'A', bars, signals: { 1: 1 }, range: 5 },
    { symbol: 'B', bars, signals: { 1: 1 }, range: 5 },
  ] as const;
  const params = {
    sl_atr_multiple: 8,
    tp_atr_multiple: 16,
    risk: { default_risk_per_trade: 1, max_exposure: 0.4, enable_trailing_stop: false },
    safety: { max_exposure_pct: 10, max_risk_per_trade_pct: 1 },
  };
  const execution = { fees: taker(0.001), slippage: 0.01 };
  const sizes = (max_exposure_pct: number) => {
    const run = runSignals(scripts, { ...params, safety: { ...params.safety, max_exposure_pct } }, { execution });
    return run.journal!.fills.filter(({ reason }) => reason === 'open').map(({ quantity }) => quantity);
  };
  const first = ((10_000 * 0.4) / 111.1) * (1 - 1e-9);
  const second = (((10_000 - first * 111.1 * 0.001) * 0.4) / 111.1) * (1 - 1e-9);
  expect(sizes(10)[0]).toBeCloseTo(first, 10);
  expect(sizes(10)[1]).toBeCloseTo(second, 10);
  // Twice 0.4 of the equity exceed 0.8 of it by what the first has paid as its commission; marked at 100 they were less.
  expect(sizes(0.8)).toHaveLength(1);
});

test('equities of 10,000, 10,050, 9,900 and 9,848 are losses of 0, 0, 1.492537 and 2.009950 % of the peak', () => {
  const closes = [10_000, 10_050, 9900, 9848];
  const losses = (daily_loss_basis: string): number[] => {
    const monitor = new SafetyMonitor(scalpingParams.parse({ safety: { daily_loss_basis } }).safety, 10_000);
    monitor.open(0);
    return closes.map((equity) => {
      monitor.close(equity);
      return monitor.status(0, { equity, openPositions: 0, exposure: 0 }).daily_loss_pct;
    });
  };
  const percent = (loss: number) => Math.round(loss * 1e8) / 1e6;
  expect(losses('peak').map(percent)).toEqual([0, 0, 1.492537, 2.00995]);
  expect(losses('day_start').map(percent)).toEqual([0, 0, 1, 1.52]);
});
