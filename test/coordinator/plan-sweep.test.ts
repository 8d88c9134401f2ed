import { afterEach, describe, expect, test } from 'vitest';
import { expectedMaximum } from '../../src/analysis/luck.js';
import { planSweep } from '../../src/coordinator/plan-sweep.js';
import { tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;
afterEach(() => sweep.remove());

describe('a plan', () => {
  test('counts trials and columns, times some trials and says what luck alone would reach', async () => {
    sweep = tinySweep({ constraints: ['short_ma_window * 2 < long_ma_window'] });
    const plan = await planSweep(sweep.file, {});
    const short = [3, 4, 5, 6];
    const pairs = short.flatMap((s) => [10, 14, 18, 22].filter((l) => s * 2 < l)).length;
    expect(plan.trials).toBe(pairs * 6);
    expect(plan.candidates).toMatchObject({ total: '96', examined: 96, isExact: true });
    expect(plan.candidates.excluded).toEqual({ 'short_ma_window * 2 < long_ma_window': 96 - pairs * 6 });
    expect(plan.time!.trialSeconds).toBeGreaterThan(0);
    expect(plan.time!.seconds).toBeGreaterThan(0);
    // 400 hours are 17 days that have a bar.
    expect(plan.luck.years).toBeCloseTo(18 / 365, 2);
    expect(plan.luck.sharpe).toBeCloseTo(expectedMaximum(pairs * 6) / Math.sqrt(plan.luck.years), 12);
    // 4 short and 4 long averages, true range and its average, 16 lists of crossings.
    expect(plan.columns.count).toBeGreaterThanOrEqual(4 + 4 + 1 + pairs);
    expect(plan.columns.isComplete).toBe(true);
  });

  test('of 10^12 combinations counts them without going through them, and says that they cannot be run as a whole', async () => {
    const range = { min: 1, max: 1000, step: 1 };
    const many = { type: 'float', ...range };
    sweep = tinySweep({
      space: {
        sl_atr_multiplier: many,
        tp_atr_multiplier: many,
        min_separation_pct: { min: 0, max: 0.0999, step: 0.0001 },
        risk_per_trade: { min: 0.001, max: 1, step: 0.001 },
      },
    });
    const before = process.memoryUsage().rss;
    const plan = await planSweep(sweep.file, {});
    expect(BigInt(plan.candidates.total!)).toBe(1_000_000_000_000n);
    expect(plan.trials).toBeNull();
    expect(plan.time).not.toBeNull();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  });

  test('is limited as the sweep would be', async () => {
    sweep = tinySweep();
    expect((await planSweep(sweep.file, { maxTrials: 10 })).trials).toBe(10);
    expect((await planSweep(sweep.file, { set: ['space.short_ma_window=[3]'] })).trials).toBe(24);
  });
});
