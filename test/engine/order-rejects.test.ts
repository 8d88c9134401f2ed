import { expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { Desk, OrderTicket } from '../../src/engine/desk.js';
import { rulesOf, runScript, type Bar, type RuleChanges } from '../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100, 1000];
const size = (value: number) => ({ kind: 'quantity', value }) as const;

/** Codes of orders that are submitted together at a close of 100; empty for one that was taken. */
function codes(changes: RuleChanges, ...tickets: readonly Partial<OrderTicket>[]): string[] {
  const rules = rulesOf({ ...changes, execution: { flattenAtEnd: false, ...changes.execution } });
  const run = runScript(
    [FLAT, FLAT],
    {
      0: (desk) => {
        for (const ticket of tickets) desk.submit({ type: 'market', side: 1, size: size(1), ...ticket });
      },
    },
    rules,
  );
  return run.journal!.orders.map(({ status, code }) => (status === 'REJECTED' ? code : ''));
}

test.each<[string, RuleChanges['instrument'], Partial<OrderTicket>]>([
  ['NOT_TRADING', { isTrading: false }, {}],
  ['QTY_STEP', { lot: parseStep('0.1') }, { size: size(0.15) }],
  ['QTY_MIN', { minQuantity: 2 }, {}],
  ['QTY_MAX', { maxQuantity: 0.5 }, {}],
  ['MIN_NOTIONAL', { minNotional: 101 }, {}],
  ['PRICE_TICK', { tick: parseStep('0.1') }, { type: 'limit', price: 99.95 }],
  ['PRICE_BAND', { priceBand: { low: 90, high: null } }, { type: 'limit', price: 89 }],
  ['PRICE_BAND', { priceBand: { low: null, high: 110 } }, { type: 'stop', price: 111 }],
  ['PRICE_INVALID', {}, { type: 'limit', price: -1 }],
  ['POST_ONLY', {}, { type: 'limit', price: 100, postOnly: { retries: 0, maxDeviation: 0 } }],
  ['SHORT_NOT_ALLOWED', { allowShort: false }, { side: -1 }],
  ['REDUCE_ONLY', {}, { side: -1, reduceOnly: true }],
  ['MARKET_UNSUPPORTED', {}, { market: 'option' }],
  ['MARKET_UNSUPPORTED', {}, { market: 'future' }],
])('%s %j', (code, instrument, ticket) => {
  expect(codes({ instrument: instrument ?? {} }, ticket)).toEqual([code]);
});

test('an order that only reduces is free of the filters of size, unless it asks to meet them', () => {
  const instrument = { lot: parseStep('0.1'), minQuantity: 0.5, minNotional: 60 };
  const sell = (meetsFilters: boolean) => {
    const ticket = { type: 'market', side: -1, size: size(0.25), reduceOnly: true, meetsFilters } as const;
    const orders = {
      0: (desk: Desk) => desk.submit({ type: 'market', side: 1, size: size(1) }),
      1: (desk: Desk) => desk.submit(ticket),
    };
    return runScript([FLAT, FLAT, FLAT], orders, rulesOf({ instrument })).journal!.orders[1]!.code;
  };
  expect(sell(false)).toBe('');
  expect(sell(true)).toBe('QTY_STEP QTY_MIN MIN_NOTIONAL');
});

test('an order that breaks several rules is told all of them', () => {
  const instrument = {
    isTrading: false,
    lot: parseStep('0.1'),
    tick: parseStep('0.1'),
    priceBand: { low: 100, high: 200 },
  };
  const ticket = { type: 'limit', price: 99.95, size: size(0.15) } as const;
  expect(codes({ instrument }, ticket)).toEqual(['NOT_TRADING QTY_STEP PRICE_TICK PRICE_BAND']);
});

test('an instrument that its venue must list and does not is told so, and nothing else', () => {
  expect(codes({ instrument: { isListed: false, isTrading: false } }, {})).toEqual(['SPEC_MISSING']);
});

test('a future trades on a margin account', () => {
  expect(codes({ account: { kind: 'margin' } }, { market: 'future' })).toEqual(['']);
});

test('sales beyond what is held, and exits that would enlarge or turn it round, are rejected when they are placed', () => {
  const place = (instrument: RuleChanges['instrument'], ...tickets: readonly Partial<OrderTicket>[]): string[] => {
    const run = runScript(
      [FLAT, FLAT, FLAT],
      {
        0: (desk) => void desk.submit({ type: 'market', side: 1, size: size(2) }),
        1: (desk) => {
          for (const ticket of tickets) desk.submit({ type: 'market', side: -1, size: size(2), ...ticket });
        },
      },
      rulesOf({ instrument: instrument ?? {}, execution: { flattenAtEnd: false } }),
    );
    return run.journal!.orders.slice(1).map(({ status, code }) => (status === 'REJECTED' ? code : ''));
  };
  const noShort = { allowShort: false };
  expect(place(noShort, {})).toEqual(['']);
  expect(place(noShort, { size: size(2.5) })).toEqual(['SHORT_NOT_ALLOWED']);
  expect(place({}, { size: size(2.5) })).toEqual(['']);
  expect(place({}, { reduceOnly: true })).toEqual(['']);
  expect(place({}, { reduceOnly: true, size: size(Infinity) })).toEqual(['']);
  expect(place({}, { reduceOnly: true, size: size(2.5) })).toEqual(['REDUCE_ONLY']);
  expect(place({}, { reduceOnly: true, side: 1 })).toEqual(['REDUCE_ONLY']);
});

test('purchases of a cash account stay within its cash, a market order with 5 % in reserve, working ones included', () => {
  const account = { initialCash: 1_000 };
  expect(codes({ account }, { size: size(9.6) })).toEqual(['INSUFFICIENT_CASH']);
  expect(codes({ account }, { size: size(9.5) })).toEqual(['']);
  expect(codes({ account }, { type: 'limit', price: 99, size: size(10.1) })).toEqual(['']);
  expect(codes({ account }, { size: size(5) }, { size: size(5) })).toEqual(['', 'INSUFFICIENT_CASH']);
  expect(codes({ account }, { type: 'stop', price: 110, size: size(8.7) })).toEqual(['INSUFFICIENT_CASH']);
  const fees = { maker: 0, taker: 0.01, fixed: 0, perUnit: 0 };
  expect(codes({ account, execution: { fees } }, { size: size(9.5) })).toEqual(['INSUFFICIENT_CASH']);
});

test('a rejected order holds no cash from the next one', () => {
  const account = { initialCash: 1_000 };
  expect(codes({ account }, { size: size(20) }, { size: size(9) })).toEqual(['INSUFFICIENT_CASH', '']);
});

test('margin accounts and sizes that the account itself limits are not asked', () => {
  expect(codes({ account: { initialCash: 1_000, kind: 'margin' } }, { size: size(100) })).toEqual(['']);
  expect(codes({ account: { initialCash: 1_000 } }, { size: { kind: 'equity', value: 1, cap: 1 } })).toEqual(['']);
});
