import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dataSpec, loadMarket } from '../../src/data/load.js';
import { sessionSchedule } from '../../src/data/sessions/session-schedule.js';
import type { Market } from '../../src/data/market.js';
import { attachMarket } from '../../src/data/shared/shared.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import orb from '../../src/strategies/orb-confluence.js';
import { loadMetrics } from '../../src/metrics/load.js';
import { rulesOf } from '../_support/backtest.js';
import { runStrategy } from '../_support/run-strategy.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/us-equity-1m/', import.meta.url));
const IS_MISSING = !existsSync(FOLDER);

async function load(symbol: string) {
  return loadMarket(
    dataSpec.parse({ path: `${FOLDER}${symbol}_1min.csv.gz`, symbol, interval: '1m', timezone: 'America/New_York' }),
    {
      baseDir: FOLDER,
      sessionOf: () => sessionSchedule.parse({ open: '09:30:00', close: '16:00:00', timezone: 'America/New_York' }),
    },
  );
}

async function runQqq(mode: 'sleep' | 'every-bar') {
  const { market, report } = await load('QQQ');
  expect(report.sessions).toMatchObject({ count: 129, outside: 0 });
  const rules = rulesOf({ account: { kind: 'margin' }, mode });
  return runStrategy(orb as unknown as StrategyDefinition, attachMarket(market), {}, rules);
}

test.skipIf(IS_MISSING)('half a year of QQQ gives the figures that were worked out apart from this code', async () => {
  const run = await runQqq('sleep');
  const names = ['win_rate', 'total_r', 'profit_factor_r', 'max_drawdown_r', 'total_pnl'];
  const metrics = await loadMetrics(names);
  const expected = [0.6, 9.88021, 1.55853, 4.169811, 33.183125];
  metrics.forEach((metric, k) => expect(metric.compute(run) / expected[k]!).toBeCloseTo(1, 6));
  expect(run.trades.count).toBe(50);
  expect(run.strategyCounters).toMatchObject({ late_entries: 22, tradable_sessions: 37 });
  const ranges = new Map(run.journal!.tables['or_log']!.rows.map((row) => [row[0], row.slice(3)]));
  const near = (value: number) => expect.closeTo(value, 6);
  expect(ranges.get('2025-10-13')).toEqual([
    30,
    601.24,
    597.335,
    near(3.905),
    near(1.519755),
    near(1.452245),
    true,
    '',
  ]);
  expect(ranges.get('2025-10-28')).toEqual([
    ...[10, 631.3, 630.15, near(1.15), near(2.860698), near(0.279465), false, 'too wide'],
  ]);
  expect(ranges.get('2025-11-11')).toEqual([15, 621.54, 620.2, near(1.34), near(1.085676), near(0.456569), true, '']);
  const stops = run.journal!.orders.filter(({ type, role }) => type === 'stop' && role === 'entry');
  const onDay = (date: string) =>
    stops.filter((o) => new Date(run.market.time[o.submittedBar]!).toISOString().startsWith(date));
  expect(new Set(onDay('2025-10-13').map((o) => o.price))).toEqual(new Set([601.34]));
});

test.skipIf(IS_MISSING)('visiting every bar of QQQ gives the same bits', async () => {
  const [sleeping, visiting] = await Promise.all([runQqq('sleep'), runQqq('every-bar')]);
  expect(visiting.journal!.equity).toEqual(sleeping.journal!.equity);
  expect(visiting.journal!.fills).toEqual(sleeping.journal!.fills);
  expect(visiting.counters).toEqual(sleeping.counters);
  expect(visiting.strategyCounters).toEqual(sleeping.strategyCounters);
  expect(visiting.journal!.tables).toEqual(sleeping.journal!.tables);
});

/** Figures of a second, independent reading of the same rules: trades, total R, net profit, late entries, tradable sessions, lockouts. */
const OTHERS = [
  ['SPY', {}, [89, -1.660089, -8.99125, 35, 63, 8]],
  ['NVDA', {}, [22, -0.357866, -1.11875, 9, 18, 0]],
  ['COIN', {}, [14, -1.628227, -6.201875, 6, 9, 2]],
  [
    'SPY',
    { fills: { factor_timing: 'close_confirm' }, orb: { max_atr_mult: 3 } },
    [155, -5.487079, -26.473125, 0, 117, 13],
  ],
  ['SPY', { trade: { stop_mode: 'swing' }, orb: { max_atr_mult: 3 } }, [162, -8.325281, -22.510625, 63, 117, 19]],
  [
    'SPY',
    { trade: { stop_mode: 'atr_capped' }, orb: { max_atr_mult: 3 }, governance: { second_chance_minutes: 120 } },
    [265, 1.092272, -1.929425, 119, 117, 35],
  ],
  [
    'SPY',
    { factors: { vwap: { enabled: true } }, orb: { max_atr_mult: 3 }, scoring: { base_required: 3 } },
    [159, -6.821193, -27.649375, 69, 117, 13],
  ],
  [
    'SPY',
    {
      factors: { vwap: { enabled: true, reset_mode: 'or_end' } },
      orb: { max_atr_mult: 3 },
      scoring: { base_required: 3 },
    },
    [152, -1.328389, -14.471875, 82, 117, 12],
  ],
  ['SPY', { factors: { adx: { enabled: true } }, orb: { max_atr_mult: 3 } }, [165, -1.527367, -17.229375, 37, 117, 16]],
  [
    'SPY',
    {
      buffers: { use_atr: true },
      orb: { max_atr_mult: 3 },
      fills: { slippage_ticks: 2, commission_per_contract: 0.01 },
      entry: { fresh_cross_only: true },
    },
    [113, -14.186845, -37.914375, 0, 117, 6],
  ],
  [
    'SPY',
    {
      orb: { adaptive: false, max_atr_mult: 3 },
      governance: { max_daily_loss_r: 0.9 },
      trade: { stop_mode: 'atr_capped' },
      fills: { factor_timing: 'close_confirm' },
    },
    [137, -5.513727, -1.677985, 0, 116, 65],
  ],
  [
    'NVDA',
    { fills: { factor_timing: 'close_confirm' }, orb: { max_atr_mult: 3 } },
    [79, -3.579705, -13.57625, 0, 67, 3],
  ],
  ['NVDA', { trade: { stop_mode: 'swing' }, orb: { max_atr_mult: 3 } }, [85, 4.706162, 7.439375, 30, 67, 7]],
  [
    'NVDA',
    { trade: { stop_mode: 'atr_capped' }, orb: { max_atr_mult: 3 }, governance: { second_chance_minutes: 120 } },
    [152, 27.543306, 6.860857, 70, 67, 12],
  ],
  [
    'NVDA',
    { factors: { vwap: { enabled: true } }, orb: { max_atr_mult: 3 }, scoring: { base_required: 3 } },
    [83, -6.447537, -20.665, 34, 67, 5],
  ],
  [
    'NVDA',
    {
      factors: { vwap: { enabled: true, reset_mode: 'or_end' } },
      orb: { max_atr_mult: 3 },
      scoring: { base_required: 3 },
    },
    [81, -6.623902, -18.209375, 43, 67, 5],
  ],
  ['NVDA', { factors: { adx: { enabled: true } }, orb: { max_atr_mult: 3 } }, [85, -3.280219, -15.996875, 17, 67, 6]],
  [
    'NVDA',
    {
      buffers: { use_atr: true },
      orb: { max_atr_mult: 3 },
      fills: { slippage_ticks: 2, commission_per_contract: 0.01 },
      entry: { fresh_cross_only: true },
    },
    [63, -4.048671, -15.726875, 0, 67, 3],
  ],
  [
    'NVDA',
    {
      orb: { adaptive: false, max_atr_mult: 3 },
      governance: { max_daily_loss_r: 0.9 },
      trade: { stop_mode: 'atr_capped' },
      fills: { factor_timing: 'close_confirm' },
    },
    [77, 5.163411, 0.02995, 0, 66, 29],
  ],
] as const;

const markets = new Map<string, Promise<Market>>();
const marketOf = (symbol: string): Promise<Market> => {
  const known = markets.get(symbol) ?? load(symbol).then(({ market }) => attachMarket(market));
  markets.set(symbol, known);
  return known;
};

test.skipIf(IS_MISSING).each(OTHERS)(
  '%s with %j agrees with an independent reading of the rules',
  async (symbol, params, expected) => {
    const rules = rulesOf({ account: { kind: 'margin' } });
    const run = runStrategy(orb as unknown as StrategyDefinition, await marketOf(symbol), params, rules);
    const [totalR, pnl] = (await loadMetrics(['total_r', 'total_pnl'])).map((metric) => metric.compute(run));
    const { late_entries, tradable_sessions, lockouts } = run.strategyCounters;
    const [trades, r, money, late, tradable, locked] = expected;
    expect([run.trades.count, late_entries, tradable_sessions, lockouts]).toEqual([trades, late, tradable, locked]);
    expect(totalR).toBeCloseTo(r, 5);
    expect(pnl).toBeCloseTo(money, 5);
  },
);
