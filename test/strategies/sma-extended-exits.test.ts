import { expect, test } from 'vitest';
import smaExtended from '../../src/strategies/sma-extended.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { exitsOf, marketOf, type Bar } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';

test('a gain or a loss of exactly its limit ends a position', () => {
  const runOf = (closes: readonly number[], params: object) => {
    const bars = closes.map((close, i): Bar => {
      const open = closes[i - 1] ?? close;
      return [open, Math.max(open, close), Math.min(open, close), close];
    });
    const base = { fast: 3, slow: 4, qty: 1, tp_pct: null, sl_pct: null, trail_pct: null };
    const run = runPortfolio(smaExtended as unknown as StrategyDefinition, [marketOf(bars)], { ...base, ...params });
    return exitsOf(run);
  };
  // Bought at 106, the open of bar 4; the averages keep rising.
  const falling = [100, 102, 104, 106, 108, 104, 104];
  expect(runOf(falling, { sl_pct: 2 / 106 })).toEqual([[6, 'stop_loss', 104]]);
  expect(runOf(falling, { sl_pct: 2.001 / 106 })).toEqual([[6, 'end_of_data', 104]]);
  const rising = [100, 102, 104, 106, 107, 108, 108];
  expect(runOf(rising, { tp_pct: 2 / 106 })).toEqual([[6, 'take_profit', 108]]);
  expect(runOf(rising, { tp_pct: 2.001 / 106 })).toEqual([[6, 'end_of_data', 108]]);
});
