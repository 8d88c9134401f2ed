import { describe, expect, test } from 'vitest';
import { createSpace } from '../../src/search/space.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import { settingWarnings } from '../../src/trial/setting-warnings.js';
import { randomMarket } from '../_support/random-run.js';

const market = randomMarket(1, 200);
const LONG = [20, 40, 60];

/** Trials that are warned of when the run trades from a bar on. A long window of w needs w + 1 bars, the range five times its 5. */
function warned(from: number): readonly (readonly [code: string, trials: number])[] {
  const warnings = settingWarnings({
    definition: dmaAtrTrend as unknown as StrategyDefinition,
    base: { params: { short_ma_window: 5, trend_ma_window: 0, atr_period: 5 }, settings: {} },
    space: createSpace([{ name: 'long_ma_window', target: 'params', kind: 'list', values: LONG }]),
    seed: 1,
    markets: [market],
    window: { from, to: market.length },
    trials: LONG,
    valuesOf: (trial) => [trial],
  });
  return warnings.map(({ code, trials }) => [code, trials]);
}

describe('a window that begins before the indicators have settled', () => {
  test('is reported with the number of trials that need more history', () => {
    expect(warned(61)).toEqual([]);
    expect(warned(60)).toEqual([['HG-WINDOW-001', 1]]);
    expect(warned(30)).toEqual([['HG-WINDOW-001', 2]]);
    expect(warned(10)).toEqual([['HG-WINDOW-001', 3]]);
  });

  test('is no window that begins with the first bar', () => {
    expect(warned(0)).toEqual([]);
  });
});
