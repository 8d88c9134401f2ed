import type { RowRule } from './faults.js';
import type { StampFault } from '../read/stamp-reader.js';

const DROP = 'mend the file, or drop such rows with repair: true (they are counted)';

/** The rules every row of bars must keep. */
export const ROW_RULES = {
  missing: {
    code: 'HG-DATA-030',
    rule: 'every open, high, low, close and volume is a plain finite number',
    hint: DROP,
  },
  price: { code: 'HG-DATA-031', rule: 'prices are above zero', hint: DROP },
  volume: { code: 'HG-DATA-032', rule: 'volume is not negative', hint: DROP },
  range: { code: 'HG-DATA-033', rule: 'high is not below low', hint: DROP },
  body: { code: 'HG-DATA-034', rule: 'open and close lie within [low, high]', hint: DROP },
  grid: {
    code: 'HG-DATA-042',
    rule: 'stamps are whole intervals apart',
    hint: 'give the interval of the bars, or drop such rows with repair: true (they are counted)',
  },
  unsorted: { code: 'HG-DATA-040', rule: 'rows run from old to new', hint: 'put them in order with sort: true' },
  conflict: {
    code: 'HG-DATA-041',
    rule: 'rows with one stamp are equal',
    hint: 'mend the file, or keep the last row of each stamp with repair: true (they are counted)',
  },
} as const satisfies Record<string, RowRule>;

/** Why a stamp is refused. Only unreadable and implausible ones are a matter of the row; the others are answered by an option. */
export const STAMP_RULES: Readonly<Record<StampFault, RowRule>> = {
  unreadable: {
    code: 'HG-DATA-020',
    rule: 'a stamp is an epoch number, YYYYMMDD, or a date that starts with the year, with or without a time and a zone',
    hint: 'name the right column with columns: { time: ... }, or rewrite the stamps as ISO 8601',
  },
  'no zone': {
    code: 'HG-DATA-021',
    rule: 'a stamp without a zone is no point in time',
    hint: 'say which clock it shows with timezone, for example timezone: UTC or timezone: America/New_York',
  },
  twice: {
    code: 'HG-DATA-022',
    rule: 'a local time that the clock shows twice names one of two instants',
    hint: 'choose with fold: earlier, later, or sequence (first pass, then second, for rows in order)',
  },
  skipped: {
    code: 'HG-DATA-023',
    rule: 'the clock of the zone skips no stamp of the file',
    hint: 'the zone is probably not the one these stamps were written in',
  },
  implausible: {
    code: 'HG-DATA-024',
    rule: 'a stamp lies between 2000 and 2100 in s, ms, us or ns since 1970, or between 1900 and 2100 as a date',
    hint: 'name the right column with columns: { time: ... }; for milliseconds since midnight give the day with date: YYYY-MM-DD',
  },
};
