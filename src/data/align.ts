import { DataError } from '../base/errors.js';
import { digestBars } from './shared/digest.js';
import { SOURCE_NAMES, type SourceName } from './market.js';

type Columns = Readonly<Record<SourceName, Float64Array>>;

/** The columns at some of their bars, in the order given. */
export function takeBars(columns: Columns, bars: ArrayLike<number>): Columns {
  const take = (column: Float64Array): Float64Array => {
    const out = new Float64Array(bars.length);
    for (let k = 0; k < bars.length; k++) out[k] = column[bars[k]!]!;
    return out;
  };
  return Object.fromEntries(SOURCE_NAMES.map((name) => [name, take(columns[name])])) as Columns;
}

/**
 * The bars that open at one of the given moments; null when all do.
 *
 * @param moments UTC epoch ms
 */
export function barsAt(
  columns: Columns,
  moments: ReadonlySet<number>,
  intervalMs: number,
): { readonly columns: Columns; readonly digest: string; readonly dropped: number } | null {
  const { time } = columns;
  const bars: number[] = [];
  for (let i = 0; i < time.length; i++) if (moments.has(time[i]!)) bars.push(i);
  if (bars.length === time.length) return null;
  const kept = takeBars(columns, bars);
  return { columns: kept, digest: digestBars({ ...kept, intervalMs }), dropped: time.length - bars.length };
}

/**
 * Moments at which every one of several instruments has a bar.
 *
 * @throws DataError HG-DATA-064 when there are none
 */
export function commonMoments(
  markets: readonly { readonly symbol: string; readonly time: Float64Array }[],
): ReadonlySet<number> {
  const [first, ...others] = markets.toSorted((a, b) => a.time.length - b.time.length);
  let common = new Set(first?.time);
  for (const { time } of others) common = new Set(Array.from(time).filter((moment) => common.has(moment)));
  if (common.size > 0) return common;
  throw new DataError({
    code: 'HG-DATA-064',
    place: 'portfolio.align',
    value: markets.map(({ symbol }) => symbol).join(', '),
    rule: 'align: inner keeps the moments at which all symbols have bars, and there are none',
    hint: 'choose a period that all symbols have in common, or align: outer',
  });
}
