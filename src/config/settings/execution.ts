import { z } from 'zod';
import { fillModelSettings } from './fill-model.js';
import { impactSettings } from './impact.js';
import { latencySettings } from './latency.js';
import { participationSettings } from './participation.js';

const fraction = (most: number) => z.number().min(0).max(most);

/** Fee of a fill, as a fraction of the traded value. */
const rate = fraction(0.05).default(0.001);

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

/** How orders trade and what that costs. */
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
    latency_ms: latencySettings,
    participation_bps: participationSettings.bps,
    participation_volume: participationSettings.volume,
    limit_touch: z.boolean().default(true).describe('whether a resting limit trades where the price only touches it'),
    stop_gap: z
      .enum(['open', 'stop'])
      .default('open')
      .describe('price of a stop that the open has passed, before slippage'),
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
