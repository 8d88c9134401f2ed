import type { FundingColumns } from './market.js';

/** A series of funding settlements: equal lengths, times strictly increasing. */
export interface FundingSeries {
  /** UTC epoch ms. */
  readonly time: ArrayLike<number>;
  readonly rate: ArrayLike<number>;
  /** Mark price at the settlement; NaN where none is known. */
  readonly mark?: ArrayLike<number>;
}

/**
 * Settlements with the bar in which each is paid: the bar in which it falls, after a gap the first bar behind it. Those before the first bar
 * are paid in none (-1), but still tell the rate.
 */
export function fundingColumns(
  bars: { readonly time: Float64Array; readonly intervalMs: number },
  series: FundingSeries,
): FundingColumns {
  const { length } = series.time;
  const time = Float64Array.from(series.time);
  const rate = Float64Array.from(series.rate);
  const mark = series.mark ? Float64Array.from(series.mark) : new Float64Array(length).fill(NaN);
  const bar = new Int32Array(length);
  let i = 0;
  for (let k = 0; k < length; k++) {
    while (i < bars.time.length && bars.time[i]! + bars.intervalMs <= time[k]!) i++;
    bar[k] = time[k]! < bars.time[0]! ? -1 : i;
  }
  return { time, rate, mark, bar };
}
