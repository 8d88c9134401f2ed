import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataSpec, loadBars, type DataSpecInput } from '../../../src/data/load.js';
import { minuteCsv, refusal, START, temporaryFolder } from '../_support.js';

const folder = temporaryFolder();
const lines = minuteCsv(100).trimEnd().split('\n');

function write(name: string, rows: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines[0]}\n${rows.join('\n')}\n`);
  return name;
}
const load = (path: string[], spec: DataSpecInput = {}) =>
  loadBars(dataSpec.parse({ path, ...spec }), { baseDir: folder });

const whole = write('whole.csv', lines.slice(1));
const early = write('early.csv', lines.slice(1, 61));
const late = write('late.csv', lines.slice(41));

test('files of one series are joined in time order, bars that stand in two of them counted once', async () => {
  const { digest } = (await load([whole])).report;
  const joined = await load([late, early]);
  expect(joined.report).toMatchObject({ digest, rows: 100, rowsRead: 120, duplicates: 20, gaps: { count: 0 } });
});

test('files that contradict each other are refused, whatever repair says', async () => {
  const other = write('other.csv', [`${START},100,102,99,100,5`, `${START + 60_000},100,102,99,101,5`]);
  expect(await refusal(load([early, other], { repair: true }))).toMatchObject([
    {
      code: 'HG-DATA-041',
      place: expect.stringContaining('early.csv + other.csv'),
      value: expect.stringContaining('close=101'),
    },
  ]);
});

test('files of two intervals are refused', async () => {
  const hours = write(
    'hours.csv',
    [0, 1, 2].map((h) => `${START + h * 3_600_000},100,102,99,101,5`),
  );
  expect(await refusal(load([early, hours]))).toMatchObject([{ code: 'HG-DATA-047', place: 'hours.csv', value: '1h' }]);
});

test('a bad row is named by its own file', async () => {
  const bad = write('bad.csv', [...lines.slice(1, 5), `${START + 5 * 60_000},0,0,0,0,1`]);
  expect(await refusal(load([early, bad]))).toMatchObject([{ place: expect.stringContaining('bad.csv row 6') }]);
});
