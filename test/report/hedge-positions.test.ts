import { expect, test } from 'vitest';
import { runFiles } from '../../src/report/best-backtest/files.js';
import type { Bar } from '../_support/backtest.js';
import { perpetual, perpetualRules, runSideways } from '../_support/hedge.js';
import { runReport } from './recorded-run.js';

/** L1 in, out at its target while S1 comes in, S2 in, S2 out, S1 out while L1 comes in again; L1 stays open. */
const BARS: Bar[] = [
  [50000, 50000, 50000, 50000],
  [50000, 50030, 49860, 49900],
  [49900, 50140, 49890, 50130],
  [50130, 50260, 50100, 50240],
  [50240, 50245, 49990, 50000],
  [50000, 50000, 49870, 49880],
  [49880, 49880, 49880, 49880],
];
const record = runSideways(
  perpetual(BARS),
  {
    grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
    exit: { tp_steps: 2, sl_steps: 8 },
  },
  perpetualRules({ execution: { flattenAtEnd: false } }),
);

function rows(name: string): Record<string, string>[] {
  const text = [...(runFiles(runReport({ record })).get(name) as Iterable<string>)].join('');
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, k) => [names[k]!, cell])));
}

test('in hedge mode a position is a side from nothing until it is back at nothing, whatever lots it had', () => {
  const positions = rows('positions.csv');
  const cells = ['position_id', 'side', 'quantity', 'ts_opened', 'ts_closed'] as const;
  const minute = (text: string | undefined) => text?.slice(11, 16);
  expect(
    positions.map((row) => [
      ...cells.slice(0, 3).map((name) => row[name]),
      ...cells.slice(3).map((n) => minute(row[n])),
    ]),
  ).toEqual([
    ['1', 'LONG', '0.01', '00:01', '00:02'],
    ['2', 'SHORT', '0.021', '00:02', '00:05'],
    ['3', 'LONG', '0.01', '00:05', ''],
  ]);
  expect(Number(positions[1]!['entry_price'])).toBeCloseTo((0.01 * 50125 + 0.011 * 50250) / 0.021, 8);
  expect(rows('metrics.csv')[0]!['total_positions']).toBe('3');
});

test('the profits of all positions, realised and not, are the change of the equity', () => {
  const sum = rows('positions.csv').reduce(
    (total, row) => total + Number(row['realized_pnl']) + Number(row['unrealized_pnl']),
    0,
  );
  expect(sum).toBeCloseTo(record.finalEquity - record.initialEquity, 9);
});
