import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hgopt, outputsOf } from '../_support/tiny-sweep.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'hgopt-shipped-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Runs a command of the repository's files and returns what it wrote. */
async function filesOf(command: string, file: string, name: string, ...flags: readonly string[]) {
  const directory = join(out, name);
  const { code, stderr } = await hgopt([command, join(ROOT, file), '--out', directory, ...flags]);
  // A few trials may all miss the filters of their sweep.
  expect([0, 4], stderr).toContain(code);
  const files = outputsOf(directory);
  rmSync(directory, { recursive: true });
  return files;
}

const less = (bars: number): readonly string[] => ['--set', `data.bars=${bars}`];

test.each([
  ['grid', []],
  ['random', []],
  ['dma-atr-trend', less(2_000)],
  ['hedge-grid', less(2_000)],
  ['orb-confluence', less(3_900)],
  ['scalping-ema-rsi', less(3_000)],
  ['sma-extended', less(4_000)],
])('sweeps/%s.yaml gives the same bytes with 1, 2, 3 and 5 workers', async (name, flags) => {
  const run = (workers: number) =>
    filesOf(
      ...(['sweep', `sweeps/${name}.yaml`, `${name}-${workers}`, '--quiet'] as const),
      ...['--max-trials', '10', '--workers', String(workers), ...flags],
    );
  const [expected, ...others] = await Promise.all([1, 2, 3, 5].map(run));
  expect(expected!.get('optimization_results.csv')!.trimEnd().split('\n')).toHaveLength(11);
  for (const files of others) expect(files).toEqual(expected);
});

const synthetic = (symbols: string, more: string): string => `data={source: synthetic, symbols: [${symbols}], ${more}}`;

test.each([
  ['dma-atr-trend', 'interval: 1h, bars: 1000, initial_price: 100'],
  ['hedge-grid', 'interval: 1m, bars: 1500, initial_price: 60000, tick: 0.1, funding: synthetic'],
  ['orb-confluence', "interval: 1m, bars: 2340, start: '2024-11-04', sessions: {}"],
  ['scalping-ema-rsi', 'interval: 1m, bars: 2000, initial_price: 3000'],
  ['sma-extended', 'interval: 1h, resample: 4h, bars: 3000, initial_price: 3000'],
])('configs/backtest/%s.yaml gives the same files in whatever order its symbols are listed', async (name, data) => {
  const run = (symbols: string) =>
    filesOf('backtest', `configs/backtest/${name}.yaml`, name, '--set', synthetic(symbols, data));
  const expected = await run('AAA, BBB, CCC');
  expect(expected.get('fills.csv')!.split('\n').length).toBeGreaterThan(3);
  expect(await run('CCC, AAA, BBB')).toEqual(expected);
});
