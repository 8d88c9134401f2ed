/** Opening ranges and factors of the breakout strategy as its rules have them: every value found afresh, NaN where it is not defined. */

import type { OrbParams } from '../../../src/strategies/orb-confluence/params.js';
import { mean, sum } from './indicators.js';

export interface PlainBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Number of the session from 0, and whole minutes since its scheduled open. */
  readonly session: number;
  readonly minute: number;
}
type Candle = Pick<PlainBar, 'high' | 'low' | 'close'>;

export interface PlainRange {
  /** Time of its scheduled end, and the bar at whose close it is final. */
  readonly end: number;
  readonly finalBar: number;
  readonly high: number;
  readonly low: number;
  readonly valid: boolean;
}

const MINUTE = 60_000;

/** Wilder's average true range; the range of the first candle is its own. */
export function averageRanges(candles: readonly Candle[], n: number): number[] {
  const ranges = candles.map(({ high, low }, i) => {
    const before = candles[i - 1]?.close;
    return before === undefined ? high - low : Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
  });
  let value = NaN;
  return ranges.map((range, i) => {
    if (i < n - 1) return NaN;
    return (value = i === n - 1 ? mean(ranges.slice(0, n)) : (value * (n - 1) + range) / n);
  });
}

/** Average range of candles of so many minutes, counted from each open, once a session is over. */
function rangeAfter(bars: readonly PlainBar[], session: number, minutes: number, n: number): number {
  const candles: { session: number; bin: number; high: number; low: number; close: number }[] = [];
  for (const { session: of, minute, high, low, close } of bars) {
    if (of > session) break;
    const bin = Math.floor(minute / minutes);
    const last = candles.at(-1);
    if (last?.session === of && last.bin === bin) {
      candles.push({ ...candles.pop()!, high: Math.max(last.high, high), low: Math.min(last.low, low), close });
    } else candles.push({ session: of, bin, high, low, close });
  }
  return averageRanges(candles, n).at(-1) ?? NaN;
}

/** Opening range of a session; null when its bars stop before it is final. */
export function openingRange(
  { orb }: OrbParams,
  bars: readonly PlainBar[],
  session: number,
  sessionMinutes: number,
): PlainRange | null {
  const own = bars.filter((bar) => bar.session === session);
  const before = (minutes: number): number => rangeAfter(bars, session - 1, minutes, orb.atr_period);
  const scale = orb.norm_vol_scaling === 'raw' ? 1 : Math.sqrt(sessionMinutes / orb.intraday_minutes);
  const daily = before(Infinity);
  const volatility = daily === 0 ? NaN : (before(orb.intraday_minutes) * scale) / daily;
  let minutes = orb.base_minutes;
  if (orb.adaptive && volatility < orb.low_norm_vol) minutes = orb.short_or_minutes;
  if (orb.adaptive && volatility > orb.high_norm_vol) minutes = orb.long_or_minutes;

  const last = own.find(({ minute }) => minute + 1 >= minutes);
  if (!last) return null;
  const window = own.filter(({ minute }) => minute < minutes);
  const high = Math.max(...window.map((bar) => bar.high));
  const low = Math.min(...window.map((bar) => bar.low));
  const hasHole = window.some(({ minute }, k) => k > 0 && minute !== window[k - 1]!.minute + 1);
  const isCovered = window.length >= Math.floor(0.9 * minutes) && !hasHole;
  const unit = before(minutes);
  const width = (high - low) / unit;
  const isOutOfBounds = unit > 0 && (width < orb.min_atr_mult || width > orb.max_atr_mult);
  const valid =
    window.length > 0 && (isCovered || !orb.validate_window) && !(orb.enable_validity_filter && isOutOfBounds);
  return { end: last.time + (minutes - last.minute) * MINUTE, finalBar: bars.indexOf(last), high, low, valid };
}

function priceAction({ factors: { price_action: f } }: OrbParams, bars: readonly PlainBar[], i: number, side: 1 | -1) {
  const bar = bars[i]!;
  const inSession = (k: number): PlainBar | null => (bars[k]?.session === bar.session ? bars[k]! : null);
  const before = inSession(i - 1);
  const engulfs =
    before !== null &&
    side * (before.close - before.open) < 0 &&
    side * (bar.close - bar.open) > 0 &&
    side * (bar.open - before.close) < 0 &&
    side * (bar.close - before.open) > 0;
  const pivot = inSession(i - f.pivot_len);
  const steps = pivot !== null && side * (bar.high - pivot.high) > 0 && side * (bar.low - pivot.low) > 0;
  return (f.enable_engulfing && engulfs) || (f.enable_structure && steps);
}

function relativeVolume({ factors: { rel_volume: f } }: OrbParams, bars: readonly PlainBar[], i: number): boolean {
  if (i < f.lookback) return false;
  const average = mean(bars.slice(i - f.lookback, i).map(({ volume }) => volume));
  return average > 0 && bars[i]!.volume / average >= f.spike_mult;
}

function profile(
  { factors: { profile_proxy: f } }: OrbParams,
  bars: readonly PlainBar[],
  i: number,
  side: 1 | -1,
  range: PlainRange,
): boolean {
  const { session, close } = bars[i]!;
  const yesterday = bars.filter((bar) => bar.session === session - 1);
  if (yesterday.length === 0) return false;
  const low = Math.min(...yesterday.map((bar) => bar.low));
  const height = Math.max(...yesterday.map((bar) => bar.high)) - low;
  const [val, vah] = [low + f.val_pct * height, low + f.vah_pct * height];
  const isInside = close >= val && close <= vah;
  const middle = (val + vah) / 2;
  if (side > 0) return close > vah || (isInside && range.low > middle);
  return close < val || (isInside && range.high < middle);
}

function vwap({ factors }: OrbParams, bars: readonly PlainBar[], i: number, side: 1 | -1, range: PlainRange): boolean {
  const { session, close } = bars[i]!;
  const since = factors.vwap.reset_mode === 'or_end' ? range.end : -Infinity;
  const counted = bars.slice(0, i + 1).filter((bar) => bar.session === session && bar.time >= since);
  const volume = sum(counted.map((bar) => bar.volume));
  if (counted.length < 5 || volume <= 0) return false;
  const value = sum(counted.map((bar) => ((bar.high + bar.low + bar.close) / 3) * bar.volume)) / volume;
  return side * (close - value) > 0;
}

/** Whether the score of a side passes at the close of a bar. */
export function scorePasses(
  p: OrbParams,
  bars: readonly PlainBar[],
  i: number,
  side: 1 | -1,
  range: PlainRange,
  adx: number,
): boolean {
  const { factors, scoring } = p;
  const { weights } = scoring;
  const parts = [
    factors.price_action.enabled && priceAction(p, bars, i, side) ? weights.price_action : 0,
    factors.rel_volume.enabled && relativeVolume(p, bars, i) ? weights.rel_vol : 0,
    factors.profile_proxy.enabled && profile(p, bars, i, side, range) ? weights.profile : 0,
    factors.vwap.enabled && vwap(p, bars, i, side, range) ? weights.vwap : 0,
    factors.adx.enabled && adx >= factors.adx.threshold ? weights.adx : 0,
  ];
  const isKnown = factors.adx.enabled && !Number.isNaN(adx);
  const isWeak = isKnown ? adx < factors.adx.threshold : scoring.adx_off_is_weak;
  return !scoring.enabled || sum(parts) >= (isWeak ? scoring.weak_trend_required : scoring.base_required);
}
