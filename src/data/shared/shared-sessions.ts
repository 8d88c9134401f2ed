import type { SessionColumns } from '../market.js';

/** Session columns as plain data and shared memory: what a message to a worker thread carries. */
export interface SharedSessions {
  readonly openMinute: number;
  readonly minutes: number;
  /** Number of sessions. */
  readonly count: number;
  /** Session and minute of each bar, then date and last bar of each session, as 32-bit integers. */
  readonly columns: SharedArrayBuffer;
}

/** The columns over shared bytes, without a copy. */
export function attachSessions({ openMinute, minutes, count, columns }: SharedSessions, bars: number): SessionColumns {
  return {
    openMinute,
    minutes,
    index: new Int32Array(columns, 0, bars),
    minute: new Int32Array(columns, 4 * bars, bars),
    day: new Int32Array(columns, 8 * bars, count),
    last: new Int32Array(columns, 8 * bars + 4 * count, count),
  };
}

/** Puts session columns into shared memory. */
export function shareSessions({ openMinute, minutes, day, index, minute, last }: SessionColumns): SharedSessions {
  const columns = new SharedArrayBuffer(8 * (index.length + last.length));
  const shared = { openMinute, minutes, count: last.length, columns };
  const views = attachSessions(shared, index.length);
  views.index.set(index);
  views.minute.set(minute);
  views.day.set(day);
  views.last.set(last);
  return shared;
}
