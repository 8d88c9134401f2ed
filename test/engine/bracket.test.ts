import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { Bracket, Desk } from '../../src/engine/desk.js';
import { exitsOf, fillsOf, rulesOf, runScript, type Bar } from '../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100];
const enter =
  (side: 1 | -1, bracket: Bracket, quantity = 4) =>
  (desk: Desk) =>
    void desk.submit({ type: 'market', side, size: { kind: 'quantity', value: quantity }, bracket });

describe('several targets', () => {
  const ladder: Bracket = {
    stop: { price: 96 },
    target: [
      { risks: 1, share: 0.5 },
      { risks: 1.5, share: 0.25 },
      { risks: 2, share: 0.25 },
    ],
  };

  test('take their shares at multiples of the risk, and the trade ends with the last', () => {
    const run = runScript([FLAT, FLAT, [100, 105, 99, 104], [104, 109, 103, 108]], { 0: enter(1, ladder) });
    expect(run.journal!.fills.map((f) => [f.bar, f.price, f.quantity])).toEqual([
      [1, 100, 4],
      [2, 104, 2],
      [3, 106, 1],
      [3, 108, 1],
    ]);
    expect(run.trades.count).toBe(1);
    expect(run.trades.grossPnl[0]).toBe(2 * 4 + 6 + 8);
    expect(run.journal!.orders.map((o) => [o.type, o.status])).toContainEqual(['stop', 'CANCELED']);
  });

  test('leave the stop to guard the rest', () => {
    const run = runScript([FLAT, FLAT, [100, 105, 99, 104], [104, 105, 95, 96], FLAT], { 0: enter(1, ladder) });
    expect(run.journal!.fills.map((f) => [f.reason, f.quantity])).toEqual([
      ['', 4],
      ['target', 2],
      ['stop', 2],
    ]);
    expect(run.counters.ordersSubmitted).toBe(run.counters.ordersFilled + run.counters.ordersCancelled);
  });

  test('round down to the lot, the rest going to the last', () => {
    const rules = rulesOf({ instrument: { lot: parseStep('1') } });
    const run = runScript([FLAT, FLAT, [100, 109, 99, 108]], { 0: enter(1, ladder, 3) }, rules);
    expect(run.journal!.fills.map((f) => f.quantity)).toEqual([3, 1, 2]);
  });

  test('that share less than everything keep the remainder open', () => {
    const half: Bracket = { stop: { price: 90 }, target: { distance: 5, share: 0.5 } };
    const run = runScript([FLAT, FLAT, [100, 106, 99, 105], [105, 106, 89, 95]], { 0: enter(1, half) });
    expect(run.journal!.fills.map((f) => [f.bar, f.quantity])).toEqual([
      [1, 4],
      [2, 2],
      [3, 2],
    ]);
  });
});

describe('a stop', () => {
  test('given as a price and a distance lies at the nearer of the two', () => {
    const at = (side: 1 | -1, price: number, distance: number) =>
      runScript([FLAT, FLAT, FLAT], { 0: enter(side, { stop: { price, distance } }) }).journal!.orders[1]!.price;
    expect([at(1, 96, 2), at(1, 99, 2), at(-1, 104, 2), at(-1, 101, 2)]).toEqual([98, 99, 102, 101]);
  });

  test('nearer than the least risk rejects the entry, and so does one on the wrong side', () => {
    const code = (price: number) =>
      runScript([FLAT, FLAT], { 0: enter(1, { stop: { price }, minRisk: 1 }) }).journal!.orders[0]!.code;
    expect([code(99.5), code(101), code(99)]).toEqual(['RISK_TOO_SMALL', 'RISK_TOO_SMALL', '']);
  });

  test('can be moved, which holds from the next bar on', () => {
    const seen: number[] = [];
    const script = {
      0: enter(1, { stop: { price: 90 } }),
      1: (desk: Desk) => seen.push(desk.stopPrice),
      2: (desk: Desk) => {
        desk.moveStop(98);
        seen.push(desk.stopPrice);
      },
    };
    const run = runScript([FLAT, FLAT, [100, 101, 97, 100], [100, 101, 97, 100]], script);
    expect(seen).toEqual([90, 98]);
    expect(exitsOf(run)).toEqual([[3, 'stop', 98]]);
  });

  test('puts one R at stake, whatever the position became later', () => {
    const run = runScript(
      [FLAT, FLAT, [96, 96, 96, 96]],
      { 0: enter(1, { stop: { distance: 4 } }) },
      rulesOf({ instrument: { multiplier: 50 } }),
    );
    expect(run.trades.initialRisk[0]).toBe(4 * 4 * 50);
    expect(run.trades.grossPnl[0]).toBe(-800);
  });
});

test('a limit target takes the maker fee, a target at market the taker fee', () => {
  const rules = rulesOf({ execution: { fees: { maker: 0.01, taker: 0.02, fixed: 0, perUnit: 0 } } });
  const fees = (type: 'limit' | 'take_profit') =>
    runScript([FLAT, FLAT, [100, 111, 99, 110]], { 0: enter(1, { target: { price: 110, type } }, 1) }, rules).journal!
      .fills[1]!.fee;
  expect([fees('limit'), fees('take_profit')]).toEqual([1.1, 2.2]);
});

describe('a contract with a point value', () => {
  const rules = rulesOf({
    account: { kind: 'margin', leverage: 100 },
    instrument: { multiplier: 50 },
    execution: { fees: { maker: 0, taker: 0, fixed: 0, perUnit: 2 } },
  });

  test('earns its points times the point value, less a commission a contract and side', () => {
    const run = runScript([FLAT, FLAT, [103, 103, 103, 103]], { 0: enter(1, {}, 3) }, rules);
    expect(run.trades.grossPnl[0]).toBe(3 * 3 * 50);
    expect(run.totalFees).toBe(2 * 3 * 2);
    expect(run.finalEquity).toBe(100_000 + 450 - 12);
  });

  test('is marked with its point value', () => {
    const run = runScript([FLAT, FLAT, [101, 101, 101, 101], FLAT], { 0: enter(-1, {}, 2) }, rules);
    expect(run.journal!.equity[2]).toBe(100_000 - 4 - 100);
  });
});

test('slippage in price units moves taker fills against us', () => {
  const rules = rulesOf({ execution: { slippagePrice: 0.25 } });
  expect(fillsOf(runScript([FLAT, FLAT], { 0: enter(1, {}) }, rules))).toEqual([
    [1, 1, 100.25],
    [1, -1, 99.75],
  ]);
});

test('where the stop and the target of a position lie at one price, the stop trades', () => {
  const bars: Bar[] = [
    [100, 100, 100, 100],
    [100, 104, 100, 104],
    [105, 106, 103, 104],
    [104, 104, 104, 104],
  ];
  const run = runScript(bars, {
    0: (desk) =>
      void desk.submit({
        ...{ type: 'market', side: 1, size: { kind: 'quantity', value: 1 } },
        bracket: { stop: { price: 90 }, target: { price: 105 } },
      }),
    1: (desk) => desk.moveStop(105),
  });
  expect(exitsOf(run)).toEqual([[2, 'stop', 105]]);
});
