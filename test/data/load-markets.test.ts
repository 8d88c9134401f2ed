import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { HgoptError } from '../../src/base/errors.js';
import { dataWarnings } from '../../src/coordinator/data-warnings.js';
import { addToCatalog } from '../../src/data/catalog/catalog.js';
import { runData, sectionsOf } from '../../src/data/data-sections.js';
import { catalogRow, dataSpec, loadBars } from '../../src/data/load.js';
import { loadMarkets } from '../../src/data/load-markets.js';

const directory = mkdtempSync(join(tmpdir(), 'hgopt-markets-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function barsFile(name: string, minutes: number): void {
  const rows = [0, 1, 2].map((k) => `${1_704_067_200_000 + k * minutes * 60_000},10,11,9,10,5`);
  writeFileSync(join(directory, name), ['time,open,high,low,close,volume', ...rows, ''].join('\n'));
}
barsFile('b.csv', 60);
barsFile('a.csv', 60);
barsFile('short.csv', 15);

const load = (data: unknown) => loadMarkets(sectionsOf(runData.parse(data)), { baseDir: directory });
const findingsOf = async (data: unknown) => {
  const error: unknown = await load(data).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(HgoptError);
  const { exitCode, findings } = error as HgoptError;
  return { exitCode, findings };
};

test('markets come in code-point order of their symbols, each with its own section and report', async () => {
  const loaded = await load([{ path: 'b.csv' }, { path: 'a.csv', symbol: 'Z' }, { path: 'a.csv' }]);
  expect(loaded.map(({ market }) => market.symbol)).toEqual(['Z', 'a', 'b']);
  expect(loaded.map(({ spec }) => spec.path)).toEqual(['a.csv', 'a.csv', 'b.csv']);
  expect(loaded.map(({ report }) => report.symbol)).toEqual(['Z', 'a', 'b']);
});

test('an instrument without data is named, and all that have none at once', async () => {
  const { exitCode, findings } = await findingsOf([
    { path: 'a.csv' },
    { path: 'gone.csv', symbol: 'ETHUSDT' },
    { path: 'b.csv', symbol: 'SOLUSDT', from: '2030-01-01' },
  ]);
  expect(exitCode).toBe(3);
  expect(findings.map(({ place }) => place.split(':')[0])).toEqual(['ETHUSDT', 'SOLUSDT']);
});

test('symbols that the catalog does not hold are left out where that is asked for, and named', async () => {
  const folder = join(directory, 'catalog');
  const spec = dataSpec.parse({ source: 'synthetic', symbol: 'HELD', bars: 30 });
  const { columns, report } = await loadBars(spec, { baseDir: directory });
  addToCatalog(folder, columns, catalogRow(report));
  const catalog = { source: 'catalog', catalog: 'catalog' };
  const [held, ...others] = await load({ ...catalog, symbols: ['HELD', 'GONE', 'LOST'], missing: 'skip' });
  expect(others).toEqual([]);
  expect(held!.market.symbol).toBe('HELD');
  expect(dataWarnings({ reports: [held!.report], markets: [] }, {})).toMatchObject([
    { code: 'HG-DATA-081', rule: expect.stringMatching(/^GONE is left out/) },
    { code: 'HG-DATA-081', rule: expect.stringMatching(/^LOST is left out/) },
  ]);
  expect((await findingsOf({ ...catalog, symbols: ['HELD', 'GONE'] })).findings).toMatchObject([{ value: 'GONE' }]);
  // Where none is left there is nothing to run on, and a symbol at two intervals is not missing.
  const { exitCode, findings } = await findingsOf({ ...catalog, symbols: ['GONE', 'LOST'], missing: 'skip' });
  expect([exitCode, findings.length]).toEqual([3, 2]);
  addToCatalog(folder, columns, catalogRow({ ...report, symbol: 'HELD', intervalMs: 120_000 }));
  addToCatalog(folder, columns, catalogRow({ ...report, symbol: 'OTHER' }));
  const twice = await findingsOf({ ...catalog, symbols: ['HELD', 'OTHER'], missing: 'skip' });
  expect(twice.findings).toMatchObject([{ code: 'HG-DATA-050', value: 'HELD' }]);
});

test('two sections cannot give one symbol', async () => {
  const { exitCode, findings } = await findingsOf([{ path: 'a.csv' }, { path: 'b.csv', symbol: 'a' }]);
  expect(exitCode).toBe(3);
  expect(findings).toMatchObject([{ code: 'HG-DATA-058', value: 'a' }]);
});

test('bars of different lengths are refused, with the interval to sum them up to', async () => {
  const { exitCode, findings } = await findingsOf([{ path: 'short.csv' }, { path: 'a.csv' }]);
  expect(exitCode).toBe(3);
  expect(findings).toMatchObject([
    {
      code: 'HG-DATA-059',
      place: 'short.csv',
      value: 'a 1h, short 15m',
      hint: expect.stringContaining('resample: 1h') as string,
    },
  ]);
});
