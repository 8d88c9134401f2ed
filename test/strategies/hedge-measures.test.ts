import { expect, test } from 'vitest';
import exposureTime from '../../src/metrics/exposure-time.js';
import avgSlippage from '../../src/metrics/avg-slippage-bps.js';
import { describeExcursions } from '../../src/metrics/_excursions.js';
import type { Bar, RuleChanges } from '../_support/backtest.js';
import { perpetual, perpetualRules, runSideways } from '../_support/hedge.js';

const SMALL = {
  grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
  exit: { tp_steps: 2, sl_steps: 8 },
};
/** Keeps an order whose rung has moved by half a percent. */
const TOLERANT = { order_diff_price_tolerance_bps: 50 };
const FLAT: Bar = [50000, 50000, 50000, 50000];
const run = (bars: readonly Bar[], params: object = SMALL, changes: RuleChanges = {}) =>
  runSideways(perpetual([FLAT, ...bars]), params, perpetualRules(changes));

test('a lot that a rule closes at an open went no farther than the bars before, in which its exits were live', () => {
  const changes = { risk: { maxDrawdown: 0.0005 } };
  const atOnce = run(
    [
      [50000, 50000, 49600, 49600],
      [49600, 51000, 47000, 49000],
    ],
    SMALL,
    changes,
  );
  expect(atOnce.trades.exitReason).toEqual(['max_drawdown', 'max_drawdown', 'max_drawdown']);
  expect(describeExcursions(atOnce)).toEqual(Array(3).fill({ adverse: 0, favourable: 0 }));

  const later = run(
    [
      [50000, 50000, 49870, 49880],
      [49880, 49900, 49800, 49850],
      [49850, 49860, 49200, 49250],
      [49250, 51000, 47000, 49000],
    ],
    SMALL,
    changes,
  );
  expect(later.trades.exitReason[0]).toBe('max_drawdown');
  expect(describeExcursions(later)[0]).toEqual({
    adverse: (49875 - 49200) / 49875,
    favourable: (49900 - 49875) / 49875,
  });
});

test('exposure counts the closes at which a lot is open', () => {
  const once = run([
    [50000, 50000, 49870, 49880],
    [49880, 49900, 49880, 49900],
    [49900, 50126, 49900, 50100],
    [50100, 50100, 50000, 50000],
  ]);
  expect(once.trades.entryBar[0]).toBe(1);
  expect(once.trades.exitBar[0]).toBe(3);
  expect(once.trades.count).toBe(2);
  // Long 1 from bar 1 to bar 3, short 1 from bar 3 to the flatten at the last close.
  expect(exposureTime.compute(once)).toBe(3 / 5);
});

test('a target that takes at its limit has not slipped', () => {
  const taken = run(
    [
      [50000, 50260, 49740, 50000],
      [50200, 50210, 50190, 50200],
      [50200, 50200, 50200, 50200],
    ],
    SMALL,
    { execution: { slippage: 0.0001, flattenAtEnd: false } },
  );
  expect(taken.trades.exitReason).toEqual(['take_profit', 'take_profit']);
  expect(taken.journal!.fills.filter(({ liquidity }) => liquidity === 'taker')).toHaveLength(2);
  expect(avgSlippage.compute(taken)).toBe(0);
});

test('a lot that enters and is stopped at one open counts where its stop and target both lie in the bar', () => {
  const params = { grid: { ...SMALL.grid, grid_levels_long: 1 }, exit: { tp_steps: 1, sl_steps: 1 } };
  const bars: Bar[] = [
    [50000, 50000, 49900, 49900],
    [49700, 50100, 49600, 49900],
    [49900, 49900, 49900, 49900],
  ];
  const gap = run(bars, params);
  expect([gap.trades.entryBar[0], gap.trades.exitBar[0], gap.trades.exitReason[0]]).toEqual([2, 2, 'stop_loss']);
  expect(gap.counters.ambiguousBars).toBe(1);
});

test.each(['sleep', 'every-bar'] as const)(
  'a kept order goes at the close that passes the price its rung has by now, which is not its own (%s)',
  (mode) => {
    const params = { ...SMALL, rebalance: { recenter_trigger_bps: 30 }, execution: TOLERANT };
    const bars: Bar[] = [
      [50000, 50160, 50000, 50160],
      // Long 1 is at 50034.6 now; its order rests on at 49875 until this close.
      [50160, 50160, 50030, 50030],
      [50030, 50030, 49870, 50030],
      [50030, 50030, 50030, 50030],
    ];
    const entries = run(bars, params, { mode }).journal!.fills.filter(({ reason }) => reason === 'grid');
    expect(entries.map(({ bar, side, price }) => [bar, side, price])).toEqual([[1, -1, 50125]]);
  },
);
