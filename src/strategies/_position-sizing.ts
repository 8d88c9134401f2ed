import { z } from 'zod';
import type { Market } from '../data/market.js';
import type { Size } from '../engine/desk.js';
import type { ColumnRequest, Series } from '../indicators/_indicator.js';
import { atr } from '../indicators/atr.js';
import { kellyFraction } from '../indicators/kelly-fraction.js';
import { returnsDeviation } from '../indicators/returns-deviation.js';

/** How large an entry is: the `position_sizing` section of a strategy's parameters. */
export const positionSizing = z
  .strictObject({
    method: z
      .enum([
        'fixed_percent',
        'fixed_amount',
        'volatility_target',
        'atr_based',
        'kelly_criterion',
        'atr_risk',
        'equal_weight',
        'risk_parity',
      ])
      .default('fixed_percent')
      .describe('what the size is derived from'),
    base_size: z.number().positive().default(0.95).describe('fraction of equity; quote currency with fixed_amount'),
    min_position_size: z.number().min(0).max(1).default(0.01).describe('least fraction of equity of a derived size'),
    max_position_size: z.number().min(0).max(1).default(1).describe('largest fraction of equity'),
    volatility_target: z.number().positive().default(0.15).describe('annual volatility aimed at (volatility_target)'),
    volatility_lookback: z.int().min(2).default(20).describe('bars of the volatility (volatility_target)'),
    atr_period: z.int().min(1).default(14).describe('bars of the range (atr_based)'),
    atr_multiplier: z.number().positive().default(2).describe('ranges that base_size of equity may lose (atr_based)'),
    kelly_fraction: z.number().positive().default(0.25).describe('share of the Kelly bet (kelly_criterion)'),
    kelly_lookback: z.int().min(2).default(252).describe('bars of the win statistics (kelly_criterion)'),
    weight_lookback: z.int().min(2).default(60).describe('bars of the volatilities that are weighed (risk_parity)'),
  })
  .refine((z) => z.min_position_size <= z.max_position_size, {
    path: ['min_position_size'],
    message: 'position_sizing.min_position_size is above position_sizing.max_position_size',
  });
export type PositionSizing = z.output<typeof positionSizing>;

/** The column that a sizing method reads; null when it reads none. */
export function sizingColumn(sizing: PositionSizing): ColumnRequest<'series'> | null {
  switch (sizing.method) {
    case 'volatility_target':
      return returnsDeviation({ window: sizing.volatility_lookback });
    case 'atr_based':
      return atr({ window: sizing.atr_period });
    case 'kelly_criterion':
      return kellyFraction({ window: sizing.kelly_lookback });
    case 'risk_parity':
      return returnsDeviation({ window: sizing.weight_lookback });
    case 'fixed_percent':
    case 'fixed_amount':
    case 'atr_risk':
    case 'equal_weight':
      return null;
  }
}

/**
 * Size of an entry decided at the close of bar i; null when there is none to make because the fraction is 0 or undefined.
 *
 * @param column values of `sizingColumn`
 * @param weigh share of a common budget that the instrument has at bar i, by the methods that divide one
 * @param limits risk a trade (fraction of equity, `atr_risk`) and the strategy's own cap (fraction of equity)
 */
export function sizeAt(
  i: number,
  sizing: PositionSizing,
  column: Series | null,
  market: Market,
  barsPerYear: number,
  weigh: (i: number) => number,
  limits: { readonly riskPerTrade: number; readonly cap: number },
): Size | null {
  const cap = Math.min(limits.cap, sizing.max_position_size);
  switch (sizing.method) {
    case 'fixed_amount':
      return { kind: 'cash', value: sizing.base_size, cap };
    case 'atr_risk':
      return { kind: 'risk', value: limits.riskPerTrade, cap };
    case 'fixed_percent':
      return fractionOfEquity(sizing.base_size, sizing, cap);
    case 'volatility_target':
      return fractionOfEquity(
        (sizing.base_size * sizing.volatility_target) / (column![i]! * Math.sqrt(barsPerYear)),
        sizing,
        cap,
      );
    case 'atr_based':
      return fractionOfEquity(
        (sizing.base_size * market.close[i]!) / (column![i]! * sizing.atr_multiplier),
        sizing,
        cap,
      );
    case 'equal_weight':
    case 'risk_parity':
      return fractionOfEquity(sizing.base_size * weigh(i), sizing, cap);
    case 'kelly_criterion': {
      const kelly = column![i]!;
      return fractionOfEquity(Number.isNaN(kelly) ? sizing.base_size : kelly * sizing.kelly_fraction, sizing, cap);
    }
  }
}

/** Whether the instruments of an account divide one budget, which takes several. */
export const dividesBudget = ({ method }: PositionSizing): boolean =>
  method === 'equal_weight' || method === 'risk_parity';

function fractionOfEquity(fraction: number, sizing: PositionSizing, cap: number): Size | null {
  if (!(fraction > 0 && fraction < Infinity)) return null;
  const value = Math.max(sizing.min_position_size, Math.min(fraction, sizing.max_position_size));
  return { kind: 'equity', value, cap };
}
