import { expect, test } from 'vitest';
import { defineIndicator } from '../../src/indicators/_indicator.js';
import { z } from 'zod';
import { ColumnStore } from '../../src/trial/column-store.js';
import { columnKey, columnStatistics, createSharedColumns, SharedColumns } from '../../src/trial/shared-columns.js';
import { randomMarket } from '../_support/random-run.js';

function countingIndicator() {
  let runs = 0;
  const indicator = defineIndicator({
    name: 'counting',
    summary: 'test',
    params: z.strictObject({ k: z.number() }),
    inputs: ['close'],
    output: 'series',
    warmup: () => 0,
    compute: ([close], { k }) => {
      runs++;
      return close!.map((c) => c * k);
    },
  });
  return { indicator, runs: () => runs };
}

const market = randomMarket(1, 100);

test('a column is computed once while there is room for it', () => {
  const { indicator, runs } = countingIndicator();
  const store = new ColumnStore(market, null, 10_000);
  expect(store.get(indicator({ k: 2 }))).toBe(store.get(indicator({ k: 2 })));
  expect(runs()).toBe(1);
});

test('the column that has not been used for longest leaves first', () => {
  const { indicator, runs } = countingIndicator();
  const store = new ColumnStore(market, null, 2 * 800);
  for (const k of [1, 2, 1, 3, 1]) store.get(indicator({ k }));
  expect(runs()).toBe(3);
  store.get(indicator({ k: 2 }));
  expect(runs()).toBe(4);
});

test('a column without any room is computed each time, with the same values', () => {
  const { indicator, runs } = countingIndicator();
  const store = new ColumnStore(market, null, 0);
  const first = store.get(indicator({ k: 2 })).slice();
  store.get(indicator({ k: 3 }));
  expect(store.get(indicator({ k: 2 }))).toEqual(first);
  expect(runs()).toBe(3);
});

test('a column builds on another one', () => {
  const { indicator } = countingIndicator();
  const store = new ColumnStore(market, null, 10_000);
  const inner = indicator({ k: 2 });
  expect(store.get(indicator({ k: 3 }, inner))).toEqual(market.close.map((c) => c * 2 * 3));
});

test('requests are counted, and so are the columns that a thread computes for itself', () => {
  const { indicator } = countingIndicator();
  const handle = createSharedColumns([columnKey('bars', indicator({ k: 1 }).key)], 800);
  const store = new ColumnStore(market, new SharedColumns(handle, 'bars'), 10_000);
  for (const k of [1, 1, 2, 2, 2]) store.get(indicator({ k }));
  expect(columnStatistics(handle)).toMatchObject({ requests: 5, computed: 1, apart: 1 });
});
