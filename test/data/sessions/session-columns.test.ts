import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/base/errors.js';
import { dataSpec, loadMarket } from '../../../src/data/load.js';
import { reportLines } from '../../../src/data/report.js';
import { sessionCoverage } from '../../../src/data/sessions/session-coverage.js';
import { sessionLines } from '../../../src/data/sessions/session-report.js';
import { findSessions } from '../../../src/data/sessions/session-columns.js';
import { sessionSchedule } from '../../../src/data/sessions/session-schedule.js';
import { attachMarket } from '../../../src/data/shared/shared.js';
import { temporaryFolder } from '../_support.js';

const MINUTE = 60_000;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const newYork = (changes: object = {}) =>
  sessionSchedule.parse({ open: '09:30', close: '16:00:00', timezone: 'America/New_York', ...changes });
/** Bars from a moment on, one every `step` minutes. */
const stamps = (from: string, count: number, step = 1) =>
  Float64Array.from({ length: count }, (_, i) => Date.parse(from) + i * step * MINUTE);
const joined = (...parts: Float64Array[]) => Float64Array.from(parts.flatMap((part) => Array.from(part)));

test('a session holds the bars that open from its open on and before its close', () => {
  const time = stamps('2024-01-02T14:28Z', 395);
  const { kept, columns } = findSessions(time, MINUTE, newYork());
  expect([kept[0], kept.length, kept[389]]).toEqual([2, 390, 391]);
  expect([columns.minute[0], columns.minute[389]]).toEqual([0, 389]);
  expect(Array.from(columns.last)).toEqual([389]);
  expect([columns.openMinute, columns.minutes]).toEqual([570, 390]);
});

test('the open follows the clocks of the zone over both changes of 2024', () => {
  const days = ['2024-03-08T14:30Z', '2024-03-11T13:30Z', '2024-11-01T13:30Z', '2024-11-04T14:30Z'];
  const time = joined(...days.map((day) => stamps(day, 390)));
  const { kept, columns } = findSessions(time, MINUTE, newYork());
  expect(kept.length).toBe(4 * 390);
  expect([0, 390, 780, 1170].map((i) => [columns.index[i], columns.minute[i]])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
});

test('the days of the changes themselves are the same sessions in every zone that the process may run in', () => {
  const outputs = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'].map((TZ) =>
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/jiti/lib/jiti-cli.mjs'), join(root, 'test/_support/print-sessions.ts')],
      { env: { ...process.env, TZ, JITI_FS_CACHE: 'false' }, encoding: 'utf8' },
    ),
  );
  for (const output of outputs) expect(output).toBe(outputs[0]);
  const [spring, autumn] = outputs[0]!.split('\n');
  const bars = (line: string, day: string) => [...line.split(' ')[1]!].filter((d) => d === day).length;
  expect([bars(spring!, '0'), bars(spring!, '1')]).toEqual([24, 23]);
  expect([bars(autumn!, '0'), bars(autumn!, '1')]).toEqual([24, 25]);
});

test('an early close ends its own date only', () => {
  const time = joined(stamps('2024-07-02T13:30Z', 390), stamps('2024-07-03T13:30Z', 390));
  const { kept, columns } = findSessions(time, MINUTE, newYork({ early_close: { '2024-07-03': '13:00' } }));
  expect(kept.length).toBe(390 + 210);
  expect(Array.from(columns.last)).toEqual([389, 599]);
  expect(columns.minutes).toBe(390);
});

test('only a last session that the data cut short has no last bar', () => {
  const whole = stamps('2024-01-02T14:30Z', 380);
  const last = (...parts: Float64Array[]) => Array.from(findSessions(joined(...parts), MINUTE, newYork()).columns.last);
  expect(last(whole, stamps('2024-01-03T14:30Z', 390))).toEqual([379, 769]);
  expect(last(whole, stamps('2024-01-03T14:30Z', 389))).toEqual([379, -1]);
  expect(last(stamps('2024-01-02T14:30Z', 78, 5), stamps('2024-01-03T14:30Z', 77, 5))).toEqual([77, -1]);
});

describe('market data', () => {
  const file = join(temporaryFolder(), 'bars.csv');
  const rows = ['2024-01-02 09:29', '2024-01-02 09:30', '2024-01-02 09:31', '2024-01-02 16:00', '2024-01-03 09:30'];
  writeFileSync(file, `time,open,high,low,close,volume\n${rows.map((t) => `${t},1,1,1,1,1`).join('\n')}\n`);
  const load = (open: string) =>
    loadMarket(dataSpec.parse({ path: file, interval: '1m', timezone: 'America/New_York' }), {
      baseDir: root,
      sessionOf: () => newYork({ open }),
    });

  test('leave out bars outside of the sessions, count them, and carry the sessions to every thread', async () => {
    const { market, report } = await load('09:30');
    const attached = attachMarket(market);
    expect(attached.length).toBe(3);
    expect(Array.from(attached.sessions!.index)).toEqual([0, 0, 1]);
    expect(Array.from(attached.sessions!.minute)).toEqual([0, 1, 0]);
    expect(Array.from(attached.sessions!.last)).toEqual([1, -1]);
    expect(Array.from(attached.sessions!.day, (day) => new Date(day * 86_400_000).getUTCDate())).toEqual([2, 3]);
    expect(attached.sessions!.last.buffer).toBe(market.sessions!.columns);
    expect(report.sessions).toMatchObject({ count: 2, outside: 2 });
    // The night between the two sessions is none.
    expect(report.gaps).toMatchObject({ count: 0, missing: 0 });
    expect(reportLines(report)).toContain('sessions:   2; 2 bars outside of them left out');
  });

  test('are refused when no bar lies inside a session', async () => {
    const error = await load('15:00').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).findings[0]).toMatchObject({
      code: 'HG-DATA-057',
      value: expect.stringContaining('2024-01-02'),
    });
  });
});

describe('a session over midnight', () => {
  const night = (changes: object = {}) =>
    sessionSchedule.parse({ open: '17:00', close: '16:00', timezone: 'America/Chicago', ...changes });

  test('holds the bars from its open in the evening to its close on the next day, whose date it has', () => {
    // 2024-01-02 16:58 in Chicago.
    const time = stamps('2024-01-02T22:58Z', 1440 + 5);
    const { kept, columns } = findSessions(time, MINUTE, night());
    expect(Array.from(columns.day, (day) => new Date(day * 86_400_000).toISOString().slice(0, 10))).toEqual([
      '2024-01-03',
      '2024-01-04',
    ]);
    expect([kept[0], columns.minute[0], columns.minute[1379], columns.index[1379]]).toEqual([2, 0, 1379, 0]);
    expect([kept[1380], columns.minute[1380], columns.index[1380]]).toEqual([1442, 0, 1]);
    expect([columns.openMinute, columns.minutes]).toEqual([17 * 60, 23 * 60]);
  });

  test('closes early on the date on which it ends', () => {
    const time = stamps('2024-07-02T22:00Z', 1440);
    const { kept, columns } = findSessions(time, MINUTE, night({ early_close: { '2024-07-03': '12:15' } }));
    expect(kept.length).toBe(19 * 60 + 15);
    expect(Array.from(columns.last)).toEqual([kept.length - 1]);
  });

  test('may last a whole day, and one that closes at midnight has the date of its open', () => {
    const whole = sessionSchedule.parse({ open: '17:00', close: '17:00', timezone: 'UTC' });
    expect(findSessions(stamps('2024-01-02T17:00Z', 2880), MINUTE, whole).columns).toMatchObject({
      minutes: 1440,
      last: Int32Array.of(1439, 2879),
    });
    const evening = sessionSchedule.parse({ open: '18:00', close: '00:00', timezone: 'UTC' });
    const { kept, columns } = findSessions(stamps('2024-01-02T17:00Z', 480), MINUTE, evening);
    expect([kept.length, columns.day[0]! * 86_400_000]).toEqual([360, Date.parse('2024-01-02')]);
  });

  test('keeps its hours by the clocks of the zone when they change in the afternoon of its date', () => {
    const time = joined(stamps('2024-03-08T23:00Z', 60), stamps('2024-03-10T22:00Z', 60));
    expect(Array.from(findSessions(time, MINUTE, night()).columns.minute.filter((_, i) => i % 60 === 0))).toEqual([
      0, 0,
    ]);
  });
});

describe('what sessions lack', () => {
  const coverageOf = (time: Float64Array, changes: object = {}) => {
    const volume = Float64Array.from(time, (_, i) => i % 100);
    return sessionCoverage(findSessions(time, MINUTE, newYork(changes)), volume, MINUTE);
  };
  const wednesday = stamps('2024-07-03T13:30Z', 210);
  const days = joined(stamps('2024-07-02T13:30Z', 371), wednesday, stamps('2024-07-08T13:30Z', 390));

  test('is counted: sessions with less than 95 % of their bars, weekdays without any, bars without volume', () => {
    const coverage = coverageOf(days);
    expect(coverage).toEqual({
      count: 3,
      outside: 0,
      short: [{ date: '2024-07-03', bars: 210, scheduled: 390 }],
      shortCount: 1,
      withoutBars: ['2024-07-04', '2024-07-05'],
      withoutBarsCount: 2,
      zeroVolume: 10,
    });
    expect(sessionLines(coverage)).toEqual([
      'sessions:   3; 0 bars outside of them left out',
      '            1 of 3 sessions lack more than 5 % of their bars (2024-07-03: 210 of 390)',
      '            2 weekdays without a bar (2024-07-04, 2024-07-05)',
      '            10 bars without volume',
    ]);
  });

  test('is nothing on a half day that the schedule knows', () => {
    expect(coverageOf(days, { early_close: { '2024-07-03': '13:00' } }).shortCount).toBe(0);
  });

  test('one bar below the bound counts, the bound does not', () => {
    const lacking = (bars: number) => coverageOf(stamps('2024-07-02T13:30Z', bars)).shortCount;
    expect([lacking(371), lacking(370)]).toEqual([0, 1]);
  });
});

test.each([
  [{ open: '9:30' }, 'a time of day is HH:MM or HH:MM:SS'],
  [{ timezone: 'New York' }, 'an IANA time zone such as America/New_York'],
  [{ early_close: { '2024-07-03': '17:00' } }, 'an early close lies inside the session'],
])('a schedule %o is refused: %s', (changes, message) => {
  const base = { open: '09:30', close: '16:00', timezone: 'America/New_York' };
  expect(sessionSchedule.safeParse({ ...base, ...changes }).error?.issues[0]?.message).toBe(message);
});
