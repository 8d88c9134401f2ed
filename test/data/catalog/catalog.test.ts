import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StorageError } from '../../../src/base/errors.js';
import { addToCatalog } from '../../../src/data/catalog/catalog.js';
import { symbolFileName } from '../../../src/data/catalog/file-name.js';
import { catalogRow, dataSpec, loadBars, loadMarket, type DataSpecInput } from '../../../src/data/load.js';
import { readManifest } from '../../../src/data/catalog/manifest.js';
import { SOURCE_NAMES } from '../../../src/data/market.js';
import { attachMarket } from '../../../src/data/shared/shared.js';
import { refusal, temporaryFolder } from '../_support.js';

const root = temporaryFolder();
let count = 0;
const newCatalog = () => join(root, `catalog-${count++}`);

async function importBars(folder: string, spec: DataSpecInput) {
  const { columns, report } = await loadBars(dataSpec.parse({ source: 'synthetic', bars: 300, ...spec }), {
    baseDir: root,
  });
  return { columns, report, entry: addToCatalog(folder, columns, catalogRow(report)) };
}
const open = (folder: string, spec: DataSpecInput) =>
  loadMarket(dataSpec.parse(spec), { baseDir: root, catalogDir: folder });

test('bars come back from the catalog bit for bit, under the same digest', async () => {
  const folder = newCatalog();
  const { columns, report } = await importBars(folder, { symbol: 'ABC' });
  const { market, report: again } = await open(folder, { symbol: 'ABC' });
  const attached = attachMarket(market);
  for (const name of SOURCE_NAMES) expect(attached[name]).toEqual(columns[name]);
  expect(again.digest).toBe(report.digest);
  expect(again).toMatchObject({ rows: 300, source: 'catalog', symbol: 'ABC', first: report.first, last: report.last });
});

test('the columns lie in the shared bytes of the file, without a copy', async () => {
  const folder = newCatalog();
  const { entry } = await importBars(folder, { symbol: 'ABC' });
  const { market } = await open(folder, { symbol: 'ABC' });
  const attached = attachMarket(market);
  for (const name of SOURCE_NAMES) expect(attached[name].buffer, name).toBe(market.bars);
  expect(Buffer.from(new Uint8Array(market.bars))).toEqual(readFileSync(join(folder, entry.file)));
});

test('a worker thread reads the very same memory', async () => {
  const folder = newCatalog();
  await importBars(folder, { symbol: 'ABC' });
  const { market } = await open(folder, { symbol: 'ABC' });
  const code = `const { parentPort, workerData: m } = require('node:worker_threads');
    const close = new Float64Array(m.bars, m.offsets.close, m.length);
    close[5] = 12345;
    parentPort.postMessage(close.buffer === m.bars);`;
  const worker = new Worker(code, { eval: true, workerData: market });
  const isShared = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  expect(isShared).toBe(true);
  expect(attachMarket(market).close[5]).toBe(12345);
});

test('equal bars give equal files', async () => {
  const [a, b] = [newCatalog(), newCatalog()];
  const first = await importBars(a, { symbol: 'ABC' });
  const second = await importBars(b, { symbol: 'ABC' });
  expect(second.entry).toEqual(first.entry);
  expect(readFileSync(join(a, 'manifest.json'))).toEqual(readFileSync(join(b, 'manifest.json')));
});

test('importing again replaces the series and leaves nothing behind', async () => {
  const folder = newCatalog();
  await importBars(folder, { symbol: 'ABC', seed: 1 });
  await importBars(folder, { symbol: 'XYZ', seed: 1 });
  const { entry } = await importBars(folder, { symbol: 'ABC', seed: 2 });
  expect(readManifest(folder).map((e) => [e.symbol, e.digest === entry.digest])).toEqual([
    ['ABC', true],
    ['XYZ', false],
  ]);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a symbol may have several intervals, and then one is named', async () => {
  const folder = newCatalog();
  await importBars(folder, { symbol: 'ABC', interval: '1m' });
  await importBars(folder, { symbol: 'ABC', interval: '1h' });
  expect(await refusal(open(folder, { symbol: 'ABC' }))).toMatchObject([
    { code: 'HG-DATA-050', rule: expect.stringContaining('1h, 1m; one has to be chosen') },
  ]);
  expect((await open(folder, { symbol: 'ABC', interval: '1h' })).report.intervalMs).toBe(3_600_000);
  expect(await refusal(open(folder, { symbol: 'ABC', interval: '1d' }))).toMatchObject([
    { rule: expect.stringContaining('1h, 1m only') },
  ]);
});

test('an unknown symbol is refused with the nearest one and the way to import it', async () => {
  const folder = newCatalog();
  expect(await refusal(open(folder, { symbol: 'BTCUSDT' }))).toMatchObject([
    {
      code: 'HG-DATA-068',
      value: 'BTCUSDT',
      rule: expect.stringContaining('empty'),
      hint: expect.stringContaining('hgopt data import FILE --symbol BTCUSDT'),
    },
  ]);
  await importBars(folder, { symbol: 'BTCUSDT' });
  expect(await refusal(open(folder, { symbol: 'BTCUSTD' }))).toMatchObject([
    { hint: expect.stringContaining('did you mean BTCUSDT?') },
  ]);
  expect(await refusal(open(folder, {}))).toMatchObject([{ code: 'HG-DATA-050', place: 'data.symbol' }]);
});

test('a period and a longer interval can be taken of a series of the catalog', async () => {
  const folder = newCatalog();
  const { columns } = await importBars(folder, { symbol: 'ABC' });
  const { market, report } = await open(folder, {
    symbol: 'ABC',
    from: '2024-01-01T01:00Z',
    to: '2024-01-01T03:00Z',
    resample: '30m',
  });
  expect(report).toMatchObject({ rows: 4, intervalMs: 1_800_000, coverage: { fromMs: 60_000, partial: 0 } });
  expect(attachMarket(market).open[0]).toBe(columns.open[60]);
});

describe('a bad entry is refused by name', () => {
  const cases: [string, (path: string) => void][] = [
    ['a file that is gone', (path) => writeFileSync(path, '')],
    ['a file that was cut', (path) => writeFileSync(path, readFileSync(path).subarray(0, 5_000))],
    ['a file of another kind', (path) => writeFileSync(path, 'hello')],
  ];
  test.each(cases)('%s', async (_, damage) => {
    const folder = newCatalog();
    const { entry } = await importBars(folder, { symbol: 'ABC' });
    damage(join(folder, entry.file));
    expect(await refusal(open(folder, { symbol: 'ABC' }))).toMatchObject([
      { code: 'HG-DATA-051', place: expect.stringContaining('ABC 1m'), hint: 'import its source again' },
    ]);
  });

  test('a file with any bit flipped', async () => {
    const folder = newCatalog();
    const { entry } = await importBars(folder, { symbol: 'ABC', bars: 20 });
    const path = join(folder, entry.file);
    const good = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const bad = Buffer.from(good);
        bad[at]! ^= 1 << bit;
        writeFileSync(path, bad);
        expect(await refusal(open(folder, { symbol: 'ABC' }))).toMatchObject([{ code: 'HG-DATA-051' }]);
      }),
    );
  });

  test('a manifest that is damaged', async () => {
    const folder = newCatalog();
    await importBars(folder, { symbol: 'ABC' });
    for (const text of ['', '{', '{"version":2,"entries":[]}', '{"version":1,"entries":[{"symbol":"ABC"}]}']) {
      writeFileSync(join(folder, 'manifest.json'), text);
      expect(await refusal(open(folder, { symbol: 'ABC' }))).toMatchObject([{ code: 'HG-DATA-053' }]);
    }
  });

  test('a manifest that points outside the catalog', async () => {
    const folder = newCatalog();
    await importBars(folder, { symbol: 'ABC' });
    const path = join(folder, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"file": "[^"]*"/, '"file": "../../x.arrow"'));
    expect(await refusal(open(folder, { symbol: 'ABC' }))).toMatchObject([{ code: 'HG-DATA-053' }]);
  });
});

describe('the file name of a symbol', () => {
  test.each(['BTCUSDT', '6EH4.XCME', 'BTC-PERP', 'A_1'])('%s is the symbol itself', (symbol) =>
    expect(symbolFileName(symbol)).toBe(symbol),
  );

  test.each([
    '../../etc/passwd',
    'CON',
    'nul',
    'COM1.X',
    'btcusdt',
    'BTC/USDT:USDT',
    '\u202eTDSUCTB',
    'a\nb',
    '🚀',
    'X'.repeat(10_000),
    ' ',
    '.',
    'A.',
  ])('%j is safe on every system', (symbol) => {
    const name = symbolFileName(symbol);
    expect(name).toMatch(/^x_[A-Za-z0-9_-]{0,30}-[0-9a-f]{12}$/);
    expect(symbolFileName(`${symbol}x`)).not.toBe(name);
  });

  test('never coincides for two symbols, even where case does not count', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        return a === b || symbolFileName(a).toLowerCase() !== symbolFileName(b).toLowerCase();
      }),
    );
  });

  test('lets a strange symbol be stored and found', async () => {
    const folder = newCatalog();
    await importBars(folder, { symbol: '../BTC/USDT:USDT 🚀' });
    expect((await open(folder, { symbol: '../BTC/USDT:USDT 🚀' })).report.rows).toBe(300);
    expect(existsSync(join(folder, '..', 'BTC'))).toBe(false);
  });
});

test('a folder that cannot be written is a storage error', async () => {
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  await expect(importBars(join(file, 'catalog'), { symbol: 'ABC' })).rejects.toBeInstanceOf(StorageError);
});

test('a lock that its owner left behind does not stop an import for ever', async () => {
  const folder = newCatalog();
  await importBars(folder, { symbol: 'ABC' });
  writeFileSync(join(folder, 'manifest.lock'), '');
  const { utimesSync } = await import('node:fs');
  utimesSync(join(folder, 'manifest.lock'), 1_000, 1_000);
  await importBars(folder, { symbol: 'XYZ' });
  expect(readManifest(folder)).toHaveLength(2);
  expect(readdirSync(folder)).not.toContain('manifest.lock');
});
