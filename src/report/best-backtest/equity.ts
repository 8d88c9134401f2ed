import type { RunRecord } from '../../engine/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';

/** equity.csv: one row a bar of the window, at its close. `drawdown` is the fraction below the highest equity so far. */
export function* equityCsv({ market, from, to, journal }: RunRecord): Generator<string> {
  yield csvLine(['time', 'cash', 'equity', 'drawdown']);
  if (!journal) return;
  for (let bar = from; bar < to; bar++) {
    const k = bar - from;
    yield csvLine([timeText(market.time[bar]!), journal.cash[k]!, journal.equity[k]!, journal.drawdown[k]!]);
  }
}
