import { describe, expect, test } from 'vitest';
import type { Actor, OrderEnd } from '../../src/engine/actor.js';
import type { Desk, OrderTicket } from '../../src/engine/desk.js';
import { toEntryLimits, riskSettings } from '../../src/config/settings/risk.js';
import { EntryGate } from '../../src/engine/risk/entry-limits.js';
import type { RunRules } from '../../src/engine/rules.js';
import { marketOf, rulesOf, runActor, type Bar } from '../_support/backtest.js';

const FLAT: Bar = [100, 101, 99, 100, 1000];
const market = (count = 4) => marketOf(Array.from({ length: count }, () => FLAT));
const order = (ticket: Partial<OrderTicket> = {}): OrderTicket => ({
  type: 'market',
  side: 1,
  size: { kind: 'quantity', value: 1 },
  ...ticket,
});

/** Runs a script, and tells what its strategy was told of. */
function told(
  script: Readonly<Record<number, (desk: Desk) => void>>,
  rules: RunRules = rulesOf({ execution: { flattenAtEnd: false } }),
  answer: Partial<Actor> = {},
): string[] {
  const lines: string[] = [];
  const note = (what: string, { bar, status, code }: OrderEnd) => void lines.push(`${bar} ${what} ${status} ${code}`);
  const actor: Actor = {
    warmup: 0,
    onBar: (i, desk) => {
      lines.push(`${i} bar`);
      script[i]?.(desk);
    },
    onFill: ({ bar, side }) => void lines.push(`${bar} fill ${side}`),
    onReject: (end, desk) => {
      note('reject', end);
      answer.onReject?.(end, desk);
    },
    onCancel: (end) => note('cancel', end),
  };
  runActor(market(), actor, rules);
  return lines;
}

describe('a strategy is told of orders that end otherwise than by a fill', () => {
  test('of a rejection right after the turn in which it placed the order', () => {
    const rules = rulesOf({ instrument: { minQuantity: 2 }, execution: { flattenAtEnd: false } });
    expect(told({ 1: (desk) => void desk.submit(order()) }, rules)).toEqual([
      '0 bar',
      '1 bar',
      '1 reject REJECTED QTY_MIN',
      '2 bar',
      '3 bar',
    ]);
  });

  test('of cancellations and expiries among the fills, in the order of events, before the close is shown', () => {
    const script = {
      0: (desk: Desk) => {
        desk.submit(order({ type: 'limit', price: 90, group: 1 }));
        desk.submit(order({ type: 'limit', price: 99.5, group: 1 }));
        desk.submit(order({ type: 'limit', price: 80, expires: 1 }));
      },
    };
    expect(told(script)).toEqual([
      '0 bar',
      '1 fill 1',
      '1 cancel CANCELED OCO',
      '1 cancel EXPIRED EXPIRED',
      '1 bar',
      '2 bar',
      '3 bar',
    ]);
  });

  test('of what the end of the data cancels, but not of what it cancels itself', () => {
    const script = {
      0: (desk: Desk) => desk.cancel(desk.submit(order({ type: 'limit', price: 90 }))),
      1: (desk: Desk) => void desk.submit(order({ type: 'limit', price: 90 })),
    };
    expect(told(script)).toEqual(['0 bar', '1 bar', '2 bar', '3 bar', '3 cancel CANCELED end_of_data']);
  });

  test('and its answer to a rejection is checked at once and fills at the next open', () => {
    const rules = rulesOf({ instrument: { maxQuantity: 2 }, execution: { flattenAtEnd: false } });
    const onReject = (_: OrderEnd, desk: Desk) => void desk.submit(order());
    expect(
      told({ 1: (desk) => void desk.submit(order({ size: { kind: 'quantity', value: 3 } })) }, rules, { onReject }),
    ).toEqual(['0 bar', '1 bar', '1 reject REJECTED QTY_MAX', '2 fill 1', '2 bar', '3 bar']);
  });

  test('answers that are rejected without end are an event storm, not a hanging run', () => {
    const rules = rulesOf({ instrument: { minQuantity: 2 } });
    const onReject = (_: OrderEnd, desk: Desk) => void desk.submit(order());
    expect(() => told({ 1: (desk) => void desk.submit(order()) }, rules, { onReject })).toThrow(
      'event storm: more than 10000 orders at one moment',
    );
  });

  test('under the limits of the account, too', () => {
    const codes: string[] = [];
    const inner: Actor = {
      warmup: 0,
      onBar: (i, desk) => void (i === 0 && desk.submit(order())),
      onReject: ({ code }) => void codes.push(code),
    };
    const limits = toEntryLimits(riskSettings.parse({ kill_switch: true }))!;
    const { instrument } = rulesOf();
    runActor(market(), new EntryGate(limits).guard(inner, market(), instrument));
    expect(codes).toEqual(['KILL_SWITCH']);
  });
});

describe('the least value of an order', () => {
  const priced = (...opens: number[]) => marketOf(opens.map((open): Bar => [open, open, open, open]));
  const statuses = (ticket: OrderTicket, minNotional: number) =>
    runActor(
      priced(100, 90, 90),
      { warmup: 0, onBar: (i, desk) => void (i === 0 && desk.submit(ticket)) },
      rulesOf({ instrument: { minNotional }, execution: { flattenAtEnd: false } }),
    ).journal!.orders.map(({ status, code }) => [status, code]);

  test('of a given quantity is judged at its placement, by the close, and not again at a lower fill', () => {
    expect(statuses(order(), 95)).toEqual([['FILLED', '']]);
    expect(statuses(order(), 101)).toEqual([['REJECTED', 'MIN_NOTIONAL']]);
  });

  test('of a quantity that is found at the fill is judged there', () => {
    const half = { kind: 'cash', value: 50, cap: 1 } as const;
    expect(statuses(order({ size: half }), 95)).toEqual([['REJECTED', 'MIN_NOTIONAL']]);
  });
});

test('a spot sale is cut to what is held at its fill, and cancelled when nothing is', () => {
  const sell = order({ side: -1, size: { kind: 'quantity', value: 1 } });
  const actor: Actor = {
    warmup: 0,
    onBar: (i, desk) => {
      if (i === 0) desk.submit(order());
      if (i === 1) [sell, sell].forEach((ticket) => desk.submit(ticket));
    },
  };
  const rules = rulesOf({ instrument: { allowShort: false, minNotional: 50 }, execution: { flattenAtEnd: false } });
  const { journal } = runActor(market(), actor, rules);
  expect(journal!.orders.map(({ status, code }) => [status, code])).toEqual([
    ['FILLED', ''],
    ['FILLED', ''],
    ['CANCELED', 'NOTHING_HELD'],
  ]);
});

test('an order that the strategy names stands under that name in the record', () => {
  const actor: Actor = { warmup: 0, onBar: (i, desk) => void (i === 0 && desk.submit(order({ id: 'first' }))) };
  const { journal } = runActor(market(), actor);
  expect(journal!.orders.map(({ name }) => name)).toEqual(['first', undefined]);
});

test('orders placed are those of the strategy, without the exits of brackets and the flatten of the run', () => {
  const bracket = { stop: { distance: 50 }, target: { distance: 50 } };
  const actor: Actor = { warmup: 0, onBar: (i, desk) => void (i === 0 && desk.submit(order({ bracket }))) };
  const { counters } = runActor(market(), actor);
  expect([counters.ordersPlaced, counters.ordersSubmitted]).toEqual([1, 4]);
});
