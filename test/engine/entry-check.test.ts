import { describe, expect, test } from 'vitest';
import type { Actor, EntryRequest } from '../../src/engine/actor.js';
import type { Desk } from '../../src/engine/desk.js';
import { Engine } from '../../src/engine/run-engine.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { marketOf, rulesOf, type Bar, type RuleChanges } from '../_support/backtest.js';

const flat = (price: number): Bar => [price, price, price, price];
const COSTS = { fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 }, slippage: 0.01 };

interface Script {
  readonly prices: readonly number[];
  readonly act: Readonly<Record<number, (desk: Desk) => void>>;
  readonly check?: (entry: EntryRequest, desk: Desk) => number | string;
  readonly marksFills?: boolean;
}

function run(scripts: readonly Script[], changes: RuleChanges = {}): RunRecord {
  const traders = scripts.map(({ prices, act, check, marksFills = false }) => {
    const actor: Actor = {
      warmup: 0,
      onBar: (i, desk) => void act[i]?.(desk),
      ...(check && { checkEntry: check }),
      marksFills,
    };
    return { market: marketOf(prices.map(flat)), actor };
  });
  const window = { from: 0, to: scripts[0]!.prices.length };
  return new Engine().run({ traders, rules: rulesOf(changes), window, recording: true });
}

const order = (desk: Desk, side: 1 | -1 = 1, value = 10) =>
  void desk.submit({ type: 'market', side, size: { kind: 'quantity', value } });

describe('a strategy that checks its entries', () => {
  test('is asked at the placement with the close and at the fill with its price, before and after slippage', () => {
    const seen: EntryRequest[] = [];
    const check = (entry: EntryRequest) => (seen.push({ ...entry }), entry.quantity);
    run([{ prices: [100, 200, 200], act: { 0: order }, check }], { execution: COSTS });
    expect(seen).toEqual([
      { bar: 0, side: 1, quantity: 10, price: 100, rawPrice: 100, isFill: false },
      { bar: 1, side: 1, quantity: 10, price: 202, rawPrice: 200, isFill: true },
    ]);
  });

  test('sets the quantity of the fill', () => {
    const check = (entry: EntryRequest) => (entry.isFill ? 4 : 1);
    const record = run([{ prices: [100, 100, 100], act: { 0: order }, check }]);
    expect(record.journal!.fills.map((f) => f.quantity)).toEqual([4, 4]);
  });

  test('rejects with its own code, at the placement and at the fill', () => {
    const check = (entry: EntryRequest) => (entry.bar < 2 ? (entry.isFill ? 'late' : 1) : 'early');
    const record = run([{ prices: [100, 100, 100, 100], act: { 0: order, 2: order }, check }]);
    expect(record.journal!.orders.map((o) => [o.status, o.code, o.submittedBar, o.closedBar])).toEqual([
      ['REJECTED', 'late', 0, 1],
      ['REJECTED', 'early', 2, 2],
    ]);
    expect(record.counters.fills).toBe(0);
  });

  test('is not asked about what only reduces', () => {
    let asked = 0;
    const check = (entry: EntryRequest) => (asked++, entry.quantity);
    run([{ prices: [100, 100, 100, 100], act: { 0: order, 1: (desk) => desk.close('signal') }, check }]);
    expect(asked).toBe(2);
  });

  test('still has its venue', () => {
    const record = run([{ prices: [100, 100, 100], act: { 0: order }, check: (e) => (e.isFill ? 0.5 : 1) }], {
      instrument: { minQuantity: 1 },
    });
    expect(record.journal!.orders[0]).toMatchObject({ status: 'REJECTED', code: 'QTY_MIN' });
  });
});

test('the desk tells of the positions of the whole account', () => {
  const facts: number[][] = [];
  const look = (desk: Desk) =>
    void facts.push([desk.openPositions, desk.exposure, desk.entryValue, desk.openFees, desk.equity]);
  const account = { kind: 'margin', initialCash: 10_000 } as const;
  run(
    [
      { prices: [100, 100, 110, 110], act: { 0: order, 2: look } },
      { prices: [50, 50, 40, 40], act: { 0: (desk) => order(desk, -1, 20), 3: look } },
    ],
    { account, execution: { ...COSTS, slippage: 0 } },
  );
  expect(facts).toEqual(Array.from({ length: 2 }, () => [2, 1900, 2000, 2, 10_298]));
});

test.each([
  [true, 'the price of its fill', 9990],
  [false, 'its latest close', 9890],
])('a position entered at the same open is marked at (marksFills %s) %s', (marksFills, _, equity) => {
  const seen: number[] = [];
  const check = (entry: EntryRequest, desk: Desk) => {
    if (entry.isFill) seen.push(desk.equity);
    return entry.quantity;
  };
  const account = { kind: 'margin', initialCash: 10_000 } as const;
  const script = { prices: [90, 100, 100], act: { 0: order }, check, marksFills };
  run([script, script], { account, execution: { ...COSTS, fees: { ...COSTS.fees, taker: 0.01 }, slippage: 0 } });
  expect(seen).toEqual([10_000, equity]);
});
