import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import { resample } from '../../src/data/resample.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import maxDrawdown from '../../src/metrics/max-drawdown.js';
import profitFactor from '../../src/metrics/profit-factor.js';
import sharpeRatio from '../../src/metrics/sharpe-ratio.js';
import winRate from '../../src/metrics/win-rate.js';
import smaExtended from '../../src/strategies/sma-extended.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { HOUR, rulesOf } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/freqtrade-spot-2025/', import.meta.url));

function load(symbol: string, file: string): Market {
  const rows = gunzipSync(readFileSync(FOLDER + file))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const column = (k: number) => Float64Array.from(rows, (row) => Number(row[k]));
  const minutes = {
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
  const { columns } = resample(minutes, 60_000, 4 * HOUR, symbol);
  return buildMarket({ symbol, intervalMs: 4 * HOUR, ...columns });
}

const SHIPPED = {
  fast: 20,
  slow: 50,
  cooldown_bars: 12,
  tp_pct: 0.06,
  sl_pct: 0.12,
  trail_pct: 0.03,
  daily_loss_limit: 500,
  sim: { slippage_model: 'SpreadPovSlippage', fee_model: 'FixedBps' },
};

const limits = { minNotional: 5, maxQuantity: 9000, tick: parseStep('0.01'), allowShort: false };
const VENUE = [
  { ...limits, lot: parseStep('0.00001'), minQuantity: 0.00001 },
  { ...limits, lot: parseStep('0.0001'), minQuantity: 0.0001 },
];

// The market data are no part of this repository; the figures were worked out apart from this project.
test.skipIf(!existsSync(FOLDER))(
  'the preset on three months of two spot pairs gives the figures of another program',
  () => {
    const markets = [load('BTCUSDT', 'BTC_USDT-1m.csv.gz'), load('ETHUSDT', 'ETH_USDT-1m.csv.gz')];
    const rules = rulesOf({ account: { initialCash: 10_000 } });
    const run = runPortfolio(smaExtended as unknown as StrategyDefinition, markets, SHIPPED, rules, VENUE);
    expect([run.trades.count, run.counters.fills]).toEqual([27, 54]);
    expect(run.finalEquity.toFixed(8)).toBe('10076.34649143');
    expect((run.finalEquity / 10_000 - 1).toFixed(11)).toBe('0.00763464914');
    expect(maxDrawdown.compute(run).toFixed(11)).toBe('0.00899418423');
    expect(sharpeRatio.compute(run).toFixed(8)).toBe('1.28076207');
    expect(winRate.compute(run).toFixed(8)).toBe('0.37037037');
    expect(profitFactor.compute(run).toFixed(8)).toBe('2.63654419');
    expect(run.totalFees.toFixed(8)).toBe('2.18400857');
    const exits = run.trades.exitReason.slice(0, run.trades.count);
    const countOf = (reason: string) => exits.filter((exit) => exit === reason).length;
    expect(['trailing_stop', 'fast_lt_slow', 'take_profit'].map(countOf)).toEqual([14, 8, 5]);
    expect(run.strategyCounters['pnl_strategy']).toBeCloseTo(run.finalEquity - 10_000, 9);
  },
);
