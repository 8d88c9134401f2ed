import type { RunRecord } from '../../engine/record/record.js';
import type { Cells } from '../cells.js';
import { timeText } from '../time-text.js';

/**
 * equity.csv: one row a moment of the window at which an instrument has a bar, at its close. `drawdown` is the fraction below the highest
 * equity so far. Where there are several instruments, the signed quantity held of each follows;
 * in hedge mode what is held long and short, in base units.
 */
export function* equityRows({ markets, timeline, from, to, journal, isHedged }: RunRecord): Generator<Cells> {
  const held = markets.length > 1 ? markets.map(({ symbol }) => `quantity_${symbol}`) : [];
  yield ['time', 'cash', 'equity', 'drawdown', ...held, ...(isHedged ? ['long_qty', 'short_qty'] : [])];
  if (!journal) return;
  const { cash, equity, drawdown, positions, longs } = journal;
  const sum = (columns: readonly Float64Array[], k: number): number => columns.reduce((total, of) => total + of[k]!, 0);
  for (let frame = from; frame < to; frame++) {
    const k = frame - from;
    const quantities = held.map((_, n) => positions[n]![k]!);
    const long = isHedged ? sum(longs, k) : 0;
    const sides = isHedged ? [long, long - sum(positions, k)] : [];
    yield [timeText(timeline.time[frame]!), cash[k]!, equity[k]!, drawdown[k]!, ...quantities, ...sides];
  }
}
