import type { Series } from './_indicator.js';

/**
 * Index of the first value that is not NaN; the length when there is none. A column that builds on another starts
 * there.
 */
export function firstDefined(series: Series): number {
  let i = 0;
  while (i < series.length && Number.isNaN(series[i]!)) i++;
  return i;
}
