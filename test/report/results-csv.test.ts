import { expect, test } from 'vitest';
import { resultsCsv } from '../../src/report/results-csv.js';

test.each([
  [0, ''],
  [1, 'max_drawdown'],
  [2, 'liquidated'],
  [3, 'ruined'],
  [0.5, 'mixed'],
  [NaN, ''],
])('a trial with stop code %d has the stop reason "%s"', (code, reason) => {
  const row = { trial: 4, status: 'ok', values: [1], metrics: Float64Array.of(2, code), error: '' } as const;
  const table = { parameters: ['fast'], metrics: ['sharpe_ratio', 'stop_code'], rows: [row] };
  const [, line] = [...resultsCsv(table as never, [{ rank: 1, row }] as never)];
  expect(line!.trimEnd().split(',').at(-2)).toBe(reason);
});
