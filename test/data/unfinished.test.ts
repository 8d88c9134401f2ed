import { describe, expect, test } from 'vitest';
import { loaderIn, minuteCsv, refusal, START, temporaryFolder, values } from './_support.js';

const load = loaderIn(temporaryFolder());
const MINUTE = 60_000;
const plain = minuteCsv(4);

/** The bars with a column that says of each whether it is finished. */
const marked = (words: readonly string[], name = 'is_final'): string =>
  plain
    .trimEnd()
    .split('\n')
    .map((row, i) => `${row},${i === 0 ? name : words[i - 1]!}\n`)
    .join('');
const rowsOf = (words: readonly unknown[]) =>
  words.map((is_final, i) => ({ time: START + i * MINUTE, open: 1, high: 1, low: 1, close: 1, volume: 1, is_final }));

describe('bars that were not finished when they were written', () => {
  test('are left out of a CSV file and counted', async () => {
    const bars = await load('a.csv', marked(['true', 'False', '1', '0']));
    expect(values(bars, 'time')).toEqual([START, START + 2 * MINUTE]);
    expect(bars.report.notices).toContain('a.csv: 2 rows of bars that were not finished, left out');
  });

  test('are left out of a JSON file and counted', async () => {
    const bars = await load('a.json', JSON.stringify(rowsOf([true, true, true, false])));
    expect(values(bars, 'time')).toHaveLength(3);
    expect(bars.report.notices).toContain('a.json: 1 row of a bar that was not finished, left out');
  });

  test('leave the others where they stand: a fault names the row of the file', async () => {
    const rows = rowsOf([true, false, true, true]).map((row, i) => (i === 2 ? { ...row, high: 0.5 } : row));
    expect(await refusal(load('b.json', JSON.stringify(rows)))).toMatchObject([
      { place: 'b.json row 3 (2024-01-01T00:02:00.000Z)' },
    ]);
    const text = marked(['true', 'false', 'true', 'true']).replace(/^(\d{13}),[^,]+/gm, (row, stamp: string) =>
      Number(stamp) === START + 2 * MINUTE ? `${stamp},none` : row,
    );
    expect(await refusal(load('b.csv', text))).toMatchObject([
      { place: 'b.csv row 4 (2024-01-01T00:02:00.000Z)', value: 'open=none' },
    ]);
  });

  test('are not looked for where the column is said to mean nothing, or is not there', async () => {
    const every = await load('c.csv', marked(['true', 'false', 'true', 'false']), { columns: { final: null } });
    expect(values(every, 'time')).toHaveLength(4);
    const named = await load('c.csv', marked(['y', 'n', 'y', 'y'], 'done'), { columns: { final: 'done' } });
    expect(values(named, 'time')).toHaveLength(3);
    expect((await load('c.csv', plain)).report.notices).toEqual([]);
  });

  test('a word that says neither is refused with its row; so is a file without a finished bar', async () => {
    expect(await refusal(load('d.csv', marked(['true', 'maybe', 'true', 'true'])))).toMatchObject([
      { code: 'HG-DATA-015', place: 'd.csv row 3', value: 'maybe' },
    ]);
    expect(await refusal(load('d.json', JSON.stringify(rowsOf([false, false]))))).toMatchObject([
      { code: 'HG-DATA-006', place: 'd.json' },
    ]);
  });
});
