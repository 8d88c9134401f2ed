import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/engine/actor.js';
import type { Desk } from '../../../src/engine/desk.js';
import { EntryGate, type EntryLimits } from '../../../src/engine/risk/entry-limits.js';
import type { RunRecord } from '../../../src/engine/record/record.js';
import { Engine } from '../../../src/engine/run-engine.js';
import { DAY, HOUR, marketOf, rulesOf, type Bar, type RuleChanges } from '../../_support/backtest.js';

const NONE: EntryLimits = {
  maxOpenTrades: Infinity,
  maxPositionExposure: Infinity,
  maxExposure: Infinity,
  maxEntriesPerDay: Infinity,
  lockoutAfterLosses: Infinity,
  killTime: Infinity,
};
const flat = (price: number): Bar => [price, price, price, price];
type Script = Readonly<Record<number, (desk: Desk) => void>>;

/** Runs scripts on instruments of one account of 1,000, hour by hour. */
function run(
  limits: Partial<EntryLimits>,
  scripts: readonly { readonly prices: readonly number[]; readonly act: Script }[],
  changes: RuleChanges = {},
): RunRecord {
  const rules = rulesOf({ account: { kind: 'margin', initialCash: 1_000, leverage: 100 }, ...changes });
  const gate = new EntryGate({ ...NONE, ...limits });
  const traders = scripts.map(({ prices, act }) => {
    const market = marketOf(prices.map(flat), { intervalMs: HOUR });
    const actor: Actor = { warmup: 0, onBar: (i, desk) => void act[i]?.(desk) };
    return { market, actor: gate.guard(actor, market, rules.instrument) };
  });
  return new Engine().run({ traders, rules, window: { from: 0, to: scripts[0]!.prices.length }, recording: true });
}

const order =
  (side: 1 | -1, value = 1) =>
  (desk: Desk): void =>
    void desk.submit({ type: 'market', side, size: { kind: 'quantity', value } });
const close = (desk: Desk): void => desk.close('exit');
const fills = (record: RunRecord) => record.journal!.fills.map((f) => [f.bar, f.side, f.quantity]);
const codes = (record: RunRecord) =>
  record.journal!.orders.filter((o) => o.status === 'REJECTED').map((o) => [o.submittedBar, o.closedBar, o.code]);
const steady = (bars: number) => Array.from({ length: bars }, () => 100);

describe('limits of entries', () => {
  test('refuse a trade beyond the number of open ones, over all instruments, at the fill', () => {
    const one = { prices: steady(5), act: { 0: order(1) } };
    const both = run({ maxOpenTrades: 1 }, [one, { prices: steady(5), act: { 0: order(1), 2: order(-1) } }]);
    expect(codes(both)).toEqual([
      [0, 1, 'MAX_OPEN_TRADES'],
      [2, 2, 'MAX_OPEN_TRADES'],
    ]);
    expect(codes(run({ maxOpenTrades: 2 }, [one, one]))).toEqual([]);
  });

  test('count lots in hedge mode, and let an open trade be enlarged in netting mode', () => {
    const act = { 0: order(1), 2: order(1) };
    const hedge = run({ maxOpenTrades: 1 }, [{ prices: steady(5), act }], { instrument: { positionMode: 'hedge' } });
    expect(codes(hedge)).toEqual([[2, 2, 'MAX_OPEN_TRADES']]);
    expect(codes(run({ maxOpenTrades: 1 }, [{ prices: steady(5), act }]))).toEqual([]);
  });

  test('refuse a position worth more than its share of the equity; exactly the share passes', () => {
    const act = { 0: order(1, 4), 2: order(1, 1), 4: order(1, 1) };
    // 4 at 100 are 0.4 of 1,000, the fifth makes 0.5, the sixth would make 0.6.
    const record = run({ maxPositionExposure: 0.5 }, [{ prices: steady(7), act }]);
    expect(fills(record).slice(0, 2)).toEqual([
      [1, 1, 4],
      [3, 1, 1],
    ]);
    expect(codes(record)).toEqual([[4, 4, 'POSITION_EXPOSURE']]);
  });

  test('refuse what all positions together would exceed, lots of both sides counted', () => {
    const other = { prices: steady(6), act: { 2: order(-1, 4) } };
    expect(codes(run({ maxExposure: 0.9 }, [{ prices: steady(6), act: { 0: order(1, 6) } }, other]))).toEqual([
      [2, 2, 'TOTAL_EXPOSURE'],
    ]);
    const act = { 0: order(1, 6), 2: order(-1, 4) };
    const hedge = run({ maxExposure: 0.9 }, [{ prices: steady(6), act }], { instrument: { positionMode: 'hedge' } });
    expect(codes(hedge)).toEqual([[2, 2, 'TOTAL_EXPOSURE']]);
  });

  test('refuse entries beyond the number of a day and begin anew at midnight UTC', () => {
    const act = { 0: order(1), 2: close, 4: order(1), 25: order(1) };
    expect(codes(run({ maxEntriesPerDay: 1 }, [{ prices: steady(30), act }]))).toEqual([[4, 4, 'MAX_ENTRIES']]);
  });

  test('take the parts of an order that fills over several bars for one entry', () => {
    const market = marketOf(
      steady(8).map((price): Bar => [price, price, price, price, 2]),
      { intervalMs: HOUR },
    );
    const execution = { participation: { bps: 5000, volume: 'current' as const } };
    const rules = rulesOf({ account: { kind: 'margin', initialCash: 1_000, leverage: 100 }, execution });
    const actor: Actor = { warmup: 0, onBar: (i, desk) => void (i === 0 && order(1, 3)(desk)) };
    const guarded = new EntryGate({ ...NONE, maxEntriesPerDay: 1 }).guard(actor, market, rules.instrument);
    const window = { from: 0, to: market.length };
    const record = new Engine().run({ traders: [{ market, actor: guarded }], rules, window, recording: true });
    expect(fills(record).slice(0, 3)).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [3, 1, 1],
    ]);
  });

  test('refuse entries after losses in a row until the next day; a win between begins the count anew', () => {
    const falling = Array.from({ length: 40 }, (_, i) => 200 - i);
    const act = { 0: order(1), 2: close, 4: order(1), 6: close, 8: order(1), 25: order(1) };
    const lost = run({ lockoutAfterLosses: 2 }, [{ prices: falling, act }]);
    expect(codes(lost)).toEqual([[8, 8, 'LOSS_LOCKOUT']]);
    const short = { 0: order(1), 2: close, 4: order(-1), 6: close, 8: order(1), 10: close, 12: order(1) };
    expect(codes(run({ lockoutAfterLosses: 2 }, [{ prices: falling, act: short }]))).toEqual([]);
    // Fees make a loss of a trade whose price stood still.
    const fees = { fees: { maker: 0, taker: 0.001, fixed: 0, perUnit: 0 } };
    const still = run({ lockoutAfterLosses: 2 }, [{ prices: steady(40), act }], { execution: fees });
    expect(codes(still)).toEqual([[8, 8, 'LOSS_LOCKOUT']]);
  });

  test('refuse every entry from the kill switch on, at its placement and at its fill, and no exit', () => {
    const act = { 0: order(1), 2: order(1), 4: close, 6: order(1) };
    const from = Date.UTC(2024, 0, 1) + 3 * HOUR;
    const record = run({ killTime: from + 1 }, [{ prices: steady(9), act }]);
    // The order of bar 2 is placed at the close of 03:00 and fills at that open, a moment before the switch.
    expect(fills(record)).toEqual([
      [1, 1, 1],
      [3, 1, 1],
      [5, -1, 2],
    ]);
    expect(codes(record)).toEqual([[6, 6, 'KILL_SWITCH']]);
    expect(codes(run({ killTime: from }, [{ prices: steady(9), act }]))[0]).toEqual([2, 2, 'KILL_SWITCH']);
  });

  test('that forbid to turn a position round still close it', () => {
    const act = { 0: order(1, 2), 2: order(-1, 5) };
    const record = run({ maxEntriesPerDay: 1 }, [{ prices: steady(6), act }]);
    expect(fills(record)).toEqual([
      [1, 1, 2],
      [3, -1, 2],
    ]);
  });

  test('give the same bits to a run that sleeps', () => {
    const limit = (...values: number[]) => fc.constantFrom(Infinity, ...values);
    const limits = fc.record({
      maxOpenTrades: limit(1),
      maxPositionExposure: limit(0.3, 0.6),
      maxExposure: limit(0.5),
      maxEntriesPerDay: limit(1, 2),
      lockoutAfterLosses: limit(1, 2),
      killTime: limit(Date.UTC(2024, 0, 1) + 1.5 * DAY),
    });
    const steps = fc.array(fc.constantFrom(-3, -1, 0, 1, 3), { minLength: 60, maxLength: 60 });
    const orders = fc.array(fc.record({ bar: fc.nat(58), side: fc.constantFrom(1, -1), quantity: fc.nat(8) }));
    fc.assert(
      fc.property(limits, steps, orders, (given, moves, tickets) => {
        let price = 100;
        const market = marketOf(
          moves.map((move) => [price, price + 3, price - 3, (price = Math.max(20, price + move))] as Bar),
          { intervalMs: HOUR },
        );
        const at = [...tickets].sort((a, b) => a.bar - b.bar);
        const play = (mode: 'sleep' | 'every-bar'): RunRecord => {
          const rules = rulesOf({ mode, account: { kind: 'margin', initialCash: 1_000, leverage: 10 } });
          const actor: Actor = {
            warmup: 0,
            onBar(i, desk) {
              for (const { bar, side, quantity } of at)
                if (bar === i && quantity > 0)
                  desk.submit({
                    type: 'market',
                    side: side as 1 | -1,
                    size: { kind: 'quantity', value: quantity },
                    bracket: { stop: { distance: 4 }, target: { distance: 5 } },
                  });
              return at.find(({ bar }) => bar > i)?.bar ?? Number.MAX_SAFE_INTEGER;
            },
          };
          const guarded = new EntryGate(given).guard(actor, market, rules.instrument);
          const window = { from: 0, to: market.length };
          return new Engine().run({ traders: [{ market, actor: guarded }], rules, window, recording: true });
        };
        const [slept, visited] = [play('sleep'), play('every-bar')];
        expect(slept.journal!.orders).toEqual(visited.journal!.orders);
        expect(slept.finalEquity).toBe(visited.finalEquity);
      }),
      { numRuns: 150 },
    );
  });
});
