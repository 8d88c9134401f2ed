import { normalQuantile } from '../base/normal.js';

const EULER_MASCHERONI = 0.5772156649015329;

/**
 * Expected largest of n independent standard normal values; 0 for n = 1.
 * Source: D. Bailey, M. López de Prado, The Deflated Sharpe Ratio (2014), eq. 6.
 */
export function expectedMaximum(n: number): number {
  if (n <= 1) return 0;
  return (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / n) + EULER_MASCHERONI * normalQuantile(1 - 1 / (n * Math.E));
}

/**
 * Annualised Sharpe ratio that the best of n independent strategies without any skill is expected to show after so many years: the ratio of
 * a strategy without skill scatters by 1 / sqrt(years). Trials of one grid resemble each other, so it is an upper bound for them.
 * NaN without a time.
 */
export const luckySharpe = (n: number, years: number): number =>
  years > 0 ? expectedMaximum(n) / Math.sqrt(years) : NaN;
