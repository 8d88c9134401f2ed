import type { Market, SessionColumns } from '../../data/market.js';
import { sessionVwaps } from '../../indicators/session-vwap.js';
import type { OrbColumns } from './columns.js';
import type { OrbParams } from './params.js';
import type { OpeningRange } from './ranges.js';

/** What each factor says of one side at the close of a bar: 1 agrees, 0 does not, null is switched off. */
export interface FactorFlags {
  readonly price_action: 0 | 1 | null;
  readonly rel_vol: 0 | 1 | null;
  readonly profile: 0 | 1 | null;
  readonly vwap: 0 | 1 | null;
  readonly adx: 0 | 1 | null;
}

/** Factors and score of the bars of a run. A factor that has no value yet does not agree. */
export interface Scorer {
  /** Weights of the factors that agree with a side. */
  score(i: number, side: 1 | -1, range: OpeningRange): number;
  required(i: number): number;
  passes(i: number, side: 1 | -1, range: OpeningRange): boolean;
  flags(i: number, side: 1 | -1, range: OpeningRange): FactorFlags;
}

/** Names of the factors in the order of tables. */
export const FACTORS = ['price_action', 'rel_vol', 'profile', 'vwap', 'adx'] as const satisfies (keyof FactorFlags)[];

const flag = (holds: boolean): 0 | 1 => (holds ? 1 : 0);

/** Volume-weighted price since the opening range ended; a session without a range has none. */
function vwapSinceRange(market: Market, sessions: SessionColumns, ranges: readonly (OpeningRange | null)[]) {
  const { high, low, close, volume } = market;
  const firstBars = ranges.map((range) => {
    if (!range) return Infinity;
    let i = range.firstBar;
    while (i <= range.lastBar && sessions.minute[i]! < range.minutes) i++;
    return i;
  });
  const session = Float64Array.from(sessions.index);
  return sessionVwaps(high, low, close, volume, session, (s) => firstBars[s]!);
}

export function createScorer(
  p: OrbParams,
  columns: OrbColumns,
  market: Market,
  sessions: SessionColumns,
  ranges: readonly (OpeningRange | null)[],
): Scorer {
  const { factors, scoring } = p;
  const { weights } = scoring;
  const { close } = market;
  const { relativeVolume, engulfing, structure, valueLow, valueHigh, adx } = columns;
  const isLateVwap = factors.vwap.enabled && factors.vwap.reset_mode === 'or_end';
  const vwap = isLateVwap ? vwapSinceRange(market, sessions, ranges) : columns.vwap;

  const priceAction = (i: number, side: number): boolean => engulfing?.[i] === side || structure?.[i] === side;
  const profile = (i: number, side: number, range: OpeningRange): boolean => {
    const low = valueLow![i]!;
    const high = valueHigh![i]!;
    const price = close[i]!;
    if (side > 0 ? price > high : price < low) return true;
    const middle = (low + high) / 2;
    return price >= low && price <= high && (side > 0 ? range.low > middle : range.high < middle);
  };
  const isAboveVwap = (i: number, side: number): boolean => side * (close[i]! - vwap![i]!) > 0;
  const isStrong = (i: number): boolean => adx![i]! >= factors.adx.threshold;
  const isSpike = (i: number): boolean => relativeVolume![i]! >= factors.rel_volume.spike_mult;

  const score = (i: number, side: 1 | -1, range: OpeningRange): number => {
    let sum = 0;
    if (factors.price_action.enabled && priceAction(i, side)) sum += weights.price_action;
    if (relativeVolume && isSpike(i)) sum += weights.rel_vol;
    if (valueLow && profile(i, side, range)) sum += weights.profile;
    if (vwap && isAboveVwap(i, side)) sum += weights.vwap;
    if (adx && isStrong(i)) sum += weights.adx;
    return sum;
  };
  const isWeak = (i: number): boolean =>
    adx && !Number.isNaN(adx[i]!) ? adx[i]! < factors.adx.threshold : scoring.adx_off_is_weak;
  const required = (i: number): number => (isWeak(i) ? scoring.weak_trend_required : scoring.base_required);
  return {
    score,
    required,
    passes: (i, side, range) => !scoring.enabled || score(i, side, range) >= required(i),
    flags: (i, side, range) => ({
      price_action: factors.price_action.enabled ? flag(priceAction(i, side)) : null,
      rel_vol: relativeVolume ? flag(isSpike(i)) : null,
      profile: valueLow ? flag(profile(i, side, range)) : null,
      vwap: vwap ? flag(isAboveVwap(i, side)) : null,
      adx: adx ? flag(isStrong(i)) : null,
    }),
  };
}
