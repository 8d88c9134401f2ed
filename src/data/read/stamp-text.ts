import { civilDay, DAY_MS } from '../../base/time.js';

/** What a stamp's text says: a number whose unit is to be found, an instant, a local time, or nothing that can be read. */
export type StampForm = 'number' | 'instant' | 'local' | 'unreadable';

/** Result slot of `parseStamp`, reused from row to row. */
export interface StampText {
  form: StampForm;
  /** The number as written; UTC epoch ms of an instant; ms of a local time as if it were UTC. */
  value: number;
}

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57;

/**
 * Reads a time stamp out of bytes [from, to): an epoch number, `YYYYMMDD`, or year-first dates with `-`, `/` or `.`, alone or followed by a time
 * (`T` or a space between) with seconds, a fraction and a zone (`Z`, `UTC`, `+01:00`, `-0500`) as far as they are there.
 * Day-first and month-first dates are unreadable on purpose: they cannot be told apart.
 */
export function parseStamp(bytes: Uint8Array, from: number, to: number, out: StampText): void {
  out.form = 'unreadable';
  let at = from;
  while (isDigit(bytes[at]) && at < to) at++;
  const digits = at - from;
  if (at === to && digits > 0 && digits !== 8 && digits !== 14) return number(bytes, from, to, out);
  if (digits === 4) return dated(bytes, from, to, bytes[at]!, out);
  if (digits === 8) return compact(bytes, from, to, out);
  if (digits === 14 && at === to) {
    const day = whole(bytes, from, 8);
    const clock = clockMs(whole(bytes, from + 8, 2), whole(bytes, from + 10, 2), whole(bytes, from + 12, 2));
    return local(compactDay(day), clock, out);
  }
  if (digits > 0) number(bytes, from, to, out);
}

/** Digits [from, from + count) as a number. */
function whole(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    if (!isDigit(bytes[at])) return NaN;
    value = value * 10 + (bytes[at]! - 48);
  }
  return value;
}

function number(bytes: Uint8Array, from: number, to: number, out: StampText): void {
  let at = from;
  let value = 0;
  for (; at < to && isDigit(bytes[at]); at++) value = value * 10 + (bytes[at]! - 48);
  if (at < to && bytes[at] === 46) {
    let scale = 1;
    for (at++; at < to && isDigit(bytes[at]); at++) value += (bytes[at]! - 48) * (scale /= 10);
  }
  if (at !== to) return;
  out.form = 'number';
  out.value = value;
}

const compactDay = (day: number): number => civilDay(Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);

function clockMs(hour: number, minute: number, second: number): number {
  return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1_000 : NaN;
}

function local(day: number, clock: number, out: StampText): void {
  const value = day * DAY_MS + clock;
  if (Number.isNaN(value)) return;
  out.form = 'local';
  out.value = value;
}

function compact(bytes: Uint8Array, from: number, to: number, out: StampText): void {
  const day = compactDay(whole(bytes, from, 8));
  if (from + 8 === to) return Number.isNaN(day) ? number(bytes, from, to, out) : local(day, 0, out);
  timed(bytes, from + 8, to, day, out);
}

function dated(bytes: Uint8Array, from: number, to: number, separator: number, out: StampText): void {
  if (separator !== 45 && separator !== 47 && separator !== 46) return;
  if (bytes[from + 7] !== separator || from + 10 > to) return;
  const day = civilDay(whole(bytes, from, 4), whole(bytes, from + 5, 2), whole(bytes, from + 8, 2));
  if (from + 10 === to) return local(day, 0, out);
  timed(bytes, from + 10, to, day, out);
}

/** The part behind a date: separator, HH:MM, then seconds, fraction and zone if any. */
function timed(bytes: Uint8Array, from: number, to: number, day: number, out: StampText): void {
  if (bytes[from] !== 32 && bytes[from] !== 84) return;
  if (from + 6 > to || bytes[from + 3] !== 58) return;
  let at = from + 6;
  let second = 0;
  let fraction = 0;
  if (bytes[at] === 58 && at + 3 <= to) {
    second = whole(bytes, at + 1, 2);
    at += 3;
    if (bytes[at] === 46 && at < to) {
      let scale = 1_000;
      for (at++; at < to && isDigit(bytes[at]); at++) fraction += (bytes[at]! - 48) * (scale /= 10);
      // Decimal digits added one by one leave dust below the microsecond.
      fraction = Math.round(fraction * 1e6) / 1e6;
    }
  }
  local(day, clockMs(whole(bytes, from + 1, 2), whole(bytes, from + 4, 2), second) + fraction, out);
  if (at === to || out.form !== 'local') return;
  const offset = zoneOffset(bytes, at, to);
  if (Number.isNaN(offset)) out.form = 'unreadable';
  else {
    out.form = 'instant';
    out.value -= offset;
  }
}

/** Offset in ms of `Z`, `UTC`, `GMT`, `+HH`, `+HHMM` or `+HH:MM`, a space before it allowed; NaN for anything else. */
function zoneOffset(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes[from] === 32 ? from + 1 : from;
  const length = to - at;
  const sign = bytes[at];
  if (length === 1) return sign === 90 ? 0 : NaN;
  if (sign !== 43 && sign !== 45) {
    const word = length === 3 ? String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!) : '';
    return word === 'UTC' || word === 'GMT' ? 0 : NaN;
  }
  const hour = length >= 3 ? whole(bytes, at + 1, 2) : NaN;
  let minute = NaN;
  if (length === 3) minute = 0;
  else if (length === 5) minute = whole(bytes, at + 3, 2);
  else if (length === 6 && bytes[at + 3] === 58) minute = whole(bytes, at + 4, 2);
  if (!(hour <= 14 && minute <= 59)) return NaN;
  return (hour * 60 + minute) * (sign === 45 ? -60_000 : 60_000);
}
