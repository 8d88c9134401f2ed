import { z } from 'zod';
import { sessionMinutes, sessionSchedule, type SessionSchedule } from '../data/session-schedule.js';
import type { RunRules } from '../engine/rules.js';
import { fillModelSettings, toFillModel } from './fill-model-settings.js';
import { contradictoryInstruments, instrumentRules, instrumentSettings } from './instrument-settings.js';
import { impactSettings, toImpact } from './impact-settings.js';
import { portfolioSettings } from './portfolio-settings.js';
import { riskSettings, toRiskRules } from './risk-settings.js';

const fraction = (most: number) => z.number().min(0).max(most);

/** Fee of a fill, as a fraction of the traded value. */
const rate = fraction(0.05).default(0.001);

export const accountSettings = z.strictObject({
  initial_cash: z.number().positive().default(100_000).describe('quote currency, cash at the start'),
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

const fees = z
  .union([
    fraction(0.05),
    z.strictObject({
      maker: rate.describe('fraction of the traded value, resting orders'),
      taker: rate.describe('fraction of the traded value, orders that take'),
      fixed: z.number().min(0).optional().describe('quote currency a fill'),
    }),
  ])
  .default(0.001)
  .describe('fraction of the traded value a fill; one number, or maker and taker apart');

export const executionSettings = z
  .strictObject({
    path: z
      .enum(['adaptive', 'ohlc', 'olhc', 'worst'])
      .default('adaptive')
      .describe('order in which the prices of a bar are met; adaptive: nearer extreme first'),
    limit_gap: z.enum(['open', 'limit']).default('open').describe('fill price of a limit that the open has passed'),
    same_bar_exits: z.boolean().default(false).describe('whether exits placed inside a bar are live on the rest of it'),
    flatten_at_end: z
      .boolean()
      .default(true)
      .describe('whether positions are closed at the last close, with taker cost'),
    slippage_on_tick: z.boolean().default(true).describe('whether a slipped price is rounded to the tick, against us'),
    funding: z.boolean().default(true).describe('whether funding is paid where the data have a series of rates'),
    fill_model: fillModelSettings.prefault({}).describe('whether an order that a price has reached trades'),
    target_slippage: z.boolean().default(true).describe('whether a target that did not gap slips, too'),
    flatten_at_session_end: z
      .boolean()
      .default(false)
      .describe("whether positions are closed at the close of a session's last bar"),
    latency_ms: z.number().min(0).default(0).describe('ms between a decision and the arrival of its order'),
    fees,
    fixed_fees: z.number().min(0).default(0).describe('quote currency a fill'),
    fee_per_unit: z
      .number()
      .min(0)
      .default(0)
      .describe('quote currency a unit traded, such as a commission a contract'),
    slippage_price: z
      .number()
      .min(0)
      .default(0)
      .describe('price units by which a taker fill moves against us, on top of slippage'),
    impact: impactSettings.nullable().default(null).describe('slippage by our share of the volume; null = none'),
    slippage: fraction(0.05).default(0.0005).describe('fraction of the price by which a taker fill moves against us'),
    mode: z
      .enum(['sleep', 'every-bar'])
      .default('sleep')
      .describe('sleep skips bars on which nothing can happen; both give the same bits'),
  })
  .refine((e) => typeof e.fees === 'number' || e.fees.fixed === undefined || e.fixed_fees === 0, {
    path: ['fixed_fees'],
    message: 'fixed fees are given twice, here and in fees.fixed',
  });

const filter = z.number().positive().nullable().default(null);

export const venueSettings = z
  .strictObject({
    name: z.string().min(1).max(64).default('default').describe('label only'),
    calendar: z
      .enum(['always', 'sessions'])
      .default('always')
      .describe('always: trades around the clock, 365 days; sessions: trading days, 252'),
    periods_per_year: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe('days a year for annualisation; default 365 or 252 by the calendar'),
    session: sessionSchedule
      .optional()
      .describe('when a venue of the calendar sessions trades; bars outside are left out'),
    session_minutes: z
      .number()
      .positive()
      .max(1440)
      .optional()
      .describe(
        'length of a session where no session is given, default 390; sets the bars a year when returns are a bar each',
      ),
    allow_short: z.boolean().default(false).describe('whether positions below zero are allowed'),
    tick_size: z.number().min(0).default(0).describe('price step, 0 = none'),
    multiplier: z
      .number()
      .positive()
      .default(1)
      .describe('quote currency that a price move of 1 is worth a unit: the point value of a future'),
    lot_size: z.number().min(0).default(0).describe('quantity step, 0 = none'),
    min_quantity: filter.describe('base units, null = no limit'),
    max_quantity: filter.describe('base units, null = no limit'),
    min_notional: filter.describe('quote currency, null = no limit'),
    max_notional: filter.describe('quote currency of one order, null = no limit'),
    position_mode: z
      .enum(['netting', 'hedge'])
      .default('netting')
      .describe('netting: one signed position; hedge: each entry opens a lot, longs and shorts side by side'),
    instruments: z
      .record(z.string().min(1), instrumentSettings)
      .optional()
      .describe('what single instruments have in place of these: {BTCUSDT: {tick_size: 0.01}}'),
  })
  .refine((v) => v.min_quantity === null || v.max_quantity === null || v.min_quantity <= v.max_quantity, {
    path: ['max_quantity'],
    message: 'max_quantity is below min_quantity',
  })
  .superRefine((v, context) => {
    for (const symbol of contradictoryInstruments(v)) {
      const message = 'max_quantity is below min_quantity';
      context.addIssue({ code: 'custom', path: ['instruments', symbol, 'max_quantity'], message });
    }
  })
  .refine((v) => v.session === undefined || v.calendar === 'sessions', {
    path: ['session'],
    message: 'a venue that trades around the clock has no session; set calendar: sessions',
  })
  .refine((v) => !v.session || v.session_minutes === undefined || v.session_minutes === sessionMinutes(v.session), {
    path: ['session_minutes'],
    message: 'session_minutes differs from the length of the session',
  });

export const metricSettings = z.strictObject({
  returns: z
    .enum(['day', 'bar'])
    .default('day')
    .describe('returns that ratios are made of: UTC-day closes, or every bar'),
});

/** Everything about a run that is neither data nor strategy, as settings files spell it. Parsing an output again changes nothing. */
export const runSettings = z.strictObject({
  account: accountSettings.prefault({}),
  execution: executionSettings.prefault({}),
  venue: venueSettings.prefault({}),
  risk: riskSettings.prefault({}),
  metrics: metricSettings.prefault({}),
  portfolio: portfolioSettings.optional(),
});
export type RunSettings = z.output<typeof runSettings>;

const DAY_MS = 86_400_000;

/** Sessions of the venue, by which market data are cut; undefined when it trades around the clock. */
export const sessionOf = (settings: unknown): SessionSchedule | undefined => runSettings.parse(settings).venue.session;

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
      latencyMs: execution.latency_ms,
    },
    risk: toRiskRules(risk),
    seed,
    mode: execution.mode,
    returns: metrics.returns,
    periodsPerYear: metrics.returns === 'day' ? days : barsPerYear(venue, intervalMs),
  };
}
