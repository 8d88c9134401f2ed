import type { Market } from '../../data/market.js';
import type { IntrabarPath } from '../rules.js';

/**
 * Whether a bar visits its high before its low. `adaptive` goes to the nearer extreme first, a tie to the high.
 * `worst` lets the position meet its adverse extreme first; while flat it is adaptive.
 */
export function highFirst(path: IntrabarPath, position: number, open: number, high: number, low: number): boolean {
  switch (path) {
    case 'ohlc':
      return true;
    case 'olhc':
      return false;
    case 'worst':
      if (position !== 0) return position < 0;
      return isHighNearer(open, high, low);
    case 'adaptive':
      return isHighNearer(open, high, low);
  }
}

/** Prices of few decimals can lie equally far apart while their differences in binary do not: these are ties. */
const isHighNearer = (open: number, high: number, low: number): boolean => high - open <= open - low + 1e-12 * open;

/**
 * Whether no price of a bar is that level. The costs of an entry can place its stop through the market, where it triggers at once, at the
 * price of that moment.
 */
export const isOutside = ({ low, high }: Market, bar: number, level: number): boolean =>
  level < low[bar]! || level > high[bar]!;
