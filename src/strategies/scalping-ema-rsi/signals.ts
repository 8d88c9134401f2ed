import type { Market } from '../../data/market.js';
import type { Series } from '../../indicators/_indicator.js';
import { compareAverages } from '../../indicators/_tie.js';
import type { ScalpingParams } from './params.js';

/** What a bar comes to; every bar of the window comes to exactly one. */
export const FUNNEL = {
  insufficient_data: 'Bars before the first that may give a signal',
  missing_indicators: 'Bars without a value of some indicator',
  low_volatility: 'Bars whose average range is below its floor',
  extreme_rsi: 'Bars whose relative strength index is beyond its extremes',
  no_volume_spike: 'Bars whose volume does not stand out',
  no_setup: 'Bars without a crossing that the relative strength index agrees with',
  signal_long: 'Bars that signal a long entry',
  signal_short: 'Bars that signal a short entry',
} as const;
export type Funnel = Record<keyof typeof FUNNEL, number>;

export interface ScalpingColumns {
  readonly fast: Series;
  readonly slow: Series;
  readonly strength: Series;
  readonly range: Series;
  readonly volume: Series | null;
}

/** An index this near to a bound lies on it: sums of ticks that are equal on paper differ by rounding only. */
const ON_BOUND = 1e-6;
/** The same of a range and its floor, as a fraction of the close. */
const ON_FLOOR = 1e-12;

/** Index of the first bar of a market that may give a signal. */
export function firstSignalBar(p: ScalpingParams): number {
  return Math.max(5 * p.ema_slow, p.rsi_period + 1, p.atr_period, p.volume_lookback, p.min_candles_required);
}

/**
 * Classifies the bars [from, to), counting each in `funnel`, and returns those with a signal in time order: `i` for long, `~i` for short.
 * A bar's class depends on it and on bars before it, never on positions.
 */
export function scanSignals(
  p: ScalpingParams,
  { fast, slow, strength, range, volume }: ScalpingColumns,
  market: Market,
  { from, to }: { readonly from: number; readonly to: number },
  funnel: Funnel,
): readonly number[] {
  const { close } = market;
  const signals: number[] = [];
  const start = Math.max(from, firstSignalBar(p));
  funnel.insufficient_data += Math.max(0, Math.min(start, to) - from);
  for (let i = start; i < to; i++) {
    const rsi = strength[i]!;
    const atr = range[i]!;
    const above = fast[i]! - slow[i]!;
    const before = fast[i - 1]! - slow[i - 1]!;
    const isUp = before <= 0 && above > 0;
    const isDown = before >= 0 && above < 0;
    if (Number.isNaN(rsi + atr + above + before)) funnel.missing_indicators++;
    else if (isBelowFloor(p, atr, close[i]!)) funnel.low_volatility++;
    else if (rsi < p.rsi_extreme_low - ON_BOUND || rsi > p.rsi_extreme_high + ON_BOUND) funnel.extreme_rsi++;
    else if (volume && compareAverages(market.volume[i]!, p.volume_multiplier * volume[i]!) <= 0)
      funnel.no_volume_spike++;
    else if (isUp && isWithin(rsi, p.rsi_long_min, p.rsi_long_max)) {
      funnel.signal_long++;
      signals.push(i);
    } else if (isDown && isWithin(rsi, p.rsi_short_min, p.rsi_short_max)) {
      funnel.signal_short++;
      signals.push(~i);
    } else funnel.no_setup++;
  }
  return signals;
}

/** A range that equals its floor on paper is not below it; what rounding adds to it is as small as that of the prices it comes from. */
function isBelowFloor({ atr_min_pct, atr_min_threshold }: ScalpingParams, range: number, close: number): boolean {
  const floor = atr_min_pct === null ? atr_min_threshold : atr_min_pct * close;
  return floor - range > ON_FLOOR * close;
}

const isWithin = (rsi: number, least: number, most: number): boolean =>
  rsi >= least - ON_BOUND && rsi <= most + ON_BOUND;
