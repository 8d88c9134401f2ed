import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ResultRow, ResultTable } from '../../src/analysis/result-table.js';
import { TrialError } from '../../src/base/errors.js';
import { writeSweepOutputs } from '../../src/report/write-sweep.js';
import type { SweepReport } from '../../src/report/write-sweep.js';
import { runReport } from './recorded-run.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hgopt-sweep-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const row = (trial: number, metrics: number[], extra: Partial<ResultRow> = {}): ResultRow => ({
  trial,
  status: 'ok',
  values: [10 + trial, 'SMA'],
  metrics: Float64Array.from(metrics),
  error: '',
  ...extra,
});
const table = (rows: readonly ResultRow[]): ResultTable => ({
  parameters: ['short_ma_window', 'position_sizing.ma_type'],
  metrics: ['total_return', 'sharpe_ratio'],
  rows,
});
const ROWS = [
  row(6, [0.05, 1.5]),
  row(7, [0.103895, NaN]),
  row(8, [NaN, NaN], { status: 'failed', error: 'HG-TRIAL-001 =boom, twice' }),
  row(9, [0.5, 2], { status: 'filtered', error: 'sharpe_ratio 2, maximum 1' }),
];
function report(overrides: Partial<SweepReport> = {}): SweepReport {
  const { strategy, seed, fingerprint, name } = runReport();
  return {
    name,
    strategy,
    seed,
    fingerprint,
    target: { metric: 'total_return', direction: 'maximize' },
    table: table(ROWS),
    best: {
      trial: 7,
      params: { short_ma_window: 17, position_sizing: { method: 'fixed_percent' } },
      report: runReport(),
    },
    facts: {
      version: '0.1.0',
      startedAt: 0,
      wallSeconds: 1.5,
      workers: 2,
      excluded: { constraints: 3 },
      data: { rows: 4 },
    },
    ...overrides,
  };
}
const read = (name: string): string => fs.readFileSync(path.join(dir, name), 'utf8');

describe('the files of a sweep', () => {
  test('list all trials, best first, with empty cells for no value and the reason of rows that cannot win', () => {
    writeSweepOutputs(dir, report());
    expect(read('optimization_results.csv')).toBe(
      [
        'rank,trial,status,short_ma_window,position_sizing.ma_type,total_return,sharpe_ratio,stop_reason,error',
        '1,7,ok,17,SMA,0.103895,,,',
        '2,6,ok,16,SMA,0.05,1.5,,',
        ',9,filtered,19,SMA,0.5,2,,"sharpe_ratio 2, maximum 1"',
        ',8,failed,18,SMA,,,,"HG-TRIAL-001 =boom, twice"',
        '',
      ].join('\n'),
    );
  });

  test('give the winner with complete nested parameters, null for no value, and integers as integers', () => {
    writeSweepOutputs(dir, report());
    const text = read('best_params.json');
    expect(text).toContain('"short_ma_window": 17,');
    expect(JSON.parse(text)).toEqual({
      strategy: 'fixture',
      metric: 'total_return',
      direction: 'maximize',
      value: 0.103895,
      trial: 7,
      seed: 42,
      params: { short_ma_window: 17, position_sizing: { method: 'fixed_percent' } },
      metrics: { total_return: 0.103895, sharpe_ratio: null },
      fingerprint: { engine: 'e', strategy: 's', data: 'd', sweep: 'w' },
      worst_path: null,
      same_bar_exits: null,
    });
    expect(fs.readdirSync(path.join(dir, 'best_backtest'))).toHaveLength(17);
  });

  test('count rows by status in the manifest', () => {
    writeSweepOutputs(dir, report());
    const manifest = JSON.parse(read('manifest.json')) as Record<string, unknown>;
    expect(manifest['counts']).toEqual({ trials: 4, ranked: 2, ok: 2, filtered: 1, pruned: 0, failed: 1 });
    expect(manifest['excluded']).toEqual({ constraints: 3 });
  });

  test('are the same bytes when they are written again', () => {
    const names = [
      'optimization_results.csv',
      'best_params.json',
      'best_backtest/summary.json',
      'best_backtest/equity.csv',
    ];
    writeSweepOutputs(dir, report());
    const first = names.map(read);
    writeSweepOutputs(dir, report({ table: table([...ROWS].reverse()) }));
    expect(names.map(read)).toEqual(first);
  });

  test('hold no winner when no row can win, and none of an earlier run stays', () => {
    writeSweepOutputs(dir, report());
    const ranked = writeSweepOutputs(dir, report({ table: table(ROWS.slice(2)), best: null }));
    expect(ranked.map((r) => r.rank)).toEqual([null, null]);
    expect(fs.readdirSync(dir).sort()).toEqual(['manifest.json', 'optimization_results.csv']);
  });

  test('are not written when the replay differs from its row in one bit', () => {
    const metrics = Float64Array.of(0.10389500000000001, NaN);
    const best = { ...report().best!, report: runReport({ metrics }) };
    const attempt = (): unknown => writeSweepOutputs(dir, report({ best }));
    expect(attempt).toThrow(TrialError);
    expect(attempt).toThrow('trial 7, metric total_return');
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  test('refuse the replay of another trial', () => {
    expect(() => writeSweepOutputs(dir, report({ best: { ...report().best!, trial: 6 } }))).toThrow(
      'the winner is trial 7',
    );
  });
});
