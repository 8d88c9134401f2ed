import { z } from 'zod';
import { parseTime } from '../../base/time.js';

/** Settings of synthetic bars where a data section does not give them. */
const DEFAULTS = {
  bars: 10_000,
  seed: 1,
  start: '2024-01-01',
  initial_price: 100,
  volatility: 0.6,
  drift: 0,
  clustering: 0.95,
  seasonality: 0.4,
  tick: 0.01,
} as const;

export type SyntheticSettings = { readonly [K in keyof typeof DEFAULTS]: K extends 'start' ? string : number };

/** An ISO date or time. */
export const time = z
  .string()
  .refine(
    (text) => !Number.isNaN(parseTime(text)),
    'an ISO date (2024-01-31, midnight UTC) or a date and time with a zone',
  );

/** An optional setting with its meaning and its default, for editors; the default itself is filled in for synthetic bars only. */
const setting = <T extends z.ZodType>(kind: T, name: keyof typeof DEFAULTS, meaning: string) =>
  kind.optional().meta({ description: `synthetic: ${meaning}`, default: DEFAULTS[name] });

/** Fields of a data section that synthetic bars alone have. */
export const syntheticShape = {
  bars: setting(z.int().min(1).max(50_000_000), 'bars', 'number of bars'),
  seed: setting(z.int().min(0), 'seed', 'another seed, another market'),
  start: setting(time, 'start', 'open of the first bar'),
  initial_price: setting(z.number().positive(), 'initial_price', 'price of the first open'),
  volatility: setting(z.number().positive().max(10), 'volatility', 'deviation of log returns a year, fraction'),
  drift: setting(z.number().min(-10).max(10), 'drift', 'mean log return a year, fraction'),
  clustering: setting(
    z.number().min(0).max(0.99),
    'clustering',
    'share of the variance that carries over to the next bar; 0 = constant volatility',
  ),
  seasonality: setting(
    z.number().min(0).max(1),
    'seasonality',
    'strength of the daily wave of volatility and volume; 0 = none',
  ),
  tick: setting(z.number().positive(), 'tick', 'step of the prices'),
  sessions: z
    .strictObject({
      regime: z
        .enum(['alternating', 'trend_up', 'trend_down', 'choppy', 'mean_revert'])
        .default('alternating')
        .describe('character of the days; alternating: rising and reverting ones in turn'),
      volume_profile: z.enum(['u_shape', 'morning_spike', 'flat']).default('u_shape').describe('volume over the day'),
      volatility_mult: z.number().positive().max(100).default(1).describe('times the usual volatility'),
    })
    .optional()
    .describe(
      'synthetic: 1-minute bars of weekday sessions, 390 minutes from 14:30 UTC, instead of a walk around the clock',
    ),
};

/** The settings of synthetic bars, complete. */
export function syntheticSettings(given: {
  readonly [K in keyof SyntheticSettings]?: SyntheticSettings[K] | undefined;
}) {
  const names = Object.keys(DEFAULTS) as (keyof SyntheticSettings)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? DEFAULTS[name]])) as unknown as SyntheticSettings;
}
