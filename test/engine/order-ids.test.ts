import { expect, test } from 'vitest';
import type { Desk, OrderTicket } from '../../src/engine/desk.js';
import { rulesOf, runScript, type Bar, type RuleChanges } from '../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100, 1000];
const BUY: OrderTicket = { type: 'market', side: 1, size: { kind: 'quantity', value: 1 }, id: 'a' };

const ordersOf = (script: Record<number, (desk: Desk) => void>, changes: RuleChanges = {}) =>
  runScript(
    [FLAT, FLAT, FLAT],
    script,
    rulesOf({ ...changes, execution: { flattenAtEnd: false } }),
  ).journal!.orders.map(({ status, code, quantity }) => [status, code, quantity]);

test('a second order of a name is ignored when it says the same, even after the first has filled', () => {
  const ids: number[] = [];
  const buy = (desk: Desk) => void ids.push(desk.submit(BUY), desk.submit({ ...BUY }));
  expect(ordersOf({ 0: buy, 1: buy })).toEqual([['FILLED', '', 1]]);
  expect(ids).toEqual([1, 1, 1, 1]);
});

test.each<Partial<OrderTicket>>([
  { size: { kind: 'quantity', value: 2 } },
  { side: -1 },
  { type: 'limit', price: 99 },
  { timeInForce: 'ioc' },
  { market: 'spot' },
])(
  'a second order of a name that says something else is rejected, and nothing else of it is looked at: %j',
  (change) => {
    const script = { 0: (desk: Desk) => void [desk.submit(BUY), desk.submit({ ...BUY, ...change })] };
    expect(ordersOf(script, {}).map(([status, code]) => [status, code])).toEqual([
      ['FILLED', ''],
      ['REJECTED', 'DUPLICATE_ID'],
    ]);
  },
);

test('the name of a rejected order is free again', () => {
  const script = {
    0: (desk: Desk) => void [desk.submit({ ...BUY, size: { kind: 'quantity', value: 0.5 } }), desk.submit(BUY)],
  };
  expect(ordersOf(script, { instrument: { minQuantity: 1 } })).toEqual([
    ['REJECTED', 'QTY_MIN', 0.5],
    ['FILLED', '', 1],
  ]);
});

test('a name is forgotten with its run', () => {
  const script = { 0: (desk: Desk) => void desk.submit(BUY) };
  expect(ordersOf(script)).toEqual(ordersOf(script));
});

test('ten thousand orders at one moment are taken; one more is an error that names the storm', () => {
  const place = (count: number) => (desk: Desk) => {
    for (let k = 0; k < count; k++)
      desk.submit({ type: 'limit', side: 1, price: 90, size: { kind: 'quantity', value: 0.001 } });
  };
  expect(ordersOf({ 0: place(9_999), 1: place(10_000) })).toHaveLength(19_999);
  expect(() => ordersOf({ 0: place(10_001) })).toThrow('event storm: more than 10000 orders');
});
