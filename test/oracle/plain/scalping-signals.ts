import type { ScalpingParams } from '../../../src/strategies/scalping-ema-rsi/params.js';
import { mean, sum, type Bars } from './indicators.js';

type Values = ArrayLike<number>;

/** The n values that end with bar i. */
const last = (n: number, i: number, f: (k: number) => number): number[] =>
  Array.from({ length: n }, (_, k) => f(i - n + 1 + k));

function seededByPrice(close: Values, n: number): number[] {
  let e = close[0]!;
  return Array.from({ length: close.length }, (_, i) => (e += (2 / (n + 1)) * (close[i]! - e)));
}

const gain = (close: Values, i: number): number => Math.max(0, close[i]! - close[i - 1]!);
const loss = (close: Values, i: number): number => Math.max(0, close[i - 1]! - close[i]!);

/** Index of bar i, freshly for every bar; Wilder's means from the first n differences on. NaN before bar n. */
function strengthAt(close: Values, i: number, { rsi_period: n, rsi_method }: ScalpingParams): number {
  if (i < n) return NaN;
  const start = rsi_method === 'sma' ? i : n;
  let up = mean(last(n, start, (k) => gain(close, k)));
  let down = mean(last(n, start, (k) => loss(close, k)));
  for (let k = start + 1; k <= i; k++) {
    up = (up * (n - 1) + gain(close, k)) / n;
    down = (down * (n - 1) + loss(close, k)) / n;
  }
  if (down === 0) return up > 0 ? 100 : 50;
  return 100 - 100 / (1 + up / down);
}

function trueRange({ high, low, close }: Bars, i: number): number {
  if (i === 0) return high[0]! - low[0]!;
  return Math.max(high[i]! - low[i]!, Math.abs(high[i]! - close[i - 1]!), Math.abs(low[i]! - close[i - 1]!));
}

export const averageRange = (bars: Bars, n: number, i: number): number =>
  i < n - 1 ? NaN : mean(last(n, i, (k) => trueRange(bars, k)));

/** What each bar of a market comes to, in the words of the funnel. */
export function classesOf(bars: Bars, p: ScalpingParams): string[] {
  const { close, volume } = bars;
  const fast = seededByPrice(close, p.ema_fast);
  const slow = seededByPrice(close, p.ema_slow);
  const warmUp = Math.max(5 * p.ema_slow, p.rsi_period + 1, p.atr_period, p.volume_lookback);
  const classOf = (i: number): string => {
    if (i < Math.max(warmUp, p.min_candles_required)) return 'insufficient_data';
    const rsi = strengthAt(close, i, p);
    const atr = averageRange(bars, p.atr_period, i);
    const floor = p.atr_min_pct === null ? p.atr_min_threshold : p.atr_min_pct * close[i]!;
    if (floor - atr > 1e-9) return 'low_volatility';
    if (rsi < p.rsi_extreme_low - 1e-6 || rsi > p.rsi_extreme_high + 1e-6) return 'extreme_rsi';
    const volumes = sum(last(p.volume_lookback, i, (k) => volume[k]!));
    const isSpike = volume[i]! * p.volume_lookback > volumes * p.volume_multiplier;
    if (p.volume_multiplier > 0 && !isSpike) return 'no_volume_spike';
    const isUp = fast[i - 1]! <= slow[i - 1]! && fast[i]! > slow[i]!;
    const isDown = fast[i - 1]! >= slow[i - 1]! && fast[i]! < slow[i]!;
    if (isUp && rsi >= p.rsi_long_min - 1e-6 && rsi <= p.rsi_long_max + 1e-6) return 'signal_long';
    if (isDown && rsi >= p.rsi_short_min - 1e-6 && rsi <= p.rsi_short_max + 1e-6) return 'signal_short';
    return 'no_setup';
  };
  return Array.from({ length: close.length }, (_, i) => classOf(i));
}
