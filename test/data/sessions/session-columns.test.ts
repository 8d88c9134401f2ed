import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/base/errors.js';
import { dataSpec, loadMarket } from '../../../src/data/load.js';
import { reportLines } from '../../../src/data/report.js';
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
      session: newYork({ open }),
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
    expect(report.sessions).toEqual({ count: 2, outside: 2 });
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

test.each([
  [{ close: '09:30' }, 'a session closes after it opens'],
  [{ open: '9:30' }, 'a time of day is HH:MM or HH:MM:SS'],
  [{ timezone: 'New York' }, 'an IANA time zone such as America/New_York'],
  [{ early_close: { '2024-07-03': '17:00' } }, 'an early close lies inside the session'],
])('a schedule %o is refused: %s', (changes, message) => {
  const base = { open: '09:30', close: '16:00', timezone: 'America/New_York' };
  expect(sessionSchedule.safeParse({ ...base, ...changes }).error?.issues[0]?.message).toBe(message);
});
