import { z } from 'zod';
import { isZone } from '../../base/zone.js';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A local time of day as settings write it, `HH:MM` or `HH:MM:SS`. */
export const clockTime = z.string().regex(CLOCK, 'a time of day is HH:MM or HH:MM:SS');

/** Milliseconds after midnight of a `clockTime`; NaN for another text. */
export function clockMs(text: string): number {
  const [, hour, minute, second = '0'] = CLOCK.exec(text) ?? [];
  return (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000;
}

interface Hours {
  readonly open: string;
  readonly close: string;
}

/** Milliseconds from the open to a local time of day that follows it; a whole day for the time of the open itself. */
export const sinceOpen = ({ open }: Hours, time: string): number =>
  ((clockMs(time) - clockMs(open) + DAY_MS - 1) % DAY_MS) + 1;

/**
 * Whether a session that closes at or before the time of its open lasts into the next local date. One that closes at midnight belongs to the
 * date on which it opened.
 */
export const isOvernight = ({ open, close }: Hours): boolean => clockMs(close) <= clockMs(open) && clockMs(close) > 0;

/** When a market trades: one session a local day. All times are local times of the zone, whatever the season. */
export const sessionSchedule = z
  .strictObject({
    open: clockTime.describe('local time at which the session begins, HH:MM or HH:MM:SS'),
    close: clockTime.describe('local time at which it ends; at or before the open: on the next day'),
    timezone: z
      .string()
      .refine(isZone, 'an IANA time zone such as America/New_York')
      .describe('IANA zone of these times'),
    early_close: z
      .record(z.iso.date(), clockTime)
      .default({})
      .describe('local end of single sessions by the date on which they end: {2024-07-03: "13:00"}'),
  })
  .refine((s) => Object.values(s.early_close).every((t) => sinceOpen(s, t) <= sinceOpen(s, s.close)), {
    path: ['early_close'],
    message: 'an early close lies inside the session',
  });
export type SessionSchedule = z.output<typeof sessionSchedule>;

/** Length of a regular session, minutes. */
export const sessionMinutes = (hours: Hours): number => sinceOpen(hours, hours.close) / MINUTE_MS;
