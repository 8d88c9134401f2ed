import { expect, test } from 'vitest';
import type { Outset } from '../../src/strategies/_strategy.js';
import { trendParams } from '../../src/strategies/dma-atr-trend/params.js';
import { SETTING_WARNINGS } from '../../src/strategies/dma-atr-trend/warnings.js';
import { marketOf, rulesOf, type Bar } from '../_support/backtest.js';

const { account, execution, instrument } = rulesOf();
const market = (bars: number, volume: number) =>
  marketOf(Array.from({ length: bars }, (_, i): Bar => [100, 100, 100, 100, i === 3 ? volume : 0]));

function raised(params: object, ...markets: ReturnType<typeof market>[]): readonly string[] {
  const instruments = markets.map(() => instrument);
  const outset: Outset = { instruments, markets, firstPrices: [], account, execution, isOneAccount: true };
  const complete = trendParams.parse({ long_ma_window: 30, trend_ma_window: 0, ...params });
  return SETTING_WARNINGS.filter(({ when }) => when(complete, outset)).map(({ code }) => code);
}

test('a volume filter on a market without volume is told', () => {
  expect(raised({ use_volume_filter: true }, market(50, 1))).toEqual([]);
  expect(raised({}, market(50, 0))).toEqual([]);
  expect(raised({ use_volume_filter: true }, market(50, 1), market(50, 0))).toEqual(['HG-TREND-001']);
  expect(raised({ volume_factor: 2 }, market(50, 0))).toEqual(['HG-TREND-001']);
});

test('windows that are longer than the data are told', () => {
  expect(raised({}, market(31, 1))).toEqual([]);
  expect(raised({}, market(50, 1), market(30, 1))).toEqual(['HG-TREND-002']);
  expect(raised({ trend_ma_window: 51 }, market(50, 1))).toEqual(['HG-TREND-002']);
  expect(raised({ atr_period: 50 }, market(50, 1))).toEqual(['HG-TREND-002']);
});
