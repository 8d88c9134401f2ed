import type { Json } from '../../base/json.js';
import type { SessionCoverage } from './session-coverage.js';

const SHOWN = 3;

const listed = (texts: readonly string[], of: number): string =>
  texts.slice(0, SHOWN).join(', ') + (of > SHOWN ? ` and ${of - SHOWN} more` : '');

const absentText = ({ withoutBars, withoutBarsCount: n }: SessionCoverage): string =>
  `${n} weekday${n === 1 ? '' : 's'} without a bar (${listed(withoutBars, n)})`;

function shortText({ count, short, shortCount }: SessionCoverage): string {
  const texts = short.map(({ date, bars, scheduled }) => `${date}: ${bars} of ${scheduled}`);
  return `${shortCount} of ${count} sessions lack more than 5 % of their bars (${listed(texts, shortCount)})`;
}

/** What sessions lack, in one line; null when they lack nothing. */
export function sessionShortage(coverage: SessionCoverage): string | null {
  const parts = [
    ...(coverage.shortCount > 0 ? [shortText(coverage)] : []),
    ...(coverage.withoutBarsCount > 0 ? [absentText(coverage)] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** What a load found of sessions, in lines of `name: text`, for people; lines that have nothing to tell are left out. */
export function sessionLines(coverage: SessionCoverage): string[] {
  const { count, outside, withoutBarsCount, shortCount, zeroVolume } = coverage;
  const lines = [`sessions:   ${count}; ${outside} bar${outside === 1 ? '' : 's'} outside of them left out`];
  if (shortCount > 0) lines.push(`            ${shortText(coverage)}`);
  if (withoutBarsCount > 0) lines.push(`            ${absentText(coverage)}`);
  if (zeroVolume > 0) lines.push(`            ${zeroVolume} bar${zeroVolume === 1 ? '' : 's'} without volume`);
  return lines;
}

/** The same as data: snake_case names. */
export const sessionRecord = (coverage: SessionCoverage): Readonly<Record<string, Json>> => ({
  count: coverage.count,
  outside: coverage.outside,
  without_bars: { count: coverage.withoutBarsCount, dates: [...coverage.withoutBars] },
  short: { count: coverage.shortCount, sessions: coverage.short.map((session) => ({ ...session })) },
  zero_volume: coverage.zeroVolume,
});
