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

/** The strategy file of that program, its parameters in sections. */
const STRATEGY = `{
  "strategy_name": "DMA-ATR-Trend Strategy", "strategy_class": "DMAATRTrendStrategy", "description": "two averages",
  "version": "1.0.0", "author": "someone", "category": "trend_following",
  "technical_parameters": {"short_ma_window": 20, "short_ma_type": "SMA", "long_ma_window": 50, "enable_short_trades": true},
  "risk_management": {"sl_atr_multiplier": 2.5, "max_position_size": 1.0, "position_sizing": {"method": "atr_based", "base_size": 0.9}},
  "trend_confirmation": {"use_adx_filter": false, "adx_threshold": 30.0},
  "signal_processing": {"clean_signals": true, "min_signal_gap": 2},
  "portfolio_parameters": {"init_cash": 20000, "fees": 0.002, "freq": "1D", "position_size_mode": "fixed_percent", "position_size_value": 0.5},
  "optimization_ranges": {"short_ma_window": [10, 12], "position_sizing.base_size": [0.5, 0.9]},
  "portfolio_optimization": {"_comment": "off"},
  "data_parameters": {"symbols": ["BTC/USDT"], "timeframe": "1h", "start_date": "2020-01-01", "end_date": "2023-12-31", "required_columns": ["open"]},
  "performance_targets": {"min_sharpe_ratio": 1.0}, "validation_rules": {"min_data_points": 500}
}`;
const PARAMS = {
  ...{ short_ma_window: 20, short_ma_type: 'SMA', long_ma_window: 50, enable_short_trades: true },
  ...{ sl_atr_multiplier: 2.5, max_position_size: 1, position_sizing: { method: 'atr_based', base_size: 0.9 } },
  ...{ use_adx: false, adx_threshold: 30, min_signal_gap: 2 },
};

describe('a strategy file of that program', () => {
  test('is a run of its own, ranges aside', async () => {
    const run = await loadBacktestFile(fileWith(STRATEGY, 'dma_atr_trend_params.json'));
    expect(run.params).toEqual(PARAMS);
    expect(run.data).toMatchObject({ symbols: ['BTC/USDT'], interval: '1h', from: '2020-01-01', to: '2023-12-31' });
    expect(run.settings).toMatchObject({ account: { initial_cash: 20_000 }, execution: { fees: 0.002 } });
  });

  test('is a sweep of its ranges by a metric that is named', async () => {
    const sweep = await loadSweepFile(fileWith(STRATEGY, 'dma_atr_trend_params.json'), {
      overrides: ['metric=calmar_ratio'],
    });
    expect(sweep.dimensions.map(({ name }) => name)).toEqual(['short_ma_window', 'position_sizing.base_size']);
    expect(sweep.filters).toEqual([]);
  });

  test('is a preset of the strategy', async () => {
    const preset = fileWith(STRATEGY, 'preset.json');
    const run = await load(`strategy: ${preset}\ndata: {symbol: A, interval: 1h}\nvenue: {allow_short: true}\n`);
    expect(run.strategy.name).toBe('dma-atr-trend');
    expect(run.params).toEqual(PARAMS);
  });

  test('without a sizing of its own takes that of the portfolio', async () => {
    const text = STRATEGY.replace(/, "position_sizing": \{[^}]*\}/, '').replace('"fixed_percent"', '"fixed_cash"');
    const run = await loadBacktestFile(fileWith(text, 'dma_atr_trend_params.json'));
    expect(run.params).toMatchObject({ position_sizing: { method: 'fixed_amount', base_size: 0.5 } });
  });

  test('with an unknown parameter is refused at its place', async () => {
    const text = STRATEGY.replace('adx_threshold', 'adx_treshold');
    const [finding] = await findingsOf(() => loadBacktestFile(fileWith(text, 'dma_atr_trend_params.json')));
    expect(finding!.place).toContain('dma_atr_trend_params.json:6:');
    expect(finding!.value).toBe('adx_treshold');
  });
});
