import { power } from '../base/power.js';
import { defineMetric } from './_metric.js';

/**
 * Growth a year: (final / initial equity)^(periods a year / number of returns) - 1. NaN without returns, when nothing
 * or less is left, and where so short a run grew beyond all numbers.
 */
export default defineMetric({
  name: 'annualized_return',
  summary: 'Compound growth a year',
  unit: 'fraction',
  direction: 'maximize',
  compute({ initialEquity, finalEquity, returns, periodsPerYear }) {
    const growth = finalEquity / initialEquity;
    if (!(growth > 0) || returns.length === 0) return NaN;
    const yearly = power(growth, periodsPerYear / returns.length) - 1;
    return Number.isFinite(yearly) ? yearly : NaN;
  },
});
