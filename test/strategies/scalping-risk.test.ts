import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import { scalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { RiskEngine } from '../../src/strategies/scalping-ema-rsi/risk.js';
import { rulesOf } from '../_support/backtest.js';

const engine = (changes: Record<string, unknown> = {}, { cap = 0.2, slippage = 0.0005, lot = '0', tick = '0' } = {}) =>
  new RiskEngine(scalpingParams.parse({ risk: changes }).risk, cap, slippage, {
    ...rulesOf().instrument,
    lot: parseStep(lot),
    tick: parseStep(tick),
  });
const sized = (size: number | string) => (typeof size === 'number' ? Math.round(size * 1e6) / 1e6 : size);

describe('the risk engine', () => {
  test('risks its share of the equity at the stop, up to the cap', () => {
    expect(sized(engine().size(1, 10_000, 100, 6, 12))).toBe(16.666667);
    const capped = engine({ allow_tight_stop: true }).size(1, 10_000, 20_000, 10, 20) as number;
    expect(capped).toBeCloseTo(0.0999999999, 12);
    expect(sized(engine().size(1, 10_000, 20_000, 600, 200))).toBe(0.1);
  });

  test('takes no trade whose stop lies within the slippage of its two fills, unless told to', () => {
    expect(engine().size(1, 10_000, 20_000, 20, 20)).toBe('stop_inside_slippage');
    expect(sized(engine().size(1, 10_000, 20_000, 20.001, 20))).toBe(0.1);
    expect(sized(engine({ allow_tight_stop: true }).size(1, 10_000, 20_000, 20, 20))).toBe(0.1);
  });

  test('refuses levels that are no prices: the stop of a long, the target of a short', () => {
    const levels = (side: number, stop: number, target: number) => engine().size(side, 10_000, 100, stop, target);
    expect(levels(1, 100, 5)).toBe('invalid_levels');
    expect(sized(levels(-1, 100, 5))).toBe(1);
    expect(levels(-1, 5, 100)).toBe('invalid_levels');
    expect(sized(levels(1, 5, 100))).toBe(20);
    expect(levels(1, 1e-9, 5)).toBe('invalid_levels');
    expect(levels(1, 5, 0)).toBe('invalid_levels');
    expect(levels(1, NaN, 5)).toBe('invalid_levels');
    expect(engine().size(1, 10_000, 0, 5, 5)).toBe('invalid_levels');
  });

  test('judges the levels that are placed: what rounds to a tick of zero is no price', () => {
    expect(sized(engine({}, { tick: '0.5' }).size(1, 10_000, 100, 99.5, 5))).toBe(1.005025);
    expect(engine({}, { tick: '0.5' }).size(1, 10_000, 100, 99.6, 5)).toBe('invalid_levels');
    expect(engine({}, { tick: '0.5' }).size(-1, 10_000, 100, 5, 99.6)).toBe('invalid_levels');
  });

  test('asks for the least position before the cap and after it, and after rounding to lots', () => {
    expect(engine({ min_position_size_usd: 2001 }).size(1, 10_000, 100, 5, 5)).toBe('below_min_size');
    expect(sized(engine({ min_position_size_usd: 1999 }).size(1, 10_000, 100, 5, 5))).toBe(20);
    expect(engine({ min_position_size_usd: 1200 }, { cap: 0.1 }).size(1, 10_000, 100, 5, 5)).toBe('below_min_size');
    expect(engine({ min_position_size_usd: 1999 }).size(1, 100, 100, 5, 5)).toBe('below_min_size');
    expect(engine({}, { lot: '3' }).size(1, 10_000, 100, 5, 5)).toBe(18);
    expect(engine({}, { lot: '30' }).size(1, 10_000, 100, 5, 5)).toBe('below_min_size');
    expect(engine().size(1, -5, 100, 5, 5)).toBe('below_min_size');
  });
});
