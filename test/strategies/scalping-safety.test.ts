import { describe, expect, test } from 'vitest';
import { scalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { SafetyMonitor } from '../../src/strategies/scalping-ema-rsi/safety.js';

const DAY = 86_400_000;
const monitor = (changes: Record<string, unknown> = {}) =>
  new SafetyMonitor(scalpingParams.parse({ safety: changes }).safety, 10_000);
const question = { time: 0, equity: 10_000, risk: 100, value: 2000, openPositions: 0, exposure: 0 };

/** Halts after each of a day's closes. */
function day(changes: Record<string, unknown>, closes: readonly number[]): boolean[] {
  const safety = monitor(changes);
  safety.open(0);
  return closes.map((equity) => (safety.close(equity), safety.isHalted(0)));
}

describe('the safety monitor', () => {
  test('measures the loss of a day from its start, or from the highest equity since', () => {
    const closes = [10_000, 10_050, 9900, 9848];
    expect(day({ daily_loss_basis: 'peak' }, closes)).toEqual([false, false, false, true]);
    expect(day({ daily_loss_basis: 'day_start' }, closes)).toEqual([false, false, false, false]);
  });

  test('halts at a loss of exactly the limit, and starts the next day at the last close before it', () => {
    const safety = monitor();
    safety.open(0);
    safety.close(9800.01);
    expect(safety.isHalted(0)).toBe(false);
    safety.close(9800);
    expect([safety.haltReason, safety.halts]).toEqual(['daily_loss', 1]);
    safety.close(9900);
    expect(safety.isHalted(0)).toBe(true);
    safety.close(9800);
    safety.open(DAY);
    expect([safety.haltReason, safety.dayStart, safety.peak, safety.halts]).toEqual(['', 9800, 9800, 1]);
  });

  test('lifts no halt of a run', () => {
    const safety = monitor({ halt_scope: 'run' });
    safety.open(0);
    safety.close(9000);
    safety.open(5 * DAY);
    expect(safety.refusal(question)).toBe('halted');
  });

  test('halts after failures in a row, which a fill and a new day forget', () => {
    const safety = monitor({ max_consecutive_failures: 2 });
    safety.open(0);
    safety.fail();
    safety.succeed();
    safety.fail();
    safety.open(DAY);
    safety.fail();
    expect(safety.haltReason).toBe('');
    safety.fail();
    expect([safety.haltReason, safety.halts]).toEqual(['consecutive_failures', 1]);
  });

  test('names the first limit that an order breaks', () => {
    const safety = monitor({ max_open_trades: 2, kill_switch_at: 1000 });
    safety.open(0);
    expect(safety.refusal(question)).toBe('');
    expect(safety.refusal({ ...question, time: 999 })).toBe('');
    expect(safety.refusal({ ...question, time: 1000, risk: 101, openPositions: 2, exposure: 1 })).toBe('halted');
    expect(safety.refusal({ ...question, risk: 101, openPositions: 2, exposure: 1 })).toBe('risk_per_trade');
    expect(safety.refusal({ ...question, openPositions: 2, exposure: 1 })).toBe('max_open_trades');
    expect(safety.refusal({ ...question, openPositions: 1, exposure: 1 })).toBe('total_exposure');
  });

  test('lets rounding pass its limits, and nothing more', () => {
    const safety = monitor();
    expect(safety.refusal({ ...question, risk: 100 * (1 + 5e-10), value: 2000 * (1 + 5e-10) })).toBe('');
    expect(safety.refusal({ ...question, risk: 100 * (1 + 2e-9) })).toBe('risk_per_trade');
    expect(safety.refusal({ ...question, value: 2000 * (1 + 2e-9) })).toBe('total_exposure');
  });

  test.each([1, true, '1', 'true', 'YES', 'on'])('is switched off for the whole run by %j', (kill_switch) => {
    const safety = monitor({ kill_switch });
    safety.open(0);
    expect(safety.refusal(question)).toBe('halted');
    safety.open(3 * DAY);
    expect(safety.isHalted(3 * DAY)).toBe(true);
  });

  test.each([0, false, '0', 'no', ''])('is not switched off by %j', (kill_switch) => {
    expect(monitor({ kill_switch }).isHalted(1e15)).toBe(false);
  });
});
