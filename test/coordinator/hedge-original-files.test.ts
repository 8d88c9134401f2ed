import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { addFunding } from '../../src/data/catalog/funding.js';
import { addToCatalog } from '../../src/data/catalog/catalog.js';
import { fundingOf } from '../../src/data/funding-of.js';
import { catalogRow, dataSpec, loadBars } from '../../src/data/load.js';
import { temporaryFolder } from '../config/_files.js';

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const files = (kind: string) =>
  ['freqtrade-2025-05', 'freqtrade-2025-06'].map((name) => `${shared}${name}/BTC_USDT_USDT-${kind}.feather`);
const isThere = [...files('1m-futures'), ...files('8h-funding_rate')].every((file) => existsSync(file));

const SYMBOL = 'BTCUSDT-PERP.BINANCE';
const STRATEGY = `
strategy: {name: hedge_grid_v1, instrument_id: ${SYMBOL}}
grid: {grid_step_bps: 50.0, grid_levels_long: 6, grid_levels_short: 6, base_qty: 0.002, qty_scale: 1.05}
exit: {tp_steps: 3, sl_steps: 5}
rebalance: {recenter_trigger_bps: 200.0, max_inventory_quote: 10000.0}
execution: {maker_only: true, use_post_only_retries: true, retry_attempts: 3, retry_delay_ms: 100}
funding: {funding_window_minutes: 480, funding_max_cost_bps: 12.0}
regime: {adx_len: 14, ema_fast: 10, ema_slow: 30, atr_len: 14, hysteresis_bps: 35.0}
position: {max_position_size: 0.1, max_position_pct: 0.75, max_leverage_used: 5.0, emergency_liquidation_buffer: 0.15}
policy: {strategy: throttled-counter, counter_levels: 4, counter_qty_scale: 0.5}
`;
const VENUE = `
venue: {name: "\${GRID_VENUE:-BINANCE}", venue_type: futures, account_type: PERPETUAL_LINEAR}
api: {api_key: "\${GRID_KEY:-BACKTEST_MODE}", api_secret: "\${GRID_SECRET:-BACKTEST_MODE}", testnet: false}
trading: {hedge_mode: true, leverage: 10, margin_type: CROSSED}
risk: {max_leverage: 20, min_order_size_usdt: 5.0, max_order_size_usdt: 100000.0}
precision: {price_precision: 2, quantity_precision: 3, min_notional: 5.0}
rate_limits: {orders_per_second: 5, orders_per_minute: 100, weight_per_minute: 1200}
websocket: {ping_interval: 20, reconnect_timeout: 60, max_reconnect_attempts: 5}
`;
const BACKTEST = `
backtest: {name: btc-51-days, description: 51 days of a bitcoin perpetual}
time_range: {start_time: "2025-05-04T00:00:00Z", end_time: "2025-06-25T00:00:00Z", timezone: UTC}
data:
  catalog_path: ./catalog
  instruments:
    - instrument_id: ${SYMBOL}
      data_types: [{type: Bar}, {type: FundingRate}]
  sources: [{type: parquet, path: ./raw}]
venues: [{config_path: venues/binance.yaml, starting_balances: [{currency: USDT, total: 10000.0}]}]
strategies: [{config_path: "strategies/\${GRID_STRATEGY:-head}.yaml", enabled: true}]
execution:
  latency: {order_submit_ms: 50, order_cancel_ms: 30, fill_mean_ms: 100, fill_std_ms: 20}
  fill_model: {type: naive, slippage_bps: 1.0}
  fees: {maker_bps: 2.0, taker_bps: 5.0, funding_apply: true}
`;

function project(): string {
  const root = temporaryFolder();
  const write = (path: string, text: string): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  write('strategies/head.yaml', STRATEGY);
  write('venues/binance.yaml', VENUE);
  return write('backtest.yaml', BACKTEST);
}

/** Brings the bars and rates into a catalog beside the file, as `hgopt data import` does. */
async function importBars(catalog: string): Promise<void> {
  const spec = dataSpec.parse({ path: files('1m-futures'), symbol: SYMBOL, funding: files('8h-funding_rate') });
  const context = { baseDir: shared };
  const { columns, report } = await loadBars(spec, context);
  const loaded = await fundingOf(spec, context, { symbol: SYMBOL, intervalMs: 60_000, time: columns.time });
  const { series } = loaded!;
  addToCatalog(catalog, columns, catalogRow(report));
  addFunding(catalog, series, {
    symbol: SYMBOL,
    source: [],
    mark_source: [],
    settlements: series.time.length,
    marked: 0,
    first: '',
    last: '',
  });
}

test.skipIf(!isThere)(
  'the files of a live grid run on 51 days of the catalog, with the figures that were computed apart',
  async () => {
    const file = project();
    await importBars(join(dirname(file), 'catalog'));
    const { metrics, metricNames, warnings, name } = await runBacktest(file);
    const value = (metric: string): number => metrics[metricNames.indexOf(metric)]!;
    expect(name).toBe('btc-51-days');
    // Rungs of whole lots, as the preset has them; nothing else is to be told, its funding least of all.
    expect((warnings ?? []).map(({ code }) => code)).toEqual(['HG-DATA-083', 'HG-GRID-001', 'HG-GRID-003']);
    expect(['total_trades', 'recenters', 'grid_orders_added'].map(value)).toEqual([199, 40, 263]);
    expect(value('total_return')).toBeCloseTo(-0.002732837, 9);
    expect(value('max_drawdown')).toBeCloseTo(0.0087755441, 9);
    expect(value('sharpe_ratio')).toBeCloseTo(-1.053104, 6);
    expect(value('total_fees')).toBeCloseTo(20.1017735, 6);
    expect(value('net_funding')).toBeCloseTo(1.1530222, 6);
    expect(value('final_balance')).toBeCloseTo(9972.6716304, 6);
  },
);
