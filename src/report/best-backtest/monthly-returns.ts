import type { RunRecord } from '../../engine/record/record.js';
import { csvLine } from '../csv-text.js';
import { tradeReturn } from './trades.js';

interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  equity: number;
  trades: number;
  wins: number;
  returnSum: number;
}

/**
 * monthly_returns.csv: one row for each UTC month that has a bar, oldest first. `return` is simple, from the last equity before the
 * month, so that the months compound to the total return; trades count where they were closed. `avg_return` is the mean of the
 * trades' pnl_pct. A bar belongs to the month of its close time minus 1 ms. No trade: no win_rate and no avg_return.
 */
export function* monthlyReturnsCsv(record: RunRecord): Generator<string> {
  yield csvLine(['year', 'month', 'return', 'trades', 'win_rate', 'avg_return']);
  let before = record.initialEquity;
  for (const { year, month, equity, trades, wins, returnSum } of monthsOf(record)) {
    const change = before > 0 ? equity / before - 1 : NaN;
    yield csvLine([
      year,
      month,
      change,
      trades,
      trades > 0 ? wins / trades : NaN,
      trades > 0 ? returnSum / trades : NaN,
    ]);
    before = equity;
  }
}

function monthsOf({ timeline, from, to, journal, trades }: RunRecord): Month[] {
  const months: Month[] = [];
  const key = (bar: number): Date => new Date(timeline.time[bar]! + timeline.intervalMs - 1);
  let trade = 0;
  for (let bar = from; bar < to; bar++) {
    const date = key(bar);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    let current = months.at(-1);
    if (current?.year !== year || current.month !== month) {
      months.push((current = { year, month, equity: NaN, trades: 0, wins: 0, returnSum: 0 }));
    }
    current.equity = journal?.equity[bar - from] ?? NaN;
    for (; trade < trades.count && trades.exitBar[trade]! <= bar; trade++) {
      current.trades++;
      if (trades.pnl[trade]! > 0) current.wins++;
      current.returnSum += tradeReturn(trades, trade);
    }
  }
  return months;
}
