import { DAY_MS } from '../../base/time.js';
import { createZone } from '../../base/zone.js';
import type { SessionColumns } from '../market.js';
import { clockMs, isOvernight, sessionMinutes, sinceOpen, type SessionSchedule } from './session-schedule.js';

const MINUTE_MS = 60_000;

export interface FoundSessions {
  /** Positions of the bars that open inside a session, ascending. */
  readonly kept: Int32Array;
  /** Sessions of the bars that are kept, by their new positions. */
  readonly columns: SessionColumns;
  /** Length of each session by its schedule, early closes included, ms. */
  readonly lengths: Float64Array;
}

/**
 * Puts bars into the sessions of their local dates: a bar belongs to one when open <= local time of its open < close, or the early close
 * of that date. A session over midnight has the date on which it ends. A date without such a bar is no session. The last session of the data
 * has a last bar only when that bar is the last that its schedule has room for; otherwise the data ends inside the session.
 *
 * @param time bar opens, UTC epoch ms, ascending
 */
export function findSessions(time: Float64Array, intervalMs: number, schedule: SessionSchedule): FoundSessions {
  const zone = createZone(schedule.timezone);
  const open = clockMs(schedule.open);
  const regular = sinceOpen(schedule, schedule.close);
  const isNight = isOvernight(schedule);
  const early = new Map(
    Object.entries(schedule.early_close).map(([date, text]) => [Date.parse(date), sinceOpen(schedule, text)]),
  );
  const kept = new Int32Array(time.length);
  const index = new Int32Array(time.length);
  const minute = new Int32Array(time.length);
  const days: number[] = [];
  const last: number[] = [];
  const lengths: number[] = [];
  let count = 0;
  let day = NaN;
  let length = regular;
  let latest = 0;
  for (let i = 0; i < time.length; i++) {
    const local = time[i]! + zone.offsetAt(time[i]!);
    const midnight = Math.floor(local / DAY_MS) * DAY_MS;
    const clock = local - midnight;
    const elapsed = clock < open ? clock - open + DAY_MS : clock - open;
    const date = isNight && clock >= open ? midnight + DAY_MS : midnight;
    if (early.size > 0) length = early.get(date) ?? regular;
    if (elapsed >= length) continue;
    if (date !== day) {
      days.push(date / DAY_MS);
      last.push(count);
      lengths.push(length);
    }
    day = date;
    latest = elapsed;
    kept[count] = i;
    index[count] = last.length - 1;
    minute[count] = Math.floor(elapsed / MINUTE_MS);
    last[last.length - 1] = count++;
  }
  if (count > 0 && latest + intervalMs < lengths[lengths.length - 1]!) last[last.length - 1] = -1;
  return {
    kept: kept.slice(0, count),
    columns: {
      openMinute: open / MINUTE_MS,
      minutes: sessionMinutes(schedule),
      day: Int32Array.from(days),
      index: index.slice(0, count),
      minute: minute.slice(0, count),
      last: Int32Array.from(last),
    },
    lengths: Float64Array.from(lengths),
  };
}
