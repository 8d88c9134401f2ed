import { expect, test } from 'vitest';
import { shareMarket } from '../../src/data/shared/shared.js';
import { tickWarnings } from '../../src/coordinator/tick-warnings.js';

/** A market whose four prices of bar i are all `price(i)`. */
function market(price: (i: number) => number, length = 200) {
  const column = Float64Array.from({ length }, (_, i) => price(i));
  const time = column.map((_, i) => Date.UTC(2024, 0, 1) + i * 60_000);
  const prices = { open: column, high: column, low: column, close: column, volume: column };
  return shareMarket({ symbol: 'X', intervalMs: 60_000, time, ...prices });
}
const told = (price: (i: number) => number, tick_size: number, length?: number) =>
  tickWarnings([market(price, length)], { venue: { tick_size } }).map(({ code, rule }) => `${code} ${rule}`);

test('prices that are multiples of the tick, and of no coarser one, are not spoken of', () => {
  expect(told((i) => (10_000 + i) / 100, 0.01)).toEqual([]);
  expect(told((i) => 1 / (i + 3), 0)).toEqual([]);
});

test('prices that are no multiples of the tick are counted', () => {
  expect(told((i) => (i % 50 === 0 ? 100.005 : 100.01), 0.01)).toEqual([
    "HG-DATA-082 X: 16 of 800 prices are no multiples of the venue's tick, 0.01",
  ]);
});

test("a tick finer than that of the data is told with the data's, unless there are too few prices to know", () => {
  const dimes = (i: number) => (1000 + i) / 10;
  expect(told(dimes, 0.01)).toEqual([
    "HG-DATA-083 X: the venue's tick, 0.01, is finer than the data, whose prices are multiples of 0.1",
  ]);
  expect(told(dimes, 0.0001)[0]).toContain('multiples of 0.1');
  expect(told(dimes, 0.01, 50)).toEqual([]);
});
