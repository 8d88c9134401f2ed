import { z } from 'zod';
import { sessionMinutes, type SessionSchedule } from '../../data/sessions/session-schedule.js';
import type { RunRules } from '../../engine/rules.js';
import { executionSettings } from './execution.js';
import { toFillModel } from './fill-model.js';
import { toGridScore } from './grid-score.js';
import { instrumentOf, instrumentRules } from './instrument.js';
import { toImpact } from './impact.js';
import { toLatency } from './latency.js';
import { metricSettings, metricsMs, sampledEvery } from './metrics.js';
import { portfolioSettings } from './portfolio.js';
import { riskSettings, toRiskRules } from './risk.js';
import { venueSettings } from './venue.js';

export const accountSettings = z.strictObject({
  initial_cash: z.number().positive().default(100_000).describe('quote currency, cash at the start'),
  currency: z.string().min(1).max(16).optional().describe('label only: the quote currency'),
  type: z
    .enum(['cash', 'margin'])
    .default('cash')
    .describe('cash: equity is cash plus market value; margin: cash plus unrealised profit'),
  leverage: z.number().positive().max(125).default(1).describe('largest notional per equity'),
  maintenance_rate: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('fraction of the notional; equity at or below it liquidates, 0 = never'),
});

/** Rules of execution that the venue's kind of position cannot follow. */
function* contradictions(
  execution: z.output<typeof executionSettings>,
  mode: 'netting' | 'hedge',
): Generator<{ readonly path: readonly string[]; readonly message: string }> {
  if (mode === 'netting' && execution.fill_model.type !== 'naive')
    yield {
      path: ['execution', 'fill_model', 'type'],
      message: 'chances of fills are for hedge books; set venue.position_mode: hedge',
    };
  if (mode === 'netting' && execution.fill_model.aggressive_fill_prob !== 1)
    yield {
      path: ['execution', 'fill_model', 'aggressive_fill_prob'],
      message: 'chances of fills are for hedge books; set venue.position_mode: hedge',
    };
  if (mode === 'hedge' && execution.participation_bps !== null)
    yield {
      path: ['execution', 'participation_bps'],
      message: 'lots fill as a whole; participation needs venue.position_mode: netting',
    };
}

/** Everything about a run that is neither data nor strategy, as settings files spell it. Parsing an output again changes nothing. */
export const runSettings = z
  .strictObject({
    account: accountSettings.prefault({}),
    execution: executionSettings.prefault({}),
    venue: venueSettings.prefault({}),
    risk: riskSettings.prefault({}),
    metrics: metricSettings.prefault({}),
    portfolio: portfolioSettings.optional(),
  })
  .superRefine((settings, context) => {
    for (const { path, message } of contradictions(settings.execution, settings.venue.position_mode))
      context.addIssue({ code: 'custom', path: [...path], message });
  });
export type RunSettings = z.output<typeof runSettings>;

const DAY_MS = 86_400_000;

/** Sessions of an instrument, by which its bars are cut; undefined when it trades around the clock. */
export const sessionOf = (settings: unknown, symbol: string | undefined): SessionSchedule | undefined =>
  instrumentOf(runSettings.parse(settings).venue, symbol).session;

/** Bars a year at this venue, for volatilities of bar returns: trading days a year x bars a trading day. */
export function barsPerYear(venue: RunSettings['venue'], intervalMs: number): number {
  const daysPerYear = venue.periods_per_year ?? (venue.calendar === 'always' ? 365 : 252);
  const minutes = venue.session ? sessionMinutes(venue.session) : (venue.session_minutes ?? 390);
  const barsPerDay = venue.calendar === 'always' ? DAY_MS / intervalMs : Math.max(1, (minutes * 60_000) / intervalMs);
  return daysPerYear * barsPerDay;
}

/**
 * Rules of the engine from run settings (complete or not: defaults are filled in here). Those of the instrument are the venue's, unless
 * it has its own for that symbol.
 *
 * @throws z.ZodError for settings that break the schema
 */
export function toRunRules(
  settings: unknown,
  {
    intervalMs,
    symbol,
    seed = 42,
  }: { readonly intervalMs: number; readonly symbol?: string | undefined; readonly seed?: number },
): RunRules {
  const { account, execution, venue, risk, metrics } = runSettings.parse(settings);
  const days = venue.periods_per_year ?? (venue.calendar === 'always' ? 365 : 252);
  const split = typeof execution.fees === 'number' ? { maker: execution.fees, taker: execution.fees } : execution.fees;
  return {
    account: {
      initialCash: account.initial_cash,
      kind: account.type,
      leverage: account.leverage,
      maintenanceRate: account.maintenance_rate,
    },
    instrument: instrumentRules(venue, symbol),
    execution: {
      fees: {
        maker: split.maker,
        taker: split.taker,
        fixed: ('fixed' in split ? split.fixed : undefined) ?? execution.fixed_fees,
        perUnit: execution.fee_per_unit,
      },
      slippage: execution.slippage,
      slippagePrice: execution.slippage_price,
      impact: toImpact(execution.impact),
      targetSlippage: execution.target_slippage,
      slippageOnTick: execution.slippage_on_tick,
      funding: execution.funding,
      fillModel: toFillModel(execution.fill_model),
      path: execution.path,
      limitGap: execution.limit_gap,
      sameBarExits: execution.same_bar_exits,
      flattenAtEnd: execution.flatten_at_end,
      flattenAtSessionEnd: execution.flatten_at_session_end,
      latency: toLatency(execution.latency_ms),
      participation: { bps: execution.participation_bps, volume: execution.participation_volume },
      limitTouch: execution.limit_touch,
      stopGap: execution.stop_gap,
    },
    risk: toRiskRules(risk),
    seed,
    mode: execution.mode,
    returns: { every: sampledEvery(metrics), kind: metrics.returns_kind ?? 'simple' },
    periodsPerYear:
      metrics.periods_per_year ??
      (metrics.returns === 'day' ? days : barsPerYear(venue, metricsMs(metrics) ?? intervalMs)),
    riskFreeRate: metrics.risk_free_rate,
    gridScore: toGridScore(metrics.hedge_grid_score),
  };
}
