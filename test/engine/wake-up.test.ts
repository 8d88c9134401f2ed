import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Market } from '../../src/data/market.js';
import type { Actor, WakeUp } from '../../src/engine/actor.js';
import { Engine } from '../../src/engine/run-engine.js';
import { timelineOf } from '../../src/engine/timeline.js';
import { rulesOf } from '../_support/backtest.js';
import { randomMarket } from '../_support/random-run.js';

const NEVER = Number.MAX_SAFE_INTEGER;

/** Buys once, at the close of the first bar, and then sleeps; what it is shown is kept. */
class Sleeper implements Actor {
  readonly warmup = 0;
  readonly shown = new Set<number>();
  readonly wakeUp: WakeUp;

  constructor(wakeUp: WakeUp) {
    this.wakeUp = wakeUp;
  }

  onBar(i: number, desk: Parameters<Actor['onBar']>[1]): number {
    this.shown.add(i);
    if (i === 0) desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 0.4, cap: 1 } });
    return NEVER;
  }
}

function runSleepers(markets: readonly Market[], sleepers: readonly Sleeper[]): Float64Array {
  const traders = markets.map((market, k) => ({ market, actor: sleepers[k]! }));
  const window = { from: 0, to: timelineOf(markets).length };
  return new Engine().run({ traders, rules: rulesOf(), window, recording: true }).journal!.equity;
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const markets = fc
  .tuple(seeds, fc.integer({ min: 1, max: 3 }))
  .map(([seed, count]) => Array.from({ length: count }, (_, k) => randomMarket(seed + k, 1500 - 200 * k, 0.02)));

test('a sleeping strategy is shown every bar that reaches its prices, and sleeps on most others', () => {
  fc.assert(
    fc.property(markets, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (all, width) => {
      const sleepers = all.map(({ close }) => {
        const [priceBelow, priceAbove] = [close[0]! * (1 - width), close[0]! * (1 + width)];
        return new Sleeper({ equityBelow: -Infinity, priceBelow, priceAbove });
      });
      runSleepers(all, sleepers);
      all.forEach(({ low, high, length }, k) => {
        const { shown, wakeUp } = sleepers[k]!;
        let reached = 0;
        for (let i = 1; i < length; i++) {
          if (low[i]! > wakeUp.priceBelow && high[i]! < wakeUp.priceAbove) continue;
          reached++;
          expect(shown.has(i)).toBe(true);
        }
        if (all.length === 1) expect(shown.size).toBeLessThanOrEqual(reached + 3);
      });
    }),
    { numRuns: 60 },
  );
});

test('a sleeping strategy is shown every close at or below its equity', () => {
  fc.assert(
    fc.property(markets, fc.double({ min: 0.9, max: 1.05, noNaN: true }), (all, share) => {
      const equityBelow = 100_000 * share;
      const sleepers = all.map(() => new Sleeper({ equityBelow, priceBelow: -Infinity, priceAbove: Infinity }));
      const equity = runSleepers(all, sleepers);
      // The instruments of this test begin together, so the frames of the shortest are bars of all.
      const { shown } = sleepers.at(-1)!;
      for (let i = 2; i < all.at(-1)!.length - 1; i++) if (equity[i]! <= equityBelow) expect(shown.has(i)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
