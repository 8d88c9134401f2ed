import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestSoFar } from '../../src/analysis/best-so-far.js';
import { applyFilters, passesFilters } from '../../src/analysis/filters.js';
import { bestRow, rank } from '../../src/analysis/ranking.js';
import type { ResultRow, ResultTable, RowStatus, Target } from '../../src/analysis/result-table.js';

const SHARPE: Target = { metric: 'sharpe_ratio', direction: 'maximize' };
const DRAWDOWN: Target = { metric: 'sharpe_ratio', direction: 'minimize' };

const row = (trial: number, value: number, status: RowStatus = 'ok', second = 0): ResultRow => ({
  trial,
  status,
  values: [trial],
  metrics: Float64Array.of(value, second),
  error: '',
});
const table = (rows: readonly ResultRow[]): ResultTable => ({
  parameters: ['x'],
  metrics: ['sharpe_ratio', 'max_drawdown'],
  rows,
});
const order = (rows: readonly ResultRow[], target = SHARPE): number[] =>
  rank(table(rows), target).map((r) => r.row.trial);

describe('the ranking', () => {
  test('puts the largest value first when it maximises and the smallest when it minimises', () => {
    const rows = [row(0, 1), row(1, 3), row(2, -2)];
    expect(order(rows)).toEqual([1, 0, 2]);
    expect(order(rows, DRAWDOWN)).toEqual([2, 0, 1]);
  });

  test('is not disturbed by a value that is missing, whichever the direction', () => {
    const rows = [row(0, 3), row(1, NaN), row(2, 1), row(3, 2)];
    expect(order(rows)).toEqual([0, 3, 2, 1]);
    expect(order(rows, DRAWDOWN)).toEqual([2, 3, 0, 1]);
  });

  test('gives an infinite value no rank', () => {
    const ranked = rank(table([row(0, Infinity), row(1, 1), row(2, -Infinity)]), SHARPE);
    expect(ranked.map((r) => [r.row.trial, r.rank])).toEqual([
      [1, 1],
      [0, null],
      [2, null],
    ]);
  });

  test('breaks ties by trial index', () => {
    expect(order([row(9, 1), row(2, 1), row(5, 1)])).toEqual([2, 5, 9]);
    expect(order([row(3, 0), row(1, -0)])).toEqual([1, 3]);
  });

  test('lists rows without a value, filtered, pruned and failed ones after the ranked ones, each by trial index', () => {
    const rows = [
      row(0, 9, 'failed'),
      row(1, 8, 'pruned'),
      row(2, 7, 'filtered'),
      row(3, NaN),
      row(4, 1),
      row(5, 6, 'filtered'),
    ];
    const ranked = rank(table(rows), SHARPE);
    expect(ranked.map((r) => r.row.trial)).toEqual([4, 3, 2, 5, 1, 0]);
    expect(ranked.map((r) => r.rank)).toEqual([1, null, null, null, null, null]);
  });

  test('is the same for every order in which the rows arrive', () => {
    const value = fc.oneof(fc.constantFrom(NaN, 0, -0, 1, Infinity, -Infinity), fc.double());
    const status = fc.constantFrom<RowStatus>('ok', 'ok', 'filtered', 'pruned', 'failed');
    const rows = fc
      .array(fc.tuple(value, status), { maxLength: 40 })
      .map((list) => list.map(([v, s], i) => row(i, v, s)))
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(rows, fc.constantFrom(SHARPE, DRAWDOWN), ([inOrder, shuffled], target) => {
        expect(order(shuffled, target)).toEqual(order(inOrder, target));
        expect(bestRow(table(shuffled), target)?.trial).toBe(
          rank(table(inOrder), target).find((r) => r.rank === 1)?.row.trial,
        );
        const progress = new BestSoFar(target);
        for (const r of shuffled) if (r.status === 'ok') progress.offer(r.trial, r.metrics[0]!);
        expect(progress.best?.trial).toBe(bestRow(table(inOrder), target)?.trial);
      }),
    );
  });

  test('refuses a target that the table does not hold', () => {
    expect(() => rank(table([]), { metric: 'luck', direction: 'maximize' })).toThrow('no metric luck');
    expect(() => bestRow(table([]), { metric: 'luck', direction: 'maximize' })).toThrow('no metric luck');
  });
});

describe('a result constraint', () => {
  const filters = [{ metric: 'max_drawdown', maximum: 0.2 }];

  test('turns the rows that break it into filtered ones and says why', () => {
    const [kept, broken] = applyFilters(table([row(0, 1, 'ok', 0.2), row(1, 2, 'ok', 0.25)]), filters).rows;
    expect(kept?.status).toBe('ok');
    expect(broken?.status).toBe('filtered');
    expect(broken?.error).toBe('max_drawdown 0.25, maximum 0.2');
  });

  test('is not satisfied by a metric without a value', () => {
    const [filtered] = applyFilters(table([row(0, NaN)]), [{ metric: 'sharpe_ratio', minimum: 0.5 }]).rows;
    expect(filtered?.status).toBe('filtered');
    expect(filtered?.error).toBe('sharpe_ratio has no value, minimum 0.5');
  });

  test('names every bound that is broken', () => {
    const both = [{ metric: 'sharpe_ratio', minimum: 2 }, ...filters];
    expect(applyFilters(table([row(0, 1, 'ok', 0.3)]), both).rows[0]?.error).toBe(
      'sharpe_ratio 1, minimum 2; max_drawdown 0.3, maximum 0.2',
    );
  });

  test('leaves failed rows alone', () => {
    const failed = row(0, NaN, 'failed', NaN);
    expect(applyFilters(table([failed]), filters).rows[0]).toBe(failed);
  });

  test('judges a single trial the way it judges the table', () => {
    const names = ['sharpe_ratio', 'max_drawdown'];
    expect(passesFilters(filters, names, Float64Array.of(1, 0.2))).toBe(true);
    expect(passesFilters(filters, names, Float64Array.of(1, 0.25))).toBe(false);
    expect(passesFilters(filters, names, Float64Array.of(1, NaN))).toBe(false);
  });
});
