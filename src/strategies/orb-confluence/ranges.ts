import type { Market, SessionColumns } from '../../data/market.js';
import type { OrbColumns } from './columns.js';
import type { OrbParams } from './params.js';

const MINUTE_MS = 60_000;
/** Share of a window's bars that must be there. */
const COVERAGE = 0.9;

/** Opening range of one session. */
export interface OpeningRange {
  readonly session: number;
  /** First bar of the session, the bar at whose close the range is final, and the last bar that the data have of the session. */
  readonly firstBar: number;
  readonly finalBar: number;
  readonly lastBar: number;
  /** Scheduled open and end of the range, UTC epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly minutes: number;
  /** NaN without a bar in the window. */
  readonly high: number;
  readonly low: number;
  /** Width in ranges of bars of its length, and the volatility that chose that length; NaN where missing. */
  readonly widthRatio: number;
  readonly normVol: number;
  readonly valid: boolean;
  /** Why it is not valid, or `atr_missing` for one that could not be judged; empty for a valid one. */
  readonly reason: string;
}

/** First and last bar of a session that the data have. */
function barsOf({ last }: SessionColumns, session: number, length: number): readonly [first: number, last: number] {
  const end = last[session]!;
  return [session === 0 ? 0 : last[session - 1]! + 1, end >= 0 ? end : length - 1];
}

/** Intraday over daily range as of the session before; NaN where one is missing or the daily one is 0. */
function normVolAt(i: number, { orb }: OrbParams, columns: OrbColumns, sessionMinutes: number): number {
  const scale = orb.norm_vol_scaling === 'sqrt_time' ? Math.sqrt(sessionMinutes / orb.intraday_minutes) : 1;
  const daily = columns.dailyRange![i]!;
  return daily > 0 ? (columns.intradayRange![i]! * scale) / daily : NaN;
}

/**
 * Opening ranges of all sessions, null for a session whose bars stop before its range is final. A range knows the bars of its own window
 * and sessions before its own, nothing else.
 */
export function openingRanges(
  p: OrbParams,
  columns: OrbColumns,
  market: Market,
  sessions: SessionColumns,
): readonly (OpeningRange | null)[] {
  return Array.from(sessions.last, (_, session) => openingRange(session, p, columns, market, sessions));
}

function openingRange(
  session: number,
  p: OrbParams,
  columns: OrbColumns,
  market: Market,
  sessions: SessionColumns,
): OpeningRange | null {
  const { orb } = p;
  const { time, intervalMs } = market;
  const { minute } = sessions;
  const [firstBar, lastBar] = barsOf(sessions, session, market.length);
  const normVol = normVolAt(firstBar, p, columns, sessions.minutes);
  const isShort = orb.adaptive && normVol < orb.low_norm_vol;
  const isLong = orb.adaptive && normVol > orb.high_norm_vol;
  const minutes = isShort ? orb.short_or_minutes : isLong ? orb.long_or_minutes : orb.base_minutes;
  const barMinutes = intervalMs / MINUTE_MS;

  let finalBar = firstBar;
  while (finalBar <= lastBar && minute[finalBar]! + barMinutes < minutes) finalBar++;
  if (finalBar > lastBar) return null;
  let high = NaN;
  let low = NaN;
  let count = 0;
  let isWhole = true;
  for (let i = firstBar; i <= finalBar && minute[i]! < minutes; i++) {
    if (count > 0 && time[i]! - time[i - 1]! !== intervalMs) isWhole = false;
    high = count === 0 ? market.high[i]! : Math.max(high, market.high[i]!);
    low = count === 0 ? market.low[i]! : Math.min(low, market.low[i]!);
    count++;
  }
  const widths = isShort ? columns.shortRange : isLong ? columns.longRange : columns.baseRange;
  const range = widths ? widths[firstBar]! : NaN;
  const widthRatio = range > 0 ? (high - low) / range : NaN;
  const isCovered = isWhole && count >= Math.floor((COVERAGE * minutes) / barMinutes);
  const fault = faultOf(orb, count, isCovered, widthRatio);
  const start = time[firstBar]! - minute[firstBar]! * MINUTE_MS;
  const bounds = { session, firstBar, finalBar, lastBar, start, end: start + minutes * MINUTE_MS };
  const isJudged = !orb.enable_validity_filter || range > 0;
  const reason = fault || (isJudged ? '' : 'atr_missing');
  return { ...bounds, minutes, high, low, widthRatio, normVol, valid: fault === '', reason };
}

function faultOf(orb: OrbParams['orb'], count: number, isCovered: boolean, widthRatio: number): string {
  if (count === 0) return 'no bars';
  if (orb.validate_window && !isCovered) return 'coverage';
  if (!orb.enable_validity_filter) return '';
  if (widthRatio < orb.min_atr_mult) return 'too narrow';
  return widthRatio > orb.max_atr_mult ? 'too wide' : '';
}
