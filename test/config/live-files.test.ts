import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { findingsOf, temporaryFolder } from './_files.js';

/** The files of a live scalper, as its own loader reads them. */
const LIVE = `exchange: binance_us
symbols: [BTCUSDT, ETHUSDT, SOLUSDT]
timeframe: 1m
strategy:
  type: scalping_ema_rsi
  params: {ema_fast: 4, rsi_overbought: 70, rsi_oversold: 30}
risk: {config_file: config/risk.json}
execution:
  starting_balance: 5000
  slippage: 0.0004
  commission_rate: 0.001
  allow_shorting: false
  allow_tight_stop: true
  log_trades: true
  log_file: null
advanced: {buffer_size: 500, min_candles_required: 40, status_update_interval: 10}
logging: {level: INFO, console: true}
`;
const RISK = `{"_comment": "sizes", "base_account_size": 10000, "default_risk_per_trade": 0.005, "max_exposure": 0.1,
 "default_slippage": 0.001, "default_sl_atr_mult": 1.5, "default_tp_atr_mult": 3.0, "min_position_size_usd": 10,
 "enable_trailing_stop": true, "trailing_stop_pct": 0.02}`;
const MODE = `mode: paper
default_strategy: scalping_ema_rsi
allow_live_trading: false
max_daily_loss_pct: 0.03
max_risk_per_trade_pct: 0.01
max_open_trades: 5
max_exposure_pct: 0.3
kill_switch_env_var: CRYPTOBOT_KILL_SWITCH
max_consecutive_failures: 4
require_live_confirmation: true
log_all_decisions: true
`;
const profile = (fields: object): string =>
  JSON.stringify({
    ...{ symbol: 'BTCUSDT', strategy: 'scalping_ema_rsi', enabled: true, params: { ema_slow: 21 } },
    ...{ meta: { version: 2, source: 'sweep' }, metrics: { sharpe_ratio: 1.2 } },
    ...fields,
  });

type Files = Readonly<Record<string, string>>;

function project(changes: Files = {}): string {
  const root = temporaryFolder();
  const files: Files = { 'live.yaml': LIVE, 'config/risk.json': RISK, 'trading_mode.yaml': MODE, ...changes };
  for (const [name, text] of Object.entries(files)) {
    if (text === '') continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return join(root, 'live.yaml');
}
const withProfiles = LIVE.replace('params:', 'profiles: strategy_profiles\n  params:');

describe('the files of a live scalper load as they stand:', () => {
  test('strategy, risk and safety become the parameters of one run on the catalog', async () => {
    const run = await loadBacktestFile(project(), { environment: {} });
    expect(run.name).toBe('live');
    expect(run.strategy.name).toBe('scalping-ema-rsi');
    expect(run.params).toMatchObject({
      ...{ ema_fast: 4, rsi_long_max: 70, rsi_short_min: 30, min_candles_required: 40 },
      risk: { default_risk_per_trade: 0.005, max_exposure: 0.1, allow_tight_stop: true },
      safety: { mode: 'paper', max_daily_loss_pct: 0.03, max_open_trades: 5, max_consecutive_failures: 4 },
    });
    expect(run.settings).toMatchObject({
      account: { type: 'margin', initial_cash: 5000 },
      execution: { fees: 0.001, slippage: 0.0004 },
      venue: { name: 'binance_us', allow_short: false },
    });
    expect(run.data).toMatchObject({ source: 'catalog', symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'], interval: '1m' });
  });

  test('parameters may be present and empty, and what is left out has its default', async () => {
    const live = 'symbols: [BTCUSDT]\nstrategy:\n  type: scalping_ema_rsi\n  params:\n';
    const run = await loadBacktestFile(project({ 'live.yaml': live, 'trading_mode.yaml': '' }), { environment: {} });
    expect(run.data).toMatchObject({ symbol: 'BTCUSDT', interval: '1m' });
    expect(run.settings).toMatchObject({
      account: { initial_cash: 10_000 },
      execution: { slippage: 0.0005, fees: 0.0005 },
    });
    expect(run.definition.params.parse(run.params)).toMatchObject({
      min_candles_required: 30,
      safety: { max_open_trades: 10 },
    });
  });

  test('the kill switch is the variable of the environment that the file names, read once', async () => {
    const killed = await loadBacktestFile(project(), { environment: { CRYPTOBOT_KILL_SWITCH: 'on' } });
    expect(killed.params).toMatchObject({ safety: { kill_switch: 'on' } });
    const free = await loadBacktestFile(project(), { environment: {} });
    expect(free.definition.params.parse(free.params)).toMatchObject({ safety: { kill_switch: false } });
  });

  test.each([
    [
      'a key that the sections do not have',
      { 'live.yaml': LIVE.replace('slippage:', 'slipage:') },
      'live.yaml:10:3',
      'unknown key slipage',
    ],
    [
      'a strategy that is not there',
      { 'live.yaml': LIVE.replace('scalping_ema_rsi', 'scalping_ema') },
      'live.yaml:5:9',
      'scalping-ema',
    ],
    ['a risk file that is not there', { 'config/risk.json': '' }, 'live.yaml:7:21', 'risk'],
    [
      'a risk that is no number',
      { 'config/risk.json': RISK.replace('0.005', '"much"') },
      'config/risk.json:1:',
      'default_risk_per_trade',
    ],
    [
      'live trading',
      { 'trading_mode.yaml': MODE.replace('mode: paper', 'mode: live') },
      'trading_mode.yaml:1:7',
      'mode',
    ],
    [
      'no default strategy',
      { 'trading_mode.yaml': MODE.replace(/default_strategy.*\n/, '') },
      'trading_mode.yaml',
      'default_strategy',
    ],
    [
      'a risk above the limit of a trade',
      { 'config/risk.json': RISK.replace('0.005', '0.02') },
      '',
      'risk.default_risk_per_trade',
    ],
  ] as const)('%s is refused at its place', async (_, files, place, words) => {
    const [finding] = await findingsOf(() => loadBacktestFile(project(files), { environment: {} }));
    expect(finding!.place).toContain(place);
    expect(`${finding!.rule} ${finding!.value ?? ''}`).toContain(words);
  });
});

describe('a sweep beside the sections of a live scalper', () => {
  const swept = (space: string): Files => ({
    'live.yaml': `${LIVE}space: ${space}\nsampler: grid\nmetric: sharpe_ratio\nfilters: {total_trades: 5}\n`,
  });

  test('varies its settings by the names that they have there', async () => {
    const names = ['strategy.params.ema_fast', 'risk.max_exposure', 'safety.max_open_trades', 'execution.slippage'];
    const own = ['execution.commission_rate', 'execution.starting_balance', 'advanced.min_candles_required'];
    const space = [...names, ...own].map((name) => `${name}: [1, 2]`).join(', ');
    const switches = 'execution.allow_shorting: {type: bool}, execution.allow_tight_stop: {type: bool}';
    const text = `{${space}, ${switches}}`.replaceAll(/(slippage|rate|exposure): \[1, 2\]/g, '$1: [0.01, 0.02]');
    const sweep = await loadSweepFile(project(swept(text)), { environment: {} });
    expect(sweep.dimensions.map(({ name }) => name)).toEqual([
      ...['ema_fast', 'risk.max_exposure', 'safety.max_open_trades', 'execution.slippage', 'execution.fees'],
      ...['account.initial_cash', 'min_candles_required', 'venue.allow_short', 'risk.allow_tight_stop'],
    ]);
    expect(sweep.filters).toHaveLength(1);
  });

  test.each(['advanced.buffer_size', 'execution.log_trades', 'logging.level', 'safety.mode', 'risk.base_account_size'])(
    'does not vary what changes no result: %s',
    async (name) => {
      const [finding] = await findingsOf(() => loadSweepFile(project(swept(`{${name}: [1, 2]}`)), { environment: {} }));
      expect(finding!.value).toBe(name);
    },
  );
});

describe('profiles', () => {
  const files = (text: string): Files => ({ 'live.yaml': withProfiles, 'strategy_profiles/BTCUSDT.json': text });

  test('set the parameters of their symbol, over those of the strategy', async () => {
    const run = await loadBacktestFile(project(files(profile({ params: { ema_slow: 21, rsi_overbought: 80 } }))), {
      environment: {},
    });
    expect(run.settings).toMatchObject({ portfolio: { per_symbol: { BTCUSDT: { ema_slow: 21, rsi_long_max: 80 } } } });
    expect(run.notes).toEqual([]);
  });

  test.each([
    ['it is not enabled', profile({ enabled: false })],
    ['it is of ETHUSDT', profile({ symbol: 'ETHUSDT' })],
    ['it is for the strategy breakout', profile({ strategy: 'breakout' })],
    ['it is not a profile', '{"params": {}}'],
    ['rsi_period: expected number', profile({ params: { rsi_period: 'seven' } })],
    ['ema_fast must be below ema_slow', profile({ params: { ema_fast: 9 } })],
    ['the file is not', '{"symbol": '],
  ])('are left out and said so: %s', async (why, text) => {
    const run = await loadBacktestFile(project(files(text)), { environment: {} });
    expect(run.settings).not.toHaveProperty('portfolio.per_symbol');
    expect(run.notes).toHaveLength(1);
    expect(run.notes[0]!.code).toBe('HG-PROFILE-001');
    if (why !== 'the file is not') expect(run.notes[0]!.rule).toContain(why);
  });

  test('with a parameter that the strategy does not take are refused', async () => {
    const [finding] = await findingsOf(() =>
      loadBacktestFile(project(files(profile({ params: { ema_slwo: 21 } }))), { environment: {} }),
    );
    expect(finding).toMatchObject({ value: 'ema_slwo', hint: 'did you mean ema_slow?' });
    expect(finding!.place).toContain('strategy_profiles/BTCUSDT.json:1:');
  });
});
