import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCK, SUPER_BLOCK } from '../../../src/data/market.js';
import { attachMarket, buildMarket, shareMarket } from '../../../src/data/shared/shared.js';

const MINUTE = 60_000;
const day = (n: number) => Date.UTC(2024, 0, n);

function flatBars(time: readonly number[], intervalMs: number, price = (i: number) => 100 + (i % 7)) {
  const close = time.map((_, i) => price(i));
  return {
    symbol: 'TEST',
    intervalMs,
    time,
    open: close,
    high: close.map((c) => c + 2),
    low: close.map((c) => c - 1),
    close,
    volume: time.map(() => 1),
  };
}

describe('a shared market', () => {
  test('is attached without a copy', () => {
    const shared = shareMarket(flatBars([day(1), day(2)], 24 * 60 * MINUTE));
    const market = attachMarket(shared);
    expect(market.close.buffer).toBe(shared.bars);
    expect(market.dayEnd.buffer).toBe(shared.derived);
    expect(market.blocks.lowMin.buffer).toBe(shared.derived);
  });

  test('survives a structured clone with the same memory behind it', () => {
    const shared = shareMarket(flatBars([day(1), day(2)], 24 * 60 * MINUTE));
    const clone = structuredClone(shared);
    attachMarket(clone).close[0] = 55;
    expect(attachMarket(shared).close[0]).toBe(55);
  });

  test('refuses columns of unequal length', () => {
    const bars = flatBars([day(1), day(2)], 24 * 60 * MINUTE);
    expect(() => shareMarket({ ...bars, volume: [1] })).toThrow('volume has 1 values, time has 2');
  });

  test('has the same digest for the same bars under another name, and another for another interval or bit', () => {
    const bars = flatBars([day(1), day(2)], 24 * 60 * MINUTE);
    const digest = shareMarket(bars).digest;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(shareMarket({ ...bars, symbol: 'OTHER' }).digest).toBe(digest);
    expect(shareMarket({ ...bars, intervalMs: MINUTE }).digest).not.toBe(digest);
    expect(shareMarket({ ...bars, volume: [1, 1 + Number.EPSILON] }).digest).not.toBe(digest);
  });

  test('can be empty', () => {
    expect(buildMarket(flatBars([], MINUTE)).dayEnd).toHaveLength(0);
  });
});

describe('a day end', () => {
  test('is the last bar whose close minus 1 ms lies in the UTC day', () => {
    const time = [day(1), day(1) + 12 * 60 * MINUTE, day(2), day(5)];
    expect([...buildMarket(flatBars(time, 12 * 60 * MINUTE)).dayEnd]).toEqual([1, 2, 3]);
  });

  test('of a bar that ends after midnight is the day it ends in', () => {
    const time = [day(1) + 23 * 60 * MINUTE, day(1) + 23.5 * 60 * MINUTE];
    expect([...buildMarket(flatBars(time, 60 * MINUTE)).dayEnd]).toEqual([0, 1]);
  });
});

test('block summaries are the extremes of their bars, the last block being shorter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 * SUPER_BLOCK + 100 }), fc.integer({ min: 1, max: 1000 }), (n, seed) => {
      const price = (i: number) => 1 + ((i * 7919 + seed * 104_729) % 9973);
      const market = buildMarket(
        flatBars(
          Array.from({ length: n }, (_, i) => i * MINUTE),
          MINUTE,
          price,
        ),
      );
      for (const [size, summary] of [
        [BLOCK, market.blocks],
        [SUPER_BLOCK, market.superBlocks],
      ] as const) {
        expect(summary.lowMin).toHaveLength(Math.ceil(n / size));
        for (let b = 0; b < summary.lowMin.length; b++) {
          const part = (column: Float64Array) => column.subarray(b * size, (b + 1) * size);
          expect(summary.lowMin[b]).toBe(Math.min(...part(market.low)));
          expect(summary.highMax[b]).toBe(Math.max(...part(market.high)));
          expect(summary.closeMin[b]).toBe(Math.min(...part(market.close)));
          expect(summary.closeMax[b]).toBe(Math.max(...part(market.close)));
        }
      }
    }),
    { numRuns: 20 },
  );
});
