import { expect, test } from 'vitest';
import { combinedRRows, figuresInR } from '../../src/report/best-backtest/in-r.js';
import { TradeLog } from '../../src/engine/record/trade-log.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { runRecord } from '../_support/run-record.js';

/** Trades of two symbols: [instrument, exit frame, pnl, risk]. */
function recordOf(
  rows: readonly (readonly [instrument: number, exit: number, pnl: number, risk: number])[],
): RunRecord {
  const trades = new TradeLog();
  for (const [instrument, exit, pnl, risk] of rows) {
    const at = trades.append('stop');
    trades.instrument[at] = instrument;
    trades.entryBar[at] = 0;
    trades.exitBar[at] = exit;
    trades.side[at] = 1;
    trades.pnl[at] = pnl;
    trades.initialRisk[at] = risk;
  }
  const run = runRecord();
  const timeline = { ...run.timeline, time: Float64Array.from({ length: 5 }, (_, frame) => frame * 60_000) };
  const market = (symbol: string) => ({ ...run.market, symbol });
  return { ...run, markets: [market('A'), market('B')], timeline, trades };
}
const RECORD = recordOf([
  [1, 2, -5, 5],
  [0, 2, 4, 2],
  [0, 3, 1, NaN],
  [1, 4, 15, 5],
]);

test('trades of all symbols add up in order of their exits, then of their symbols; the highest sum starts at 0', () => {
  const [, ...rows] = combinedRRows(RECORD);
  expect(rows.map(([number, , symbol, , , ...figures]) => [number, symbol, ...figures])).toEqual([
    [1, 'A', 2, 2, 2, 0],
    [2, 'B', -1, 1, 2, 1],
    [3, 'B', 3, 4, 4, 0],
  ]);
});

test('each symbol is measured by its own trades', () => {
  expect(figuresInR(RECORD, 0)).toMatchObject({ average_r: 2, max_drawdown_r: 0, largest_winner_r: 2 });
  expect(figuresInR(RECORD, 1)).toMatchObject({ average_r: 1, median_r: 1, profit_factor_r: 3, max_drawdown_r: 1 });
  expect(figuresInR(recordOf([[0, 2, 1, NaN]]), 0)).toEqual({});
});
