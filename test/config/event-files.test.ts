import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { findingsOf, temporaryFolder } from './_files.js';

/** The two files of a run of the event-driven engine, as its own loader reads them. */
const RUN = `# one run
[run_info]
run_name = "TEST"
[general]
output_dir = "runs"
data_path = "bars"
[bus]
flush_check_interval = 0.01
default_buffer_size = 1_024
validate_schema = false
[audit]
debug = false
[feeder]
align = "outer"
[validation]

[sim]
slippage_model = "SpreadPovSlippage"
slippage_params = { spread_bps = 5, k = 0.1, min_volume_guard = 1.0 }
fee_model = "FixedBps"
fee_bps = 1
conservative_gaps = true
participation_bps = 500
[account]
starting_cash = "10000"
base_ccy = "USDT"
[performance]

[period]
start_dt = "2019-01-01"
end_dt = "2025-01-01"
[strategy]
strategy = "sma_extended"
`;
const STRATEGY = `[info]
name = "sma_extended"
version = "1.0.0"
description = "two averages"
[params]
symbols = [
  "BTCUSDT", # the larger one
  "ETHUSDT",
]
timeframe = "4h"
fast = 20
slow = 50
qty = "0.01"
daily_loss_limit = 500.0
`;

type Files = Readonly<Record<string, string>>;

/** Writes the files into a folder of their own, and returns the path of the run file. */
function project(changes: Files = {}, run = 'run.toml'): string {
  const root = temporaryFolder();
  const files: Files = { 'run.toml': RUN, 'sma_extended.toml': STRATEGY, 'bars/manifest.json': '[]', ...changes };
  for (const [name, text] of Object.entries(files)) {
    if (text === '') continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return join(root, run);
}
const load = (changes: Files = {}, overrides: readonly string[] = []) =>
  loadBacktestFile(project(changes), { overrides });

describe('a run file of the event-driven engine', () => {
  test('is the run that it means: its bars, its costs, its account, the venue of the spot market', async () => {
    const { name, strategy, params, settings, data } = await load();
    expect([name, strategy.name]).toEqual(['TEST', 'sma-extended']);
    expect(params).toMatchObject({ fast: 20, slow: 50, qty: 0.01, daily_loss_limit: 500 });
    expect(params).toHaveProperty('sim', {
      ...{ slippage_model: 'SpreadPovSlippage', slippage_params: { spread_bps: 5, k: 0.1, min_volume_guard: 1 } },
      ...{ fee_model: 'FixedBps', fee_bps: 1, participation_bps: 500, latency_ms: {} },
      ...{ conservative_gaps: true, limit_touch: true },
    });
    expect(settings).toMatchObject({
      account: { initial_cash: 10_000, currency: 'USDT' },
      venue: { name: 'binance-spot', instruments: { ETHUSDT: { lot_size: 0.0001 } } },
      metrics: { returns: 'day', risk_free_rate: 0 },
      portfolio: { mode: 'portfolio', align: 'outer' },
    });
    expect(data).toEqual({
      ...{ source: 'catalog', catalog: 'bars', symbols: ['BTCUSDT', 'ETHUSDT'], interval: '1m', resample: '4h' },
      ...{ from: '2019-01-01', to: '2025-01-01' },
    });
  });

  test('has the costs of the original where it is silent: none, and a twentieth of the volume', async () => {
    const silent = RUN.replace(/\[sim\][^[]*\[account\]/, '[account]');
    const { params } = await load({ 'run.toml': silent });
    expect(params).toHaveProperty('sim', {
      ...{ slippage_model: 'SlippageModel', fee_model: 'FixedBps', fee_bps: 0, participation_bps: 500 },
      ...{ latency_ms: {}, conservative_gaps: true, limit_touch: true },
    });
  });

  test('takes settings for its own sections and for those of any run', async () => {
    const own = [
      'general.data_path="{symbol}.csv"',
      'period.start_dt=null',
      'sim.fee_bps=7',
      'account.starting_cash=500',
    ];
    const { params, settings, data } = await load({}, [
      ...own,
      'strategy.params.fast=7',
      'metrics.risk_free_rate=0.02',
    ]);
    expect(params).toMatchObject({ fast: 7, sim: { fee_bps: 7 } });
    expect(settings).toMatchObject({ account: { initial_cash: 500 }, metrics: { risk_free_rate: 0.02 } });
    expect(data).toMatchObject({ path: '{symbol}.csv', to: '2025-01-01' });
    expect(data).not.toHaveProperty('from');
  });

  test('may name its strategy as a file, and its label behind a dash', async () => {
    const other = STRATEGY.replace('"sma_extended"', '"sma_extended-fast"').replace(
      'timeframe = "4h"',
      'timeframe = "1m"',
    );
    const { strategy, data } = await load({ 'other.toml': other }, ['strategy=other.toml']);
    expect(strategy.name).toBe('sma-extended');
    expect(data).not.toHaveProperty('resample');
  });

  test('without a file of the strategy runs the two pairs and the hour of its code', async () => {
    const { params, data } = await load({ 'sma_extended.toml': '' });
    expect(params).not.toHaveProperty('fast');
    expect(data).toMatchObject({ symbols: ['BTCUSDT', 'ETHUSDT'], resample: '1h' });
  });

  test('measures returns of its own samples where it says so, logarithmic ones by default', async () => {
    const { settings } = await load({
      'run.toml': RUN.replace('[performance]', '[performance]\nmetrics_interval = "1d"\nrisk_free = 0.03'),
    });
    expect(settings).toMatchObject({
      metrics: { returns: 'bar', returns_kind: 'log', interval: '1d', risk_free_rate: 0.03 },
    });
  });

  test('reads a tree of monthly Parquet files, in the order of the months however they are written', async () => {
    const month = (symbol: string, year: number, name: string) =>
      `bars/exchange=binance/market=spot/symbol=${symbol}/type=candle/timeframe=1m/year=${year}/${symbol}-1m-${year}-${name}.parquet`;
    const files = [
      month('BTCUSDT', 2024, '2'),
      month('BTCUSDT', 2024, '10'),
      month('BTCUSDT', 2023, '12'),
      month('ETHUSDT', 2024, '1'),
    ];
    const { data } = await load(Object.fromEntries(files.map((file) => [file, '-'])));
    const sections = data as readonly { readonly symbol: string; readonly path: readonly string[] }[];
    expect(sections.map(({ symbol, path }) => [symbol, path.map((file) => /\d{4}-\d+(?=\.)/.exec(file)?.[0])])).toEqual(
      [
        ['BTCUSDT', ['2023-12', '2024-2', '2024-10']],
        ['ETHUSDT', ['2024-1']],
      ],
    );
  });

  test.each([
    ['an unknown key', { 'run.toml': RUN.replace('align =', 'algn =') }, 'run.toml:14:1', 'algn'],
    ['a value that no model has', { 'run.toml': RUN.replace('"FixedBps"', '"Flat"') }, 'run.toml:20:13', 'fee_model'],
    ['an unknown cost', { 'run.toml': RUN.replace('fee_bps =', 'fee_bp =') }, 'run.toml:21:1', 'fee_bp'],
    ['no place of the bars', { 'run.toml': RUN.replace('data_path = "bars"', '') }, 'run.toml:4:2', 'data_path'],
    ['a folder that is not there', { 'run.toml': RUN.replace('"bars"', '"nowhere"') }, 'run.toml:6:13', 'folder'],
    ['a tree without a symbol', { 'bars/exchange=binance/x': '-' }, 'run.toml:6:13', 'BTCUSDT'],
    ['a table in a table', { 'run.toml': `${RUN}[strategy.params]\n` }, 'run.toml:34:2', 'params'],
    ['a wrong parameter', { 'sma_extended.toml': `${STRATEGY}fasst = 3\n` }, 'sma_extended.toml:15:1', 'fasst'],
  ])('with %s is refused at its line', async (_, files, place, word) => {
    const [finding] = await findingsOf(() => load(files));
    expect(finding!.place).toBe(place);
    expect(`${finding!.rule} ${finding!.value}`).toContain(word);
  });

  test('may be a sweep, too, in YAML, with axes under its own names', async () => {
    const sweep = `
general: {data_path: bars}
sim: {fee_bps: 5}
account: {starting_cash: 2000}
strategy: sma_extended
space:
  fast: [5, 10]
  sim.fee_bps: [1, 5]
  account.starting_cash: [1000, 2000]
metric: sharpe_ratio
`;
    const file = project({ 'sweep.yaml': sweep }, 'sweep.yaml');
    const { dimensions, target, settings } = await loadSweepFile(file);
    expect(dimensions.map(({ name, target }) => [name, target ?? 'params'])).toEqual([
      ['fast', 'params'],
      ['sim.fee_bps', 'params'],
      ['account.initial_cash', 'settings'],
    ]);
    expect(target.metric).toBe('sharpe_ratio');
    expect(settings).toMatchObject({ account: { initial_cash: 2_000 } });
    const resting = project({ 'sweep.yaml': sweep.replace('sim.fee_bps:', 'sim.maker_bps:') }, 'sweep.yaml');
    const [finding] = await findingsOf(() => loadSweepFile(resting));
    expect(finding).toMatchObject({ code: 'HG-CONFIG-034', value: 'sim.maker_bps' });
  });
});

test("a strategy file of the event-driven engine is a preset of any run, and names the run's instruments and bars", async () => {
  const run = 'strategy: sma_extended.toml\ndata: {path: "{symbol}.csv", interval: 1h}\nvenue: {tick_size: 0.01}\n';
  const { params, data } = await loadBacktestFile(project({ 'mine.yaml': run }, 'mine.yaml'));
  expect(params).toMatchObject({ fast: 20, qty: 0.01 });
  expect(data).toMatchObject({ symbols: ['BTCUSDT', 'ETHUSDT'], interval: '1h', resample: '4h' });
  const own = run.replace('1h}', '4h, symbol: X}').replace('{symbol}', 'x');
  const { data: one } = await loadBacktestFile(project({ 'mine.yaml': own }, 'mine.yaml'));
  expect(one).toEqual({ path: 'x.csv', interval: '4h', symbol: 'X' });
});
