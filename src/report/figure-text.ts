import type { Metric } from '../metrics/_metric.js';

const thousands = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Digits with groups of thousands, the sign before all: 1,234.50. */
function grouped(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  return thousands(whole) + (rest === undefined ? '' : `.${rest}`);
}

/** A length of time for the eye: 12 s, 3 min, 2 h 5 min, 4 d 6 h. */
function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(3))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/**
 * A figure of a report for the eye: money as $1,234.56, fractions in per cent with two decimals, ratios with four, counts with groups of
 * thousands, times as lengths; `-` where there is no value. Files have the numbers themselves.
 */
export function figureText(value: number, unit: Metric['unit'] | undefined): string {
  if (Number.isNaN(value)) return '-';
  // What is rounded to zero has no sign.
  const shown = unit === 'fraction' ? 100 * value : value;
  const sign = shown <= -0.00005 && !(unit !== 'ratio' && shown > -0.005) ? '-' : '';
  switch (unit) {
    case 'quote currency':
      return `${sign}$${grouped(value, 2)}`;
    case 'fraction':
      return `${sign}${grouped(100 * value, 2)}%`;
    case 'ms':
      return `${sign}${spanText(Math.abs(value))}`;
    case 'bars':
    case 'count':
      return sign + grouped(value, Number.isInteger(value) ? 0 : 2);
    default:
      return sign + grouped(value, Number.isInteger(value) ? 0 : 4);
  }
}
