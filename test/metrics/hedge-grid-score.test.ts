import { expect, test } from 'vitest';
import score, { gridScore } from '../../src/metrics/hedge-grid-score.js';
import { GRID_SCORE } from '../_support/grid-score.js';
import { runRecord } from '../_support/run-record.js';

test('the worked scores come out, and nothing beyond the bounds counts', () => {
  expect(gridScore(1.5, 1.6, 2, 0.08, GRID_SCORE)).toBeCloseTo(0.4208333, 7);
  expect(gridScore(5, 3, 5, 0, GRID_SCORE)).toBeCloseTo(1, 12);
  expect(gridScore(-1, 0.5, -1, 0.5, GRID_SCORE)).toBeCloseTo(-0.2, 12);
  expect(gridScore(9, 99, 7, 0, GRID_SCORE)).toBe(gridScore(5, 3, 5, 0, GRID_SCORE));
});

test('bounds of a sweep count as they are given; equal bounds count one half, and no value stays none', () => {
  const wide = { ...GRID_SCORE, sharpeRatio: { weight: 0.35, bounds: [0, 10] as const } };
  expect(gridScore(5, 0, -9, 0, wide)).toBeCloseTo(0.175, 12);
  const equal = { ...GRID_SCORE, sharpeRatio: { weight: 0.4, bounds: [2, 2] as const } };
  for (const sharpe of [-9, 2, 9]) expect(gridScore(sharpe, 0, -9, 0, equal)).toBeCloseTo(0.2, 12);
  expect(gridScore(NaN, 0, -9, 0, equal)).toBeNaN();
});

test('four trades have no score', () => {
  const trades = [{ pnl: 5 }, { pnl: -1 }, { pnl: 2 }, { pnl: 2 }];
  const equity = [100, 105, 104, 106, 108];
  expect(score.compute(runRecord({ equity, trades }))).toBeNaN();
  const five = { equity, trades: [...trades, { pnl: 1 }] };
  expect(score.compute(runRecord(five))).toBeGreaterThan(0);
  const nothing = { weight: 0, bounds: [0, 1] as const };
  const gridScore = {
    ...{ sharpeRatio: nothing, calmarRatio: nothing, maxDrawdown: nothing },
    profitFactor: { weight: 1, bounds: [0, 20] as const },
  };
  expect(score.compute(runRecord({ ...five, gridScore }))).toBe(0.5);
});
