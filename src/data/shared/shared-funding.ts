import { fundingColumns, type FundingSeries } from '../funding-columns.js';
import type { FundingColumns } from '../market.js';

/** Funding settlements as shared memory: what a message to a worker thread carries. */
export interface SharedFunding {
  /** Number of settlements. */
  readonly count: number;
  /** Times, rates and mark prices as doubles, then the bars as 32-bit integers. */
  readonly columns: SharedArrayBuffer;
}

/** The columns over shared bytes, without a copy. */
export function attachFunding({ count, columns }: SharedFunding): FundingColumns {
  return {
    time: new Float64Array(columns, 0, count),
    rate: new Float64Array(columns, 8 * count, count),
    mark: new Float64Array(columns, 16 * count, count),
    bar: new Int32Array(columns, 24 * count, count),
  };
}

/** Puts settlements into shared memory, with the bars of a market in which they are paid. */
export function shareFunding(
  bars: { readonly time: Float64Array; readonly intervalMs: number },
  series: FundingSeries,
): SharedFunding {
  const found = fundingColumns(bars, series);
  const count = found.time.length;
  const shared = { count, columns: new SharedArrayBuffer(28 * count) };
  const views = attachFunding(shared);
  views.time.set(found.time);
  views.rate.set(found.rate);
  views.mark.set(found.mark);
  views.bar.set(found.bar);
  return shared;
}
