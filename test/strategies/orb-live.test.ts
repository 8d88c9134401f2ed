import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../src/config/schema-shape.js';
import { dataSpec } from '../../src/data/data-spec.js';
import { SOURCE_NAMES, type Market } from '../../src/data/market.js';
import { findSessions } from '../../src/data/sessions/session-columns.js';
import { sessionSchedule } from '../../src/data/sessions/session-schedule.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import { synthesize } from '../../src/data/sources/synthetic.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import orb from '../../src/strategies/orb-confluence.js';
import { rulesOf } from '../_support/backtest.js';
import { nested } from '../_support/nested.js';
import { runStrategy } from '../_support/run-strategy.js';

const strategy = orb as unknown as StrategyDefinition;

/** Forty made-up sessions of changing temper, now and then a bar missing. */
function fixture(): Market {
  const spec = dataSpec.parse({ source: 'synthetic', bars: 40 * 390, seed: 9, sessions: { regime: 'choppy' } });
  const { columns } = synthesize(spec);
  const kept = Int32Array.from(columns.time.keys()).filter((i) => i % 61 !== 7);
  const bars = Object.fromEntries(
    SOURCE_NAMES.map((name) => [name, Float64Array.from(kept, (i) => columns[name][i]!)]),
  );
  const { open, high, low } = bars as typeof columns;
  // Made-up bars open at the close before; engulfing bodies need a step between them.
  for (let i = 0; i < open.length; i++)
    open[i] = Math.min(high[i]!, Math.max(low[i]!, Math.round(100 * open[i]! + 3 * ((i % 5) - 2)) / 100));
  const market = buildMarket({ symbol: 'EQ', intervalMs: 60_000, ...(bars as typeof columns) });
  const schedule = sessionSchedule.parse({ open: '14:30', close: '21:00', timezone: 'UTC' });
  return { ...market, sessions: findSessions(market.time, 60_000, schedule).columns };
}

type Sections = Readonly<Record<string, unknown>>;

/** Wide ranges and windows with holes pass, so that most sessions trade. */
const BASE: Sections = {
  'orb.validate_window': false,
  'orb.max_atr_mult': 10,
  'governance.time_cutoff': '20:00',
};
const VWAP: Sections = { 'factors.vwap.enabled': true };
const ADX: Sections = { 'factors.adx.enabled': true };
const LONG_RANGES: Sections = { 'orb.high_norm_vol': 0.6 };
const MANY: Sections = { 'governance.second_chance_minutes': 120 };

/** A change of each parameter that acts on the fixture, and what must be set beside it. */
const CHANGES: Readonly<Record<string, readonly [before: unknown, after: unknown, beside?: Sections]>> = {
  'instrument.tick_size': [null, 0.05],
  'orb.base_minutes': [15, 20, { 'orb.adaptive': false }],
  'orb.adaptive': [true, false, LONG_RANGES],
  'orb.low_norm_vol': [0.35, 0.84],
  'orb.high_norm_vol': [0.85, 0.36],
  'orb.short_or_minutes': [10, 5, { 'orb.low_norm_vol': 0.84 }],
  'orb.long_or_minutes': [30, 40, { 'orb.high_norm_vol': 0.36 }],
  'orb.atr_period': [14, 7],
  'orb.intraday_minutes': [5, 60, LONG_RANGES],
  'orb.norm_vol_scaling': ['sqrt_time', 'raw'],
  'orb.validate_window': [false, true],
  'orb.enable_validity_filter': [true, false, { 'orb.max_atr_mult': 1 }],
  'orb.min_atr_mult': [0.25, 1.5],
  'orb.max_atr_mult': [10, 1],
  'buffers.fixed': [0.1, 0.2],
  'buffers.use_atr': [false, true],
  'buffers.atr_mult': [0.05, 0.5, { 'buffers.use_atr': true }],
  'factors.rel_volume.enabled': [true, false],
  'factors.rel_volume.lookback': [20, 50],
  'factors.rel_volume.spike_mult': [1.25, 2],
  'factors.price_action.enabled': [true, false],
  'factors.price_action.pivot_len': [3, 6],
  'factors.price_action.enable_engulfing': [true, false],
  'factors.price_action.enable_structure': [true, false],
  'factors.profile_proxy.enabled': [true, false],
  'factors.profile_proxy.val_pct': [0.25, 0.6],
  'factors.profile_proxy.vah_pct': [0.75, 0.4],
  'factors.vwap.enabled': [false, true],
  'factors.vwap.reset_mode': ['session', 'or_end', VWAP],
  'factors.adx.enabled': [false, true],
  'factors.adx.period': [14, 28, ADX],
  'factors.adx.threshold': [18, 40, ADX],
  'scoring.enabled': [true, false],
  'scoring.base_required': [2, 1],
  'scoring.weak_trend_required': [3, 2, ADX],
  'scoring.adx_off_is_weak': [false, true],
  'scoring.sample_bars': [10, 7],
  'scoring.weights.price_action': [1, 2],
  'scoring.weights.rel_vol': [1, 2],
  'scoring.weights.profile': [1, 2],
  'scoring.weights.vwap': [1, 2, VWAP],
  'scoring.weights.adx': [1, 2, ADX],
  'entry.fresh_cross_only': [false, true],
  'trade.stop_mode': ['or_opposite', 'swing'],
  'trade.extra_stop_buffer': [0.05, 0.1],
  'trade.atr_stop_cap_mult': [0.8, 1.5, { 'trade.stop_mode': 'atr_capped' }],
  'trade.partials': [true, false],
  'trade.t1_r': [1, 0.8],
  'trade.t1_pct': [0.5, 0.4],
  'trade.t2_r': [1.5, 1.4],
  'trade.t2_pct': [0.25, 0.3],
  'trade.runner_r': [2, 2.5],
  'trade.primary_r': [1.5, 1.2, { 'trade.partials': false }],
  'trade.move_be_at_r': [1, 0.5],
  'trade.be_buffer': [0.01, 0.05],
  'governance.max_signals_per_day': [3, 1, MANY],
  'governance.lockout_after_losses': [2, 1, MANY],
  'governance.loss_streak_scope': ['session', 'run', MANY],
  'governance.max_daily_loss_r': [null, 0.5, MANY],
  'governance.time_cutoff': ['20:00', '15:00'],
  'governance.second_chance_minutes': [30, 120],
  'governance.flatten_at_session_end': [true, false],
  'fills.slippage_ticks': [0, 1],
  'fills.commission_per_contract': [0, 0.01],
  'fills.factor_timing': ['prior_bar', 'close_confirm'],
  'backtest.start_date': [null, '2024-01-20'],
  'backtest.end_date': [null, '2024-01-20'],
  'backtest.initial_capital': [null, 50_000],
  'backtest.contracts_per_trade': [1, 2],
};

describe('every parameter is live:', () => {
  const market = fixture();
  const resultOf = (flat: Sections): string => {
    const { journal, finalEquity } = runStrategy(
      strategy,
      market,
      nested(flat),
      rulesOf({ account: { kind: 'margin' } }),
    );
    const { fills, tables } = journal!;
    return JSON.stringify([finalEquity, fills.map((f) => [f.bar, f.price, f.quantity]), tables['factor_samples']]);
  };

  test('the table names all of them', () => {
    expect(Object.keys(CHANGES).sort()).toEqual([...leavesOf(strategy.params).keys()].sort());
  });

  test.each(Object.entries(CHANGES))('%s', (path, [before, after, beside = {}]) => {
    expect(resultOf({ ...BASE, ...beside, [path]: after })).not.toBe(resultOf({ ...BASE, ...beside, [path]: before }));
  });

  test('telling more of itself, a recorded run trades as any other', () => {
    const rules = rulesOf({ account: { kind: 'margin' } });
    const flat = nested({ ...BASE, ...MANY });
    const [told, plain] = [true, false].map((recording) => runStrategy(strategy, market, flat, rules, { recording }));
    expect(plain!.journal!.fills).toEqual(told!.journal!.fills);
    expect(plain!.counters).toEqual(told!.counters);
    expect(plain!.strategyCounters).toEqual(told!.strategyCounters);
    expect(told!.strategyCounters['lockouts']).toBeGreaterThan(0);
    expect(plain!.journal!.tables).toEqual({});
  });
});

test.each([
  ['low_norm_vol must be below high_norm_vol', { 'orb.low_norm_vol': 0.9 }],
  ['short_or_minutes must be below long_or_minutes', { 'orb.short_or_minutes': 30 }],
  ['min_atr_mult must be below max_atr_mult', { 'orb.min_atr_mult': 1.75 }],
  ['a buffer of 0 needs use_atr', { 'buffers.fixed': 0 }],
  [
    'price action needs engulfing or structure',
    { 'factors.price_action.enable_engulfing': false, 'factors.price_action.enable_structure': false },
  ],
  ['val_pct must be below vah_pct', { 'factors.profile_proxy.val_pct': 0.75 }],
  ['base_required must not be above weak_trend_required', { 'scoring.base_required': 4 }],
  [
    'base_required is more than the enabled factors can reach',
    { 'scoring.weights.profile': 0, 'scoring.weights.rel_vol': 0 },
  ],
  ['weak_trend_required is more than the enabled factors can reach', { ...ADX, 'scoring.weak_trend_required': 5 }],
  [
    'atr_stop_cap_mult must be above 0 with stop_mode atr_capped',
    { 'trade.stop_mode': 'atr_capped', 'trade.atr_stop_cap_mult': 0 },
  ],
  ['t1_pct and t2_pct together are at most 1', { 'trade.t1_pct': 0.8 }],
  ['targets must rise: t1_r < t2_r < runner_r', { 'trade.t1_r': 1.5 }],
  ['runner_r must be above 1.5', { 'trade.t1_r': 0.5, 'trade.t2_r': 1, 'trade.runner_r': 1.5 }],
  ['end_date is before start_date', { 'backtest.start_date': '2024-02-01', 'backtest.end_date': '2024-01-01' }],
])('%s', (message, flat) => {
  expect(strategy.params.safeParse(nested(flat)).error?.issues.map((issue) => issue.message)).toContain(message);
});

test('a disabled factor does not make the other defaults impossible', () => {
  for (const factor of ['rel_volume', 'price_action', 'profile_proxy'])
    expect(strategy.params.safeParse(nested({ [`factors.${factor}.enabled`]: false })).success).toBe(true);
});
