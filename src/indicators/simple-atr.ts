import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { simpleMovingAverage } from './sma.js';
import { firstTrueRange, trueRanges } from './true-range.js';

/**
 * Simple mean of the last `window` true ranges, in price; the range of the first bar, which has no close before it, is its high less its
 * low. NaN before bar `window` - 1. Unlike Wilder's average it forgets a range after `window` bars.
 */
export function simpleAverageTrueRange(high: Series, low: Series, close: Series, window: number): Series {
  const ranges = trueRanges(high, low, close);
  const first = firstTrueRange(high, low, close) - 1;
  if (first >= 0 && first < ranges.length) ranges[first] = high[first]! - low[first]!;
  return simpleMovingAverage(ranges, window);
}

export const simpleAtr = defineIndicator({
  name: 'simple-atr',
  summary: 'Average true range as a simple mean',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['high', 'low', 'close'],
  output: 'series',
  warmup: ({ window }) => window - 1,
  compute: ([high, low, close], { window }) => simpleAverageTrueRange(high!, low!, close!, window),
});
export default simpleAtr;
