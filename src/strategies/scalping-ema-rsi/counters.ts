import { FUNNEL, type Funnel } from './signals.js';

const ORDERS = {
  orders_total: 'Orders decided on, exits included',
  orders_successful: 'Orders that filled',
  orders_rejected: 'Orders refused by the safety monitor, the account or the venue',
  orders_cancelled: 'Orders still waiting when the data ended',
} as const;

const REFUSALS = {
  already_in_position: 'Signals in the direction of the position held',
  shorting_not_allowed: 'Short signals without a position on a venue that allows no shorts',
  rejected_invalid_levels: 'Entries whose stop or target is no price',
  rejected_stop_inside_slippage: 'Entries whose stop lies within the cost of slippage',
  rejected_below_min_size: 'Entries below the least position',
  rejected_halted: 'Entries refused while trading was halted',
  rejected_risk_per_trade: 'Entries that risk more than safety allows',
  rejected_max_open_trades: 'Entries beyond the number of open trades',
  rejected_total_exposure: 'Entries beyond the exposure of the account',
  rejected_insufficient_cash: 'Entries that the free cash does not pay',
  rejected_run_limit: 'Entries refused by the limits of the run, settings of its section risk',
  rejected_invalid_order: 'Entries that the venue does not take',
} as const;

const EXITS = {
  exits_stop: 'Trades closed by their stop',
  exits_target: 'Trades closed by their target',
  exits_opposite_signal: 'Trades closed by a signal of the other side',
  exits_halt: 'Trades closed because trading was halted',
  exits_end_of_data: 'Trades closed by the end of the data',
} as const;

/** Names and meanings of the strategy's counters. */
export const SCALPING_COUNTERS = {
  ...FUNNEL,
  ...ORDERS,
  ...REFUSALS,
  ...EXITS,
  halts: 'Times that a loss or a series of failures halted trading',
  slippage_total: 'Cost of slippage, quote currency',
} as const;

/** Results that are shares of counters. */
export const SCALPING_SHARES = {
  success_rate: {
    summary: 'Orders that filled over all orders decided on',
    part: 'orders_successful',
    whole: 'orders_total',
  },
} as const;

export type ScalpingCounters = Funnel & Record<keyof typeof SCALPING_COUNTERS, number>;
export type Refusal = keyof typeof REFUSALS extends infer K ? (K extends `rejected_${infer R}` ? R : never) : never;

/** Counters of one instrument at zero. Orders that are neither filled nor rejected count as cancelled: they wait until the end. */
export function startCounters(): ScalpingCounters {
  const counters = Object.fromEntries(Object.keys(SCALPING_COUNTERS).map((name) => [name, 0])) as ScalpingCounters;
  return Object.defineProperty(counters, 'orders_cancelled', {
    enumerable: true,
    get: () => counters.orders_total - counters.orders_successful - counters.orders_rejected,
  });
}
