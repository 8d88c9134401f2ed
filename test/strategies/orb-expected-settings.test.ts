import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dataSpec, loadMarket } from '../../src/data/load.js';
import { sessionSchedule } from '../../src/data/sessions/session-schedule.js';
import { attachMarket } from '../../src/data/shared/shared.js';
import type { ExecutionRules } from '../../src/engine/rules.js';
import { loadMetrics } from '../../src/metrics/load.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import orb from '../../src/strategies/orb-confluence.js';
import { rulesOf } from '../_support/backtest.js';
import { runStrategy } from '../_support/run-strategy.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/us-equity-1m/', import.meta.url));
const IS_MISSING = !existsSync(FOLDER);
const FIGURES = ['win_rate', 'total_r', 'profit_factor_r', 'max_drawdown_r', 'sharpe_r', 'total_pnl'];

/** A run, and what an independent program that was written from the rules alone makes of it. */
interface Row {
  readonly title: string;
  /** File of real bars; null for made-up ones. */
  readonly bars: string | null;
  readonly session: object;
  readonly multiplier: number;
  readonly execution: Partial<ExecutionRules>;
  readonly params: object;
  /** Trades, late entries, tradable sessions, lockouts, refused risks, ambiguous bars. */
  readonly counts: readonly number[];
  readonly figures: readonly number[];
}

const ROWS: readonly Row[] = [
  {
    title:
      'NVDA, confirmed closes in Chicago time on all five factors, weighted, with half days, costs and swing stops, on the worst path',
    bars: 'NVDA_1min.csv.gz',
    session: {
      open: '08:30:00',
      close: '15:00:00',
      timezone: 'America/Chicago',
      early_close: { '2025-11-28': '12:00:00', '2025-12-24': '12:00:00' },
    },
    multiplier: 50,
    execution: { path: 'worst' },
    params: {
      instrument: { tick_size: 0.05 },
      orb: {
        base_minutes: 20,
        low_norm_vol: 0.6,
        high_norm_vol: 1.1,
        short_or_minutes: 8,
        long_or_minutes: 45,
        atr_period: 7,
        intraday_minutes: 3,
        max_atr_mult: 3.2,
      },
      buffers: { fixed: 0.03, use_atr: true, atr_mult: 0.4 },
      factors: {
        rel_volume: { lookback: 45, spike_mult: 1.1 },
        price_action: { pivot_len: 5, enable_engulfing: false },
        profile_proxy: { val_pct: 0.4, vah_pct: 0.6 },
        vwap: { enabled: true, reset_mode: 'or_end' },
        adx: { enabled: true, period: 9, threshold: 25 },
      },
      scoring: {
        base_required: 1.5,
        weak_trend_required: 2.25,
        weights: { price_action: 0.75, rel_vol: 1.25, profile: 0.5, vwap: 1.5, adx: 0.25 },
      },
      trade: {
        stop_mode: 'swing',
        extra_stop_buffer: 0.08,
        t1_r: 0.8,
        t1_pct: 0.3,
        t2_r: 1.7,
        t2_pct: 0.3,
        runner_r: 3.1,
        move_be_at_r: 0.6,
        be_buffer: 0.04,
      },
      governance: {
        max_signals_per_day: 6,
        lockout_after_losses: 3,
        loss_streak_scope: 'run',
        max_daily_loss_r: 1.8,
        time_cutoff: '14:10:00',
        second_chance_minutes: 120,
      },
      fills: { slippage_ticks: 1, commission_per_contract: 0.02, factor_timing: 'close_confirm' },
      backtest: { start_date: '2025-10-06', end_date: '2026-02-27', contracts_per_trade: 2 },
    },
    counts: [60, 0, 44, 19, 0, 0],
    figures: [0.35, -12.319289, 0.513182, 14.672164, -2.860063, -1580.61],
  },
  {
    title: 'COIN with its holes, overnight, one target, capped stops, exits live on the bar of the entry',
    bars: 'COIN_1min.csv.gz',
    session: { open: '09:30:00', close: '16:00:00', timezone: 'America/New_York' },
    multiplier: 1,
    execution: { path: 'olhc', sameBarExits: true, limitGap: 'limit' },
    params: {
      orb: {
        adaptive: false,
        base_minutes: 12,
        validate_window: false,
        min_atr_mult: 0.4,
        max_atr_mult: 2.1,
        atr_period: 20,
      },
      buffers: { fixed: 0.25 },
      factors: { adx: { enabled: true, threshold: 30 } },
      scoring: { base_required: 1, weak_trend_required: 2 },
      entry: { fresh_cross_only: true },
      trade: {
        stop_mode: 'atr_capped',
        atr_stop_cap_mult: 2.2,
        extra_stop_buffer: 0.1,
        partials: false,
        primary_r: 1.2,
        move_be_at_r: 0.5,
        be_buffer: 0.1,
      },
      governance: {
        max_signals_per_day: 10,
        lockout_after_losses: 1,
        time_cutoff: null,
        second_chance_minutes: 60,
        flatten_at_session_end: false,
      },
      fills: { slippage_ticks: 2, commission_per_contract: 0.005 },
    },
    counts: [20, 0, 20, 13, 0, 0],
    figures: [0.35, -2.184519, 0.767435, 5.420835, -0.792821, -3.900533],
  },
  {
    title: 'SPY in a long session of extended hours, long ranges by raw volatility, one signal a side',
    bars: 'SPY_1min_2025-07_extended.csv.gz',
    session: { open: '08:00:00', close: '17:30:00', timezone: 'America/New_York' },
    multiplier: 5,
    execution: { path: 'ohlc' },
    params: {
      orb: {
        base_minutes: 60,
        short_or_minutes: 25,
        long_or_minutes: 50,
        norm_vol_scaling: 'raw',
        low_norm_vol: 0.03,
        high_norm_vol: 0.06,
        intraday_minutes: 1,
        atr_period: 6,
        min_atr_mult: 0.6,
        max_atr_mult: 4,
      },
      buffers: { fixed: 0.17 },
      factors: {
        rel_volume: { enabled: false },
        vwap: { enabled: true },
        profile_proxy: { val_pct: 0.05, vah_pct: 0.95 },
      },
      scoring: { base_required: 1, weak_trend_required: 2, adx_off_is_weak: true },
      trade: {
        stop_mode: 'or_opposite',
        t1_r: 0.4,
        t1_pct: 0.6,
        t2_r: 0.9,
        t2_pct: 0.4,
        runner_r: 1.6,
        move_be_at_r: 2,
        be_buffer: 0,
      },
      governance: { second_chance_minutes: 0, time_cutoff: '15:45:00' },
    },
    counts: [13, 0, 11, 1, 0, 0],
    figures: [0.307692, -3.129929, 0.388191, 3.129929, -4.002413, -60.299],
  },
  {
    title: 'made-up sessions across the end of daylight saving time, with half days, costs and capped stops',
    bars: null,
    session: {
      open: '09:30:00',
      close: '16:00:00',
      timezone: 'America/New_York',
      early_close: { '2024-11-29': '13:00:00' },
    },
    multiplier: 10,
    execution: { path: 'adaptive' },
    params: {
      orb: {
        base_minutes: 10,
        short_or_minutes: 5,
        long_or_minutes: 20,
        atr_period: 5,
        min_atr_mult: 0.5,
        max_atr_mult: 2.6,
      },
      buffers: { fixed: 0.05, use_atr: true, atr_mult: 0.2 },
      factors: {
        price_action: { pivot_len: 4 },
        vwap: { enabled: true },
        adx: { enabled: true, period: 8, threshold: 22 },
      },
      scoring: { base_required: 2, weak_trend_required: 2.5, weights: { vwap: 0.5, profile: 1.5 } },
      trade: {
        stop_mode: 'atr_capped',
        atr_stop_cap_mult: 3,
        t1_pct: 0.25,
        t2_pct: 0.35,
        runner_r: 2.4,
        move_be_at_r: 0.9,
      },
      governance: { max_signals_per_day: 5, second_chance_minutes: 90, max_daily_loss_r: 1.2, time_cutoff: '15:00:00' },
      fills: { slippage_ticks: 1, commission_per_contract: 0.01 },
    },
    counts: [83, 20, 34, 20, 0, 0],
    figures: [0.39759, -14.876091, 0.673749, 26.051425, -3.149687, -165.508031],
  },
];

const MADE_UP = { source: 'synthetic', bars: 23_400, seed: 11, start: '2024-09-30', sessions: { regime: 'choppy' } };

async function runRow({ bars, session, multiplier, execution, params }: Row) {
  const file = { path: `${FOLDER}${bars}`, interval: '1m', timezone: 'America/New_York' };
  const { market } = await loadMarket(dataSpec.parse({ symbol: 'EQ', ...(bars === null ? MADE_UP : file) }), {
    baseDir: FOLDER,
    sessionOf: () => sessionSchedule.parse(session),
  });
  const rules = rulesOf({ account: { kind: 'margin' }, instrument: { multiplier }, execution });
  return runStrategy(orb as unknown as StrategyDefinition, attachMarket(market), params, rules);
}

const check = async (row: Row) => {
  const run = await runRow(row);
  const { late_entries, tradable_sessions, lockouts, rejected } = run.strategyCounters;
  const { count } = run.trades;
  const { ambiguousBars } = run.counters;
  expect([count, late_entries, tradable_sessions, lockouts, rejected, ambiguousBars]).toEqual(row.counts);
  const metrics = await loadMetrics(FIGURES);
  metrics.forEach((metric, k) => expect(metric.compute(run), FIGURES[k]).toBeCloseTo(row.figures[k]!, 5));
};

test.skipIf(IS_MISSING).each(ROWS.filter(({ bars }) => bars !== null))(
  '$title: the figures of an independent program come out',
  check,
);

test.each(ROWS.filter(({ bars }) => bars === null))('$title: the figures of an independent program come out', check);
