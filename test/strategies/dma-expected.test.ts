import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadRunMarkets } from '../../src/coordinator/run-markets.js';
import { createTrialRunner } from '../../src/trial/runner.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REAL = join(ROOT, '../shared/data');

interface Row {
  readonly params: object;
  readonly settings: object;
  /** Figures that an independent program gave for the same rules: counts exactly, the others to 1e-9 relative. */
  readonly expected: Readonly<Record<string, number>>;
}

/** Runs one configuration as a file of the user would and compares its metrics. */
async function expectFigures({ params, settings, expected }: Row): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'hgopt-expected-'));
  const path = join(directory, 'run.json');
  writeFileSync(path, JSON.stringify({ strategy: { name: 'dma-atr-trend', params }, ...settings }));
  const file = await loadBacktestFile(path);
  rmSync(directory, { recursive: true });
  const { markets, frames } = await loadRunMarkets(file);
  const metrics = Object.keys(expected);
  const runner = await createTrialRunner({
    ...file,
    strategy: { name: file.strategy.name, url: file.strategy.url },
    dimensions: [],
    sampler: { name: 'grid', params: {} },
    window: { from: 0, to: frames },
    metrics,
    markets,
    columns: null,
    columnCacheBytes: 1e9,
  });
  const outcome = runner.run(0);
  if (outcome.status === 'failed') throw new Error(outcome.message);
  const missed = metrics.filter((metric, k) => {
    const [value, got] = [expected[metric]!, outcome.metrics[k]!];
    return Number.isInteger(value) ? got !== value : !(Math.abs(got / value - 1) <= 1e-9);
  });
  expect(missed.map((metric) => [metric, outcome.metrics[metrics.indexOf(metric)]])).toEqual([]);
}

test('twenty years of the S&P 500, sized by Kelly bets, give the figures of an independent program', async () => {
  await expectFigures({
    params: {
      short_ma_window: 12,
      long_ma_window: 45,
      trend_ma_window: 150,
      short_ma_type: 'EMA',
      long_ma_type: 'WMA',
      atr_period: 9,
      sl_atr_multiplier: 1.3,
      tp_atr_multiplier: 3.7,
      signal_confirmation_bars: 1,
      exit_on_cross: false,
      position_sizing: {
        method: 'kelly_criterion',
        base_size: 0.4,
        kelly_fraction: 6,
        kelly_lookback: 120,
        min_position_size: 0.05,
        max_position_size: 0.8,
      },
    },
    settings: {
      data: {
        path: join(ROOT, 'node_modules/vega-datasets/data/sp500-2000.csv'),
        symbol: 'SP500',
        interval: '1d',
        timezone: 'UTC',
      },
      venue: { calendar: 'sessions', allow_short: true, lot_size: 1 },
      execution: { path: 'ohlc', fees: 0.0003, fixed_fees: 2, slippage: 0.0002, target_slippage: false },
    },
    expected: {
      total_trades: 50,
      winning_trades: 19,
      ignored_same_side: 5,
      total_return: 0.07645825797265982,
      max_drawdown: 0.0652952178694283,
      sharpe_ratio: 0.16346372374433485,
      sortino_ratio: 0.22696915329569137,
      profit_factor: 1.2860760585254056,
      var_95: -0.0011702536043731503,
      cvar_95: -0.0039076457801918915,
      exposure_time: 0.1800195886385896,
      avg_trade_duration: 2179008000,
      total_fees: 1782.1351873455126,
    },
  });
});

test.skipIf(!existsSync(REAL))(
  'every filter on hours of a BTC perpetual gives the figures of an independent program',
  async () => {
    await expectFigures({
      params: {
        short_ma_window: 13,
        long_ma_window: 55,
        trend_ma_window: 300,
        ma_type: 'EMA',
        long_ma_type: 'WMA',
        atr_period: 21,
        sl_atr_multiplier: 1.25,
        tp_atr_multiplier: 5.5,
        use_adx: true,
        adx_period: 10,
        adx_threshold: 18,
        volume_window: 30,
        volume_factor: 0.7,
        min_separation_pct: 0.0005,
        min_signal_gap: 6,
        signal_confirmation_bars: 2,
        exit_on_cross: false,
        risk_per_trade: 0.015,
        max_position_size: 0.9,
        position_sizing: { method: 'atr_risk' },
      },
      settings: {
        data: {
          path: join(REAL, 'freqtrade-hourly/BTC_USDT_USDT-1h-futures.csv.gz'),
          symbol: 'BTCUSDT',
          interval: '1h',
        },
        venue: { allow_short: true, lot_size: 0.001, min_notional: 5000 },
        execution: { path: 'olhc', fees: 0.0004, fixed_fees: 1.5, slippage: 0.0002, target_slippage: false },
        metrics: { returns: 'bar' },
      },
      expected: {
        total_trades: 480,
        winning_trades: 105,
        ambiguous_bars: 1,
        ignored_same_side: 18,
        total_return: 0.016429654213681255,
        max_drawdown: 0.3257584567030698,
        sharpe_ratio: 0.10032485268887807,
        sortino_ratio: 0.15155770366656923,
        profit_factor: 1.0040249551569462,
        var_95: -0.0013172104062487361,
        cvar_95: -0.004309540588112108,
        exposure_time: 0.14666598434061717,
        avg_trade_duration: 60885000,
        total_fees: 37620.74139926952,
      },
    });
  },
);

test.skipIf(!existsSync(REAL))('two stocks on one account give the figures of an independent program', async () => {
  await expectFigures({
    params: {
      short_ma_window: 8,
      long_ma_window: 30,
      trend_ma_window: 0,
      ma_type: 'WMA',
      atr_period: 5,
      sl_atr_multiplier: 2.5,
      tp_atr_multiplier: 2,
      min_signal_gap: 12,
      position_sizing: {
        method: 'volatility_target',
        base_size: 0.6,
        volatility_target: 0.2,
        volatility_lookback: 78,
        max_position_size: 0.9,
      },
    },
    settings: {
      data: {
        path: join(REAL, 'us-equity-5m/{symbol}_5min.csv.gz'),
        symbols: ['SPY', 'QQQ'],
        interval: '5m',
        timezone: 'America/New_York',
      },
      venue: { calendar: 'sessions', allow_short: true, lot_size: 1 },
      execution: { path: 'worst', fees: 0.00002, fixed_fees: 1, slippage: 0.00005 },
    },
    expected: {
      total_trades: 1197,
      winning_trades: 520,
      ambiguous_bars: 2,
      total_return: -0.11765785773023696,
      max_drawdown: 0.13479924328087292,
      sharpe_ratio: -1.8200393969137443,
      sortino_ratio: -2.3110011556878525,
      profit_factor: 0.8512044502596544,
      var_95: -0.009036901144451825,
      cvar_95: -0.012110449275253864,
      exposure_time: 0.44630926292158857,
      total_fees: 5065.262588396982,
    },
  });
});
