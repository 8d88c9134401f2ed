import { describe, expect, test } from 'vitest';
import { drawFrame, drawUnit } from '../../src/base/draw.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Bar, RuleChanges } from '../_support/backtest.js';
import { MINUTE, perpetual, perpetualRules, runSideways } from '../_support/hedge.js';

const SMALL = {
  grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
  exit: { tp_steps: 2, sl_steps: 8 },
};
const FLAT: Bar = [50000, 50000, 50000, 50000];
/** The bar of which the draws are known: entry LONG 1 is 0.20158693799749017 with seed 42, target SHORT 10 is 0.8654306787066162. */
const KNOWN = 1_746_372_780_000;
const nextUp = (value: number): number => value + 2 ** -33;

const open = (changes: RuleChanges = {}) =>
  perpetualRules({ ...changes, execution: { flattenAtEnd: false, ...changes.execution } });
const chance = (
  type: 'realistic' | 'probabilistic',
  makerProbability: number,
  takerProbability = 1,
  execution: RuleChanges['execution'] = {},
) => open({ execution: { ...execution, fillModel: { type, makerProbability, takerProbability } } });

/** Fills as [bar, kind, side and level, price]. */
const story = (run: RunRecord) =>
  run.journal!.fills.map((f) => {
    const isEntry = f.reason === 'grid';
    return `${f.bar} ${isEntry ? 'entry' : f.reason} ${(isEntry === f.side > 0 ? 'L' : 'S') + String(f.tag)} @ ${f.price}`;
  });

describe('fills by chance', () => {
  const touched = perpetual(
    [FLAT, [50000, 50010, 49875, 49900], [49900, 49900, 49900, 49900]],
    undefined,
    KNOWN - MINUTE,
  );

  test.each(['realistic', 'probabilistic'] as const)(
    '%s: a touched entry asks the draw of its bar, strictly',
    (type) => {
      const u = 0.20158693799749017;
      expect(story(runSideways(touched, SMALL, chance(type, u)))).toEqual([]);
      expect(story(runSideways(touched, SMALL, chance(type, nextUp(u))))).toEqual(['1 entry L1 @ 49875']);
    },
  );

  test('a price one tick beyond is no matter of chance to realistic, and still one to probabilistic', () => {
    const passed = (low: number) => perpetual([FLAT, [50000, 50010, low, 49900], [49900, 49900, 49900, 49900]]);
    expect(story(runSideways(passed(49874.99), SMALL, chance('realistic', 0)))).toEqual(['1 entry L1 @ 49875']);
    expect(story(runSideways(passed(49875), SMALL, chance('realistic', 0)))).toEqual([]);
    expect(story(runSideways(passed(49874.99), SMALL, chance('probabilistic', 0)))).toEqual([]);
  });

  test('a touched target asks a draw of its own, with the side in the ordinal', () => {
    const grid = { ...SMALL.grid, grid_levels_short: 10, qty_scale: 1 };
    const params = { exit: { tp_steps: 2, sl_steps: 20 }, grid, rebalance: { recenter_trigger_bps: 1000 } };
    const bars: Bar[] = [
      FLAT,
      [50000, 51260, 50000, 51240],
      [51240, 51240, 51000, 51010],
      [51010, 51010, 51010, 51010],
    ];
    const market = perpetual(bars, undefined, KNOWN - 2 * MINUTE);
    const inKnownBar = (probability: number) =>
      story(runSideways(market, params, chance('realistic', probability))).filter((line) => line.startsWith('2'));
    expect(inKnownBar(0.8654306787066162)).toEqual([]);
    expect(inKnownBar(nextUp(0.8654306787066162))).toEqual(['2 take_profit S10 @ 51000']);
  });

  test('a target that is marketable at its first open needs no chance', () => {
    const bars: Bar[] = [FLAT, [50000, 50010, 49870, 50000], [50130, 50140, 50126, 50130], FLAT];
    const market = perpetual(bars, undefined, KNOWN - MINUTE);
    const p = nextUp(0.20158693799749017);
    // The draws of short 1 and of the target, had it rested, are against both.
    const frame = drawFrame(KNOWN + MINUTE);
    expect(drawUnit(42, frame, 0, 1, 2)).toBeGreaterThan(p);
    expect(drawUnit(42, frame, 0, 32_769, 1)).toBeGreaterThan(p);
    expect(story(runSideways(market, SMALL, chance('probabilistic', p)))).toEqual([
      '1 entry L1 @ 49875',
      '2 take_profit L1 @ 50125',
    ]);
  });

  test('a triggered stop without a taker ends the bar for its lot and asks again at each open', () => {
    const bars: Bar[] = [
      FLAT,
      [50000, 50010, 49870, 49900],
      [49900, 50200, 48870, 50000], // low first: the stop 48875, then the target 50125 that must not trade
      [50010, 50020, 50005, 50010],
      [50030, 50040, 50025, 50030],
      FLAT,
    ];
    const market = perpetual(bars);
    const u = [2, 3, 4].map((bar) => drawUnit(42, drawFrame(market.time[bar]!), 0, 1, 3));
    const exits = (probability: number) =>
      story(runSideways(market, SMALL, chance('realistic', 1, probability, { path: 'olhc' }))).filter(
        (line) => line.includes(' L1 ') && !line.includes('entry'),
      );
    const first = (probability: number): number => u.findIndex((value) => value < probability);
    const prices = [48875, 50010, 50030];
    const probabilities = [...u.map(nextUp), 0.5];
    expect(new Set(probabilities.map(first)).size).toBeGreaterThan(1);
    for (const probability of probabilities) {
      const k = first(probability);
      expect(exits(probability)).toEqual(k < 0 ? [] : [`${k + 2} stop_loss L1 @ ${prices[k]}`]);
    }
    expect(exits(0)).toEqual([]);
  });
});

describe('account rules', () => {
  test('a daily loss closes everything at the next open and pauses entries up to the first close of the next day', () => {
    const up: Bar = [49600, 50130, 49600, 49600];
    const bars: Bar[] = [FLAT, [50000, 50000, 49600, 49600], [49600, 49600, 49600, 49600], up, up, up];
    const market = perpetual(bars, undefined, Date.UTC(2025, 4, 5, 23, 56));
    const run = runSideways(market, SMALL, open({ risk: { maxDailyLoss: 0.0005 } }));
    expect(story(run)).toEqual([
      '1 entry L1 @ 49875',
      '1 entry L2 @ 49750',
      '1 entry L3 @ 49625',
      '2 daily_loss L1 @ 49600',
      '2 daily_loss L2 @ 49600',
      '2 daily_loss L3 @ 49600',
      // Bars 3 (the same day) and 4 (the next day's first) touch short 1, too.
      '5 entry S1 @ 50125',
    ]);
    expect(run.journal!.cash[2]).toBeCloseTo(9994.1533, 8);
    expect(run.counters.dailyLossStops).toBe(1);
    expect(run.stopReason).toBe('');
  });

  test.each([
    [60, 3],
    [120, 4],
  ])(
    'refused orders trip the breaker: entries go, exits stay, and %d seconds later they are placed again',
    (cooldown, bar) => {
      const both: Bar = [49890, 50130, 49870, 49890];
      const bars: Bar[] = [FLAT, [49800, 49900, 49700, 49890], both, both, both, FLAT];
      const risk = { max_errors_per_minute: 4, circuit_breaker_cooldown_seconds: cooldown };
      const fills = story(runSideways(perpetual(bars), { ...SMALL, risk_management: risk }, open()));
      expect(fills.slice(0, 4)).toEqual([
        '1 entry L2 @ 49750',
        '2 take_profit L2 @ 50000',
        `${bar} entry L1 @ 49875`,
        `${bar} entry S1 @ 50125`,
      ]);
      const calm = { ...risk, max_errors_per_minute: 5 };
      expect(story(runSideways(perpetual(bars), { ...SMALL, risk_management: calm }, open()))).toContain(
        '2 entry L1 @ 49875',
      );
    },
  );

  const single = {
    grid: { ...SMALL.grid, grid_levels_long: 1, grid_levels_short: 1 },
    exit: { tp_steps: 100, sl_steps: 100 },
    rebalance: { recenter_trigger_bps: 10_000 },
    risk_management: { enable_position_validation: false, enable_drawdown_protection: false },
  };
  const poor = open({ account: { initialCash: 100 }, risk: { stopOnLiquidation: true } });

  test.each([
    // 99.90025 + 0.01 (x - 49875) meets 0.005 * 0.01 x at 40085.402: a long is lost below.
    [
      'L1',
      [50000, 50000, 49870, 49880],
      [49880, 49880, 40085.41, 45000],
      [49880, 49880, 40085.4, 45000],
      40085.4,
      1.803823,
    ],
    // 99.89975 + 0.01 (50125 - x) meets 0.005 * 0.01 x at 59815.896: a short is lost above.
    [
      'S1',
      [50000, 50130, 50000, 50120],
      [50120, 59815.89, 50120, 55000],
      [50120, 59815.9, 50120, 55000],
      59815.9,
      2.6916705,
    ],
  ] as const)(
    '%s is liquidated at the extreme where equity meets the maintenance margin, no tick earlier',
    (lot, entry, near, beyond, price, cash) => {
      const after: Bar = [near[3], near[3], near[3], near[3]];
      const spared = runSideways(perpetual([FLAT, entry, near, after]), single, poor);
      expect(story(spared)).toHaveLength(1);
      const run = runSideways(perpetual([FLAT, entry, beyond, after]), single, poor);
      expect(story(run)[1]).toBe(`2 liquidated ${lot} @ ${price}`);
      expect(run.finalEquity).toBeCloseTo(cash, 8);
      expect([run.stopReason, run.counters.liquidations]).toEqual(['liquidated', 1]);
    },
  );

  test('refusals of the bar whose loss pauses the day trip the breaker, too', () => {
    const bars: Bar[] = [FLAT, [49800, 49800, 49600, 49600], [49600, 49600, 49600, 49600]];
    const params = { ...SMALL, risk_management: { max_errors_per_minute: 4 } };
    const run = runSideways(perpetual(bars), params, open({ risk: { maxDailyLoss: 0.0002 } }));
    expect(run.strategyCounters).toMatchObject({ post_only_rejects: 4, breaker_trips: 1 });
    expect(run.counters.dailyLossStops).toBe(1);
  });

  test.each([
    ['max_drawdown', 30_000, { maxDrawdown: 0.2 }],
    ['max_drawdown', 30_000, { maxDrawdown: 1 }],
    ['ruined', 30_000, {}],
    ['liquidated', 49_880, { maxDrawdown: 0.2, stopOnLiquidation: true }],
  ] as const)('an account that has lost more than everything stops for the reason %s', (reason, price, risk) => {
    const lot = { ...single, grid: { ...single.grid, base_qty: 0.1 } };
    const bars: Bar[] = [FLAT, [50000, 50000, 49870, 49880], [price, price, Math.min(price, 40_000), price], FLAT];
    const run = runSideways(perpetual(bars), lot, open({ account: { initialCash: 100 }, risk }));
    expect(run.finalEquity).toBeLessThan(0);
    expect(run.stopReason).toBe(reason);
  });

  test('after a liquidation that need not stop it the grid goes on with what is left', () => {
    const bars: Bar[] = [
      FLAT,
      [50000, 50000, 49870, 49880],
      [49880, 49880, 40085.4, 49880],
      [49880, 49880, 49870, 49880],
      FLAT,
    ];
    const run = runSideways(perpetual(bars), single, open({ account: { initialCash: 100 } }));
    expect(story(run).slice(0, 3)).toEqual(['1 entry L1 @ 49875', '2 liquidated L1 @ 40085.4', '3 entry L1 @ 49875']);
    expect(run.stopReason).toBe('');
  });
});

describe('ladders that do not fit', () => {
  const wide: Bar[] = [FLAT, [50000, 50400, 49600, 50000], FLAT];

  test('the inventory cap leaves the nearest rungs, or fails the run', () => {
    // 0.010 at 50000 are 500, 0.021 are 1050.
    const rebalance = { max_inventory_quote: 1000 };
    expect(story(runSideways(perpetual(wide), { ...SMALL, rebalance }, open()))).toEqual([
      '1 entry S1 @ 50125',
      '1 entry L1 @ 49875',
    ]);
    expect(() =>
      runSideways(perpetual(wide), { ...SMALL, rebalance: { ...rebalance, on_cap_breach: 'error' } }),
    ).toThrow('exceeds rebalance.max_inventory_quote at a center of 50000');
  });

  test('lots larger than the capital are never placed, and the rungs that were refused are counted once', () => {
    const rules = open({ account: { initialCash: 500 } });
    const run = runSideways(perpetual(wide), SMALL, rules);
    expect(story(run)).toEqual([]);
    expect(run.strategyCounters).toMatchObject({ rejected_exposure: 6 });
  });
});
