import { describe, expect, test } from 'vitest';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { Weights } from '../../src/strategies/_weights.js';
import { DAY, rulesOf } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import { randomMarket } from '../_support/random-run.js';

const START = Date.UTC(2024, 0, 1);

/** Daily closes of a market that begins on a day; the other prices do not matter. */
function closes(symbol: string, day: number, ...close: readonly number[]): Market {
  const column = Float64Array.from(close);
  const time = column.map((_, i) => START + (day + i) * DAY);
  const prices = { open: column, high: column, low: column, close: column, volume: column };
  return buildMarket({ symbol, intervalMs: DAY, time, ...prices });
}

describe('weights by inverse volatility', () => {
  test('are in proportion to one over the deviation, and sum to one', () => {
    const weights = new Weights();
    const market = closes('A', 0, 1, 1, 1);
    const first = weights.join(market, Float64Array.of(NaN, 0.01, 0.01));
    const second = weights.join(closes('B', 0, 1, 1, 1), Float64Array.of(NaN, 0.03, 0.02));
    expect(weights.inverseVolatility(first, 1)).toBeCloseTo(0.75, 12);
    expect(weights.inverseVolatility(second, 1)).toBeCloseTo(0.25, 12);
    expect(weights.inverseVolatility(second, 2)).toBeCloseTo(1 / 3, 12);
  });

  test('read of another symbol its latest bar, and leave out one that has no volatility yet', () => {
    const weights = new Weights();
    const early = weights.join(closes('A', 0, 1, 1, 1, 1), Float64Array.of(0.01, 0.01, 0.01, 0.01));
    weights.join(closes('B', 1, 1, 1), Float64Array.of(NaN, 0.03));
    expect(weights.inverseVolatility(early, 0)).toBe(1);
    expect(weights.inverseVolatility(early, 1)).toBe(1);
    expect(weights.inverseVolatility(early, 2)).toBeCloseTo(0.75, 12);
    expect(weights.inverseVolatility(early, 3)).toBeCloseTo(0.75, 12);
  });

  test('are none for a symbol whose price stands still', () => {
    const weights = new Weights();
    const still = weights.join(closes('A', 0, 1, 1), Float64Array.of(NaN, 0));
    const moving = weights.join(closes('B', 0, 1, 2), Float64Array.of(NaN, 0.02));
    expect(weights.inverseVolatility(still, 1)).toBeNaN();
    expect(weights.inverseVolatility(moving, 1)).toBe(0);
  });
});

describe('a strategy that divides its budget', () => {
  const strategy = dmaAtrTrend as unknown as StrategyDefinition;
  const calm = randomMarket(5, 800, 0.01);
  const wild = randomMarket(6, 800, 0.04);
  const params = { short_ma_window: 3, long_ma_window: 9, trend_ma_window: 0 };
  const sized = (method: string) =>
    runPortfolio(strategy, [calm, wild], { ...params, position_sizing: { method, base_size: 0.8 } }, rulesOf());

  /** Mean value of the entries of an instrument in shares of the account's start, which no run here leaves far behind. */
  const meanEntry = (method: string, instrument: number): number => {
    const entries = sized(method).journal!.fills.filter((fill) => fill.instrument === instrument && fill.lot === 0);
    const opening = entries.filter((_, k) => k % 2 === 0).map(({ quantity, price }) => quantity * price);
    return opening.reduce((sum, value) => sum + value, 0) / opening.length / 100_000;
  };

  test('gives each of two symbols half of it by equal weights', () => {
    expect(meanEntry('equal_weight', 0)).toBeGreaterThan(0.25);
    expect(meanEntry('equal_weight', 0)).toBeLessThan(0.55);
    expect(meanEntry('equal_weight', 1)).toBeLessThan(0.55);
  });

  test('gives the calm symbol about four times as much as the wild one by risk parity', () => {
    const ratio = meanEntry('risk_parity', 0) / meanEntry('risk_parity', 1);
    expect(ratio).toBeGreaterThan(2.5);
    expect(ratio).toBeLessThan(6);
  });

  test.each(['equal_weight', 'risk_parity'])('is refused for %s with one symbol on the account', (method) => {
    const given = dmaAtrTrend.params.parse({ position_sizing: { method } });
    const { instrument, account, execution } = rulesOf();
    expect(dmaAtrTrend.conflict!(given, { instrument, account, execution, instruments: 1 })).toContain('there is one');
    expect(dmaAtrTrend.conflict!(given, { instrument, account, execution, instruments: 2 })).toBeNull();
  });
});
