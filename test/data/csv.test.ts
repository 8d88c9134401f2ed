import { describe, expect, test } from 'vitest';
import { loaderIn, minuteCsv, refusal, START, temporaryFolder, values } from './_support.js';

const load = loaderIn(temporaryFolder());
const MINUTE = 60_000;
const plain = minuteCsv(4);
const digestOf = async (text: string, spec = {}) => (await load('a.csv', text, spec)).report.digest;

describe('the same bars are read', () => {
  test.each([
    ['with Windows line ends', plain.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${plain}`],
    ['with blank lines', plain.replaceAll('\n', '\n\n')],
    ['without a line end at the end', plain.trimEnd()],
    ['with quoted cells', plain.replaceAll(/\d+/g, '"$&"')],
    ['with spaces around cells', plain.replaceAll(',', ' , ')],
    ['separated by semicolons', plain.replaceAll(',', ';')],
    ['separated by tabs', plain.replaceAll(',', '\t')],
    ['separated by bars', plain.replaceAll(',', '|')],
    ['without a header', plain.slice(plain.indexOf('\n') + 1)],
    ['under capital names', plain.replace(/^.*/, 'Timestamp,Open,High,Low,Close,Volume')],
    ['under API names', plain.replace(/^.*/, 'openTime,open,high,low,close,volume')],
    ['under names in brackets', plain.replace(/^.*/, '<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>')],
    ['under a nameless first column', plain.replace(/^.*/, ',open,high,low,close,volume')],
  ])('%s', async (_, text) => expect(await digestOf(text)).toBe(await digestOf(plain)));

  test('from columns in another order with others between', async () => {
    const rows = plain
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const text = rows.map(([t, o, h, l, c, v]) => `x,${v},${c},"a, ""b""",${l},${h},${o},${t}`).join('\n');
    expect(await digestOf(`note,volume,close,remark,low,high,open,time\n${text}\n`)).toBe(await digestOf(plain));
  });

  test('from columns that are mapped by name and by position', async () => {
    const text = plain.replace(/^.*/, 'zeit,erster,hoch,tief,letzter,menge');
    const columns = { time: 'zeit', open: 'erster', high: 2, low: 'TIEF', close: 4, volume: 'menge' };
    expect(await digestOf(text, { columns })).toBe(await digestOf(plain));
  });

  test('from klines of twelve columns with and without their header', async () => {
    const rows = plain
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => `${row},${Number(row.slice(0, 13)) + 59_999},1.5,7,0.5,0.25,0\n`);
    const header =
      'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n';
    expect(await digestOf(rows.join(''))).toBe(await digestOf(plain));
    expect(await digestOf(header + rows.join(''))).toBe(await digestOf(plain));
  });

  test('from a day and a time of day in two columns', async () => {
    const rows = [0, 1, 2, 3].map((i) => `2024.01.01,00:0${i},100,102,99,101,5`).join('\n');
    expect(await digestOf(`Date,Time,Open,High,Low,Close,Volume\n${rows}\n`, { timezone: 'UTC' })).toBe(
      await digestOf(plain),
    );
  });

  test('from integer prices with a scale, to the bit of the decimal text', async () => {
    const text = `time,open,high,low,close,volume\n${START},1362997,1362999,1000001,1362998,7\n`;
    const bars = await load('a.csv', text, { price_scale: 10_000, interval: '1m' });
    expect(values(bars, 'open')).toEqual([136.2997]);
    expect(values(bars, 'low')).toEqual([100.0001]);
    expect(values(bars, 'volume')).toEqual([7]);
  });
});

describe('a text of another shape is refused', () => {
  const line = (i: number, rest: string) => minuteCsv(5, { [i]: `${START + i * MINUTE}${rest}` });
  test.each([
    ['a row with a cell too few', line(2, ',100,102,99,101'), 'HG-DATA-013', 'row 4', '6, not 5'],
    ['a row with a cell too many', line(2, ',100,102,99,101,5,6'), 'HG-DATA-013', 'row 4', '6, not 7'],
    ['an open quote', line(2, ',100,102,99,101,"5'), 'HG-DATA-014', 'row 4', 'quoted cell'],
    ['text behind a quote', line(2, ',100,102,99,101,"5"x'), 'HG-DATA-014', 'row 4', 'quoted cell'],
    ['a line without end', line(2, `,100,102,99,101,${'5'.repeat(70_000)}`), 'HG-DATA-014', 'row 4', '65,536'],
    ['hundreds of cells', line(2, ','.repeat(300)), 'HG-DATA-014', 'row 4', '256'],
    ['a NUL byte', line(2, ',100,102,99,101,5\u0000'), 'HG-DATA-005', 'row 4', 'NUL'],
    ['nothing', '', 'HG-DATA-006', 'a.csv', 'at least one row'],
    ['blank lines', '\n\n\n', 'HG-DATA-006', 'a.csv', 'at least one row'],
    ['a header alone', 'time,open,high,low,close,volume\n', 'HG-DATA-006', 'a.csv', 'at least one row'],
    [
      'decimal commas',
      'time;open;high;low;close;volume\n1704067200000;1,5;2;1;1;1\n',
      'HG-DATA-030',
      'row 2',
      'plain finite number',
    ],
    ['no stamps', 'open,high,low,close,volume\n1,1,1,1,1\n', 'HG-DATA-011', 'a.csv', 'column of time stamps'],
    ['no low', 'time,open,high,close,volume\n1704067200000,1,1,1,1\n', 'HG-DATA-010', 'a.csv', 'no low column'],
    ['no volume', 'time,open,high,low,close\n1704067200000,1,1,1,1\n', 'HG-DATA-012', 'a.csv', 'no volume column'],
    [
      'two columns of one name',
      'time,open,high,low,close,close,volume\n1704067200000,1,1,1,1,1,1\n',
      'HG-DATA-011',
      'a.csv',
      'only one column',
    ],
    [
      'a header that is one name short',
      'Date,Open,High,Low,Close,Volume\n2006-01-02,09:01:00,1,1,1,1,1\n',
      'HG-DATA-013',
      'row 2',
      '6, not 7',
    ],
  ])('%s', async (_, text, code, place, rule) => {
    const [finding] = await refusal(load('a.csv', text));
    expect(finding).toMatchObject({ code, place: expect.stringContaining(place), rule: expect.stringContaining(rule) });
  });

  test('Latin-1 and UTF-16 are named as what is wrong', async () => {
    expect(await refusal(load('a.csv', Buffer.from('zeit,größe\n1,2\n', 'latin1')))).toMatchObject([
      { code: 'HG-DATA-005', rule: expect.stringContaining('UTF-8') },
    ]);
    expect(await refusal(load('a.csv', Buffer.from(`\uFEFF${plain}`, 'utf16le')))).toMatchObject([
      { code: 'HG-DATA-005', hint: expect.stringContaining('UTF-16') },
    ]);
  });

  test('a mapping to a column that is not there is refused with those there are', async () => {
    expect(await refusal(load('a.csv', plain, { columns: { open: 'opne' } }))).toMatchObject([
      { code: 'HG-DATA-011', value: 'opne', rule: expect.stringContaining('time, open, high, low, close, volume') },
    ]);
    expect(await refusal(load('a.csv', plain, { columns: { open: 9 } }))).toMatchObject([
      { code: 'HG-DATA-011', value: '9' },
    ]);
  });
});

test('a header that is wrong is passed over when all columns are given by position', async () => {
  const rows = [1, 2, 3].map((i) => `2006-01-02,09:0${i}:00,1,2,1,2,7,0`).join('\r\n');
  const bars = await load('a.csv', `Date,Open,High,Low,Close,Volume,OpenInterest\r\n${rows}\r\n`, {
    columns: { date: 0, clock: 1, open: 2, high: 3, low: 4, close: 5, volume: 6 },
    timezone: 'Europe/Berlin',
  });
  expect(bars.report).toMatchObject({ rows: 3, intervalMs: MINUTE });
  expect(values(bars, 'time')[0]).toBe(Date.UTC(2006, 0, 2, 8, 1));
  expect(values(bars, 'volume')).toEqual([7, 7, 7]);
});

test('volume may be left out when that is said', async () => {
  const bars = await load('a.csv', 'time,open,high,low,close\n1704067200000,1,1,1,1\n', {
    columns: { volume: null },
    interval: '1m',
  });
  expect(values(bars, 'volume')).toEqual([0]);
  expect(bars.report.mapping).toContain('volume=none');
});

describe('a table that holds something else is told by its kind', () => {
  test.each([
    ['fundingTime,fundingIntervalHours,fundingRate\n1735689600015,8,0.0001\n', 'funding rates'],
    ['time,rate\n2020-12-31 17:00:00+00:00,-7e-06\n', 'funding rates'],
    ['20201229 00:00:00,0.00020030\n', 'funding rates'],
    ['id,price,qty,time\n1,2,3,1735689600015\n', 'trades'],
    ['3800397495,87648.21,0.08185,5723703861,5723703861,1767225600039409,True,True\n', 'trades'],
    ['timestamp,bid,ask\n2013-01-01 22:00:00.295000+00:00,86.655,86.728\n', 'quotes'],
    ['0,17203.9,17207.5,17203.9,17207.5,1565,17204,17207.6,17204,17207.6,221\n', 'quotes'],
  ])('%j', async (text, kind) => {
    expect(await refusal(load('a.csv', text))).toMatchObject([
      { code: 'HG-DATA-010', rule: expect.stringContaining(`looks like ${kind}`) },
    ]);
  });

  test('by the name of the file, which columns overrule', async () => {
    expect(await refusal(load('BTC_USDT-8h-mark.csv', plain))).toMatchObject([
      { rule: expect.stringContaining('mark prices') },
    ]);
    const columns = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
    expect((await load('BTC_USDT-8h-mark.csv', plain, { columns })).report.rows).toBe(4);
  });

  test('by its values: a rate as open and zeros beside it', async () => {
    const text = 'time,open,high,low,close,volume\n1704067200000,0.0001,0,0,0,0\n1704096000000,0.0001,0,0,0,0\n';
    expect(await refusal(load('a.csv', text))).toMatchObject([
      { code: 'HG-DATA-010', rule: expect.stringContaining('funding rates') },
    ]);
  });
});

test('a last row without a line end is noticed, since a cut cannot be told from it', async () => {
  expect((await load('a.csv', plain.trimEnd())).report.notices).toContainEqual(expect.stringContaining('no line end'));
  expect((await load('a.csv', plain)).report.notices).toEqual([]);
});
