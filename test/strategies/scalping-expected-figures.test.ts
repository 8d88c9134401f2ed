import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../src/data/market.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import exposureTime from '../../src/metrics/exposure-time.js';
import maxDrawdown from '../../src/metrics/max-drawdown.js';
import profitFactor from '../../src/metrics/profit-factor.js';
import sharpeRatio from '../../src/metrics/sharpe-ratio.js';
import sortinoRatio from '../../src/metrics/sortino-ratio.js';
import totalR from '../../src/metrics/total-r.js';
import winRate from '../../src/metrics/win-rate.js';
import { rulesOf, type RuleChanges } from '../_support/backtest.js';
import { randomMarket } from '../_support/random-run.js';
import { runScalping, withoutBars } from '../_support/scalping.js';

// The market data are no part of this repository. All figures were worked out by programs apart from this project.
const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const SPOT_2025 = `${SHARED}freqtrade-spot-2025/`;
const SPOT_2023 = `${SHARED}freqtrade-spot-2023-04/`;

type Rows = readonly (readonly number[])[];
const unzipped = (file: string): string => gunzipSync(readFileSync(file)).toString();
const csvRows = (file: string): Rows =>
  unzipped(file)
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').map(Number));
const jsonRows = (file: string): Rows => JSON.parse(unzipped(file)) as Rows;

/** Bars of one minute that open in [from, to). */
function minutes(symbol: string, rows: Rows, from = '1970-01-01', to = '2100-01-01'): Market {
  const kept = rows.filter(([time]) => time! >= Date.parse(from) && time! < Date.parse(to));
  const column = (k: number) => Float64Array.from(kept, (row) => row[k]!);
  const [time, open, high, low, close, volume] = [column(0), column(1), column(2), column(3), column(4), column(5)];
  return buildMarket({ symbol, intervalMs: 60_000, time, open, high, low, close, volume });
}

const rulesWith = (cash: number, rate: number, slippage: number, { instrument, execution }: RuleChanges = {}) =>
  rulesOf({
    account: { kind: 'margin', initialCash: cash },
    ...(instrument && { instrument }),
    execution: { fees: { maker: rate, taker: rate, fixed: 0, perUnit: 0 }, slippage, ...execution },
  });

const figuresOf = (run: RunRecord) => ({
  trades: run.trades.count,
  total_return: (run.finalEquity / run.initialEquity - 1).toFixed(9),
  max_drawdown: maxDrawdown.compute(run).toFixed(9),
  sharpe: sharpeRatio.compute(run).toFixed(6),
  sortino: sortinoRatio.compute(run).toFixed(6),
  win_rate: winRate.compute(run).toFixed(6),
  profit_factor: profitFactor.compute(run).toFixed(6),
  fees: run.totalFees.toFixed(6),
  total_r: totalR.compute(run).toFixed(4),
  exposure_time: exposureTime.compute(run).toFixed(6),
  ambiguous: run.counters.ambiguousBars,
});

describe.skipIf(!existsSync(SHARED))('on real data', () => {
  test('the preset on three months of two spot pairs gives the figures of another program', () => {
    const markets = [
      minutes('BTCUSDT', csvRows(`${SPOT_2025}BTC_USDT-1m.csv.gz`)),
      minutes('ETHUSDT', csvRows(`${SPOT_2025}ETH_USDT-1m.csv.gz`)),
    ];
    const params = { sl_atr_multiple: 4, tp_atr_multiple: 8, atr_min_pct: 0.0005 };
    const run = runScalping(markets, params, rulesWith(10_000, 0.0002, 0.0001));
    expect(figuresOf(run)).toEqual({
      trades: 907,
      total_return: '-0.106882377',
      max_drawdown: '0.114476699',
      sharpe: '-6.561655',
      sortino: '-7.245891',
      win_rate: '0.309813',
      profit_factor: '0.750888',
      fees: '690.565863',
      total_r: '-178.8889',
      exposure_time: '0.350254',
      ambiguous: 0,
    });
    const [total, successful, rejected, cancelled] = [2041, 1814, 227, 0];
    expect(run.strategyCounters).toMatchObject({
      orders_total: total,
      orders_successful: successful,
      orders_rejected: rejected,
      orders_cancelled: cancelled,
    });
  });

  test('large positions side by side, reversals, and days halted by their peak and flattened, on 46 days from amid a day', () => {
    const [from, to] = ['2025-06-03T11:17Z', '2025-07-19T05:43Z'];
    const markets = [
      minutes('ETHUSDT', csvRows(`${SPOT_2025}ETH_USDT-1m.csv.gz`), from, to),
      minutes('BTCUSDT', csvRows(`${SPOT_2025}BTC_USDT-1m.csv.gz`), from, to),
    ];
    const params = {
      ...{ ema_fast: 4, ema_slow: 17, rsi_period: 11, rsi_method: 'wilder', rsi_long_min: 42, rsi_long_max: 85 },
      ...{ rsi_short_min: 15, rsi_short_max: 58, rsi_extreme_low: 12, rsi_extreme_high: 88, volume_multiplier: 1.2 },
      ...{ volume_lookback: 35, atr_period: 21, atr_min_pct: 0.0004, sl_atr_multiple: 3, tp_atr_multiple: 7 },
      allow_reversal: true,
      risk: {
        default_risk_per_trade: 0.003,
        max_exposure: 0.45,
        min_position_size_usd: 1200,
        trailing_stop_pct: 0.004,
      },
      safety: {
        ...{ max_risk_per_trade_pct: 0.003, max_exposure_pct: 0.8, max_daily_loss_pct: 0.006 },
        ...{ daily_loss_basis: 'peak', flatten_on_halt: true },
      },
    };
    const run = runScalping(markets, params, rulesWith(25_000, 0.0001, 0.0002, { execution: { path: 'olhc' } }));
    expect(figuresOf(run)).toEqual({
      trades: 591,
      total_return: '-0.141247349',
      max_drawdown: '0.145131361',
      sharpe: '-18.082835',
      sortino: '-14.187179',
      win_rate: '0.257191',
      profit_factor: '0.588175',
      fees: '1206.046456',
      total_r: '-164.5609',
      exposure_time: '0.190802',
      ambiguous: 0,
    });
    expect(run.strategyCounters).toMatchObject({
      ...{ low_volatility: 47_296, no_volume_spike: 63_702, no_setup: 18_863, extreme_rsi: 321 },
      ...{ signal_long: 701, signal_short: 759, orders_total: 2007, orders_successful: 1182, orders_rejected: 825 },
      ...{ rejected_total_exposure: 103, rejected_halted: 722, already_in_position: 44, halts: 40 },
      ...{ exits_stop: 329, exits_halt: 30, exits_opposite_signal: 126, exits_target: 105, exits_end_of_data: 1 },
    });
  });

  test('longs only with tight stops, one at a time, over an outage of 81 minutes', () => {
    const [from, to] = ['2023-03-20T04:00Z', '2023-04-20T09:00Z'];
    const markets = [
      minutes('BTCUSDT', jsonRows(`${SPOT_2023}BTC_USDT-1m.json.gz`), from, to),
      minutes('ETHUSDT', jsonRows(`${SPOT_2023}ETH_USDT-1m.json.gz`), from, to),
    ];
    const params = {
      ...{ ema_fast: 3, ema_slow: 8, rsi_period: 5, rsi_long_max: 90, rsi_short_min: 10, rsi_extreme_low: 5 },
      ...{ rsi_extreme_high: 95, volume_multiplier: 1.1, volume_lookback: 12, atr_period: 9, atr_min_threshold: 1.5 },
      ...{ sl_atr_multiple: 0.6, tp_atr_multiple: null, min_candles_required: 700 },
      risk: {
        ...{ default_risk_per_trade: 0.0004, max_exposure: null, default_tp_atr_mult: 1.1 },
        ...{ enable_trailing_stop: false, allow_tight_stop: true },
      },
      safety: { max_exposure_pct: 0.7, max_open_trades: 1, max_daily_loss_pct: 0.01 },
    };
    const changes = { instrument: { allowShort: false }, execution: { path: 'ohlc' } } as const;
    const run = runScalping(markets, params, rulesWith(10_000, 0.00005, 0.00001, changes));
    expect(figuresOf(run)).toEqual({
      trades: 740,
      total_return: '-0.021208979',
      max_drawdown: '0.025230652',
      sharpe: '-8.636584',
      sortino: '-8.992328',
      win_rate: '0.424324',
      profit_factor: '0.831658',
      fees: '484.718127',
      total_r: '-197.9920',
      exposure_time: '0.038185',
      ambiguous: 10,
    });
    expect(run.strategyCounters).toMatchObject({
      ...{ insufficient_data: 1400, low_volatility: 33_061, no_volume_spike: 33_819, no_setup: 11_981 },
      ...{ signal_long: 779, signal_short: 845, shorting_not_allowed: 842, rejected_max_open_trades: 38 },
      ...{ already_in_position: 1, orders_total: 1518, exits_target: 327, exits_stop: 410, exits_opposite_signal: 3 },
    });
  });
});

test('three made-up markets with gaps, shared limits and halts give the figures of another program', () => {
  const market = (symbol: string, seed: number) =>
    withoutBars(symbol, randomMarket(seed, 5000, 0.03), (i) => i % 97 === seed);
  const params = {
    ...{ ema_fast: 2, ema_slow: 6, rsi_period: 4, rsi_method: 'wilder', rsi_long_min: 35, rsi_long_max: 95 },
    ...{ rsi_short_min: 5, rsi_short_max: 65, rsi_extreme_low: 3, rsi_extreme_high: 97, volume_multiplier: 0.8 },
    ...{ volume_lookback: 7, atr_period: 6, atr_min_pct: 0.02, sl_atr_multiple: 1.1, tp_atr_multiple: 2.3 },
    allow_reversal: true,
    risk: { default_risk_per_trade: 0.008, max_exposure: 0.45, trailing_stop_pct: 0.03 },
    safety: {
      ...{ max_risk_per_trade_pct: 0.008, max_exposure_pct: 1.1, max_open_trades: 2 },
      ...{ max_daily_loss_pct: 0.012, flatten_on_halt: true },
    },
  };
  const markets = [market('CCC', 13), market('AAA', 11), market('BBB', 12)];
  const run = runScalping(markets, params, rulesWith(10_000, 0.0006, 0.0004, { execution: { path: 'worst' } }));
  expect(figuresOf(run)).toEqual({
    trades: 841,
    total_return: '-0.773260361',
    max_drawdown: '0.775907855',
    sharpe: '-12.095983',
    sortino: '-11.681440',
    win_rate: '0.235434',
    profit_factor: '0.466512',
    fees: '1676.978735',
    total_r: '-183.4483',
    exposure_time: '0.520000',
    ambiguous: 1,
  });
  expect(run.strategyCounters).toMatchObject({
    ...{ insufficient_data: 90, low_volatility: 3072, no_volume_spike: 4460, no_setup: 5802, extreme_rsi: 44 },
    ...{ signal_long: 686, signal_short: 690, rejected_halted: 401, rejected_max_open_trades: 79, halts: 119 },
    ...{ already_in_position: 25, orders_total: 2162, orders_successful: 1682, orders_rejected: 480 },
    ...{ exits_opposite_signal: 140, exits_stop: 557, exits_halt: 90, exits_target: 53, exits_end_of_data: 1 },
  });
});
