/**
 * Times to get one year of 1-minute bars into shared memory, by kind of file; medians of five.
 * Run: npx jiti bench/data-load.ts
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { addToCatalog } from '../src/data/catalog/catalog.js';
import { catalogRow, dataSpec, loadBars, loadMarket } from '../src/data/load.js';

const ROWS = 525_600;
const folder = mkdtempSync(join(tmpdir(), 'hgopt-bench-'));

/** Writes row by row, so that no million strings stay alive and slow every later collection down. */
function writeText(name: string, row: (i: number) => string): void {
  const file = openSync(join(folder, name), 'w');
  for (let i = 0; i < ROWS; i += 1_000)
    writeSync(file, Array.from({ length: Math.min(1_000, ROWS - i) }, (_, k) => `${row(i + k)}\n`).join(''));
  closeSync(file);
}

try {
  const { columns, report } = await loadBars(dataSpec.parse({ source: 'synthetic', symbol: 'BENCH', bars: ROWS }), {
    baseDir: '.',
  });
  const { time, open, high, low, close, volume } = columns;
  const price = (value: number) => value.toFixed(8);
  writeText('klines.csv', (i) => {
    const prices = [open[i]!, high[i]!, low[i]!, close[i]!].map(price).join(',');
    return `${time[i]!},${prices},${price(volume[i]!)},${time[i]! + 59_999},1234567.12345678,311,380.52990000,60711.92171000,0`;
  });
  writeText('iso.csv', (i) => {
    const stamp = new Date(time[i]!).toISOString().replace('.000Z', '+00:00');
    return `${stamp},${open[i]!},${high[i]!},${low[i]!},${close[i]!},${volume[i]!}`;
  });
  writeFileSync(join(folder, 'klines.csv.gz'), gzipSync(readFileSync(join(folder, 'klines.csv')), { level: 1 }));
  addToCatalog(folder, columns, catalogRow(report));

  for (const section of [
    { path: 'klines.csv' },
    { path: 'klines.csv.gz' },
    { path: 'iso.csv' },
    { symbol: 'BENCH' },
    { source: 'synthetic', bars: ROWS },
  ]) {
    const times: number[] = [];
    for (let k = 0; k < 5; k++) {
      const begin = performance.now();
      await loadMarket(dataSpec.parse(section), { baseDir: folder, catalogDir: folder });
      times.push(performance.now() - begin);
    }
    const size =
      section.path === undefined ? '' : ` ${(statSync(join(folder, section.path)).size / 1e6).toFixed(0)} MB`;
    console.log(
      `${(section.path ?? section.source ?? 'catalog').padEnd(14)} ${times.sort((a, b) => a - b)[2]!.toFixed(0)} ms${size}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
