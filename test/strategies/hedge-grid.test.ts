import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Bar, RuleChanges } from '../_support/backtest.js';
import { minutes, perpetual, perpetualRules, runSideways } from '../_support/hedge.js';

const SMALL = {
  grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
  exit: { tp_steps: 2, sl_steps: 8 },
};
const FLAT: Bar = [50000, 50000, 50000, 50000];
const open = (changes: RuleChanges = {}) =>
  perpetualRules({ ...changes, execution: { flattenAtEnd: false, ...changes.execution } });

/** Fills as [bar, kind, side and level, price, liquidity]. */
const story = (run: RunRecord) =>
  run.journal!.fills.map((f) => {
    const isEntry = f.reason === 'grid';
    const isLong = isEntry === f.side > 0;
    return `${f.bar} ${isEntry ? 'entry' : f.reason} ${isLong ? 'L' : 'S'}${f.tag} ${f.quantity} @ ${f.price} ${f.liquidity}`;
  });
const near = (values: ArrayLike<number>, expected: readonly number[]): void => {
  expect(values.length).toBeGreaterThanOrEqual(expected.length);
  expected.forEach((value, k) => expect(values[k]).toBeCloseTo(value, 8));
};

describe('golden run', () => {
  const bars: Bar[] = [
    FLAT,
    [50000, 50030, 49860, 49900],
    [49900, 50140, 49890, 50130],
    [50130, 50260, 50100, 50240],
    [50240, 50245, 49990, 50000],
    [50000, 50000, 49870, 49880],
    [49880, 49880, 49880, 49880],
  ];

  test.each(['adaptive', 'ohlc', 'olhc', 'worst'] as const)('comes out on the path %s', (path) => {
    const run = runSideways(perpetual(bars), SMALL, open({ execution: { path } }));
    expect(story(run)).toEqual([
      '1 entry L1 0.01 @ 49875 maker',
      '2 take_profit L1 0.01 @ 50125 maker',
      '2 entry S1 0.01 @ 50125 maker',
      '3 entry S2 0.011 @ 50250 maker',
      '4 take_profit S2 0.011 @ 50000 maker',
      '5 take_profit S1 0.01 @ 49875 maker',
      '5 entry L1 0.01 @ 49875 maker',
    ]);
    near(run.journal!.cash, [10000, 9999.90025, 10002.19975, 10002.0892, 10004.7292, 10007.0297]);
    near(run.journal!.equity, [10000, 10000.15025, 10002.14975, 10001.0492, 10005.9792, 10007.0797]);
  });

  test.each([
    ['ohlc', 9997.4712],
    ['adaptive', 9997.4712],
    ['olhc', 9984.827075],
    ['worst', 9984.827075],
  ] as const)('one wide bar on the path %s ends at %d', (path, equity) => {
    const wide: Bar[] = [
      FLAT,
      [50000, 50010, 49870, 49900],
      [49900, 50200, 48800, 49000],
      [49000, 49000, 49000, 49000],
    ];
    const run = runSideways(perpetual(wide), SMALL, open({ execution: { path } }));
    expect(run.journal!.equity[2]).toBeCloseTo(equity, 8);
  });
});

describe('edges', () => {
  test('both sides fill in one bar, and targets that are marketable at their first open take', () => {
    const run = runSideways(
      perpetual([FLAT, [50000, 50260, 49740, 50000], [50000, 50130, 49870, 50050], [50050, 50050, 50050, 50050]]),
      SMALL,
      open(),
    );
    expect(story(run)).toEqual([
      '1 entry S1 0.01 @ 50125 maker',
      '1 entry S2 0.011 @ 50250 maker',
      '1 entry L1 0.01 @ 49875 maker',
      '1 entry L2 0.011 @ 49750 maker',
      '2 take_profit L2 0.011 @ 50000 taker',
      '2 take_profit S2 0.011 @ 50000 taker',
      '2 take_profit L1 0.01 @ 50125 maker',
      '2 take_profit S1 0.01 @ 49875 maker',
    ]);
    near(run.journal!.cash, [10000, 9999.58, 10009.33]);
    near(run.journal!.equity, [10000, 10007.58, 10009.33]);
    const resting = run.journal!.orders.filter((o) => o.role === 'entry' && o.code === 'end_of_data');
    expect(resting).toHaveLength(6);
  });

  test('after a recenter open lots keep their exits and block their level', () => {
    const run = runSideways(
      perpetual([FLAT, [50000, 50000, 49600, 49620], [49620, 49620, 49240, 49240], [49240, 49240, 49240, 49240]]),
      SMALL,
      open(),
    );
    const resting = run.journal!.orders.filter((o) => o.role === 'entry' && o.code === 'end_of_data');
    expect(resting.map((o) => [o.side, o.tag, o.price, o.quantity])).toEqual([
      [-1, 1, 49363.1, 0.01],
      [-1, 2, 49486.2, 0.011],
      [-1, 3, 49609.3, 0.012],
    ]);
  });

  test('a refused rung moves tick by tick to where it can rest', () => {
    const run = runSideways(
      perpetual([FLAT, [49874.99, 49900, 49870, 49890], [49890, 49890, 49890, 49890]]),
      SMALL,
      open(),
    );
    expect(story(run)).toEqual(['1 entry L1 0.01 @ 49874.98 maker']);
    expect(run.strategyCounters['post_only_rejects']).toBe(2);
    const exits = run.journal!.orders.filter((o) => o.role === 'exit');
    expect(exits.map((o) => o.price).sort()).toEqual([48874.98, 50124.98]);
  });

  test('a rung that cannot rest is gone and tried again at the close', () => {
    const run = runSideways(
      perpetual([FLAT, [49800, 49900, 49700, 49890], [49890, 49890, 49890, 49890]]),
      SMALL,
      open(),
    );
    expect(story(run)).toEqual(['1 entry L2 0.011 @ 49750 maker']);
    expect(run.strategyCounters['post_only_rejects']).toBe(4);
    const again = run.journal!.orders.filter((o) => o.tag === 1 && o.side === 1 && o.submittedBar === 1);
    expect(again.map((o) => o.price)).toEqual([49875]);
  });

  test('gaps: a stop fills at the open, entries at their limits, and their exits are live for the bar', () => {
    const run = runSideways(
      perpetual([FLAT, [50000, 50000, 49870, 49880], [48800, 48900, 48700, 48850], [48850, 48850, 48850, 48850]]),
      SMALL,
      open({ execution: { slippage: 0.0001 } }),
    );
    expect(story(run)).toEqual([
      '1 entry L1 0.01 @ 49875 maker',
      '2 stop_loss L1 0.01 @ 48795.12 taker',
      '2 entry L2 0.011 @ 49750 maker',
      '2 entry L3 0.012 @ 49625 maker',
      '2 stop_loss L2 0.011 @ 48745.125 taker',
    ]);
    expect(run.trades.pnl[0]).toBeCloseTo(-11.142526, 6);
    expect(run.trades.pnl[1]).toBeCloseTo(-11.431173, 6);
    expect(run.journal!.cash[2]).toBeCloseTo(9977.307201, 6);
    expect(run.journal!.equity[2]).toBeCloseTo(9968.007201, 6);
    const resting = run.journal!.orders.filter((o) => o.role === 'entry' && o.code === 'end_of_data' && o.side === 1);
    expect(resting.map((o) => [o.tag, o.price])).toEqual([
      [1, 48727.88],
      [2, 48605.75],
    ]);
  });

  test('funding is paid at the open of its bar on what was held before', () => {
    const funding = { time: [minutes(2)], rate: [0.0001] };
    const run = runSideways(
      perpetual([FLAT, [50000, 50000, 49870, 49880], [49880, 49890, 49876, 49885]], funding),
      SMALL,
      open(),
    );
    expect(run.netFunding).toBeCloseTo(-0.04988, 12);
    expect(run.journal!.cash[2]).toBeCloseTo(9999.85037, 8);
    expect(run.journal!.equity[2]).toBeCloseTo(9999.95037, 8);
  });

  test('a drawdown beyond the limit closes everything at the next open', () => {
    const run = runSideways(
      perpetual([FLAT, [50000, 50000, 49600, 49600], [49600, 49600, 49600, 49600]]),
      SMALL,
      open({ risk: { maxDrawdown: 0.0005 } }),
    );
    expect(run.journal!.equity[1]).toBeCloseTo(9994.9717, 8);
    expect(run.trades.exitReason.slice(0, 3)).toEqual(['max_drawdown', 'max_drawdown', 'max_drawdown']);
    expect(run.finalEquity).toBeCloseTo(9994.1533, 8);
    expect(run.stopReason).toBe('max_drawdown');
  });
});

test('one lot makes what the fees leave of it', () => {
  const one = { grid: { ...SMALL.grid, base_qty: 0.002, grid_levels_long: 1, grid_levels_short: 1 }, exit: SMALL.exit };
  const lotPnl = (bars: readonly Bar[]) => runSideways(perpetual([FLAT, ...bars]), one, open()).trades.pnl[0];
  const entry: Bar = [50000, 50000, 49870, 49880];
  expect(lotPnl([entry, [49880, 50126, 49880, 50100], [50100, 50100, 50100, 50100]])).toBeCloseTo(0.46, 10);
  expect(lotPnl([entry, [49880, 49880, 48870, 49000], [49000, 49000, 49000, 49000]])).toBeCloseTo(-2.068825, 10);
  const short: Bar = [50000, 50130, 50000, 50120];
  expect(lotPnl([short, [50120, 50120, 49870, 49880], [49880, 49880, 49880, 49880]])).toBeCloseTo(0.46, 10);
  expect(lotPnl([short, [50120, 51130, 50120, 51000], [51000, 51000, 51000, 51000]])).toBeCloseTo(-2.071175, 10);
});

test('a tick of a tenth moves retries by a tenth', () => {
  const run = runSideways(
    perpetual([FLAT, [49874.9, 49900, 49870, 49890], [49890, 49890, 49890, 49890]]),
    SMALL,
    open({ instrument: { tick: parseStep('0.1') } }),
  );
  expect(story(run)).toEqual(['1 entry L1 0.01 @ 49874.8 maker']);
});
