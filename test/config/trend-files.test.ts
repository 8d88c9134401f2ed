import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { fileWith, findingsOf } from './_files.js';

const FILE = `strategy:
  name: dma_atr_trend
  params: {fast_window: 12, slow_window: 48, trend_ma_window: 0, atr_multiplier: 2.5}
symbols: [BTCUSDT, ETHUSDT]
timeframe: 1d
start: 2023-01-01
end: 2024-01-01
exchange: binance
market: spot
portfolio: {init_cash: 50000, fees: 0.002, slippage: 0.001, fixed_fees: 1, freq: 1D, max_leverage: 1.0, cash_sharing: true}
risk_management:
  position_sizing: {method: volatility_target, base_size: 0.9, volatility_target: 0.2}
`;
const RANGES = `metric: sharpe_ratio
method: random
n_random_samples: 40
random_seed: 0
optimization_ranges: {short_ma_window: [10, 12], atr_period: [10, 14, 20], position_sizing.base_size: [0.5, 0.9]}
`;
const load = (text: string) => loadBacktestFile(fileWith(text, 'trend.yaml'));

describe('a file of the vectorised trend program', () => {
  test('means a run on the catalog, with its sizing, costs and aliases', async () => {
    const run = await load(FILE);
    expect(run.strategy.name).toBe('dma-atr-trend');
    expect(run.params).toEqual({
      ...{ short_ma_window: 12, long_ma_window: 48, trend_ma_window: 0, atr_multiplier: 2.5 },
      position_sizing: { method: 'volatility_target', base_size: 0.9, volatility_target: 0.2 },
    });
    expect(run.data).toMatchObject({
      source: 'catalog',
      symbols: ['BTCUSDT', 'ETHUSDT'],
      interval: '1d',
      from: '2023-01-01',
    });
    expect(run.settings).toMatchObject({
      account: { initial_cash: 50_000, leverage: 1 },
      execution: { fees: 0.002, slippage: 0.001, fixed_fees: 1 },
      venue: { allow_short: true },
      portfolio: { mode: 'portfolio' },
    });
  });

  test('may have its parameters beside the name, and pools that are not shared', async () => {
    const run = await load(
      'strategy: {name: dma_atr_trend, short_ma_window: 8}\nsymbols: [A, B]\ntimeframe: 1h\nportfolio: {cash_sharing: false}\n',
    );
    expect(run.params).toEqual({ short_ma_window: 8 });
    expect(run.settings).toMatchObject({ portfolio: { mode: 'independent' }, account: { initial_cash: 100_000 } });
  });

  test('with ranges is a sweep, seed 0 included', async () => {
    const sweep = await loadSweepFile(fileWith(FILE + RANGES, 'trend.yaml'));
    expect(sweep.dimensions.map(({ name }) => name)).toEqual([
      'short_ma_window',
      'atr_period',
      'position_sizing.base_size',
    ]);
    expect(sweep.sampler).toMatchObject({ name: 'random', params: { samples: 40 } });
    expect(sweep.seed).toBe(0);
    expect(sweep.target.metric).toBe('sharpe_ratio');
  });

  test.each([
    ['an unknown cost', FILE.replace('fees:', 'feess:'), 'trend.yaml:10:31', 'feess'],
    ['a fee beyond any', FILE.replace('fees: 0.002', 'fees: 0.2'), 'trend.yaml:10:37', 'fees'],
    ['an unknown parameter', FILE.replace('atr_multiplier', 'atr_multi'), 'trend.yaml:3:66', 'atr_multi'],
    ['an unknown sizing', FILE.replace('volatility_target, base', 'volatility, base'), 'trend.yaml:12:29', 'method'],
    [
      'two names of one parameter',
      FILE.replace('fast_window: 12', 'fast_window: 12, short_ma_window: 3'),
      'trend.yaml:3:',
      'short_ma_window',
    ],
  ])('with %s is refused at its place', async (_, text, place, word) => {
    const [finding] = await findingsOf(() => load(text));
    expect(finding!.place).toContain(place);
    expect(`${finding!.rule} ${finding!.value}`).toContain(word);
  });
});
