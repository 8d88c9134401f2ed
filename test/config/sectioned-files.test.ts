import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';

import { findingsOf, temporaryFolder } from './_files.js';

/** The three files of a live grid, as its own loader reads them. */
const STRATEGY = `
strategy: {name: hedge_grid_v1, instrument_id: BTCUSDT-PERP.BINANCE}
grid: {grid_step_bps: 50.0, grid_levels_long: 6, grid_levels_short: 6, base_qty: 0.002, qty_scale: 1.05}
exit: {tp_steps: 3, sl_steps: 5}
operations: {kill_switch: {enabled: true, check_interval_seconds: 5}}
`;
const VENUE = `
venue: {name: BINANCE, venue_type: futures, account_type: PERPETUAL_LINEAR}
api: {api_key: "\${GRID_KEY:-BACKTEST_MODE}", api_secret: "\${GRID_SECRET:-BACKTEST_MODE}", testnet: false}
trading: {hedge_mode: true, leverage: 10, margin_type: CROSSED}
risk: {max_leverage: 20, min_order_size_usdt: 5.0, max_order_size_usdt: 100000.0}
precision: {price_precision: 2, quantity_precision: 3, min_notional: 5.0}
rate_limits: {orders_per_second: 5, orders_per_minute: 100, weight_per_minute: 1200}
websocket: {ping_interval: 20, reconnect_timeout: 60, max_reconnect_attempts: 5}
`;
const BACKTEST = `
backtest: {name: "BTC May 2025", description: one month}
time_range: {start_time: "2025-05-01T00:00:00Z", end_time: "2025-06-01T00:00:00Z", timezone: UTC}
data:
  catalog_path: ./catalog
  instruments: [{instrument_id: BTCUSDT-PERP.BINANCE, data_types: [{type: Bar}, {type: FundingRate}]}]
  sources: [{type: parquet, path: ./raw, glob_pattern: "*.parquet"}]
venues: [{config_path: venues/live.yaml, starting_balances: [{currency: USDT, total: 10000.0}]}]
strategies: [{config_path: strategies/live.yaml, enabled: true}]
execution:
  latency: {order_submit_ms: 50, order_cancel_ms: 30, fill_mean_ms: 100, fill_std_ms: 20}
  fill_model: {type: realistic, maker_fill_prob: 0.8, aggressive_fill_prob: 1.0, slippage_bps: 1.0}
  fees: {maker_bps: 2.0, taker_bps: 4.0, funding_apply: true}
risk: {max_drawdown_pct: 15.0, max_daily_loss_pct: 5.0, stop_on_liquidation: true}
output: {report_dir: ./reports, save_trades: true, log_level: INFO}
metrics: {calculate: [sharpe_ratio, win_rate], risk_free_rate: 0.04, periods_per_year: 365}
`;

function project(files: { backtest?: string; venue?: string; strategy?: string } = {}): string {
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const root = temporaryFolder();
  write(join(root, 'venues/live.yaml'), files.venue ?? VENUE);
  write(join(root, 'strategies/live.yaml'), files.strategy ?? STRATEGY);
  return write(join(root, 'live.yaml'), files.backtest ?? BACKTEST);
}

test('a strategy file may leave out any section, its label, too', async () => {
  const strategy = 'grid: {grid_step_bps: 30}\nexit: {tp_steps: 2, sl_steps: 5}\n';
  const run = await loadBacktestFile(project({ strategy }));
  expect(run.strategy.name).toBe('hedge-grid');
  expect(run.params).toEqual({ grid: { grid_step_bps: 30 }, exit: { tp_steps: 2, sl_steps: 5 } });
});

describe('what a live grid writes', () => {
  test('goes where its report_dir says, and is gated and logged as its output section says', async () => {
    const gated = BACKTEST.replace(
      /output: .*/,
      'output: {report_dir: ./out, save_trades: false, save_account_state: false, log_level_file: WARNING, log_file_format: json}',
    );
    const { output } = await loadBacktestFile(project({ backtest: gated }));
    expect(output).toEqual({
      dir: './out',
      trades: false,
      positions: true,
      account: false,
      metrics: ['sharpe_ratio', 'win_rate'],
      log: 'json',
      log_level: 'WARNING',
    });
    expect((await loadBacktestFile(project())).output).toMatchObject({ dir: './reports', trades: true, log: null });
  });
});

describe('the times of a live grid', () => {
  const rangeOf = async (range: string) => {
    const backtest = BACKTEST.replace(/time_range: .*/, `time_range: ${range}`);
    const { from, to } = (await loadBacktestFile(project({ backtest }))).window as { from: string; to: string };
    return [from, to].map((text) => new Date(text).toISOString());
  };

  test('are those of their time zone', async () => {
    const given = '{start_time: "2025-05-01", end_time: "2025-06-01T12:30:00", timezone: America/New_York}';
    expect(await rangeOf(given)).toEqual(['2025-05-01T04:00:00.000Z', '2025-06-01T16:30:00.000Z']);
  });

  test('are UTC without one, and keep a zone of their own', async () => {
    const utc = '{start_time: "2025-05-01 06:00:00", end_time: "2025-06-01"}';
    expect(await rangeOf(utc)).toEqual(['2025-05-01T06:00:00.000Z', '2025-06-01T00:00:00.000Z']);
    const own = '{start_time: "2025-05-01T00:00:00Z", end_time: "2025-06-01T00:00:00+02:00", timezone: Asia/Tokyo}';
    expect(await rangeOf(own)).toEqual(['2025-05-01T00:00:00.000Z', '2025-05-31T22:00:00.000Z']);
  });

  test('of the hour that a clock goes through twice are the first, and of the hour that it jumps over an error', async () => {
    const twice = '{start_time: "2024-11-03T01:30:00", end_time: "2024-11-04", timezone: America/New_York}';
    expect((await rangeOf(twice))[0]).toBe('2024-11-03T05:30:00.000Z');
    const never = '{start_time: "2024-03-10T02:30:00", end_time: "2024-03-11", timezone: America/New_York}';
    expect(await findingsOf(() => rangeOf(never))).toMatchObject([
      {
        place: expect.stringMatching(/live\.yaml:3:26$/) as string,
        rule: expect.stringContaining('jump over') as string,
      },
    ]);
    const nowhere = '{start_time: "2024-03-10", end_time: "2024-03-11", timezone: Mars}';
    expect(await findingsOf(() => rangeOf(nowhere))).toMatchObject([
      { value: 'Mars', rule: expect.stringContaining('IANA time zone') as string },
    ]);
  });
});

test('isolated margin is refused, because positions share the wallet here', async () => {
  const venue = VENUE.replace('CROSSED', 'ISOLATED');
  expect(await findingsOf(() => loadBacktestFile(project({ venue })))).toMatchObject([
    {
      value: 'ISOLATED',
      rule: 'trading.margin_type: one wallet backs all positions; isolated margin is not simulated',
    },
  ]);
});

describe('the metrics of a live grid', () => {
  const run = (metrics: string) =>
    loadBacktestFile(project({ backtest: BACKTEST.replace(/metrics: .*/, `metrics: ${metrics}`) }));

  test('are those that the console shows, and annualise by their periods', async () => {
    const { output, settings } = await run('{calculate: [win_rate, funding_pnl], periods_per_year: 252}');
    expect(output.metrics).toEqual(['win_rate', 'net_funding']);
    expect(settings).toMatchObject({ metrics: { periods_per_year: 252 } });
    expect((await run('{}')).output.metrics).toBeUndefined();
  });

  test('are known by name', async () => {
    expect(await findingsOf(() => run('{calculate: [win_rate, sharp_ratio]}'))).toMatchObject([
      {
        code: 'HG-CONFIG-020',
        place: expect.stringMatching(/live\.yaml:16:33$/) as string,
        value: 'sharp_ratio',
        hint: expect.stringContaining('sharpe_ratio') as string,
      },
    ]);
  });
});

describe('the files of a live grid load as they stand:', () => {
  test('strategy, venue and backtest file become one run, basis points as fractions', async () => {
    const run = await loadBacktestFile(project());
    expect([run.name, run.description, run.strategy.name]).toEqual(['BTC-May-2025', 'one month', 'hedge-grid']);
    expect(run.params).toMatchObject({ grid: { grid_step_bps: 50, qty_scale: 1.05 }, exit: { sl_steps: 5 } });
    expect(run.data).toMatchObject({
      source: 'catalog',
      catalog: './catalog',
      symbol: 'BTCUSDT-PERP.BINANCE',
    });
    // Bars before the range are history, on which the averages settle.
    expect(run.window).toEqual({ from: '2025-05-01T00:00:00Z', to: '2025-06-01T00:00:00Z' });
    expect(run.settings).toMatchObject({
      account: { initial_cash: 10_000, type: 'margin', leverage: 10, maintenance_rate: 0.005 },
      venue: {
        name: 'BINANCE',
        position_mode: 'hedge',
        allow_short: true,
        tick_size: 0.01,
        lot_size: 0.001,
        min_quantity: 0.001,
        max_quantity: null,
        min_notional: 5,
        max_notional: 100_000,
      },
      execution: {
        limit_gap: 'limit',
        latency_ms: 50,
        slippage: 0.0001,
        slippage_on_tick: false,
        fees: { maker: 0.0002, taker: 0.0004 },
        funding: true,
        fill_model: { type: 'realistic', maker_fill_prob: 0.8, aggressive_fill_prob: 1 },
      },
      risk: { max_drawdown_pct: 15, max_daily_loss_pct: 5, stop_on_liquidation: true },
      metrics: { risk_free_rate: 0.04, periods_per_year: 365 },
    });
  });

  test('short files leave sections out: every one has its defaults', async () => {
    const backtest = `
backtest: {name: short}
data: {catalog_path: ./catalog, instruments: [{instrument_id: BTCUSDT-PERP.BINANCE}]}
venues: [{config_path: venues/live.yaml, starting_balances: [{currency: USDT, total: 500}]}]
strategies: [{config_path: strategies/other.yaml, enabled: false}, {config_path: strategies/live.yaml}]
`;
    const venue =
      'venue: {name: B, venue_type: futures, account_type: MARGIN}\ntrading: {hedge_mode: true, leverage: 50}\n';
    const run = await loadBacktestFile(
      project({ backtest, venue, strategy: 'grid: {grid_step_bps: 30}\nstrategy: {}' }),
    );
    expect(run.params).toMatchObject({ grid: { grid_step_bps: 30 } });
    expect(run.settings).toMatchObject({
      // The smaller of the leverage that is used and the largest allowed.
      account: { initial_cash: 500, leverage: 20 },
      execution: {
        latency_ms: 50,
        slippage: 0.0001,
        fees: { maker: 0.0002, taker: 0.0005 },
        fill_model: { type: 'realistic' },
      },
      risk: { max_drawdown_pct: 20, max_daily_loss_pct: 5, stop_on_liquidation: true },
      metrics: { risk_free_rate: 0 },
    });
  });

  test('the finer steps of a venue and the greater of two least orders hold', async () => {
    const venue = VENUE.replace('min_notional: 5.0', 'min_notional: 100, tick_size: 0.1, lot_size: 0.01, max_qty: 50');
    const run = await loadBacktestFile(project({ venue }));
    expect(run.settings).toMatchObject({
      venue: { tick_size: 0.1, lot_size: 0.01, min_quantity: 0.01, max_quantity: 50, min_notional: 100 },
    });
  });

  test('of several instruments those that the catalog does not hold are left out', async () => {
    const ids = ['BTCUSDT-PERP.BINANCE', 'ETHUSDT-PERP.BINANCE'];
    const several = BACKTEST.replace(
      /instruments: .*/,
      `instruments: [${ids.map((id) => `{instrument_id: ${id}}`).join(', ')}]`,
    );
    const { data } = await loadBacktestFile(project({ backtest: several }));
    expect(data).toMatchObject({ symbols: ids, missing: 'skip' });
    expect((await loadBacktestFile(project())).data).not.toHaveProperty('missing');
  });

  test('single settings can be set over them', async () => {
    const run = await loadBacktestFile(project(), {
      overrides: ['account.leverage=3', 'execution.slippage=0', 'strategy.params.grid.grid_step_bps=40'],
    });
    expect(run.params).toMatchObject({ grid: { grid_step_bps: 40, base_qty: 0.002 } });
    expect(run.settings).toMatchObject({ account: { leverage: 3, type: 'margin' }, execution: { slippage: 0 } });
  });
});

describe('they are refused', () => {
  const refused = async (files: Parameters<typeof project>[0]) => {
    const findings = await findingsOf(() => loadBacktestFile(project(files)));
    return findings.map(({ code, place, rule, hint }) => `${code} ${place.replace(/^.*\//, '')} ${rule}; ${hint}`);
  };

  test.each<[name: string, files: Parameters<typeof project>[0], expected: string]>([
    ['for an unknown key', { venue: VENUE.replace('hedge_mode', 'hedge_mod') }, 'live.yaml:4:11 .*hedge_mode'],
    ['for a value out of range', { venue: VENUE.replace('leverage: 10', 'leverage: 200') }, 'live.yaml:4:39 .*125'],
    ['in one-way mode', { venue: VENUE.replace('hedge_mode: true', 'hedge_mode: false') }, 'hedge'],
    ['without an enabled strategy', { backtest: BACKTEST.replace('enabled: true', 'enabled: false') }, 'HG-CONFIG-055'],
    [
      'without a file that is listed',
      { backtest: BACKTEST.replace('strategies/live', 'strategies/none') },
      'none.yaml|preset',
    ],
    ['for a time that is none', { backtest: BACKTEST.replace('2025-05-01T', 'May ') }, 'live.yaml:3:26'],
    ['for an unset variable', { venue: VENUE.replace(':-BACKTEST_MODE', '') }, 'GRID_KEY is not set'],
    [
      'for a share of the wallet in percent',
      { strategy: `${STRATEGY}position: {max_position_pct: 65.0}\n` },
      'a fraction of the wallet, not percent',
    ],
  ])('%s', async (_, files, expected) => {
    expect((await refused(files)).join('\n')).toMatch(new RegExp(expected));
  });
});
