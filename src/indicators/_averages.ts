import type { ColumnRequest, SeriesInput } from './_indicator.js';
import { ema } from './ema.js';
import { sma } from './sma.js';
import { wma } from './wma.js';

export const AVERAGE_TYPES = ['SMA', 'EMA', 'WMA'] as const;
export type AverageType = (typeof AVERAGE_TYPES)[number];

/** Requests a moving average of the named type. */
export function movingAverage(
  type: AverageType,
  window: number,
  input: SeriesInput = 'close',
): ColumnRequest<'series'> {
  switch (type) {
    case 'SMA':
      return sma({ window }, input);
    case 'EMA':
      return ema({ window }, input);
    case 'WMA':
      return wma({ window }, input);
  }
}
