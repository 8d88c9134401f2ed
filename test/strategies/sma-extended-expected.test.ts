import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import { resample } from '../../src/data/resample.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import type { InstrumentRules } from '../../src/engine/rules.js';
import maxDrawdown from '../../src/metrics/max-drawdown.js';
import profitFactor from '../../src/metrics/profit-factor.js';
import sharpeRatio from '../../src/metrics/sharpe-ratio.js';
import winRate from '../../src/metrics/win-rate.js';
import smaExtended from '../../src/strategies/sma-extended.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { HOUR, rulesOf, type RuleChanges } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';

/*
 * Figures of a simulator that was written apart from this project, from the description of the strategy and of the engine alone: it visits
 * every bar and every order, shares no line with it, and agreed on several thousand runs with random settings.
 */

type Row = readonly number[];

function marketFrom(symbol: string, rows: readonly Row[], fromMs: number, toMs: number): Market {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  const [time, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map(column) as [
    never,
    never,
    never,
    never,
    never,
    never,
  ];
  const columns = { time, open, high, low, close, volume };
  const summed = fromMs === toMs ? columns : resample(columns, fromMs, toMs, symbol).columns;
  return buildMarket({ symbol, intervalMs: toMs, ...summed });
}

const MINUTE = 60_000;
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const unzipped = (file: string) => gunzipSync(readFileSync(DATA + file)).toString();
const fromCsv = (file: string): Row[] =>
  unzipped(file)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
const fromJson = (file: string) => JSON.parse(unzipped(file)) as Row[];

/** Hourly bars on a coarse grid of prices with jumps, holes and bars without volume. */
function madeUp(seed: number, from: number, to: number): Row[] {
  let x = seed;
  const below = (n: number) => {
    x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
    return (x >>> 16) % n;
  };
  const rows: Row[] = [];
  let price = 2000;
  for (let i = 0; i < 900; i++) {
    const open = price + below(41) - 20;
    const close = open + below(61) - 30;
    const high = Math.max(open, close) + below(9);
    const low = Math.min(open, close) - below(9);
    const volume = below(8) === 0 ? 0 : below(900) / 10;
    const isHole = below(13) === 0;
    price = Math.max(1000, close);
    if (isHole || i < from || i >= to) continue;
    rows.push([Date.UTC(2024, 0, 1) + i * HOUR, open / 20, high / 20, low / 20, close / 20, volume]);
  }
  return rows;
}

function figures(
  markets: readonly Market[],
  params: object,
  { seed = 42, ...changes }: RuleChanges & { readonly seed?: number },
  venue: readonly Partial<InstrumentRules>[],
) {
  const strategy = smaExtended as unknown as StrategyDefinition;
  const run = runPortfolio(strategy, markets, params, { ...rulesOf(changes), seed }, venue);
  const exits: Record<string, number> = {};
  for (const reason of run.trades.exitReason.slice(0, run.trades.count)) exits[reason] = (exits[reason] ?? 0) + 1;
  const { signals_generated, signals_rejected, pnl_strategy } = run.strategyCounters;
  return {
    counts: [run.trades.count, run.counters.fills, signals_generated, signals_rejected],
    amounts: [run.finalEquity, run.totalFees, run.turnover, pnl_strategy].map((amount) => amount!.toFixed(6)),
    drawdown: maxDrawdown.compute(run).toFixed(11),
    ratios: [sharpeRatio, winRate, profitFactor].map((metric) => metric.compute(run).toFixed(8)),
    exits,
  };
}
const steps = (tick: string, lot: string, minQuantity: number, minNotional: number) => ({
  ...{ tick: parseStep(tick), lot: parseStep(lot), minQuantity, maxQuantity: 9000, minNotional, allowShort: false },
});

const thin = { slippage_model: 'SpreadPovSlippage', participation_bps: 2, participation_volume: 'previous' };

// The market data are no part of this repository.
test.skipIf(!existsSync(`${DATA}freqtrade-spot-2023-04`))(
  'half-hours around an outage: late orders, thin fills of the volume before, sizes that the venue or the cash reject',
  () => {
    const markets = ['BTC', 'ETH'].map((coin) =>
      marketFrom(`${coin}USDT`, fromJson(`freqtrade-spot-2023-04/${coin}_USDT-1m.json.gz`), MINUTE, 30 * MINUTE),
    );
    const params = {
      ...{ fast: 5, slow: 21, qty: 0.2011, allow_reentry: false, max_positions: 3, cooldown_bars: 0 },
      ...{ tp_pct: 0.012, sl_pct: 0.006, trail_pct: null, daily_loss_limit: 60 },
      sim: {
        ...thin,
        slippage_params: { spread_bps: 8, k: 5, min_volume_guard: 2, k_unit: 'bps' },
        ...{ fee_model: 'MakerTakerBps', maker_bps: 1, taker_bps: 6 },
        latency_ms: { min: 500_000, max: 4_000_000, step: 250_000 },
      },
    };
    const rules = { account: { initialCash: 6500 }, execution: { flattenAtEnd: false }, seed: 7 };
    const venue = [steps('0.5', '0.002', 0.002, 5600), steps('0.05', '0.03', 0.03, 5)];
    expect(figures(markets, params, rules, venue)).toEqual({
      counts: [100, 229, 289, 89],
      amounts: ['6134.188017', '214.296983', '357161.639000', '-365.811983'],
      drawdown: '0.06109293531',
      ratios: ['-4.67432740', '0.26000000', '0.60674477'],
      exits: { take_profit: 22, stop_loss: 25, fast_lt_slow: 53 },
    });
  },
);

test.skipIf(!existsSync(`${DATA}freqtrade-spot-2025`))(
  'hours of two pairs that share one place, a small account and a daily loss limit that binds',
  () => {
    const markets = ['BTC', 'ETH'].map((coin) =>
      marketFrom(`${coin}USDT`, fromCsv(`freqtrade-spot-2025/${coin}_USDT-1m.csv.gz`), MINUTE, HOUR),
    );
    const params = {
      ...{ fast: 7, slow: 30, qty: 0.04, allow_reentry: true, max_positions: 1, cooldown_bars: 4 },
      ...{ tp_pct: null, sl_pct: 0.015, trail_pct: 0.02, daily_loss_limit: 25 },
      sim: {
        ...{ slippage_model: 'SlippageModel', slippage_bps: 12.5, fee_model: 'FixedBps', fee_bps: 7.5 },
        ...{ participation_bps: 2, latency_ms: {} },
      },
    };
    const venue = [steps('0.01', '0.00001', 0.00001, 5), steps('0.01', '0.0001', 0.0001, 5)];
    expect(figures(markets, params, { account: { initialCash: 5000 } }, venue)).toEqual({
      counts: [60, 129, 158, 38],
      amounts: ['4971.393252', '188.898829', '251865.105171', '-28.606748'],
      drawdown: '0.12431119466',
      ratios: ['-0.06544413', '0.26666667', '0.96520500'],
      exits: { trailing_stop: 16, fast_lt_slow: 36, stop_loss: 8 },
    });
  },
);

test('made-up hours with holes, volumes of nothing and latencies of several bars', () => {
  const markets = [marketFrom('ONE', madeUp(5, 0, 800), HOUR, HOUR), marketFrom('TWO', madeUp(9, 60, 900), HOUR, HOUR)];
  const params = {
    ...{ fast: 2, slow: 7, qty: 1.3, allow_reentry: true, max_positions: 2, cooldown_bars: 2 },
    ...{ tp_pct: 0.03, sl_pct: 0.02, trail_pct: 0.04, daily_loss_limit: 5 },
    sim: {
      slippage_model: 'SpreadPovSlippage',
      slippage_params: { spread_bps: 10, k: 0.4, min_volume_guard: 3 },
      ...{ fee_model: 'FixedBps', fee_bps: 4, participation_bps: 400 },
      latency_ms: { min: 0, max: 9_000_000, step: 1_800_000 },
    },
  };
  const venue = [steps('0.02', '0.1', 0.2, 130), steps('0.05', '0.25', 0.25, 5)];
  expect(figures(markets, params, { account: { initialCash: 400 }, seed: 11 }, venue)).toEqual({
    counts: [103, 281, 280, 73],
    amounts: ['370.843196', '10.424804', '26062.009000', '-29.156804'],
    drawdown: '0.11342687188',
    ratios: ['-3.11840983', '0.40776699', '0.79366740'],
    exits: { take_profit: 20, fast_lt_slow: 81, stop_loss: 2 },
  });
});
