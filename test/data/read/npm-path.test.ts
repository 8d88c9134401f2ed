import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataSpec, loadBars } from '../../../src/data/load.js';
import { minuteCsv, refusal, temporaryFolder } from '../_support.js';

const folder = temporaryFolder();
const load = (path: string, baseDir = folder) => loadBars(dataSpec.parse({ path, timezone: 'UTC' }), { baseDir });

test('the S&P 500 is read out of the package that ships it', async () => {
  const { report, columns } = await load('npm:vega-datasets/data/sp500-2000.csv', '.');
  expect(report).toMatchObject({ rows: 5_105, intervalMs: 86_400_000, duplicates: 0, repairs: {} });
  expect(new Date(report.first).toISOString()).toBe('2000-01-03T00:00:00.000Z');
  expect(new Date(report.last).toISOString()).toBe('2020-04-17T00:00:00.000Z');
  expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.volume[0]]).toEqual([
    1469.25, 1478, 1438.359985, 1455.219971, 931_800_000,
  ]);
});

test('a package beside the file that names it is found before any other', async () => {
  mkdirSync(join(folder, 'node_modules/@me/bars'), { recursive: true });
  mkdirSync(join(folder, 'sweeps/deep'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/@me/bars/a.csv'), minuteCsv(3));
  expect((await load('npm:@me/bars/a.csv', join(folder, 'sweeps/deep'))).report.rows).toBe(3);
});

test.each([
  ['npm:no-such-package-here/a.csv', 'is installed', 'npm install --no-save no-such-package-here'],
  ['npm:vega-datasets/data/none.csv', 'has that file', 'check the file name'],
  ['npm:vega-datasets/../fflate/package.csv', 'inside that package', 'npm:vega-datasets/data/sp500-2000.csv'],
  ['npm:vega-datasets.csv', 'npm:<package>/<file>', 'npm:vega-datasets/data/sp500-2000.csv'],
])('%s is refused', async (path, rule, hint) => {
  expect(await refusal(load(path))).toMatchObject([
    { value: path, rule: expect.stringContaining(rule), hint: expect.stringContaining(hint) },
  ]);
});
