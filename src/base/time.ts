const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

export const DAY_MS = 86_400_000;

/** ISO 8601 in UTC with milliseconds, as in every file and message: `2024-03-10T14:30:00.000Z`. */
export const formatTime = (time: number): string => new Date(time).toISOString();

/**
 * Length in ms of an interval such as `250ms`, `30s`, `1m`, `4h`, `1d`, `1w`.
 * Months have no fixed length and are no interval.
 *
 * @throws RangeError saying what an interval is
 */
export function parseInterval(text: string): number {
  const match = /^([1-9]\d{0,8})(ms|s|m|h|d|w)$/.exec(text);
  if (!match)
    throw new RangeError(`an interval is a whole number and one of ms, s, m, h, d, w, such as 1m or 4h, not "${text}"`);
  return Number(match[1]) * UNIT_MS[match[2]!]!;
}

/** Shortest text of an interval in whole units; the inverse of `parseInterval`. Weeks are written in days unless it is exactly one week or more of them. */
export function formatInterval(intervalMs: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's']) {
    const size = UNIT_MS[unit]!;
    if (intervalMs >= size && intervalMs % size === 0) return `${intervalMs / size}${unit}`;
  }
  return `${intervalMs}ms`;
}

/** Days since 1970-01-01 of a proleptic Gregorian date, or NaN when the month has no such day. */
export function civilDay(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > 31) return NaN;
  if (day > 28 && day > daysInMonth(year, month)) return NaN;
  // Counted from 1 March, so that the leap day is the last of its year (H. Hinnant, "chrono-compatible low-level date algorithms").
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The instant so many calendar months later in UTC, on the last day of the month where it lacks the day. */
export function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const month = date.getUTCMonth() + months;
  const year = date.getUTCFullYear() + Math.floor(month / 12);
  const ofYear = ((month % 12) + 12) % 12;
  const day = Math.min(date.getUTCDate(), daysInMonth(year, ofYear + 1));
  return Date.UTC(year, ofYear, day) + (((time % DAY_MS) + DAY_MS) % DAY_MS);
}

/**
 * UTC epoch ms of an ISO date (`2024-03-10`, midnight UTC) or of an ISO date and time with a zone (`2024-03-10T09:30Z`, `...-05:00`).
 * NaN for anything else: a time without a zone is not a point in time.
 */
export function parseTime(text: string): number {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:(Z)|([+-])(\d\d):?(\d\d)))?$/.exec(text);
  if (!match) return NaN;
  const [
    ,
    year,
    month,
    day,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '0',
    ,
    sign,
    offsetHour = '0',
    offsetMinute = '0',
  ] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(offsetMinute) > 59) return NaN;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000);
  const clock =
    (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000 + Number(fraction.padEnd(3, '0'));
  return civilDay(Number(year), Number(month), Number(day)) * DAY_MS + clock - offset;
}

/** Whether a text is an interval as settings write it. */
export function isInterval(text: string): boolean {
  try {
    parseInterval(text);
    return true;
  } catch {
    return false;
  }
}
