import { defineMetric } from './_metric.js';

/**
 * Root of the mean squared drawdown of the equity at the samples that the returns are made of (UTC-day closes by
 * default), the starting equity being the first peak; 0 without returns.
 * Source: P. G. Martin, B. B. McCann, The Investor's Guide to Fidelity Funds, 1989.
 */
export default defineMetric({
  name: 'ulcer_index',
  summary: 'Root mean square drawdown at the samples of the returns',
  unit: 'fraction',
  direction: 'minimize',
  compute({ returns }) {
    if (returns.length === 0) return 0;
    let equity = 1;
    let peak = 1;
    let squares = 0;
    for (let k = 0; k < returns.length; k++) {
      equity *= 1 + returns[k]!;
      if (equity > peak) peak = equity;
      const depth = 1 - equity / peak;
      squares += depth * depth;
    }
    return Math.sqrt(squares / returns.length);
  },
});
