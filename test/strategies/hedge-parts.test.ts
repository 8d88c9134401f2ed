import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { InstrumentRules } from '../../src/engine/rules.js';
import { exponentialMovingAverage } from '../../src/indicators/ema.js';
import { runningDirectionalIndex } from '../../src/indicators/running-adx.js';
import { trendRegimes } from '../../src/indicators/trend-regime.js';
import { isKept } from '../../src/strategies/hedge-grid/diff.js';
import { fundingGuard, guardScale } from '../../src/strategies/hedge-grid/funding.js';
import { admitRungs } from '../../src/strategies/hedge-grid/gate.js';
import { buildLadders, fitRung, mustRecenter, type Rung } from '../../src/strategies/hedge-grid/ladder.js';
import { hedgeParams } from '../../src/strategies/hedge-grid/params.js';
import { applyPolicy } from '../../src/strategies/hedge-grid/policy.js';
import type { Desk } from '../../src/engine/desk.js';
import { marketOf, runActor, type Bar } from '../_support/backtest.js';
import { perpetualRules } from '../_support/hedge.js';

const venue = (changes: Partial<InstrumentRules> = {}) => perpetualRules({ instrument: changes }).instrument;
const grid = (step: number, levels: number, base: number, scale: number, tp: number, sl: number, rest: object = {}) =>
  hedgeParams.parse({
    grid: {
      grid_step_bps: step,
      grid_levels_long: levels,
      grid_levels_short: levels,
      base_qty: base,
      qty_scale: scale,
    },
    exit: { tp_steps: tp, sl_steps: sl },
    ...rest,
  });
const prices = (rungs: readonly Rung[]) => rungs.map(({ price }) => price);
const quantities = (rungs: readonly Rung[]) => rungs.map(({ quantity }) => quantity);
const fit = (rungs: readonly Rung[], rules = venue()) => rungs.map((rung) => fitRung(rung, rules)?.quantity ?? 0);

describe('ladder', () => {
  const { long, short, step } = buildLadders(50000, grid(25, 3, 0.001, 1.1, 2, 8), venue());

  test('steps are equal in price and not compounded, quantities geometric', () => {
    expect(step).toBe(125);
    expect([prices(long), prices(short)]).toEqual([
      [49875, 49750, 49625],
      [50125, 50250, 50375],
    ]);
    expect(quantities(long)).toEqual([0.001, 0.0011, 0.00121]);
  });

  test('the venue takes whole lots of a least value', () => {
    expect(fit(long)).toEqual([0.001, 0.001, 0.001]);
    expect(fit(long, venue({ minNotional: 10 }))).toEqual([0.001, 0.001, 0.001]);
    expect(fit(long, venue({ minNotional: 100 }))).toEqual([0, 0, 0]);
    const bigger = buildLadders(50000, grid(25, 3, 0.01, 1.1, 2, 8), venue()).long;
    expect(fit(bigger)).toEqual([0.01, 0.011, 0.012]);
    expect(fit([{ side: 1, level: 1, price: 50000, quantity: 0.29 * 0.1 }])).toEqual([0.029]);
  });

  test('the inventory cap leaves the rungs nearest to the center', () => {
    const ten = buildLadders(50000, grid(25, 10, 0.001, 1.1, 2, 8), venue());
    expect(quantities(ten.long).reduce((sum, q) => sum + q)).toBeCloseTo(0.01593, 12);
    expect(fit(ten.long).reduce((sum, q) => sum + q)).toBeCloseTo(0.012, 12);
    expect(ten.isTruncated).toBe(false);
    const wide = buildLadders(50000, grid(25, 10, 0.1, 1.1, 2, 8), venue());
    expect([wide.long.length, wide.short.length, wide.isTruncated]).toEqual([1, 1, true]);
    const strict = grid(25, 10, 0.1, 1.1, 2, 8, { rebalance: { on_cap_breach: 'error' } });
    expect(() => buildLadders(50000, strict, venue())).toThrow('max_inventory_quote');
  });

  test.each([
    [1, 43_074.75, 43_502.6, 42_361.66],
    [1, 42_932.14, 43_359.99, 42_219.05],
    [-1, 43_645.22, 43_217.37, 44_358.31],
  ] as const)(
    'a fill of side %d at %d leaves at %d or at %d, each rounded once from it',
    (side, fill, target, stop) => {
      const step = 142.617321;
      const bracket = {
        stop: { distance: 5 * step },
        target: { distance: 3 * step, type: 'limit' },
        rounding: 'nearest',
      } as const;
      const order = { type: 'limit', side, price: fill, size: { kind: 'quantity', value: 0.01 }, bracket } as const;
      const bar: Bar = [43_217.37, 43_700, 42_900, 43_217.37];
      const actor = { warmup: 0, onBar: (i: number, desk: Desk) => void (i === 0 && desk.submit(order)) };
      const { orders } = runActor(marketOf([bar, bar, bar]), actor, perpetualRules()).journal!;
      expect(
        orders
          .filter(({ role }) => role === 'exit')
          .map(({ price }) => price)
          .slice(0, 2)
          .sort(),
      ).toEqual([stop, target].sort());
    },
  );

  test('an awkward center is rounded once, to the tick', () => {
    const p = grid(33, 3, 0.0137, 1.07, 3, 5);
    const awkward = buildLadders(43217.37, p, venue());
    expect(awkward.step).toBeCloseTo(142.617321, 9);
    expect(prices(awkward.long).slice(0, 2)).toEqual([43074.75, 42932.14]);
    expect(quantities(awkward.long).slice(0, 2)).toEqual([0.0137, 0.01466]);
    expect([prices(awkward.short)[2], quantities(awkward.short)[2]]).toEqual([43645.22, 0.01569]);
    const coarse = venue({ tick: parseStep('0.1') });
    const rung = buildLadders(43217.37, p, coarse).long[0]!;
    expect([rung.price, fitRung(rung, coarse)!.quantity]).toEqual([43074.8, 0.013]);
  });
});

test('the counter side of a rise is the short one; core-and-scalp also cuts the trend side', () => {
  const ladders = buildLadders(60000, grid(50, 6, 0.002, 1.05, 3, 5), venue());
  const policy = { strategy: 'throttled-counter' as const, counter_levels: 4, counter_qty_scale: 0.5 };
  const up = applyPolicy(ladders, 1, policy);
  expect(quantities(up.long)).toEqual([0.002, 0.0021, 0.00221, 0.00232, 0.00243, 0.00255]);
  expect(prices(up.long)).toEqual([59700, 59400, 59100, 58800, 58500, 58200]);
  expect(prices(up.short)).toEqual([60300, 60600, 60900, 61200]);
  quantities(up.short).forEach((q, k) => expect(q).toBeCloseTo([0.001, 0.00105, 0.001105, 0.00116][k]!, 12));
  expect(fit(up.short)).toEqual([0.001, 0.001, 0.001, 0.001]);
  const core = applyPolicy(ladders, 1, { ...policy, strategy: 'core-and-scalp' });
  expect(quantities(core.long)).toEqual([0.002, 0.0021, 0.00221, 0.00232]);
  expect(applyPolicy(ladders, 0, policy)).toEqual({ long: ladders.long, short: ladders.short });
  expect(applyPolicy(ladders, -1, { ...policy, counter_levels: 0 }).long).toEqual([]);
});

test('the regime follows the worked example', () => {
  const steps = [100.2, 100.4, 100.6, 100.8, 101, 101, 101, 101, 100.6, 100.2, 99.8, 99.4, 99.0, 98.6];
  const close = Float64Array.of(...Array<number>(10).fill(100), ...steps);
  const fast = exponentialMovingAverage(close, 5);
  const slow = exponentialMovingAverage(close, 10);
  const adx = runningDirectionalIndex(
    close.map((c) => c + 0.1),
    close.map((c) => c - 0.1),
    close,
    5,
  );
  const regimes = trendRegimes(fast, slow, adx, 10);
  const bar = (n: number) => [fast[n - 1]!, slow[n - 1]!, regimes[n - 1]!];
  const near = (found: readonly number[], wanted: readonly number[]) =>
    wanted.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 6));
  near(bar(12), [100.177778, 100.102479, 0]);
  near(bar(13), [100.318519, 100.192938, 1]);
  near(bar(21), [100.332471, 100.443128, -1]);
  near(bar(24), [99.320732, 99.766372, -1]);
  expect(regimes[19]).toBe(1);
  expect(adx[13]).toBe(-1);
  near([adx[14]!, adx[19]!, adx[20]!, adx[23]!], [100, 77.580563, 75.946144, 80.17209]);
});

describe('funding guard', () => {
  const funding = { funding_window_minutes: 480, funding_max_cost_bps: 12 };

  test('the scale falls in eighths of the window', () => {
    const scales = [481, 480, 240, 200, 120, 1, 0].map((minutes) => guardScale(0.0015, minutes, funding));
    expect(scales).toEqual([1, 1, 0.5, 0.5, 0.25, 0.125, 0]);
    expect(guardScale(0.0012, 60, funding)).toBe(1);
    expect(guardScale(-0.002, 60, { funding_window_minutes: 240, funding_max_cost_bps: 9 })).toBe(0.25);
    expect(guardScale(0.0015, 60, { funding_window_minutes: 240, funding_max_cost_bps: 12 })).toBe(1);
  });

  test('only the paying side shrinks, and the announced moment is the first with another scale', () => {
    const hours = (h: number) => h * 3_600_000;
    const column = (...values: number[]) => Float64Array.of(...values);
    const series = {
      time: column(0, hours(8)),
      rate: column(0.0015, -0.002),
      mark: column(1, 1),
      bar: new Int32Array(2),
    };
    const at = fundingGuard(series, funding);
    let announced = -1;
    let before = '';
    for (let t = 0; t < hours(24); t += 60_000) {
      const { long, short, until } = at(t);
      const state = `${long} ${short}`;
      if (t > 0 && state !== before) expect(t).toBeGreaterThanOrEqual(announced);
      if (t > 0 && t < announced) expect(state).toBe(before);
      if (t < hours(8)) expect(short).toBe(1);
      else expect(long).toBe(1);
      before = state;
      announced = until;
    }
  });
});

test('limits are strict, tolerances inclusive, and equality never trips', () => {
  expect(mustRecenter(50000, 51000, 200)).toBe(false);
  expect(mustRecenter(50000, 51000.01, 200)).toBe(true);
  expect(mustRecenter(50000, 48999.99, 200)).toBe(true);
  expect(mustRecenter(0, 1, 200)).toBe(true);
  const tolerances = { order_diff_price_tolerance_bps: 1, order_diff_qty_tolerance_pct: 0.01 };
  const kept = (price: number, quantity: number) =>
    isKept({ price, quantity }, { price: 49875, quantity: 0.01 }, tolerances);
  expect([kept(49879.98, 0.01), kept(49880, 0.01), kept(49875, 0.0101), kept(49875, 0.0102)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('the gate ends a side at its first rung that does not fit', () => {
  const { position } = hedgeParams.parse({ position: { max_position_pct: 0.75 } });
  const state = {
    wallet: 10_000,
    center: 50_000,
    lots: [{ id: 1, tag: 9, side: 1, quantity: 0.05, entryPrice: 50_000 }],
    leverage: 5,
    maintenanceRate: 0.005,
  };
  const admitted = (quantity: number) =>
    admitRungs(
      [
        { side: 1, level: 1, price: 50_000, quantity: 0.08 },
        { side: 1, level: 2, price: 49_000, quantity },
        { side: -1, level: 2, price: 51_000, quantity: 0.01 },
        { side: 1, level: 3, price: 48_000, quantity: 0.001 },
      ],
      state,
      position,
    ).map(({ side, level }) => side * level);
  expect(admitted(0.021)).toEqual([1, -2]);
  expect(admitted(0.02)).toEqual([1, 2, -2]);
});
