import { describe, expect, test } from 'vitest';
import { parseStep } from '../../../src/base/step.js';
import type { Desk, OrderTicket } from '../../../src/engine/desk.js';
import { constantLatency, exitsOf, fillsOf, rulesOf, runScript, type Bar } from '../../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100];
const unit = { kind: 'quantity', value: 1 } as const;
const buy =
  (more: Partial<OrderTicket> = {}) =>
  (desk: Desk) =>
    void desk.submit({ type: 'market', side: 1, size: unit, ...more });
const sell =
  (more: Partial<OrderTicket> = {}) =>
  (desk: Desk) =>
    void desk.submit({ type: 'market', side: -1, size: unit, ...more });
/** Long from 100 with stop 96 and target 108, live on the bars that follow bar 1. */
const longWithBracket = { 0: buy({ bracket: { stop: { price: 96 }, target: { price: 108 } } }) };

describe('a bracket on one bar', () => {
  const after = (bar: Bar, path: 'adaptive' | 'ohlc' | 'olhc' | 'worst') =>
    exitsOf(runScript([FLAT, FLAT, bar, FLAT], longWithBracket, rulesOf({ execution: { path } })));

  test('with both legs inside the range meets its stop first under the worst path', () => {
    expect(after([99, 109, 95.5, 100], 'worst')).toEqual([[2, 'stop', 96]]);
  });

  test('with both legs inside the range goes to the nearer extreme first under the adaptive path', () => {
    expect(after([99, 109, 95.5, 100], 'adaptive')).toEqual([[2, 'stop', 96]]);
    expect(after([105, 109, 95.5, 100], 'adaptive')).toEqual([[2, 'target', 108]]);
  });

  test('follows a fixed path when one is asked for', () => {
    expect(after([99, 109, 95.5, 100], 'ohlc')).toEqual([[2, 'target', 108]]);
    expect(after([105, 109, 95.5, 100], 'olhc')).toEqual([[2, 'stop', 96]]);
  });

  test('visits the high first when both extremes are equally near', () => {
    expect(after([102, 109, 95, 100], 'adaptive')).toEqual([[2, 'target', 108]]);
  });

  test('leaves at the open when the bar opens beyond its stop', () => {
    expect(after([94, 97, 93, 96], 'adaptive')).toEqual([[2, 'stop', 94]]);
  });

  test('leaves at the open when the bar opens beyond its target', () => {
    expect(after([108.5, 110, 90, 100], 'worst')).toEqual([[2, 'target', 108.5]]);
  });

  test('counts the bar as ambiguous only when both legs lie inside the range and the open settled nothing', () => {
    const count = (bar: Bar) => runScript([FLAT, FLAT, bar, FLAT], longWithBracket).counters.ambiguousBars;
    expect(count([99, 109, 95.5, 100])).toBe(1);
    expect(count([99, 107, 95.5, 100])).toBe(0);
    expect(count([94, 109, 93, 100])).toBe(0);
  });

  test('triggers at touch', () => {
    expect(after([100, 101, 96, 100], 'adaptive')).toEqual([[2, 'stop', 96]]);
    expect(after([100, 108, 99, 100], 'adaptive')).toEqual([[2, 'target', 108]]);
    expect(after([100, 107.99, 96.01, 100], 'adaptive')).toEqual([[3, 'end_of_data', 100]]);
  });
});

describe('the exits of an entry', () => {
  test('guard the whole bar when the entry filled at its open', () => {
    const run = runScript([FLAT, [100, 101, 95, 98], FLAT], longWithBracket);
    expect(exitsOf(run)).toEqual([[1, 'stop', 96]]);
  });

  test('leave at the open when slippage puts the stop beyond it', () => {
    const entry = buy({ bracket: { stop: { distance: 0.03 } } });
    const rules = rulesOf({ execution: { slippage: 0.0005 } });
    const run = runScript([FLAT, [100, 100.02, 99.98, 100], FLAT], { 0: entry }, rules);
    expect(fillsOf(run)).toEqual([
      [1, 1, 100 * 1.0005],
      [1, -1, 100 * (1 - 0.0005)],
    ]);
  });

  test('wait for the next bar when the entry filled inside its bar', () => {
    const entry = buy({ type: 'limit', price: 98, bracket: { stop: { price: 96 } } });
    const run = runScript([FLAT, [100, 100, 95, 99], [99, 99, 97, 98], [98, 98, 95.5, 97]], { 0: entry });
    expect(exitsOf(run)).toEqual([[3, 'stop', 96]]);
  });

  test('are live on the rest of the path with same_bar_exits', () => {
    const entry = buy({ type: 'limit', price: 98, bracket: { stop: { price: 96 }, target: { price: 99 } } });
    const rules = rulesOf({ execution: { sameBarExits: true } });
    expect(exitsOf(runScript([FLAT, [100, 100, 95, 99], FLAT], { 0: entry }, rules))).toEqual([[1, 'stop', 96]]);
    expect(exitsOf(runScript([FLAT, [100, 103, 97, 99], FLAT], { 0: entry }, rules))).toEqual([[1, 'target', 99]]);
  });

  test('meet the adverse extreme of the rest of the path first on the worst path with same_bar_exits', () => {
    const after = (bar: Bar, path: 'adaptive' | 'worst') => {
      const entry = buy({ type: 'stop', price: 102, bracket: { stop: { price: 99 }, target: { price: 104 } } });
      const run = runScript([FLAT, bar, FLAT], { 0: entry }, rulesOf({ execution: { path, sameBarExits: true } }));
      return [exitsOf(run), run.counters.ambiguousBars];
    };
    const highFirst: Bar = [101, 105, 96, 103];
    expect(after(highFirst, 'adaptive')).toEqual([[[1, 'target', 104]], 1]);
    expect(after(highFirst, 'worst')).toEqual([[[1, 'stop', 99]], 1]);
    // The low that came before the entry is not met again, but the bar could have gone the other way round.
    const lowFirst: Bar = [101, 106, 98, 103];
    expect(after(lowFirst, 'worst')).toEqual([[[1, 'target', 104]], 1]);
    const fallsBack: Bar = [101, 106, 98, 98.5];
    expect(after(fallsBack, 'adaptive')).toEqual([[[1, 'target', 104]], 1]);
    expect(after(fallsBack, 'worst')).toEqual([[[1, 'stop', 99]], 1]);
  });

  test('leave a bar unambiguous when they wait for the next one', () => {
    const entry = buy({ type: 'stop', price: 102, bracket: { stop: { price: 99 }, target: { price: 104 } } });
    expect(runScript([FLAT, [101, 105, 96, 103], FLAT], { 0: entry }).counters.ambiguousBars).toBe(0);
  });

  test('cancel each other', () => {
    const orders = runScript([FLAT, FLAT, [100, 109, 99, 105], FLAT], longWithBracket).journal!.orders;
    expect(orders.map((o) => [o.type, o.status, o.code])).toEqual([
      ['market', 'FILLED', ''],
      ['stop', 'CANCELED', 'OCO'],
      ['take_profit', 'FILLED', ''],
    ]);
  });

  test('are cancelled when the position is closed otherwise', () => {
    const run = runScript([FLAT, FLAT, FLAT, [100, 120, 80, 100]], {
      ...longWithBracket,
      1: (desk) => desk.close('signal'),
    });
    expect(exitsOf(run)).toEqual([[2, 'signal', 100]]);
    expect(run.counters.fills).toBe(2);
  });

  test('a short entry has its stop above and its target below', () => {
    const entry = sell({ bracket: { stop: { distance: 4 }, target: { distance: 8 } } });
    expect(exitsOf(runScript([FLAT, FLAT, [100, 104, 99, 100], FLAT], { 0: entry }))).toEqual([[2, 'stop', 104]]);
    expect(exitsOf(runScript([FLAT, FLAT, [100, 101, 92, 100], FLAT], { 0: entry }))).toEqual([[2, 'target', 92]]);
  });

  test('an entry whose stop would not be positive is rejected', () => {
    const run = runScript([FLAT, FLAT, FLAT], { 0: buy({ bracket: { stop: { distance: 100 } } }) });
    expect(run.journal!.orders.map((o) => [o.status, o.code])).toEqual([['REJECTED', 'STOP_NOT_POSITIVE']]);
  });

  test('an entry whose stop its tick puts at zero is rejected', () => {
    const entry = buy({ bracket: { stop: { distance: 99.9 } } });
    const run = runScript([FLAT, FLAT, FLAT], { 0: entry }, rulesOf({ instrument: { tick: parseStep(0.25) } }));
    expect(run.journal!.orders.map((o) => [o.status, o.code])).toEqual([['REJECTED', 'STOP_NOT_POSITIVE']]);
  });

  test("a short's target at or below zero is not placed", () => {
    const run = runScript([FLAT, FLAT, FLAT], { 0: sell({ bracket: { target: { distance: 100 } } }) });
    expect(run.counters.ordersSubmitted).toBe(2);
  });
});

describe('a single order', () => {
  test('decided at the close of a bar fills at the next open', () => {
    expect(fillsOf(runScript([FLAT, [101, 102, 100, 101], FLAT], { 0: buy() }))[0]).toEqual([1, 1, 101]);
  });

  test('at market moves against us by the slippage', () => {
    const rules = rulesOf({ execution: { slippage: 0.01, flattenAtEnd: false } });
    expect(fillsOf(runScript([FLAT, FLAT], { 0: buy() }, rules))).toEqual([[1, 1, 101]]);
    expect(fillsOf(runScript([FLAT, FLAT], { 0: sell() }, rules))).toEqual([[1, -1, 99]]);
  });

  test('on a stop that the market has already passed waits for a new touch unless the open is beyond', () => {
    const rules = rulesOf({ execution: { flattenAtEnd: false } });
    const stop = sell({ type: 'stop', price: 105 });
    expect(fillsOf(runScript([FLAT, [106, 107, 104, 106]], { 0: stop }, rules))).toEqual([[1, -1, 105]]);
    expect(fillsOf(runScript([FLAT, [104, 107, 103, 106]], { 0: stop }, rules))).toEqual([[1, -1, 104]]);
  });

  test('on a limit fills at the limit, as a maker', () => {
    const rules = rulesOf({ execution: { fees: { maker: 0.01, taker: 0.05, fixed: 0, perUnit: 0 }, slippage: 0.5 } });
    const run = runScript([FLAT, [100, 101, 98, 99]], { 0: buy({ type: 'limit', price: 99 }) }, rules);
    expect(run.journal!.fills[0]).toMatchObject({ bar: 1, price: 99, liquidity: 'maker', fee: 0.99 });
  });

  test('on a resting limit that the open has passed fills at the open, or at its limit when limit_gap says so', () => {
    const order = { 0: buy({ type: 'limit', price: 99 }) };
    const bars: Bar[] = [FLAT, FLAT, [98, 98, 97, 98]];
    const fill = (limitGap: 'open' | 'limit') =>
      runScript(bars, order, rulesOf({ execution: { limitGap } })).journal!.fills[0];
    expect(fill('open')).toMatchObject({ price: 98, liquidity: 'maker' });
    expect(fill('limit')).toMatchObject({ price: 99, liquidity: 'maker' });
  });

  test('on a limit that is marketable on its first bar takes liquidity and is never worse than the limit', () => {
    const rules = rulesOf({ execution: { slippage: 0.001 } });
    const fill = (price: number) =>
      runScript([FLAT, [98, 99, 97, 98]], { 0: buy({ type: 'limit', price }) }, rules).journal!.fills[0]!;
    expect(fill(99)).toMatchObject({ price: 98 * 1.001, liquidity: 'taker' });
    expect(fill(98.02)).toMatchObject({ price: 98.02, liquidity: 'taker' });
  });

  test('with latency is live on the first bar whose end lies after its arrival', () => {
    const rules = (latencyMs: number) =>
      rulesOf({ execution: { latency: constantLatency(latencyMs), flattenAtEnd: false } });
    const bars: Bar[] = [FLAT, [101, 101, 101, 101], [102, 102, 102, 102]];
    expect(fillsOf(runScript(bars, { 0: buy() }, rules(86_399_999)))).toEqual([[1, 1, 101]]);
    expect(fillsOf(runScript(bars, { 0: buy() }, rules(86_400_000)))).toEqual([[2, 1, 102]]);
  });

  test('expires after its last bar', () => {
    const order = buy({ type: 'limit', price: 90, expires: 1 });
    const run = runScript([FLAT, FLAT, [95, 95, 89, 92]], { 0: order });
    expect(run.journal!.orders.map((o) => [o.status, o.closedBar])).toEqual([['EXPIRED', 1]]);
  });

  test('that only reduces is cut to what earlier exits have left, and cancelled when that is nothing', () => {
    const reduce = (value: number) => sell({ reduceOnly: true, size: { kind: 'quantity', value } });
    const run = runScript([FLAT, FLAT, FLAT], {
      0: buy(),
      1: (desk: Desk) => [reduce(0.75), reduce(1), reduce(1)].forEach((order) => void order(desk)),
    });
    expect(run.journal!.fills.map((f) => f.quantity)).toEqual([1, 0.75, 0.25]);
    expect(run.journal!.orders.at(-1)).toMatchObject({ status: 'CANCELED', code: 'POSITION_CLOSED' });
  });

  test('of a group cancels the others when it fills', () => {
    const script = {
      0: (desk: Desk) => {
        desk.submit({ type: 'stop', side: 1, size: unit, price: 105, group: 7 });
        desk.submit({ type: 'stop', side: -1, size: unit, price: 95, group: 7 });
      },
    };
    const run = runScript([FLAT, [100, 106, 94, 100], FLAT], script);
    expect(fillsOf(run)).toEqual([
      [1, 1, 105],
      [2, -1, 100],
    ]);
  });
});

describe('market orders at one open', () => {
  test('close before they open, so that a reversal is sized after the exit', () => {
    const rules = rulesOf({ execution: { fees: { maker: 0, taker: 0.001, fixed: 0, perUnit: 0 } } });
    const script = {
      0: (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 1, cap: 1 } }),
      1: (desk: Desk) => {
        desk.submit({ type: 'market', side: -1, size: { kind: 'equity', value: 1, cap: 1 } });
        desk.close('signal');
      },
    };
    const run = runScript([FLAT, FLAT, [110, 110, 110, 110], FLAT], script, rules);
    const [first, exit, second] = run.journal!.fills;
    expect(exit).toMatchObject({ bar: 2, side: -1, reason: 'signal', quantity: first!.quantity });
    const cash = 100_000 - first!.quantity * 100 * 1.001 + first!.quantity * 110 * 0.999;
    expect(second!.quantity).toBeCloseTo(cash / (110 * 1.001), 9);
  });
});

describe('venue filters', () => {
  const rejection = (ticket: Partial<OrderTicket>, instrument: Parameters<typeof rulesOf>[0]) =>
    runScript([FLAT, FLAT, FLAT], { 0: buy(ticket) }, rulesOf(instrument)).journal!.orders[0]!.code;

  test('reject an order with the code of the rule it breaks', () => {
    expect(rejection({ size: { kind: 'quantity', value: 0.15 } }, { instrument: { lot: parseStep('0.1') } })).toBe(
      'QTY_STEP',
    );
    expect(rejection({}, { instrument: { minQuantity: 2 } })).toBe('QTY_MIN');
    expect(rejection({}, { instrument: { maxQuantity: 0.5 } })).toBe('QTY_MAX');
    expect(rejection({}, { instrument: { minNotional: 101 } })).toBe('MIN_NOTIONAL');
    expect(rejection({ type: 'limit', price: 99.95 }, { instrument: { tick: parseStep('0.1') } })).toBe('PRICE_TICK');
    expect(rejection({ type: 'limit', price: NaN }, {})).toBe('PRICE_INVALID');
    expect(rejection({ bracket: { stop: { distance: NaN } } }, {})).toBe('BRACKET_INVALID');
  });

  test('let a quantity pass that is a multiple of the lot on paper', () => {
    expect(
      rejection({ size: { kind: 'quantity', value: 0.29 * 0.1 } }, { instrument: { lot: parseStep('0.001') } }),
    ).toBe('');
  });

  test('refuse a sale beyond the position where shorts are not allowed', () => {
    const rules = rulesOf({ instrument: { allowShort: false } });
    const run = runScript([FLAT, FLAT, FLAT], { 0: sell() }, rules);
    expect(run.journal!.orders[0]!.code).toBe('SHORT_NOT_ALLOWED');
    const cut = runScript([FLAT, FLAT, FLAT], { 0: buy(), 1: sell({ size: { kind: 'quantity', value: 3 } }) }, rules);
    expect(cut.journal!.positions[0]).toEqual(Float64Array.of(0, 1, 0));
  });

  test('round taker prices to the tick against us, and exits away from the entry', () => {
    const rules = rulesOf({
      instrument: { tick: parseStep('0.5') },
      execution: { slippage: 0.001, flattenAtEnd: false },
    });
    const run = runScript(
      [FLAT, FLAT],
      { 0: buy({ bracket: { stop: { distance: 3.3 }, target: { distance: 3.3 } } }) },
      rules,
    );
    expect(fillsOf(run)).toEqual([[1, 1, 100.5]]);
    expect(run.journal!.orders.map((o) => o.price)).toEqual([NaN, 97, 104]);
  });

  test('round sizes that follow from equity down to the lot', () => {
    const rules = rulesOf({ instrument: { lot: parseStep('0.3') } });
    const run = runScript(
      [FLAT, [70, 70, 70, 70], FLAT],
      { 0: buy({ size: { kind: 'equity', value: 1, cap: 1 } }) },
      rules,
    );
    expect(run.journal!.fills[0]!.quantity).toBe(1428.3);
  });
});

describe('no fill', () => {
  test('lies outside its bar before slippage', () => {
    const bars: Bar[] = [FLAT, [100, 109, 95, 104], [104, 111, 92, 97], [97, 105, 94, 101]];
    const script = {
      0: buy({ bracket: { stop: { price: 97 }, target: { price: 106 } } }),
      1: sell({ type: 'limit', price: 108, bracket: { stop: { price: 110 }, target: { price: 99 } } }),
    };
    for (const path of ['adaptive', 'ohlc', 'olhc', 'worst'] as const) {
      const run = runScript(bars, script, rulesOf({ execution: { path, slippage: 0.001 } }));
      expect(run.journal!.fills.length).toBeGreaterThan(2);
      for (const { bar, rawPrice } of run.journal!.fills) {
        expect(rawPrice).toBeGreaterThanOrEqual(bars[bar]![2]);
        expect(rawPrice).toBeLessThanOrEqual(bars[bar]![1]);
      }
    }
  });
});
