import { describe, expect, test } from 'vitest';
import type { Bar } from '../_support/backtest.js';
import { fillsOf, LONG, play, QUIET, resultOf } from '../_support/orb-play.js';

describe('a long breakout of a five-minute range (worked example E1)', () => {
  test('enters at the trigger, with the stop below the range and targets in multiples of the risk', () => {
    const run = play([LONG, QUIET]);
    expect(fillsOf(run)[0]).toEqual([5, 1, 100.7, 'breakout_up']);
    expect(run.trades.initialRisk[0]).toBeCloseTo(0.85, 12);
    const exits = run.journal!.orders.filter((order) => order.role === 'exit').map((order) => order.price);
    [99.85, 101.55, 101.975, 102.4].forEach((price, k) => expect(exits[k]).toBeCloseTo(price, 9));
  });

  test.each([
    [
      'T1, then the stop at break-even',
      [
        [100.9, 101.6, 100.8, 101.5],
        [101.4, 101.45, 100.6, 100.65],
      ],
      0.505882,
      'stop',
    ],
    [
      'T1, T2, then break-even',
      [
        [100.9, 102, 100.8, 101.9],
        [101.8, 101.9, 100.6, 100.65],
      ],
      0.877941,
      'stop',
    ],
    ['all targets', [[100.9, 102.5, 100.8, 102.3]], 1.375, 'all_targets'],
    ['a gap below the stop', [[99.6, 99.7, 99.5, 99.6]], -1.294118, 'stop_gap'],
  ] as const)('%s', (_, bars, result, reason) => {
    const run = play([LONG, ...(bars as unknown as Bar[])]);
    expect(resultOf(run)).toBeCloseTo(result, 6);
    expect(run.trades.exitReason[0]).toBe(reason);
  });

  test('an open beyond the trigger fills there and moves the targets', () => {
    const run = play([[100.95, 101, 100.9, 100.95], QUIET]);
    expect(fillsOf(run)[0]).toEqual([5, 1, 100.95, 'breakout_up']);
    expect(run.trades.initialRisk[0]).toBeCloseTo(1.1, 12);
    expect(run.journal!.orders.find((order) => order.role === 'exit' && order.type === 'limit')!.price).toBeCloseTo(
      102.05,
      9,
    );
  });

  test('a tick of slippage moves entry and stop, not targets', () => {
    const run = play([LONG, [100.5, 100.6, 99.8, 99.9]], { fills: { slippage_ticks: 1 } });
    expect(fillsOf(run).map(([, , price]) => price)).toEqual([expect.closeTo(100.71, 9), expect.closeTo(99.84, 9)]);
    expect(resultOf(run)).toBeCloseTo(-1.011628, 6);
    const whole = play([LONG, [100.9, 102.6, 100.8, 102.3]], { fills: { slippage_ticks: 1 } });
    expect(whole.journal!.fills[1]!.price).toBe(whole.journal!.orders.find((o) => o.type === 'limit')!.price);
  });
});

describe('one bar with stop and target (E4)', () => {
  const bars: Bar[] = [LONG, [100.8, 101.6, 99.8, 100]];

  test('goes to the nearer extreme first', () => {
    const run = play(bars);
    expect(resultOf(run)).toBeCloseTo(0, 12);
    expect(run.counters.ambiguousBars).toBe(1);
  });

  test('stops as a whole under the worst path', () => {
    expect(resultOf(play(bars, {}, { execution: { path: 'worst' } }))).toBeCloseTo(-1, 12);
  });
});

test('one bar with both triggers takes the nearer side, counts as ambiguous and keeps its stop for the next bar (E5)', () => {
  const run = play([
    [100.2, 100.75, 99.75, 100.1],
    [100.7, 100.75, 100.6, 100.7],
  ]);
  expect(fillsOf(run).slice(0, 2)).toEqual([
    [5, -1, 99.8, 'breakout_down'],
    [6, 1, 100.7, 'stop_gap'],
  ]);
  expect(resultOf(run)).toBeCloseTo(-1.058824, 6);
  expect(run.counters.ambiguousBars).toBe(1);
});

describe('the entry bar (E6)', () => {
  test('fills at an open far beyond the trigger', () => {
    const run = play([[101.5, 101.6, 101.4, 101.5], QUIET]);
    expect(fillsOf(run)[0]!.slice(0, 3)).toEqual([5, 1, 101.5]);
    expect(run.trades.initialRisk[0]).toBeCloseTo(1.65, 12);
  });

  test('is live as a whole for the exits of an entry at its open', () => {
    const run = play([
      [100.95, 102.1, 100.9, 102],
      [100.97, 100.98, 100.5, 100.6],
    ]);
    expect(fillsOf(run).map(([bar, , price]) => [bar, price])).toEqual([
      [5, 100.95],
      [5, expect.closeTo(102.05, 9)],
      [6, expect.closeTo(100.96, 9)],
    ]);
    expect(resultOf(run)).toBeCloseTo(0.504545, 6);
  });

  test('is over for the exits of an entry inside it, but its best price moves the stop', () => {
    const bars: Bar[] = [
      [100.62, 101.6, 100.61, 101.5],
      [100.8, 100.85, 100.7, 100.75],
    ];
    const run = play(bars);
    expect(fillsOf(run).map(([bar, , price]) => [bar, price])).toEqual([
      [5, 100.7],
      [6, expect.closeTo(100.71, 9)],
    ]);
    const same = play(bars, {}, { execution: { sameBarExits: true } });
    expect(fillsOf(same)[1]).toEqual([5, -1, expect.closeTo(101.55, 9), 'target']);
  });

  test('the bar of the first target does not meet the stop that it moves', () => {
    const run = play([LONG, [100.85, 101.6, 100.6, 101.5], [100.66, 100.7, 100.6, 100.65]]);
    expect(resultOf(run)).toBeCloseTo(0.476471, 6);
    expect(run.trades.exitReason[0]).toBe('stop_gap');
  });

  test('a target that the open has passed fills at the open', () => {
    const run = play([LONG, [101.7, 101.75, 101.6, 101.7]]);
    expect(fillsOf(run)[1]).toEqual([6, -1, 101.7, 'target']);
  });
});

test('commission counts twice a contract in R, and the point value in money (E7)', () => {
  const run = play(
    [LONG, [100.65, 100.66, 100.55, 100.6]],
    { fills: { commission_per_contract: 0.02 }, backtest: { contracts_per_trade: 3 } },
    { instrument: { multiplier: 50 } },
  );
  expect(run.trades.exitReason[0]).toBe('end_of_data');
  expect(run.totalFees).toBeCloseTo(0.12, 12);
  expect(resultOf(run)).toBeCloseTo(-0.118588, 6);
  expect(run.trades.pnl[0]).toBeCloseTo(-15.12, 9);
});

describe('a session', () => {
  test('closes what is open at its last bar, and the data where they end inside it', () => {
    const bars = [LONG, QUIET, QUIET];
    expect(play(bars, {}, {}, 8).trades.exitReason).toEqual(['session_end']);
    expect(play(bars, {}, {}, 9).trades.exitReason).toEqual(['end_of_data']);
    expect(play(bars, { governance: { flatten_at_session_end: false } }, {}, 8).trades.exitReason).toEqual([
      'end_of_data',
    ]);
  });
});
