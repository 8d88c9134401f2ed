import { z } from 'zod';

const count = z.int().min(0);
const bps = (most: number) => z.number().min(0).max(most).nullable().default(null);

/** Model of execution as the strategy's files spell it; what is null is left to the run's own `execution` settings. */
const sim = z.strictObject({
  slippage_model: z
    .enum(['SlippageModel', 'SpreadPovSlippage', 'none'])
    .nullable()
    .default(null)
    .describe('fixed basis points, or half the spread plus an impact by our share of the volume; null = execution'),
  slippage_bps: bps(1000).describe('of SlippageModel, basis points of the price'),
  slippage_params: z
    .strictObject({
      spread_bps: z.number().min(0).max(20_000).default(5).describe('width of the spread, basis points'),
      k: z.number().min(0).default(0.1).describe('impact of trading all of the volume, in the unit of k_unit'),
      min_volume_guard: z.number().positive().default(1).describe('volume of a bar that has none'),
      k_unit: z.enum(['price', 'bps']).default('price').describe('unit of k'),
    })
    .prefault({})
    .describe('of SpreadPovSlippage'),
  fee_model: z
    .enum(['ZeroFees', 'FixedBps', 'MakerTakerBps'])
    .nullable()
    .default(null)
    .describe('what a fill costs; null = execution.fees'),
  fee_bps: z.number().min(0).max(1000).default(1).describe('of FixedBps, basis points'),
  maker_bps: z
    .number()
    .min(0)
    .max(1000)
    .default(0)
    .describe('of MakerTakerBps, resting orders; of no effect on market orders'),
  participation_bps: z
    .int()
    .min(0)
    .max(10_000)
    .nullable()
    .optional()
    .describe("share of a bar's volume that fills can take, basis points; null = no limit; without it, execution's"),
  participation_volume: z
    .enum(['current', 'previous'])
    .nullable()
    .default(null)
    .describe('volume that is shared: of the bar that fills, or of the one before; null = execution'),
  conservative_gaps: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      'whether a stop that the open has passed fills at the open, not at its price; of no effect on market orders; null = execution.stop_gap',
    ),
  limit_touch: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      'whether a resting limit fills where the price only touches it; of no effect on market orders; null = execution.limit_touch',
    ),
  latency_ms: z
    .strictObject({
      min: count.default(10).describe('shortest latency, ms'),
      max: count.default(200).describe('end of the range, ms'),
      step: z.int().min(1).default(5).describe('distance of the values, ms'),
    })
    .nullable()
    .default(null)
    .describe('range that each order draws its latency from; null = execution'),
  taker_bps: z.number().min(0).max(1000).default(0).describe('of MakerTakerBps, orders that take'),
});

/** Costs and rules of orders that rest; the strategy's own all go to the market. */
export const OF_RESTING_ORDERS = ['sim.maker_bps', 'sim.conservative_gaps', 'sim.limit_touch'];

/** Parameters of sma-extended. */
export const smaExtendedParams = z
  .strictObject({
    fast: z.int().min(1).default(10).describe('bars of the fast average'),
    slow: z.int().min(2).default(40).describe('bars of the slow average'),
    qty: z.number().positive().default(0.01).describe('base units an entry, floored to whole lots'),
    allow_reentry: z
      .boolean()
      .default(true)
      .describe('enter again while the fast average has stayed above since the latest entry'),
    max_positions: z.int().min(1).default(3).describe('instruments of the account that hold or are buying at one time'),
    cooldown_bars: count.default(5).describe('bars from an exit to the next entry of the instrument'),
    tp_pct: z.number().positive().nullable().default(0.02).describe('gain at a close that sells, fraction; null = off'),
    sl_pct: z.number().positive().nullable().default(0.01).describe('loss at a close that sells, fraction; null = off'),
    trail_pct: z
      .number()
      .gt(0)
      .lt(1)
      .nullable()
      .default(0.005)
      .describe('distance of the trailing stop below the best close, fraction; null = off'),
    daily_loss_limit: z
      .number()
      .positive()
      .default(200)
      .describe('net loss of a UTC day that ends its entries, quote currency'),
    sim: sim.prefault({}),
  })
  .refine((p) => p.fast < p.slow, { path: ['fast'], message: 'fast must be below slow' })
  .refine((p) => p.sim.slippage_bps === null || p.sim.slippage_model === 'SlippageModel', {
    path: ['sim', 'slippage_bps'],
    message: 'slippage_bps belongs to slippage_model: SlippageModel',
  });
export type SmaExtendedParams = z.output<typeof smaExtendedParams>;
