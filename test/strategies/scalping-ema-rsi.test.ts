import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import { EntryGate } from '../../src/engine/risk/entry-limits.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import scalping from '../../src/strategies/scalping-ema-rsi.js';
import { rulesOf, type Bar, type RuleChanges } from '../_support/backtest.js';
import { QUIET, runSignals, storyOf } from '../_support/scalping.js';

const flat = (price: number): Bar => [price, price, price, price];
const flats = (count: number, price = 100) => Array.from({ length: count }, () => flat(price));
const rate = (taker: number) => ({ maker: taker, taker, fixed: 0, perUnit: 0 });
const COSTS = { fees: rate(0.0005), slippage: 0.0005 };
/** Stops and targets out of the way. */
const WIDE = { sl_atr_multiple: 20, tp_atr_multiple: 40 };
const at = (run: RunRecord, column: 'cash' | 'equity', bar: number) => run.journal![column][bar + QUIET];
const counters = (run: RunRecord) => run.strategyCounters as Record<string, number>;

describe('an account of balance and unrealised profit', () => {
  const options = { instrument: { lot: parseStep('0.1') }, execution: COSTS };
  const tenth = { risk: { max_exposure: 0.2001 }, safety: { max_exposure_pct: 0.2001 } };
  const params = { sl_atr_multiple: 0.25, tp_atr_multiple: 0.5, ...tenth };

  test('keeps the balance at a long entry, takes both commissions at the exit, and counts the first one at once', () => {
    const bars = [flat(20_000), flat(20_050), flat(20_050)];
    const run = runSignals([{ bars, signals: { 0: 1 }, range: 400 }], params, options);
    const [entry, exit] = run.journal!.fills;
    expect(entry).toMatchObject({ quantity: 0.1, reason: 'open' });
    expect(entry!.price).toBeCloseTo(20_010, 9);
    expect(entry!.fee).toBeCloseTo(1.0005, 9);
    expect(at(run, 'cash', 2)).toBeCloseTo(10_000 - 1.0005, 9);
    expect(at(run, 'equity', 2)).toBeCloseTo(10_002.9995, 8);
    expect(exit!.price).toBeCloseTo(20_039.975, 8);
    expect(exit!.fee).toBeCloseTo(1.00199875, 9);
    expect(run.trades.grossPnl[0]).toBeCloseTo(2.9975, 8);
    expect(run.trades.pnl[0]).toBeCloseTo(0.99500125, 8);
    expect(run.finalEquity).toBeCloseTo(10_000.99500125, 8);
  });

  test('earns on a short what the price falls', () => {
    const bars = [flat(20_000), flat(19_900)];
    const run = runSignals([{ bars, signals: { 0: -1 }, range: 400 }], params, options);
    const [entry, exit] = run.journal!.fills;
    expect(entry!.price).toBeCloseTo(19_990, 9);
    expect(exit!.price).toBeCloseTo(19_909.95, 9);
    expect(run.trades.grossPnl[0]).toBeCloseTo(8.005, 8);
  });
});

describe('of two symbols that signal at one close', () => {
  const b = { symbol: 'B', bars: flats(4), signals: { 0: 1 } } as const;
  const a = { symbol: 'A', bars: flats(4), signals: { 0: 1 } } as const;

  test('the first by name uses the exposure up, the other is refused at its fill, in whatever order they are listed', () => {
    for (const scripts of [
      [a, b],
      [b, a],
    ]) {
      const run = runSignals(scripts, { sl_atr_multiple: 1 });
      expect(run.journal!.fills[0]!.quantity).toBeCloseTo(20, 6);
      const refused = run.journal!.orders.filter((order) => order.status === 'REJECTED');
      expect(refused.map((o) => [o.instrument, o.code, o.closedBar - QUIET])).toEqual([[1, 'total_exposure', 1]]);
      expect(counters(run)).toMatchObject({ orders_total: 3, orders_successful: 2, orders_rejected: 1 });
    }
  });

  test('a stop inside the bar comes too late to admit the other', () => {
    const stopped = { ...a, bars: [[100, 100, 98, 99] as const, ...flats(3)] };
    const run = runSignals([stopped, b], { sl_atr_multiple: 1 });
    expect(storyOf(run)).toEqual([
      [0, 1, 1, 'open'],
      [0, 1, -1, 'stop'],
    ]);
  });

  test('a position that waits to be closed still counts at the signal of the other', () => {
    const run = runSignals([
      { symbol: 'A', bars: flats(5), signals: { 2: 1 } },
      { symbol: 'B', bars: flats(5), signals: { 0: 1, 2: -1 } },
    ]);
    const [refused] = run.journal!.orders.filter((order) => order.status === 'REJECTED');
    expect(refused).toMatchObject({ instrument: 0, code: 'total_exposure', closedBar: QUIET + 2 });
  });

  test('the number of open trades is a limit of the account', () => {
    const run = runSignals([a, b], { risk: { max_exposure: 0.05 }, safety: { max_open_trades: 1 } });
    expect(counters(run)['rejected_max_open_trades']).toBe(1);
  });
});

describe('a stop', () => {
  test('that slippage puts beyond the open closes at the open of the entry', () => {
    const params = { sl_atr_multiple: 1, tp_atr_multiple: 40, risk: { allow_tight_stop: true } };
    const run = runSignals([{ bars: flats(3), signals: { 0: 1 }, range: 0.02 }], params, { execution: COSTS });
    const [entry, exit] = run.journal!.fills;
    expect(entry!.price).toBeCloseTo(100.05, 9);
    expect(exit).toMatchObject({ bar: QUIET + 1, reason: 'stop' });
    expect(exit!.price).toBeCloseTo(99.95, 9);
  });

  test('guards the bar of its entry, at its level or at the open beyond it', () => {
    const bars: Bar[] = [[100, 100.5, 98, 100], flat(100)];
    const run = runSignals([{ bars, signals: { 0: 1 } }], { sl_atr_multiple: 1, tp_atr_multiple: 4 });
    expect(run.journal!.fills.map((f) => [f.bar - QUIET, f.price])).toEqual([
      [1, 100],
      [1, 99],
    ]);
    const gap = runSignals([{ bars: [flat(100), flat(97)], signals: { 0: 1 } }], { sl_atr_multiple: 1 });
    expect(gap.journal!.fills[1]).toMatchObject({ bar: QUIET + 2, price: 97, reason: 'stop' });
  });

  test.each([
    [1, [100, 110, 100, 110], [109, 109, 105, 105], 110 * 0.98],
    [-1, [100, 100, 90, 90], [91, 95, 91, 95], 90 * 1.02],
  ] as const)('on side %i trails the best price from the bar after it', (side, entry, after, price) => {
    const bars: Bar[] = [entry, after, flat(100)];
    const run = runSignals([{ bars, signals: { 0: side } }], WIDE);
    expect(run.journal!.fills[1]).toMatchObject({ bar: QUIET + 2, reason: 'stop' });
    expect(run.journal!.fills[1]!.price).toBeCloseTo(price, 9);
    const still = runSignals([{ bars, signals: { 0: side } }], { ...WIDE, risk: { enable_trailing_stop: false } });
    expect(still.journal!.fills[1]!.reason).toBe('end_of_data');
  });

  test('never loosens', () => {
    const bars: Bar[] = [[100, 110, 100, 110], flat(109), flat(108.5), flat(107)];
    const run = runSignals([{ bars, signals: { 0: 1 } }], WIDE);
    expect(run.journal!.fills[1]).toMatchObject({ bar: QUIET + 4, price: 107, reason: 'stop' });
  });

  test('and a target inside one bar are settled by the path and counted', () => {
    const params = { sl_atr_multiple: 1, tp_atr_multiple: 1 };
    const bars: Bar[] = [flat(100), [100, 101.5, 98, 100]];
    const run = runSignals([{ bars, signals: { 0: 1 } }], params);
    expect(run.journal!.fills[1]).toMatchObject({ price: 101, reason: 'target' });
    expect(run.counters.ambiguousBars).toBe(1);
    const worst = runSignals([{ bars, signals: { 0: 1 } }], params, { execution: { path: 'worst' } });
    expect(worst.journal!.fills[1]).toMatchObject({ price: 99, reason: 'stop' });
  });
});

describe('an opposite signal', () => {
  const scripts = [{ bars: flats(6), signals: { 0: 1, 2: -1 } }] as const;

  test('closes at the next open and opens nothing', () => {
    expect(storyOf(runSignals(scripts, WIDE))).toEqual([
      [0, 1, 1, 'open'],
      [0, 3, -1, 'opposite_signal'],
    ]);
  });

  test('opens the other side after it when reversals are allowed', () => {
    const run = runSignals(scripts, { ...WIDE, allow_reversal: true });
    expect(storyOf(run)).toEqual([
      [0, 1, 1, 'open'],
      [0, 3, -1, 'opposite_signal'],
      [0, 3, -1, 'reverse'],
      [0, 6, 1, 'end_of_data'],
    ]);
    expect(counters(run)).toMatchObject({ orders_total: 4, orders_successful: 4, exits_opposite_signal: 1 });
  });

  test('closes a position at the cap with a gain, and one while trading is halted', () => {
    const gain = runSignals([{ bars: [flat(100), flat(110), flat(110), flat(110)], signals: { 0: 1, 2: -1 } }], {
      ...WIDE,
      risk: { enable_trailing_stop: false },
    });
    expect(storyOf(gain)[1]).toEqual([0, 3, -1, 'opposite_signal']);
    const halted = runSignals(scripts, { ...WIDE, safety: { kill_switch_at: Date.UTC(2024, 0, 1, QUIET + 2) } });
    expect(storyOf(halted)[1]).toEqual([0, 3, -1, 'opposite_signal']);
  });

  test('closes a long where no shorts are allowed, and is counted where there is none', () => {
    const script = [{ bars: flats(8), signals: { 0: 1, 2: -1, 4: -1 } }] as const;
    const run = runSignals(script, { ...WIDE, allow_reversal: true }, { instrument: { allowShort: false } });
    expect(storyOf(run).map(([, bar, , reason]) => [bar, reason])).toEqual([
      [1, 'open'],
      [3, 'opposite_signal'],
    ]);
    expect(counters(run)['shorting_not_allowed']).toBe(2);
  });

  test('of the side held sends no order', () => {
    const run = runSignals([{ bars: flats(6), signals: { 0: 1, 2: 1 } }], WIDE);
    expect(counters(run)).toMatchObject({ already_in_position: 1, signal_long: 2, orders_total: 2 });
  });
});

describe('an order is sized at the signal and again at the fill', () => {
  test('and the smaller size counts', () => {
    const near = { sl_atr_multiple: 4, tp_atr_multiple: 40 };
    const size = (open: number) =>
      runSignals([{ bars: [flat(100), flat(open), flat(open)], signals: { 1: 1 } }], near).journal!.fills[0]!.quantity;
    expect(size(100)).toBeCloseTo(20, 6);
    expect(size(125)).toBeCloseTo(16, 6);
    expect(size(80)).toBeCloseTo(20, 6);
  });

  test('and may be too small only at the fill', () => {
    const params = { sl_atr_multiple: 5, risk: { min_position_size_usd: 1950 } };
    const run = runSignals([{ bars: [flat(100), flat(95), flat(95)], signals: { 1: 1 } }], params);
    expect(run.journal!.orders[0]).toMatchObject({ status: 'REJECTED', code: 'below_min_size' });
    expect(counters(run)).toMatchObject({ orders_total: 1, orders_rejected: 1, rejected_below_min_size: 1 });
  });

  test('but what the risk engine refuses at the signal is no order', () => {
    const run = runSignals([{ bars: flats(4), signals: { 0: 1 }, range: 0.01 }], {}, { execution: COSTS });
    expect(run.counters.ordersSubmitted).toBe(0);
    expect(counters(run)).toMatchObject({ orders_total: 0, rejected_stop_inside_slippage: 1 });
  });

  test('and cancelled when the data end before its fill', () => {
    const run = runSignals([{ bars: flats(2), signals: { 2: 1 } }], WIDE);
    expect(counters(run)).toMatchObject({ signal_long: 1, orders_total: 1, orders_cancelled: 1 });
  });
});

describe('the cash of the account', () => {
  const whole = { ...WIDE, sl_atr_multiple: 0.5, risk: { max_exposure: 1 }, safety: { max_exposure_pct: 1 } };

  test('pays a long with its costs or refuses it; shorts need none', () => {
    const long = runSignals([{ bars: flats(4), signals: { 0: 1 } }], whole, { execution: { fees: rate(0.0005) } });
    expect(counters(long)['rejected_insufficient_cash']).toBe(1);
    const short = runSignals([{ bars: flats(4), signals: { 0: -1 } }], whole, { execution: { fees: rate(0.0005) } });
    expect(storyOf(short)[0]).toEqual([0, 1, -1, 'open']);
  });

  test('a series of failures ends with a position that closes at the open of the next failure', () => {
    const scripts = [
      { symbol: 'A', bars: flats(9), signals: { 0: -1, 3: 1 } },
      { symbol: 'B', bars: flats(9), signals: { 1: 1, 3: 1, 5: 1, 7: 1 } },
    ] as const;
    const safety = { max_exposure_pct: 3, max_consecutive_failures: 2 };
    const run = runSignals(scripts, { ...whole, safety }, { execution: { fees: rate(0.0005) } });
    expect(counters(run)).toMatchObject({
      rejected_insufficient_cash: 3,
      rejected_halted: 1,
      exits_opposite_signal: 1,
    });
  });

  test('three failures in a row halt until the next UTC day', () => {
    const signals = { 0: 1, 2: 1, 4: 1, 6: 1, 13: 1, 15: 1 } as const;
    const run = runSignals([{ bars: flats(18), signals }], whole, { execution: { fees: rate(0.0005) } });
    expect(counters(run)).toMatchObject({ rejected_insufficient_cash: 4, rejected_halted: 2, halts: 1 });
    const codes = run.journal!.orders.map((o) => [o.closedBar - QUIET, o.code]);
    expect(codes).toEqual([
      [1, 'insufficient_cash'],
      [3, 'insufficient_cash'],
      [5, 'insufficient_cash'],
      [6, 'halted'],
      [13, 'halted'],
      [16, 'insufficient_cash'],
    ]);
  });
});

describe('a halt', () => {
  const loss = { ...WIDE, sl_atr_multiple: 5, risk: { default_risk_per_trade: 0.05, max_exposure: 0.5 } };
  const limits = { max_risk_per_trade_pct: 0.05, max_exposure_pct: 2 };
  /** A loses 2.5 % of the account at its stop in bar 2, where B opens; A signals again in bars 4 and 15. */
  const scripts = [
    { symbol: 'A', bars: [flat(100), ...flats(17, 95)], signals: { 0: 1, 4: 1, 15: 1 } },
    { symbol: 'B', bars: flats(18), signals: { 1: -1 }, range: 2.4 },
  ] as const;

  test('refuses entries until the next UTC day and leaves positions alone', () => {
    const run = runSignals(scripts, { ...loss, safety: limits });
    expect(storyOf(run)).toEqual([
      [0, 1, 1, 'open'],
      [1, 2, -1, 'open'],
      [0, 2, -1, 'stop'],
      [0, 16, 1, 'open'],
      [0, 18, -1, 'end_of_data'],
      [1, 18, 1, 'end_of_data'],
    ]);
    expect(counters(run)).toMatchObject({ halts: 1, rejected_halted: 1 });
  });

  test('of a run lasts to its end', () => {
    const run = runSignals(scripts, { ...loss, safety: { ...limits, halt_scope: 'run' } });
    expect(counters(run)).toMatchObject({ halts: 1, rejected_halted: 2 });
  });

  test('closes all positions at their next open when told to, over a gap of theirs', () => {
    const [a, b] = scripts;
    const params = { ...loss, safety: { ...limits, flatten_on_halt: true } };
    const closing = (gaps: readonly number[]) =>
      storyOf(runSignals([a, { ...b, gaps }], params)).filter(([, , , reason]) => reason === 'halt');
    expect(closing([])).toEqual([[1, 3, 1, 'halt']]);
    expect(closing([3, 4])).toEqual([[1, 5, 1, 'halt']]);
  });
});

describe('the kill switch', () => {
  const script = [{ bars: flats(6), signals: { 0: 1 } }] as const;
  const story = (hour: number, ms = 0) => {
    const kill_switch_at = Date.UTC(2024, 0, 1, QUIET + hour) + ms;
    const run = runSignals(script, { ...WIDE, safety: { kill_switch_at } });
    return run.journal!.orders.map((o) => [o.closedBar - QUIET, o.code]);
  };

  test('refuses the orders of a close at or after its time, and the fills of such an open', () => {
    expect(story(1)).toEqual([[0, 'halted']]);
    expect(story(1, 1)[0]).toEqual([1, '']);
    expect(story(0)).toEqual([[0, 'halted']]);
  });

  test('is asked again at a fill that had to wait', () => {
    const kill_switch_at = Date.UTC(2024, 0, 1, QUIET + 2);
    const run = runSignals(
      [
        { ...script[0], gaps: [1] },
        { bars: flats(6), signals: {} },
      ],
      {
        ...WIDE,
        safety: { kill_switch_at },
      },
    );
    expect(run.journal!.orders.map((o) => [o.closedBar - QUIET, o.code])).toEqual([[2, 'halted']]);
  });

  test('in a run that only monitors there is nothing to refuse', () => {
    const run = runSignals(script, { ...WIDE, safety: { mode: 'monitor' } });
    expect(run.counters.ordersSubmitted).toBe(0);
    expect(counters(run)['signal_long']).toBe(1);
  });
});

test('contradicting parameters are refused by the schema', () => {
  const issue = (params: object) => scalping.params.safeParse(params).error?.issues[0]?.message;
  expect(issue({ ema_fast: 9, ema_slow: 9 })).toBe('ema_fast must be below ema_slow');
  expect(issue({ rsi_long_min: 80 })).toBe('rsi_long_min is above rsi_long_max');
  expect(issue({ rsi_short_min: 60 })).toBe('rsi_short_min is above rsi_short_max');
  expect(issue({ rsi_extreme_low: 80 })).toBe('rsi_extreme_low must be below rsi_extreme_high');
  expect(issue({ volume_lookback: 1 })).toContain('volume_multiplier must be below it');
  expect(issue({ volume_lookback: 1, volume_multiplier: 0 })).toBeUndefined();
  expect(issue({ risk: { default_risk_per_trade: 0.02 } })).toBe(
    'risk.default_risk_per_trade is above safety.max_risk_per_trade_pct',
  );
  expect(issue({ safety: { mode: 'live' } })).toContain('hgopt trades no real account');
  expect(issue({ safety: { kill_switch: 'maybe' } })).toContain('Invalid');
});

test('the strategy runs on a margin account that nets positions and fills whole orders', () => {
  const conflict = (changes: RuleChanges) =>
    scalping.conflict!(scalping.params.parse({}), {
      ...rulesOf({ ...changes, account: { kind: 'margin', ...changes.account } }),
      instruments: 2,
    });
  expect(conflict({})).toBeNull();
  expect(conflict({ account: { kind: 'cash' } })).toContain('account.type: margin');
  expect(conflict({ instrument: { positionMode: 'hedge' } })).toContain('venue.position_mode: netting');
  expect(conflict({ execution: { participation: { bps: 100, volume: 'current' } } })).toContain('participation_bps');
});

test('a signal while an entry still waits for its fill sends no second one', () => {
  const bars = [flat(100), flat(100), flat(100), flat(100), flat(100)];
  // Hourly bars: an order that takes 90 minutes fills at the open after next.
  const hour = 3_600_000;
  const latency = { min: 1.5 * hour, max: 1.5 * hour, step: 1 };
  const run = runSignals([{ bars, signals: { 0: 1, 1: -1 }, range: 10 }], {}, { execution: { latency } });
  expect(storyOf(run)).toEqual([
    [0, 2, 1, 'open'],
    [0, 5, -1, 'end_of_data'],
  ]);
  expect(counters(run)).toMatchObject({ signal_long: 1, signal_short: 1, orders_total: 2 });
});

test('what safety refuses is no failure, even where the venue would not take the order', () => {
  const script = [{ bars: [flat(100), flat(100)], signals: { 0: 1 }, range: 6 }] as const;
  const params = { sl_atr_multiple: 1, risk: { min_position_size_usd: 0 } };
  const instrument = { lot: parseStep('1000') };
  const safety = { max_consecutive_failures: 1 };
  const invalid = runSignals(script, { ...params, safety }, { instrument }).strategyCounters;
  expect(invalid).toMatchObject({ rejected_invalid_order: 1, rejected_halted: 0, halts: 1, orders_rejected: 1 });
  const halted = runSignals(script, { ...params, safety: { ...safety, kill_switch: true } }, { instrument });
  const expected = { rejected_invalid_order: 0, rejected_halted: 1, halts: 0, orders_rejected: 1 };
  expect(halted.strategyCounters).toMatchObject(expected);
});

test('the limits of the run refuse entries at the signal and at the fill, which is no failure', () => {
  const bars = flats(12);
  const scripts = [
    { symbol: 'A', bars, signals: { 0: 1 } },
    { symbol: 'B', bars, signals: { 0: 1, 3: -1, 5: 1, 7: -1 } },
  ] as const;
  const params = { ...WIDE, safety: { max_consecutive_failures: 2, max_exposure_pct: 1 } };
  const limits = { maxOpenTrades: 1, maxPositionExposure: Infinity, maxExposure: Infinity, maxEntriesPerDay: Infinity };
  const gate = new EntryGate({ ...limits, lockoutAfterLosses: Infinity, killTime: Infinity });
  const run = runSignals(scripts, params, {}, (actor, market, instrument) => gate.guard(actor, market, instrument));
  // B meets A's fill at the same open first, then A's position at each of its signals.
  const expected = { rejected_run_limit: 4, rejected_invalid_order: 0, orders_rejected: 4, halts: 0 };
  expect(counters(run)).toMatchObject({ ...expected, orders_total: 6, orders_cancelled: 0 });
});
