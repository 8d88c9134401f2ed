import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, DataError } from '../../src/base/errors.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { hgopt, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

const GRID = fileURLToPath(new URL('../../configs/backtest/hedge-grid.yaml', import.meta.url));
const run = (...set: readonly string[]) => runBacktest(GRID, { set: ['data.bars=3000', ...set] });

describe('a window', () => {
  test('trades the bars that open in it, on averages that settled before it', async () => {
    const { record, config } = await run('window.from=2024-01-01T10:00:00Z', 'window.to=2024-01-02T12:00:00Z');
    expect([record.from, record.to]).toEqual([600, 2160]);
    const submitted = record.journal!.orders.map(({ submittedBar }) => submittedBar);
    expect(Math.min(...submitted)).toBe(600);
    expect(record.journal!.equity).toHaveLength(1560);
    expect(config).toMatchObject({ window: { from: '2024-01-01T10:00:00Z', to: '2024-01-02T12:00:00Z' } });
  });

  test('differs from data that begin there, whose averages have yet to settle', async () => {
    const { record } = await run('data.from=2024-01-01T10:00:00Z');
    // The slow average of 30 bars is there at the close of the 30th.
    expect(Math.min(...record.journal!.orders.map(({ submittedBar }) => submittedBar))).toBe(29);
  });

  test('that begins with the data and ends before them is a run on data that end there', async () => {
    const [window, cut] = await Promise.all([run('window.to=2024-01-02'), run('data.to=2024-01-02')]);
    expect(window.record.trades.count).toBeGreaterThan(0);
    expect([...window.metrics]).toEqual([...cut.metrics]);
  });

  test('without a bar is refused, and one that ends before it begins', async () => {
    await expect(run('window.from=2025-01-01')).rejects.toThrow(DataError);
    await expect(run('window.from=2025-01-01')).rejects.toThrow('no bar opens in the window');
    await expect(run('window.from=2024-01-02', 'window.to=2024-01-02')).rejects.toThrow(ConfigError);
  });
});

describe('a sweep over a window', () => {
  let sweep: TinySweep;
  beforeAll(() => {
    sweep = tinySweep({ window: { from: '2023-11-20', to: '2023-11-27' } });
  });
  afterAll(() => sweep.remove());

  test('keeps it with its results, repeats its rows, and its books balance', async () => {
    const out = sweep.path('out');
    const swept = await hgopt(['sweep', sweep.file, '--out', out, '--quiet']);
    expect(swept.code, swept.stderr).toBe(0);
    const replayed = await hgopt(['replay', out, '--trial', '5', '--out', sweep.path('again')]);
    expect(replayed.code, replayed.stderr).toBe(0);
    const config: unknown = JSON.parse(readFileSync(sweep.path('again/config.json'), 'utf8'));
    expect(config).toMatchObject({ window: { from: '2023-11-20', to: '2023-11-27' } });
    const equity = readFileSync(sweep.path('again/equity.csv'), 'utf8').trimEnd().split('\n');
    expect([equity.length, equity[1]!.slice(0, 24)]).toEqual([169, '2023-11-20T00:13:20.000Z']);
    const audited = await hgopt(['audit', out]);
    expect(audited.code, audited.stdout).toBe(0);
    const other = await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--set', 'window.to=2023-11-28']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('window')]);
  });
});
