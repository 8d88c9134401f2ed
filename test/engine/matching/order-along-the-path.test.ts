import { describe, expect, test } from 'vitest';
import { parseStep } from '../../../src/base/step.js';
import type { Desk, OrderTicket } from '../../../src/engine/desk.js';
import type { ExecutionRules } from '../../../src/engine/rules.js';
import { rulesOf, runScript, type Bar } from '../../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100, 1000];
const size = (value: number) => ({ kind: 'quantity', value }) as const;
const place =
  (...tickets: readonly Partial<OrderTicket>[]) =>
  (desk: Desk): void => {
    for (const ticket of tickets) desk.submit({ type: 'market', side: 1, size: size(1), ...ticket });
  };
const run = (bars: readonly Bar[], script: Parameters<typeof runScript>[1], execution: Partial<ExecutionRules> = {}) =>
  runScript(
    bars,
    script,
    rulesOf({ instrument: { lot: parseStep('0.1') }, execution: { flattenAtEnd: false, ...execution } }),
  );
const fillsOf = (...given: Parameters<typeof run>) =>
  run(...given).journal!.fills.map(({ bar, side, quantity, price }) => [bar, side * quantity, price]);

describe('between two points of the path', () => {
  // One unit is held; a purchase waits at 98, the stop of what is held farther down.
  const bars: Bar[] = [FLAT, FLAT, [100, 100, 94, 99, 10]];
  const script = (entry: number, stop: number) => ({
    0: place({}),
    1: place({ type: 'stop', side: -1, price: stop, reduceOnly: true }, { type: 'limit', price: entry }),
  });
  // A tenth of the volume of 10 is enough for one of the two.
  const scarce: Partial<ExecutionRules> = { participation: { bps: 1000, volume: 'current' } };
  const lastOf = (entry: number, stop: number, path: ExecutionRules['path']) =>
    fillsOf(bars, script(entry, stop), { ...scarce, path }).at(-1);

  test('an order that the price meets first goes first, whatever it is', () => {
    expect(lastOf(98, 95, 'adaptive')).toEqual([2, 1, 98]);
    expect(lastOf(95, 98, 'adaptive')).toEqual([2, -1, 98]);
  });

  test('at one price the stop goes first', () => {
    expect(lastOf(97, 97, 'adaptive')).toEqual([2, -1, 97]);
  });

  test('and on the worst path stops go first anywhere', () => {
    expect(lastOf(98, 95, 'worst')).toEqual([2, -1, 95]);
  });
});

describe('where limits must be passed', () => {
  const passed = { limitTouch: false } as const;

  test('one that rests is not filled by an open that only touches it', () => {
    const limit = place({ type: 'limit', price: 98 });
    expect(fillsOf([FLAT, FLAT, [98, 99, 98, 99, 10]], { 0: limit }, passed)).toEqual([]);
    expect(fillsOf([FLAT, FLAT, [98, 99, 97.9, 99, 10]], { 0: limit }, passed)).toEqual([[2, 1, 98]]);
  });

  test('one that arrives at an open at its price takes it', () => {
    expect(fillsOf([FLAT, [98, 99, 98, 99, 10]], { 0: place({ type: 'limit', price: 98 }) }, passed)).toEqual([
      [1, 1, 98],
    ]);
  });
});

test('a stop that fills at its own price over a gap does not make a stop_limit do so', () => {
  const bars: Bar[] = [FLAT, [104, 107, 104, 106, 10]];
  const at = (ticket: Partial<OrderTicket>) =>
    fillsOf(bars, { 0: place({ price: 102, ...ticket }) }, { stopGap: 'stop' });
  expect(at({ type: 'stop' })).toEqual([[1, 1, 102]]);
  expect(at({ type: 'stop_limit', limitPrice: 105 })).toEqual([[1, 1, 104]]);
});

test('the value of a stop_limit is that of its limit', () => {
  const rules = rulesOf({ instrument: { minNotional: 99 } });
  const codeOf = (limitPrice: number) => {
    const ticket = { type: 'stop_limit', side: 1, price: 98, limitPrice, size: size(1) } as const;
    return runScript([FLAT, FLAT], { 0: (desk) => desk.submit(ticket) }, rules).journal!.orders[0]!.code;
  };
  expect(codeOf(98.5)).toBe('MIN_NOTIONAL');
  expect(codeOf(99)).not.toBe('MIN_NOTIONAL');
});

test('a position that changes its sign keeps whole lots', () => {
  const sell = place({ side: -1, size: size(2) });
  const { journal } = runScript(
    [FLAT, FLAT, FLAT, FLAT],
    { 0: place({ size: size(1.8) }), 1: sell },
    {
      ...rulesOf({ instrument: { lot: parseStep('0.1'), allowShort: true }, account: { kind: 'margin' } }),
    },
  );
  expect(journal!.fills.at(-1)).toMatchObject({ side: 1, quantity: 0.2, reason: 'end_of_data' });
});

describe('a bar is ambiguous', () => {
  const count = (bar: Bar, ...tickets: readonly Partial<OrderTicket>[]) =>
    run([FLAT, bar, FLAT], { 0: place(...tickets.map((ticket) => ({ group: 1, ...ticket }))) }).counters.ambiguousBars;
  const dip: Partial<OrderTicket> = { type: 'limit', price: 98 };
  const rise: Partial<OrderTicket> = { type: 'stop', price: 102 };

  test('where two orders of a group could trade, on either side', () => {
    expect(count([100, 103, 97, 100, 10], dip, rise)).toBe(1);
    expect(count([100, 103, 99, 100, 10], dip, rise)).toBe(0);
    expect(count([100, 103, 97, 100, 10], { ...dip, group: 2 }, rise)).toBe(0);
  });

  test('but not for a stop_limit that the open passed beyond its limit', () => {
    const ticket: Partial<OrderTicket> = { type: 'stop_limit', price: 102, limitPrice: 102.5 };
    expect(count([103, 104, 97, 100, 10], dip, ticket)).toBe(0);
    expect(count([100, 104, 97, 100, 10], dip, ticket)).toBe(1);
  });
});
