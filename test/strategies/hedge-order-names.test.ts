import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { runFiles } from '../../src/report/best-backtest/files.js';
import { gridOrderName } from '../../src/strategies/hedge-grid/order-name.js';
import type { Bar } from '../_support/backtest.js';
import { perpetual, runSideways } from '../_support/hedge.js';

const GRID = fileURLToPath(new URL('../../configs/backtest/hedge-grid.yaml', import.meta.url));

test('orders of a recorded grid are named after what they are, where they stand, when they were placed and their number', async () => {
  const report = await runBacktest(GRID, { set: ['data.bars=4000'] });
  const rows = [...runFiles(report).get('orders.csv')!].join('').trimEnd().split('\n').slice(1);
  const cells = rows.map((row) => row.split(','));
  expect(cells.length).toBeGreaterThan(100);
  const names = cells.map(([name]) => name!);
  expect(new Set(names).size).toBe(names.length);
  for (const [name, , , , , , , , kind, , , , , submitted, , , side, level] of cells) {
    const rung = String(level).padStart(2, '0');
    const form = {
      ENTRY: `HG1-${side}-${rung}-${Date.parse(submitted!)}`,
      TP: `HG1-TP-${side![0]}${rung}-${Date.parse(submitted!)}`,
      SL: `HG1-SL-${side![0]}${rung}-${Date.parse(submitted!)}`,
      FLATTEN: 'PERP',
    }[kind!]!;
    expect(name!.replace(/-\d+$/, '')).toBe(form);
    expect(name!.length).toBeLessThanOrEqual(36);
  }
  expect(new Set(cells.map((row) => row[8]))).toEqual(new Set(['ENTRY', 'TP', 'SL', 'FLATTEN']));
});

test('the name of an entry that a retry made rest tells which', () => {
  const flat: Bar = [50000, 50000, 50000, 50000];
  const run = runSideways(perpetual([flat, [49874.99, 49900, 49870, 49890], flat]), {
    grid: { grid_step_bps: 25, grid_levels_long: 1, grid_levels_short: 1, base_qty: 0.01 },
    exit: { tp_steps: 2, sl_steps: 8 },
  });
  const names = run.journal!.orders.filter(({ role }) => role === 'entry').map((order) => gridOrderName(order, 1000));
  expect(names.slice(0, 2)).toEqual(['HG1-LONG-01-1000-1-R2', 'HG1-SHORT-01-1000-2']);
});

test('config.json tells seed and fingerprint of the run', async () => {
  const report = await runBacktest(GRID, { set: ['data.bars=200', 'seed=7'] });
  const config = JSON.parse([...runFiles(report).get('config.json')!].join('')) as object;
  expect(config).toMatchObject({ seed: 7, fingerprint: report.fingerprint });
  const summary = JSON.parse([...runFiles(report).get('summary.json')!].join('')) as object;
  expect(summary).toMatchObject({
    backtest_name: 'hedge-grid',
    description: expect.stringContaining('30 made-up days'),
  });
});
