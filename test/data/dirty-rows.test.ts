import { reportLines, reportRecord } from '../../src/data/report.js';
import { describe, expect, test } from 'vitest';
import { loaderIn, minuteCsv, refusal, START, temporaryFolder, values } from './_support.js';

const load = loaderIn(temporaryFolder());
const MINUTE = 60_000;
const stamp = (i: number) => START + i * MINUTE;

describe('a bad row is refused with its row, stamp, value and rule, and dropped and counted by repair', () => {
  test.each([
    ['an empty cell', `${stamp(2)},100,102,99,,5`, 'HG-DATA-030', 'close='],
    ['NaN', `${stamp(2)},NaN,102,99,101,5`, 'HG-DATA-030', 'open=NaN'],
    ['infinity', `${stamp(2)},100,Infinity,99,101,5`, 'HG-DATA-030', 'high=Infinity'],
    ['a word', `${stamp(2)},100,102,low,101,5`, 'HG-DATA-030', 'low=low'],
    ['thousands marks', `${stamp(2)},100,102,99,101,"1,234"`, 'HG-DATA-030', 'volume=1,234'],
    ['an empty volume', `${stamp(2)},100,102,99,101,`, 'HG-DATA-030', 'volume='],
    ['a price of zero', `${stamp(2)},100,102,0,101,5`, 'HG-DATA-031', 'low=0'],
    ['a negative price', `${stamp(2)},-100,102,99,101,5`, 'HG-DATA-031', 'open=-100'],
    ['a negative volume', `${stamp(2)},100,102,99,101,-5`, 'HG-DATA-032', 'volume=-5'],
    ['high below low', `${stamp(2)},100,98,99,101,5`, 'HG-DATA-033', 'high=98 low=99'],
    ['an open above the high', `${stamp(2)},103,102,99,101,5`, 'HG-DATA-034', 'open=103 high=102 low=99'],
    ['an open below the low', `${stamp(2)},98,102,99,101,5`, 'HG-DATA-034', 'open=98 high=102 low=99'],
    ['a close above the high', `${stamp(2)},100,102,99,102.5,5`, 'HG-DATA-034', 'close=102.5 high=102 low=99'],
    ['a close below the low', `${stamp(2)},100,102,99,98.5,5`, 'HG-DATA-034', 'close=98.5 high=102 low=99'],
  ])('%s', async (_, row, code, value) => {
    const text = minuteCsv(5, { 2: row });
    const [finding] = await refusal(load('bars.csv', text));
    expect(finding).toMatchObject({ code, value, place: 'bars.csv row 4 (2024-01-01T00:02:00.000Z)' });
    expect(finding!.hint).toContain('repair');
    const { report } = await load('bars.csv', text, { repair: true });
    expect(report).toMatchObject({ rowsRead: 5, rows: 4, repairs: { [code]: 1 }, gaps: { count: 1, missing: 1 } });
  });

  test('an unreadable stamp', async () => {
    const text = minuteCsv(5, { 2: 'yesterday,100,102,99,101,5' });
    const [finding] = await refusal(load('bars.csv', text));
    expect(finding).toMatchObject({ code: 'HG-DATA-020', value: 'time=yesterday', place: 'bars.csv row 4' });
    expect((await load('bars.csv', text, { repair: true })).report.repairs).toEqual({ 'HG-DATA-020': 1 });
  });

  test('a stamp of the year 1970 or 56970', async () => {
    for (const time of ['1704067', '1704067200000000000000']) {
      const [finding] = await refusal(load('bars.csv', minuteCsv(5, { 2: `${time},100,102,99,101,5` })));
      expect(finding).toMatchObject({ code: 'HG-DATA-024', value: `time=${time}` });
    }
  });

  test('a stamp off the grid of the others', async () => {
    const text = minuteCsv(5, { 2: `${stamp(2) + 1},100,102,99,101,5` });
    const [finding] = await refusal(load('bars.csv', text));
    expect(finding).toMatchObject({
      code: 'HG-DATA-042',
      value: String(stamp(2) + 1),
      place: 'bars.csv row 4 (2024-01-01T00:02:00.001Z)',
    });
    expect((await load('bars.csv', text, { repair: true })).report).toMatchObject({
      rows: 4,
      repairs: { 'HG-DATA-042': 1 },
    });
  });
});

test('every rule that is broken is told once, with its count and first rows', async () => {
  const bad = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i, `${stamp(i)},100,102,99,NaN,5`]));
  const findings = await refusal(load('bars.csv', minuteCsv(20, { ...bad, 12: `${stamp(12)},100,102,99,101,-1` })));
  expect(findings.map(({ code }) => code)).toEqual(['HG-DATA-030', 'HG-DATA-032']);
  expect(findings[0]!.rule).toContain('(8 rows: 2, 3, 4, 5, 6, …)');
  expect(findings[1]!.place).toContain('row 14');
});

test('a file without one good row is refused even with repair', async () => {
  const text = minuteCsv(2, { 0: `${stamp(0)},0,0,0,NaN,5`, 1: `${stamp(1)},1,1,2,1,5` });
  expect(await refusal(load('bars.csv', text, { repair: true }))).toMatchObject([{ code: 'HG-DATA-006' }]);
});

describe('rows of one stamp', () => {
  test('are collapsed and counted when they are equal', async () => {
    const { report } = await load('bars.csv', minuteCsv(5, { 2: `${stamp(1)},100,102,99,101,5` }));
    expect(report).toMatchObject({ rows: 4, duplicates: 1, repairs: {} });
  });

  test('are refused when they differ; repair keeps the last', async () => {
    const text = minuteCsv(5, { 2: `${stamp(1)},100,102,99,100.5,5` });
    expect(await refusal(load('bars.csv', text))).toMatchObject([
      {
        code: 'HG-DATA-041',
        value: 'close=101 in row 3, 100.5 in row 4',
        place: 'bars.csv row 4 (2024-01-01T00:01:00.000Z)',
      },
    ]);
    const repaired = await load('bars.csv', text, { repair: true });
    expect(values(repaired, 'close')).toEqual([101, 100.5, 101, 101]);
    expect(repaired.report.repairs).toEqual({ 'HG-DATA-041': 1 });
  });
});

describe('rows out of order', () => {
  const rows = minuteCsv(200).trimEnd().split('\n');
  const shuffled = [rows[0], ...rows.slice(1).reverse()].join('\n');
  const swapped = [...rows.slice(0, 100), rows[101], rows[100], ...rows.slice(102)].join('\n');

  test('are refused with the first inversion', async () => {
    expect(await refusal(load('bars.csv', swapped))).toMatchObject([
      {
        code: 'HG-DATA-040',
        place: 'bars.csv row 102 (2024-01-01T01:39:00.000Z)',
        rule: expect.stringContaining('(1 such rows)'),
        hint: expect.stringContaining('sort'),
      },
    ]);
  });

  test('that run from new to old are told as such, and repair does not throw them away', async () => {
    expect(await refusal(load('bars.csv', shuffled))).toMatchObject([
      { rule: expect.stringContaining('from new to old') },
    ]);
    expect(await refusal(load('bars.csv', shuffled, { repair: true }))).toMatchObject([{ code: 'HG-DATA-040' }]);
  });

  test('are put in order by sort, to the same bars bit for bit', async () => {
    const straight = await load('bars.csv', rows.join('\n'));
    const sorted = await load('bars.csv', shuffled, { sort: true });
    expect(sorted.report.digest).toBe(straight.report.digest);
    expect(sorted.report.wasSorted).toBe(true);
    expect(straight.report.wasSorted).toBe(false);
  });

  test('are dropped and counted by repair when they are few', async () => {
    const { report } = await load('bars.csv', swapped, { repair: true });
    expect(report).toMatchObject({ rows: 199, repairs: { 'HG-DATA-040': 1 } });
  });
});

test('gaps are counted, and the longest are listed', async () => {
  const rows = minuteCsv(3_000).trimEnd().split('\n');
  const { report } = await load('bars.csv', [...rows.slice(0, 11), rows[12], ...rows.slice(1_453)].join('\n'));
  expect(report.gaps).toEqual({
    count: 2,
    missing: 1_441,
    longestMs: 1_441 * MINUTE,
    longest: [
      { after: stamp(11), before: stamp(1_452), missing: 1_440 },
      { after: stamp(9), before: stamp(11), missing: 1 },
    ],
    closed: [],
  });
});

test('days of the week on which daily bars never open are no gaps; a holiday is one', async () => {
  const day = (k: number) => new Date(Date.UTC(2024, 0, k)).toISOString().slice(0, 10);
  const days = Array.from({ length: 42 }, (_, k) => k + 1).filter((k) => (k - 1) % 7 < 5 && k !== 17);
  const text = ['time,open,high,low,close,volume', ...days.map((k) => `${day(k)},1,1,1,1,1`)].join('\n');
  const { report } = await load('days.csv', text, { timezone: 'UTC' });
  expect(report.gaps).toMatchObject({ count: 1, missing: 1, closed: [6, 0] });
  expect(reportLines(report)).toContain(
    'gaps:       1 (1 bar missing, longest 48 h, Saturdays and Sundays not counted)',
  );
  expect(reportRecord(report)).toMatchObject({
    interval: '1d',
    first: '2024-01-01T00:00:00.000Z',
    gaps: { longest: [{ after: '2024-01-16T00:00:00.000Z', before: '2024-01-18T00:00:00.000Z', missing: 1 }] },
  });
});

describe('the interval', () => {
  test('is the commonest step, and a single row needs it stated', async () => {
    expect((await load('bars.csv', minuteCsv(4))).report.intervalMs).toBe(MINUTE);
    expect(await refusal(load('one.csv', minuteCsv(1)))).toMatchObject([{ code: 'HG-DATA-044' }]);
    expect((await load('one.csv', minuteCsv(1), { interval: '1m' })).report).toMatchObject({
      rows: 1,
      gaps: { count: 0 },
    });
  });

  test.each(['1h', '30s'])('that is stated as %s contradicts minute bars', async (interval) => {
    expect(await refusal(load('bars.csv', minuteCsv(200), { interval }))).toMatchObject([
      { code: 'HG-DATA-045', rule: expect.stringContaining('most are 1m apart') },
    ]);
  });

  test('cannot be a month', async () => {
    const rows = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'].map(
      (day) => `${day},1,1,1,1,1`,
    );
    const text = `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
    expect(await refusal(load('months.csv', text, { timezone: 'UTC' }))).toMatchObject([{ code: 'HG-DATA-046' }]);
  });

  test('of days in a zone with summer time is refused with the way out', async () => {
    const rows = [8, 9, 10, 11, 12].map((day) => `2024-03-${String(day).padStart(2, '0')},1,1,1,1,1`);
    const text = `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
    expect(await refusal(load('days.csv', text, { timezone: 'America/New_York' }))).toMatchObject([
      { code: 'HG-DATA-042', hint: expect.stringContaining('timezone: UTC') },
    ]);
    expect((await load('days.csv', text, { timezone: 'UTC' })).report.gaps.count).toBe(0);
  });
});

test('stamps in several units make one series, with a notice', async () => {
  const december = [0, 1, 2].map((i) => `${Date.UTC(2024, 11, 31, 23, 57 + i)},100,102,99,101,5`);
  const january = [0, 1, 2].map((i) => `${Date.UTC(2025, 0, 1, 0, i)}000,100,102,99,101,5`);
  const { report } = await load('bars.csv', [...december, ...january].join('\n'));
  expect(report).toMatchObject({ rows: 6, gaps: { count: 0 }, intervalMs: MINUTE });
  expect(report.notices).toContainEqual(expect.stringContaining('3 in ms, 3 in us'));
});

test('stamps of bar ends are moved to the start, also when they name the last millisecond', async () => {
  for (const offset of [MINUTE, MINUTE - 1]) {
    const rows = [0, 1, 2].map((i) => `${stamp(i) + offset},100,102,99,101,5`).join('\n');
    const ends = await load('ends.csv', `time,open,high,low,close,volume\n${rows}\n`, { stamp: 'close' });
    expect(values(ends, 'time')).toEqual([stamp(0), stamp(1), stamp(2)]);
    const named = await load('ends.csv', `close_time,open,high,low,close,volume\n${rows}\n`);
    expect(named.report.digest).toBe(ends.report.digest);
  }
});

test('a volume of minus zero is zero, so that equal bars have equal digests', async () => {
  const plain = await load('bars.csv', minuteCsv(3, { 1: `${stamp(1)},100,102,99,101,0` }));
  const minus = await load('bars.csv', minuteCsv(3, { 1: `${stamp(1)},100,102,99,101,-0` }));
  expect(minus.report.digest).toBe(plain.report.digest);
});

test('a period is cut from its start, inclusive, to its end, exclusive, and an empty one is refused with the range there is', async () => {
  const cut = await load('bars.csv', minuteCsv(10), { from: '2024-01-01T00:02Z', to: '2024-01-01T00:05Z' });
  expect(values(cut, 'time')).toEqual([stamp(2), stamp(3), stamp(4)]);
  expect(await refusal(load('bars.csv', minuteCsv(10), { from: '2025-01-01' }))).toMatchObject([
    { code: 'HG-DATA-056', rule: expect.stringContaining('2024-01-01T00:00:00.000Z .. 2024-01-01T00:09:00.000Z') },
  ]);
});
