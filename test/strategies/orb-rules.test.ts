import { describe, expect, test } from 'vitest';
import { stopPrice } from '../../src/engine/bracket.js';
import { createLevels, targetsOf } from '../../src/strategies/orb-confluence/levels.js';
import { cutoffMinute, orbParams } from '../../src/strategies/orb-confluence/params.js';
import { openingRanges } from '../../src/strategies/orb-confluence/ranges.js';
import { rulesOf, type Bar } from '../_support/backtest.js';
import { fillsOf, LONG, play, playSessions, QUIET, resultOf, STOP, WINDOW } from '../_support/orb-play.js';
import { marketOfSessions } from '../_support/session-market.js';
import type { RunRecord } from '../../src/engine/record/record.js';

const entriesOf = (run: RunRecord) =>
  fillsOf(run)
    .filter(([, , , reason]) => String(reason).startsWith('breakout'))
    .map(([bar, side]) => [bar, side]);
const eventsOf = (run: RunRecord) => run.journal!.tables['governance_events']!.rows.map((row) => row.join(' '));

describe('a second entry on the same side', () => {
  const AGAIN: Bar = [100.5, 100.75, 100.4, 100.72];

  test('needs a close between the triggers and comes no later than the second chance, to the minute', () => {
    const bars = [LONG, STOP, AGAIN, QUIET];
    const entries = (minutes: number) => entriesOf(play(bars, { governance: { second_chance_minutes: minutes } }));
    expect(entries(30)).toEqual([
      [5, 1],
      [7, 1],
    ]);
    expect(entries(2)).toHaveLength(2);
    expect(entries(1)).toHaveLength(1);
    expect(entries(0)).toHaveLength(1);
  });

  test('does not come while every close since lay beyond a trigger', () => {
    const bars: Bar[] = [LONG, [99.6, 99.7, 99.5, 99.6], [100.9, 101, 100.85, 100.9], [100.95, 101, 100.9, 100.95]];
    expect(entriesOf(play(bars))).toEqual([[5, 1]]);
  });

  test('is confirmed in time, not filled in time, with confirming closes', () => {
    const bars = [LONG, QUIET, STOP, AGAIN, QUIET];
    const entries = (minutes: number) =>
      entriesOf(
        play(bars, { governance: { second_chance_minutes: minutes }, fills: { factor_timing: 'close_confirm' } }),
      );
    expect(entries(3)).toEqual([
      [6, 1],
      [9, 1],
    ]);
    expect(entries(2)).toEqual([[6, 1]]);
  });
});

describe('a late entry', () => {
  /** The last minute of the window is missing: the range is final only when the price is beyond it. */
  const late = (changes = {}, next: Bar = [100.95, 101, 100.9, 100.95]) =>
    playSessions(
      [
        {
          date: '2024-01-02',
          bars: [...WINDOW.slice(0, 4), [100.7, 100.9, 100.65, 100.9], next],
          minutes: [0, 1, 2, 3, 5, 6],
        },
      ],
      { orb: { base_minutes: 5, adaptive: false, enable_validity_filter: false, validate_window: false }, ...changes },
    );

  test('fills at an open that is still beyond the trigger, and is counted', () => {
    const run = late();
    expect(fillsOf(run)[0]).toEqual([5, 1, 100.95, 'breakout_up']);
    expect(run.strategyCounters['late_entries']).toBe(1);
  });

  test('waits for a new touch when the price has come back', () => {
    const run = late({}, [100.5, 100.72, 100.4, 100.6]);
    expect(fillsOf(run)[0]).toEqual([5, 1, 100.7, 'breakout_up']);
  });

  test('is not placed when only fresh crossings count', () => {
    expect(late({ entry: { fresh_cross_only: true } }).trades.count).toBe(0);
  });

  test('a window with a hole makes its range invalid, unless the window is not judged', () => {
    const run = late({ orb: { base_minutes: 5, adaptive: false, enable_validity_filter: false } });
    expect(run.trades.count).toBe(1);
    const holed = playSessions([
      { date: '2024-01-02', bars: [...WINDOW.slice(0, 3), ...WINDOW.slice(4), LONG], minutes: [0, 1, 2, 4, 5] },
    ]);
    expect(holed.journal!.tables['or_log']!.rows[0]!.slice(-2)).toEqual([false, 'coverage']);
    expect(holed.counters.ordersSubmitted).toBe(0);
  });
});

describe('governance', () => {
  test('a cutoff forbids fills from its minute on, and tells of the first touch that it forbids', () => {
    const run = (cutoff: string) => play([QUIET, LONG, QUIET], { governance: { time_cutoff: cutoff } });
    expect(entriesOf(run('14:37:00'))).toEqual([[6, 1]]);
    expect(entriesOf(run('14:36:00'))).toEqual([]);
    expect(eventsOf(run('14:36:00'))).toEqual(['2024-01-02T14:36:00.000Z signal_blocked cutoff LONG']);
  });

  test('full stops in a row lock the session, and the lock ends with it', () => {
    const day = [...WINDOW, LONG, STOP, LONG, QUIET];
    const run = playSessions(
      [
        { date: '2024-01-02', bars: day },
        { date: '2024-01-03', bars: day },
      ],
      { governance: { lockout_after_losses: 1 } },
    );
    expect(entriesOf(run).map(([bar]) => bar)).toEqual([5, 14]);
    expect(run.strategyCounters['lockouts']).toBe(2);
    expect(eventsOf(run).slice(0, 2)).toEqual([
      '2024-01-02T14:36:00.000Z lockout loss_streak LONG',
      '2024-01-02T14:37:00.000Z signal_blocked lockout LONG',
    ]);
  });

  test('a streak over sessions counts only when asked for', () => {
    const days = ['2024-01-02', '2024-01-03'].map((date) => ({ date, bars: [...WINDOW, LONG, STOP, QUIET] }));
    const lockouts = (scope: string) =>
      playSessions(days, { governance: { loss_streak_scope: scope } }).strategyCounters['lockouts'];
    expect([lockouts('session'), lockouts('run')]).toEqual([0, 1]);
  });

  test('a stop after a partial target is no full stop', () => {
    const T1: Bar = [100.9, 101.6, 100.8, 101.5];
    const BACK: Bar = [101.4, 101.45, 100.6, 100.65];
    const run = play([LONG, T1, BACK, LONG], { governance: { lockout_after_losses: 1 } });
    expect(run.strategyCounters['lockouts']).toBe(0);
    expect(entriesOf(run)).toHaveLength(2);
  });

  test('the loss of a day locks it at the bound', () => {
    const locked = (most: number) =>
      play([LONG, STOP, LONG], { governance: { max_daily_loss_r: most } }).strategyCounters['lockouts'];
    expect([locked(1), locked(1.001)]).toEqual([1, 0]);
  });

  test('signals a day are counted at the fill', () => {
    const run = play([LONG, STOP, LONG, QUIET], { governance: { max_signals_per_day: 1 } });
    expect(entriesOf(run)).toHaveLength(1);
    expect(eventsOf(run)).toEqual(['2024-01-02T14:37:00.000Z signal_blocked max_signals LONG']);
  });
});

describe('a confirming close', () => {
  const confirm = { fills: { factor_timing: 'close_confirm' } };

  test('enters at the next open, whatever the wicks', () => {
    const run = play(
      [
        [100.62, 100.9, 99.7, 100.85],
        [100.8, 100.9, 100.7, 100.8],
      ],
      confirm,
    );
    expect(fillsOf(run)[0]).toEqual([6, 1, 100.8, 'breakout_up']);
    expect(run.strategyCounters['late_entries']).toBe(0);
  });

  test('is refused when its open leaves less than a tick at risk, once a side and session, and stays armed', () => {
    const run = play([LONG, [99.855, 100.9, 99.855, 100.85], [100.8, 100.9, 100.7, 100.8]], confirm);
    expect(run.strategyCounters['rejected']).toBe(1);
    expect(eventsOf(run)).toEqual(['2024-01-02T14:36:00.000Z signal_blocked risk LONG']);
    expect(entriesOf(run)).toEqual([[7, 1]]);
  });
});

test('a stop capped by the average range is the nearer of the two (worked example E1)', () => {
  const p = orbParams.parse({ trade: { stop_mode: 'atr_capped' } });
  const market = marketOfSessions([{ date: '2024-01-02', bars: WINDOW }]);
  const range = { high: 100.6, low: 99.9 } as never;
  const stopWith = (atr: number) => {
    const columns = { barRange: new Float64Array(5).fill(atr) } as never;
    const levels = createLevels(p, columns, market, market.sessions!, rulesOf().instrument);
    return stopPrice({ stop: levels.stop(4, 1, range) }, 100.7, 1);
  };
  expect(stopWith(0.6)).toBeCloseTo(100.22, 9);
  expect(stopWith(2)).toBeCloseTo(99.85, 9);
  expect(stopWith(NaN)).toBeCloseTo(99.85, 9);
});

test('the normalised volatility of the worked example E2 chooses the base length', () => {
  const market = marketOfSessions([{ date: '2024-01-02', bars: Array.from({ length: 20 }, () => QUIET) }]);
  const columns = { dailyRange: new Float64Array(20).fill(4), intradayRange: new Float64Array(20).fill(0.25) };
  const rangeWith = (orb: object) =>
    openingRanges(orbParams.parse({ orb }), columns as never, market, market.sessions!)[0]!;
  expect(rangeWith({}).normVol).toBeCloseTo(0.551985, 6);
  expect(rangeWith({}).minutes).toBe(15);
  expect(rangeWith({ norm_vol_scaling: 'raw' })).toMatchObject({ normVol: 0.0625, minutes: 10 });
  expect(rangeWith({ high_norm_vol: 0.55, long_or_minutes: 16 }).minutes).toBe(16);
});

test('targets without a share are left out, and the last takes the rest', () => {
  const legs = (trade: object) => targetsOf(orbParams.parse({ trade })).map(({ risks, reason }) => [risks, reason]);
  expect(legs({ t1_pct: 0.7, t2_pct: 0.3 })).toEqual([
    [1, 'target'],
    [1.5, 'all_targets'],
  ]);
  expect(legs({ t1_pct: 1, t2_pct: 0 })).toEqual([[1, 'target']]);
  expect(legs({ partials: false })).toEqual([[1.5, 'target']]);
});

test('a session whose bars begin after the window has no range to trade, one whose bars stop before its end none to log', () => {
  const run = playSessions([
    { date: '2024-01-02', bars: [QUIET, LONG], minutes: [7, 8] },
    { date: '2024-01-03', bars: WINDOW.slice(0, 3) },
    { date: '2024-01-04', bars: [...WINDOW, LONG, QUIET] },
  ]);
  const rows = run.journal!.tables['or_log']!.rows;
  expect(rows.map((row) => [row[0], row[row.length - 1]])).toEqual([
    ['2024-01-02', 'no bars'],
    ['2024-01-04', ''],
  ]);
  expect(resultOf(run)).toBeCloseTo(-0.4 / 0.85, 9);
});

test('a cutoff after midnight lies in the later part of a session over midnight', () => {
  const minute = (cutoff: string | null, open: number, minutes: number) =>
    cutoffMinute(orbParams.parse({ governance: { time_cutoff: cutoff } }), { openMinute: open, minutes } as never);
  expect(minute('02:00', 17 * 60, 23 * 60)).toBe(9 * 60);
  expect(minute('20:30', 17 * 60, 23 * 60)).toBe(210);
  expect(minute('13:30', 570, 390)).toBe(240);
  expect(minute('08:00', 570, 390)).toBe(-90);
  expect(minute(null, 570, 390)).toBe(Infinity);
});
