import { describe, expect, test } from 'vitest';
import { rank } from '../../src/analysis/ranking.js';
import type { ResultTable, Target } from '../../src/analysis/result-table.js';
import { summaryTable } from '../../src/report/summary-table.js';

const TARGET: Target = { metric: 'sharpe_ratio', direction: 'maximize' };
const table = (values: readonly number[]): ResultTable => ({
  parameters: ['position_sizing.base_size'],
  metrics: ['sharpe_ratio', 'total_trades'],
  rows: values.map((value, trial) => ({
    trial,
    status: trial === 3 ? ('failed' as const) : ('ok' as const),
    values: [trial / 10],
    metrics: Float64Array.of(value, 12),
    error: '',
  })),
});
const summary = (values: readonly number[]): string =>
  summaryTable(table(values), rank(table(values), TARGET), TARGET, { dir: 'results/demo', top: 2 });

describe('the summary of a sweep', () => {
  test('counts the rows, shows the best with their parameters and says where the files are', () => {
    const text = summary([1, 3.25, NaN, 9, 2]);
    expect(text).toContain('5 trials: 3 ranked, 1 without a value, 1 failed');
    const shown = text.split('\n').filter((line) => line.includes('base_size='));
    expect(shown).toHaveLength(2);
    expect(shown[0]).toMatch(/1 .*1 .*3\.25 .*12 .*base_size=0\.1/);
    expect(text).toContain('ties go to the lower trial number');
    expect(text).toContain('results/demo');
  });

  test('says so when nothing can be ranked', () => {
    expect(summary([NaN])).toBe(
      '1 trials: 0 ranked, 1 without a value\nno trial has a value of sharpe_ratio to rank by\nfiles: results/demo',
    );
  });

  test('says that the filters leave nothing, where the trials have values', () => {
    const { rows, ...names } = table([1, 2]);
    const filtered = { ...names, rows: rows.map((row) => ({ ...row, status: 'filtered' as const })) };
    expect(summaryTable(filtered, rank(filtered, TARGET), TARGET, { dir: 'results/demo' })).toBe(
      '2 trials: 0 ranked, 2 filtered\nno trial keeps the filters; the column error of optimization_results.csv tells which each one breaks\nfiles: results/demo',
    );
  });

  test('holds no control codes', () => {
    expect(summary([1, 2])).not.toContain('\u001b');
  });
});
