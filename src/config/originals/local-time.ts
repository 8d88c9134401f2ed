import { civilDay, DAY_MS, formatTime, parseTime } from '../../base/time.js';
import { createZone } from '../../base/zone.js';

const WITHOUT_ZONE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?$/;

/**
 * The instant at which the clocks of a zone show a date and time, as UTC text. A text that names its own zone, or is no time at all, stays as
 * it is. Of the hour that a clock goes through twice, the first; of the hour that it jumps over, undefined.
 */
export function inZone(text: string, zone: string): string | undefined {
  const match = WITHOUT_ZONE.exec(text);
  if (!match) return text;
  const [, year, month, day, clock = '00:00'] = match;
  const midnight = civilDay(Number(year), Number(month), Number(day)) * DAY_MS;
  const sinceMidnight = parseTime(`1970-01-01T${clock}Z`);
  if (Number.isNaN(midnight + sinceMidnight)) return text;
  const [instant] = createZone(zone).instantsOf(midnight + sinceMidnight);
  return instant === undefined ? undefined : formatTime(instant);
}
