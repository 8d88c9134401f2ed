import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addFunding, fundingFromCatalog } from '../../../src/data/catalog/funding.js';
import { addToCatalog } from '../../../src/data/catalog/catalog.js';
import { readCatalog } from '../../../src/data/catalog/manifest.js';
import type { FundingSeries } from '../../../src/data/funding-columns.js';
import { catalogRow, dataSpec, loadBars, loadMarket, type DataSpecInput } from '../../../src/data/load.js';
import { attachMarket, digestMarket } from '../../../src/data/shared/shared.js';
import { refusal, temporaryFolder } from '../_support.js';

const root = temporaryFolder();
let count = 0;
const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
/** Two settlements inside the first sixteen hours, the second with a mark price. */
const SERIES: FundingSeries = { time: [START, START + 8 * HOUR], rate: [0.0001, -0.0002], mark: [NaN, 101.5] };

/** A catalog with a day of bars of ABC, by the minute and by the hour. */
async function newCatalog(): Promise<string> {
  const folder = join(root, `funding-${count++}`);
  for (const interval of ['1m', '1h']) {
    const spec = dataSpec.parse({ source: 'synthetic', symbol: 'ABC', interval, bars: 24 });
    const { columns, report } = await loadBars(spec, { baseDir: root });
    addToCatalog(folder, columns, catalogRow(report));
  }
  return folder;
}
const add = (folder: string, series = SERIES, symbol = 'ABC') =>
  addFunding(folder, series, {
    symbol,
    source: ['rates.csv'],
    mark_source: ['marks.csv'],
    settlements: series.time.length,
    marked: 1,
    first: '2024-01-01T00:00:00.000Z',
    last: '2024-01-01T08:00:00.000Z',
  });
const open = (folder: string, spec: DataSpecInput) =>
  loadMarket(dataSpec.parse({ symbol: 'ABC', interval: '1h', ...spec }), { baseDir: root, catalogDir: folder });

test('a run that names bars of the catalog has their funding by itself, whatever their length', async () => {
  const folder = await newCatalog();
  add(folder);
  for (const [interval, bars] of [
    ['1h', [0, 8]],
    ['1m', [0, 24]],
  ] as const) {
    const { market, report } = await open(folder, { interval });
    const { funding } = attachMarket(market);
    expect([...funding!.time]).toEqual(SERIES.time);
    expect([...funding!.rate]).toEqual(SERIES.rate);
    expect([...funding!.mark]).toEqual([NaN, 101.5]);
    expect([...funding!.bar]).toEqual(bars);
    expect(report.funding).toMatchObject({ settlements: 2, marked: 1, least: -0.0002, most: 0.0001 });
    expect(report.digest).toBe(digestMarket(market));
  }
  const later = await open(folder, { from: '2024-01-01T06:00:00Z' });
  expect([...attachMarket(later.market).funding!.bar]).toEqual([-1, 2]);
});

test('funding of the catalog is that of one symbol, and part of the identity of the data', async () => {
  const folder = await newCatalog();
  const without = await open(folder, {});
  add(folder, SERIES, 'XYZ');
  expect((await open(folder, {})).market).toMatchObject({ digest: without.market.digest });
  expect((await open(folder, {})).market.funding).toBeUndefined();
  add(folder);
  expect((await open(folder, {})).market.digest).not.toBe(without.market.digest);
});

test('rates that a run names go before those of the catalog', async () => {
  const folder = await newCatalog();
  add(folder);
  writeFileSync(join(root, 'own.csv'), `time,rate\n${START + 4 * HOUR},0.0005\n`);
  const { market, report } = await open(folder, { funding: 'own.csv' });
  expect([...attachMarket(market).funding!.rate]).toEqual([0.0005]);
  expect(report.funding?.source).toEqual(['own.csv']);
});

test('funding that is brought in again takes the place of the old, bars that are keep it', async () => {
  const folder = await newCatalog();
  const before = add(folder);
  const after = add(folder, { ...SERIES, rate: [0.0003, 0.0004] });
  expect(readdirSync(folder)).not.toContain(before.file);
  const { columns, report } = await loadBars(
    dataSpec.parse({ source: 'synthetic', symbol: 'ABC', interval: '1h', bars: 24, seed: 2 }),
    { baseDir: root },
  );
  addToCatalog(folder, columns, catalogRow(report));
  expect(readCatalog(folder).funding).toEqual([after]);
  expect([...attachMarket((await open(folder, {})).market).funding!.rate]).toEqual([0.0003, 0.0004]);
});

test('a manifest without funding is one of bars alone', async () => {
  const folder = await newCatalog();
  const path = join(folder, 'manifest.json');
  const { version, entries } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ version, entries }));
  expect(fundingFromCatalog(folder, 'ABC')).toBeUndefined();
  expect((await open(folder, {})).market.length).toBe(24);
});

test('a damaged file of rates is refused, naming the series', async () => {
  const folder = await newCatalog();
  const { file } = add(folder);
  const bytes = readFileSync(join(folder, file));
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(join(folder, file), bytes);
  const [finding] = await refusal(open(folder, {}));
  expect(finding).toMatchObject({ code: 'HG-DATA-051' });
  expect(finding!.place).toContain('funding of ABC');
});
