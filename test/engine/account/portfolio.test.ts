import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../../src/data/market.js';
import type { Actor } from '../../../src/engine/actor.js';
import type { Desk } from '../../../src/engine/desk.js';
import type { RunRecord } from '../../../src/engine/record/record.js';
import { buildMarket } from '../../../src/data/shared/shared.js';
import { Engine } from '../../../src/engine/run-engine.js';
import { firstFrameFrom, timelineOf } from '../../../src/engine/timeline.js';
import { DAY, marketOf, rulesOf, type Bar, type RuleChanges } from '../../_support/backtest.js';
import { anyRules } from '../../_support/random-rules.js';
import { randomActor, randomMarket } from '../../_support/random-run.js';

const START = Date.UTC(2024, 0, 1);
const flat = (price: number): Bar => [price, price, price, price];
const marketFrom = (day: number, ...prices: readonly number[]) =>
  marketOf(prices.map(flat), { intervalMs: DAY, start: START + day * DAY });

const script = (actions: Readonly<Record<number, (desk: Desk) => void>>): Actor => ({
  warmup: 0,
  onBar: (i, desk) => void actions[i]?.(desk),
});
const buy = (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 0.5, cap: 1 } });

function run(traders: readonly { market: Market; actor: Actor }[], changes: RuleChanges = {}): RunRecord {
  const window = { from: 0, to: timelineOf(traders.map((t) => t.market)).length };
  return new Engine().run({ traders, rules: rulesOf(changes), window, recording: true });
}

/** Columns of a market with some of its bars only. */
const keepBars = (market: Market, bars: readonly number[]) => {
  const keep = (column: Float64Array) => Float64Array.from(bars, (i) => column[i]!);
  const { time, open, high, low, close, volume } = market;
  return {
    time: keep(time),
    open: keep(open),
    high: keep(high),
    low: keep(low),
    close: keep(close),
    volume: keep(volume),
  };
};

describe('a timeline', () => {
  test('is the union of the bars, and tells each frame the bar of each instrument', () => {
    const { time, bars, dayEnd } = timelineOf([marketFrom(0, 1, 1, 1), marketFrom(2, 1, 1)]);
    expect(Array.from(time, (t) => (t - START) / DAY)).toEqual([0, 1, 2, 3]);
    expect(bars!.map((column) => Array.from(column))).toEqual([
      [0, 1, 2, -1],
      [-1, -1, 0, 1],
    ]);
    expect(Array.from(dayEnd)).toEqual([0, 1, 2, 3]);
  });

  test('finds the frame of a bar, over frames without one', () => {
    const bars = Int32Array.of(-1, 0, -1, -1, 1, 2, -1, 3);
    expect([0, 1, 2, 3, 9].map((bar) => firstFrameFrom(bars, bar, 1, 7))).toEqual([1, 4, 5, 7, 7]);
  });

  test('needs bars of one length', () => {
    expect(() => timelineOf([marketFrom(0, 1), randomMarket(1, 3)])).toThrow('bars of one length');
  });
});

describe('instruments that share an account', () => {
  test('are flattened at their own last close, by its volume, where their bars end before those of others', () => {
    const bars = [100, 100, 100].map((price): Bar => [price, price, price, price, 20]);
    const ended = marketOf(bars, { intervalMs: DAY, start: START });
    const one = (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 2 } });
    const record = run(
      [
        { market: ended, actor: script({ 0: one }) },
        { market: marketFrom(0, 5, 5, 5, 5, 5), actor: script({}) },
      ],
      { execution: { impact: { factor: 10, unit: 'price', leastVolume: 1 } } },
    );
    expect(record.journal!.fills.map(({ price, reason }) => [price, reason])).toEqual([
      [101, ''],
      [99, 'end_of_data'],
    ]);
  });

  test('share its equity and its leverage: the second gets what the first has left', () => {
    const record = run([
      { market: marketFrom(0, 100, 100, 200, 200), actor: script({ 0: buy }) },
      { market: marketFrom(0, 10, 10, 10, 10), actor: script({ 2: buy }) },
    ]);
    expect(record.journal!.fills.map((f) => [f.instrument, f.bar, f.quantity])).toEqual([
      [0, 1, 500],
      [1, 3, 5000],
      [0, 3, 500],
      [1, 3, 5000],
    ]);
    expect(record.finalEquity).toBe(150_000);
  });

  test('are marked at their latest close while they have no bar', () => {
    const record = run([
      { market: marketFrom(0, 100, 100, 120), actor: script({ 0: buy }) },
      { market: marketFrom(3, 10, 10), actor: script({}) },
    ]);
    expect(Array.from(record.journal!.equity)).toEqual([100_000, 100_000, 110_000, 110_000, 110_000]);
  });

  test('that have no bar at the end are closed at their latest close, and told so with the bar of it', () => {
    const told: [number, number, string][] = [];
    const actor: Actor = {
      ...script({ 0: buy }),
      onFill: ({ bar, price, reason }) => void told.push([bar, price, reason]),
    };
    const record = run([
      { market: marketFrom(0, 100, 100, 120), actor },
      { market: marketFrom(0, 10, 10, 10, 10, 10), actor: script({}) },
    ]);
    expect(told.map(([bar, price]) => [bar, price])).toEqual([
      [1, 100],
      [2, 120],
    ]);
    expect(told[1]![2]).toBe('end_of_data');
    expect(record.journal!.fills.map(({ bar }) => bar)).toEqual([1, 4]);
  });

  test('all close at an open before one of them opens', () => {
    const close = (desk: Desk) => desk.close('signal');
    const all = (desk: Desk) =>
      void desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 1, cap: 1 } });
    const record = run([
      { market: marketFrom(0, 100, 100, 100, 100), actor: script({ 1: all }) },
      { market: marketFrom(0, 10, 10, 10, 10), actor: script({ 0: all, 1: close }) },
    ]);
    expect(record.journal!.fills.slice(0, 3).map((f) => [f.instrument, f.side, f.quantity])).toEqual([
      [1, 1, 10_000],
      [1, -1, 10_000],
      [0, 1, 1000],
    ]);
  });

  test.each([
    ['ioc', 'CANCELED', 'IOC', 1],
    ['fok', 'CANCELED', 'FOK', 1],
    ['gtc', 'FILLED', '', 2],
  ] as const)(
    'an order that is to fill at once (%s) meets a moment without a bar of its own',
    (tif, status, code, at) => {
      const size = { kind: 'quantity', value: 1 } as const;
      const place = (desk: Desk) => void desk.submit({ type: 'market', side: 1, size, timeInForce: tif });
      for (const mode of ['sleep', 'every-bar'] as const) {
        const gap = marketFrom(0, 100, 100, 100, 100);
        const without = buildMarket({ ...gap, ...keepBars(gap, [0, 2, 3]) });
        const traders = [
          {
            market: without,
            actor: { ...script({}), onBar: (i: number, desk: Desk) => (i === 0 ? place(desk) : undefined, 9) },
          },
          { market: marketFrom(0, 10, 10, 10, 10), actor: { ...script({}), onBar: () => 9 } },
        ];
        const [order] = run(traders, { mode, execution: { flattenAtEnd: false } }).journal!.orders;
        expect(order).toMatchObject({ status, code, closedBar: at });
      }
    },
  );

  test('number their orders through', () => {
    const market = marketFrom(0, 100, 100, 100);
    const record = run([
      { market, actor: script({ 0: buy }) },
      { market, actor: script({ 0: buy }) },
    ]);
    expect(record.journal!.orders.map((o) => [o.id, o.instrument])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
      [4, 1],
    ]);
  });
});

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

test('an instrument that never trades changes nothing', () => {
  fc.assert(
    fc.property(seeds, anyRules, (seed, changes) => {
      const market = randomMarket(seed, 300, 0.03);
      const alone = run([{ market, actor: randomActor(seed, market, 25) }], changes);
      const idle = { market: randomMarket(seed + 1, 300), actor: script({}) };
      const together = run([{ market, actor: randomActor(seed, market, 25) }, idle], changes);
      expect(together.journal!.equity).toEqual(alone.journal!.equity);
      expect(together.returns).toEqual(alone.returns);
      expect(together.drawdown).toEqual(alone.drawdown);
      expect(together.journal!.fills).toEqual(alone.journal!.fills);
    }),
    { numRuns: 60 },
  );
});

test('sleeping and visiting every frame agree to the bit, and the books balance', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 3 }), anyRules, (seed, instruments, changes) => {
      const markets = Array.from({ length: instruments }, (_, k) => randomMarket(seed + k, 200 + 40 * k, 0.03));
      const trade = (mode: 'sleep' | 'every-bar') =>
        run(
          markets.map((market, k) => ({ market, actor: randomActor(seed + k, market, 10) })),
          { ...changes, mode },
        );
      const sleeping = trade('sleep');
      const visiting = trade('every-bar');
      expect(sleeping.journal).toEqual(visiting.journal);
      expect(sleeping.returns).toEqual(visiting.returns);
      expect(sleeping.drawdown).toEqual(visiting.drawdown);
      expect(sleeping.counters).toEqual(visiting.counters);
      const { trades, initialEquity, finalEquity, turnover } = sleeping;
      const pnl = trades.pnl.subarray(0, trades.count).reduce((sum, x) => sum + x, 0);
      const slack = 1e-9 * Math.max(initialEquity, turnover);
      if (changes.execution?.flattenAtEnd) expect(Math.abs(pnl - (finalEquity - initialEquity))).toBeLessThan(slack);
    }),
    { numRuns: 80 },
  );
});
