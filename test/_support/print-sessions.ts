/** Prints the New York sessions of hourly bars around both changes of the clocks in 2024: run by tests under several TZ settings. */
import { findSessions } from '../../src/data/sessions/session-columns.js';
import { sessionSchedule } from '../../src/data/sessions/session-schedule.js';

const HOUR = 3_600_000;
const schedule = sessionSchedule.parse({ open: '00:00', close: '23:59', timezone: 'America/New_York' });
for (const [from, days] of [
  ['2024-03-09T05:00Z', 3],
  ['2024-11-02T04:00Z', 3],
] as const) {
  const time = Float64Array.from({ length: days * 24 }, (_, i) => Date.parse(from) + i * HOUR);
  const { kept, columns } = findSessions(time, HOUR, schedule);
  process.stdout.write(`${kept.length} ${columns.index.join('')} ${columns.minute.join()} ${columns.last.join()}\n`);
}
