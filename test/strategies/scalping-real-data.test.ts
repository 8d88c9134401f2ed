import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import maxDrawdown from '../../src/metrics/max-drawdown.js';
import profitFactor from '../../src/metrics/profit-factor.js';
import sharpeRatio from '../../src/metrics/sharpe-ratio.js';
import totalR from '../../src/metrics/total-r.js';
import winRate from '../../src/metrics/win-rate.js';
import { rulesOf } from '../_support/backtest.js';
import { runScalping } from '../_support/scalping.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/freqtrade-spot-2025/', import.meta.url));

function load(symbol: string, file: string): Market {
  const rows = gunzipSync(readFileSync(FOLDER + file))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const column = (k: number) => Float64Array.from(rows, (row) => Number(row[k]));
  const time = column(0);
  const [open, high, low, close, volume] = [column(1), column(2), column(3), column(4), column(5)];
  return buildMarket({ symbol, intervalMs: 60_000, time, open, high, low, close, volume });
}

// The market data are no part of this repository; the figures were worked out apart from this project.
test.skipIf(!existsSync(FOLDER))(
  'the preset on three months of two spot pairs gives the figures of another program',
  () => {
    const markets = [load('BTCUSDT', 'BTC_USDT-1m.csv.gz'), load('ETHUSDT', 'ETH_USDT-1m.csv.gz')];
    const rules = rulesOf({
      account: { kind: 'margin', initialCash: 10_000 },
      execution: { fees: { maker: 0.0002, taker: 0.0002, fixed: 0, perUnit: 0 }, slippage: 0.0001 },
    });
    const params = { sl_atr_multiple: 4, tp_atr_multiple: 8, atr_min_pct: 0.0005 };
    const run = runScalping(markets, params, rules);
    expect(run.trades.count).toBe(907);
    expect((run.finalEquity / 10_000 - 1).toFixed(9)).toBe('-0.106882377');
    expect(maxDrawdown.compute(run).toFixed(9)).toBe('0.114476699');
    expect(sharpeRatio.compute(run).toFixed(6)).toBe('-6.561655');
    expect(winRate.compute(run).toFixed(6)).toBe('0.309813');
    expect(profitFactor.compute(run).toFixed(6)).toBe('0.750888');
    expect(run.totalFees.toFixed(6)).toBe('690.565863');
    expect(totalR.compute(run).toFixed(4)).toBe('-178.8889');
    const { orders_total, orders_successful, orders_rejected, orders_cancelled } = run.strategyCounters;
    expect([orders_total, orders_successful, orders_rejected, orders_cancelled]).toEqual([2041, 1814, 227, 0]);
  },
);
