import { expect, test } from 'vitest';
import score, { gridScore } from '../../src/metrics/hedge-grid-score.js';
import { runRecord } from '../_support/run-record.js';

test('the worked scores come out, and nothing beyond the bounds counts', () => {
  expect(gridScore(1.5, 1.6, 2, 0.08)).toBeCloseTo(0.4208333, 7);
  expect(gridScore(5, 3, 5, 0)).toBeCloseTo(1, 12);
  expect(gridScore(-1, 0.5, -1, 0.5)).toBeCloseTo(-0.2, 12);
  expect(gridScore(9, 99, 7, 0)).toBe(gridScore(5, 3, 5, 0));
});

test('four trades have no score', () => {
  const trades = [{ pnl: 5 }, { pnl: -1 }, { pnl: 2 }, { pnl: 2 }];
  const equity = [100, 105, 104, 106, 108];
  expect(score.compute(runRecord({ equity, trades }))).toBeNaN();
  expect(score.compute(runRecord({ equity, trades: [...trades, { pnl: 1 }] }))).toBeGreaterThan(0);
});
