import { describe, expect, test } from 'vitest';
import { runFiles } from '../../src/report/best-backtest/files.js';
import { loadMetrics } from '../../src/metrics/load.js';
import type { Actor } from '../../src/engine/actor.js';
import type { Desk, OrderTicket } from '../../src/engine/desk.js';
import { marketOf, rulesOf, runActor, type Bar } from '../_support/backtest.js';
import { runReport } from './recorded-run.js';

const limit = (side: 1 | -1, price: number, tag: number, stop: number, target: number): OrderTicket => ({
  type: 'limit',
  side,
  price,
  tag,
  size: { kind: 'quantity', value: 2 },
  bracket: { stop: { distance: stop }, target: { distance: target, type: 'limit' } },
});

/** A long lot of level 3 bought inside bar 1 at 99, a short one of level 5 sold inside bar 2 at 104; the long leaves at 105 in bar 3. */
const BARS: Bar[] = [
  [100, 100, 100, 100],
  [100, 101, 98, 100],
  [100, 104.5, 97, 103],
  [103, 106, 102, 105],
  [105, 108, 101, 104],
];
function record(mode: 'sleep' | 'every-bar' = 'sleep') {
  const actor: Actor = {
    warmup: 0,
    onBar(i: number, desk: Desk) {
      if (i === 0) {
        desk.submit(limit(1, 99, 3, 10, 6));
        desk.submit(limit(-1, 104, 5, 10, 20));
        desk.submit(limit(1, 50, 9, 10, 6));
      }
      return Number.MAX_SAFE_INTEGER;
    },
  };
  const rules = rulesOf({ mode, account: { kind: 'margin' }, instrument: { positionMode: 'hedge' } });
  return runActor(marketOf(BARS), actor, rules);
}
const rows = (name: string): string[][] => {
  const content = runFiles(runReport({ record: record() })).get(name);
  const text = typeof content === 'string' ? content : [...(content as Iterable<string>)].join('');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
};
const column = (table: string[][], name: string) => table.slice(1).map((row) => row[table[0]!.indexOf(name)]);

describe('the files of a run of lots', () => {
  test('tell of each trade its lot, level and excursions over the bars with live exits, and no parts', () => {
    const trades = rows('trades.csv');
    expect(trades[0]!.slice(-5)).toEqual(['partials', 'lot_id', 'level', 'mae', 'mfe']);
    expect(trades.slice(1).map((row) => row.slice(-5, -2))).toEqual([
      ['', '1', '3'],
      ['', '2', '5'],
    ]);
    // Long at 99: low 97 and high 106 of bars 2 and 3. Short at 104: high 108 and low 101 of bars 3 and 4.
    expect(column(trades, 'mae').map(Number)).toEqual([2 / 99, 4 / 104]);
    expect(column(trades, 'mfe').map(Number)).toEqual([7 / 99, 3 / 104]);
  });

  test('tell of each order its side of the book, its level and how it traded', () => {
    const orders = rows('orders.csv');
    const cells = ['kind', 'position_side', 'level', 'liquidity'].map((name) => column(orders, name));
    expect(cells[0]!.map((_, k) => cells.map((of) => of[k]).join(' '))).toEqual([
      'ENTRY LONG 3 maker',
      'ENTRY SHORT 5 maker',
      'ENTRY LONG 9 ',
      'SL LONG 3 ',
      'TP LONG 3 maker',
      'SL SHORT 5 ',
      'TP SHORT 5 ',
      'FLATTEN SHORT 5 taker',
    ]);
  });

  test('show at every close what is held long and short', () => {
    const equity = rows('equity.csv');
    expect(column(equity, 'long_qty').map(Number)).toEqual([0, 2, 2, 0, 0]);
    expect(column(equity, 'short_qty').map(Number)).toEqual([0, 0, 2, 2, 0]);
  });
});

test.each([
  ['avg_long_exposure', 4 / 5],
  ['avg_short_exposure', 4 / 5],
  ['max_long_exposure', 2],
  ['max_short_exposure', 2],
  // After closes 0 to 3: longs 2 1 1 1, shorts 1 1 0 0; the end withdraws what is left.
  ['avg_ladder_depth_long', 5 / 5],
  ['avg_ladder_depth_short', 2 / 5],
  ['ladder_fill_rate', 2 / 3],
  ['avg_mae', (2 / 99 + 4 / 104) / 2],
  ['avg_mfe', (7 / 99 + 3 / 104) / 2],
])('%s of them is %d, asleep or awake', async (name, expected) => {
  const [metric] = await loadMetrics([name]);
  expect(metric!.compute(record())).toBeCloseTo(expected, 12);
  expect(metric!.compute(record('every-bar'))).toBeCloseTo(expected, 12);
});
