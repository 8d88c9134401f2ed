import { DAY_MS } from './time.js';

/** What a local time is in a zone: one instant, two (the hour that a clock goes through twice), or none (the hour it jumps over). */
export type Instants = readonly [] | readonly [number] | readonly [earlier: number, later: number];

export interface Zone {
  readonly name: string;
  /** Local minus UTC time at an instant, ms. */
  offsetAt(time: number): number;
  /** Instants at which the zone's clock shows `local` (ms, as if it were UTC), earlier first. */
  instantsOf(local: number): Instants;
}

/** Most files and venues name it, and it needs no table of zones, whose first use costs tens of milliseconds. */
const UTC: Zone = { name: 'UTC', offsetAt: () => 0, instantsOf: (local) => [local] };

/** Whether there is a zone of this name. */
export function isZone(name: string): boolean {
  if (name === UTC.name) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * An IANA time zone. Offsets are looked up once a day and only days on which the clocks change are searched, so that whole columns convert fast.
 * Independent of the zone the process runs in.
 *
 * @throws RangeError when there is no such zone
 */
export function createZone(name: string): Zone {
  if (name === UTC.name) return UTC;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const lookUp = (time: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
    const shown = Date.UTC(
      part['year']!,
      part['month']! - 1,
      part['day']!,
      part['hour']!,
      part['minute']!,
      part['second']!,
    );
    return shown - Math.floor(time / 1000) * 1000;
  };
  const midnights = new Map<number, number>();
  const atMidnight = (day: number): number => {
    const known = midnights.get(day);
    if (known !== undefined) return known;
    const offset = lookUp(day * DAY_MS);
    midnights.set(day, offset);
    return offset;
  };
  const changes = new Map<number, number>();
  /** First instant of the day with the offset of its end; exact to a second. */
  const changeOf = (day: number, before: number): number => {
    const known = changes.get(day);
    if (known !== undefined) return known;
    let low = day * DAY_MS;
    let high = low + DAY_MS;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (lookUp(middle) === before) low = middle;
      else high = middle;
    }
    changes.set(day, high);
    return high;
  };
  const offsetAt = (time: number): number => {
    const day = Math.floor(time / DAY_MS);
    const before = atMidnight(day);
    const after = atMidnight(day + 1);
    return before === after || time < changeOf(day, before) ? before : after;
  };
  const instantsOf = (local: number): Instants => {
    const a = local - offsetAt(local - DAY_MS);
    const b = local - offsetAt(local + DAY_MS);
    const isA = local - offsetAt(a) === a;
    if (a === b) return isA ? [a] : [];
    const isB = local - offsetAt(b) === b;
    if (isA && isB) return a < b ? [a, b] : [b, a];
    return isA ? [a] : isB ? [b] : [];
  };
  return { name, offsetAt, instantsOf };
}
