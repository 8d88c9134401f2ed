import { ConfigError } from '../../base/errors.js';
import { formatTime } from '../../base/time.js';
import type { Market } from '../../data/market.js';
import { ceilSteps, floorSteps, stepValue } from '../../base/step.js';
import type { ExecutionRules, ImpactRules, InstrumentRules } from '../rules.js';

/**
 * Price of a fill that takes liquidity: the raw price moved against us by the slippage, then rounded to the tick against us,
 * never better than raw and never worse than `limit` where there is one (NaN = none).
 *
 * @param impact slippage in price units beside the usual one
 */
export function takerPrice(
  raw: number,
  side: number,
  slips: boolean,
  limit: number,
  execution: ExecutionRules,
  instrument: InstrumentRules,
  impact = 0,
): number {
  let price = slips ? raw * (1 + side * execution.slippage) + side * (execution.slippagePrice + impact) : raw;
  const { tick } = instrument;
  if (tick && execution.slippageOnTick)
    price = stepValue(tick, side > 0 ? ceilSteps(tick, price) : floorSteps(tick, price));
  if (side > 0 ? price > limit : price < limit) return limit;
  return price;
}

/** Price units by which a fill of a quantity out of a bar's volume moves against us beside the usual slippage. */
export function impactOf(
  { factor, unit, leastVolume }: ImpactRules,
  raw: number,
  quantity: number,
  volume: number,
): number {
  const share = quantity / (volume > 0 ? volume : leastVolume);
  return unit === 'price' ? factor * share : (factor / 1e4) * raw * share;
}

/** What ends a run in which slippage leaves nothing of a price. */
export const slippedAway = ({ symbol, time }: Market, bar: number, raw: number, price: number): ConfigError =>
  new ConfigError({
    code: 'HG-EXECUTION-001',
    place: `fill of ${symbol} at ${formatTime(time[bar]!)}`,
    value: String(price),
    rule: `slippage takes the price of a fill from ${raw} to ${price}: prices lie above 0`,
    hint: 'lower the slippage or the impact, or let orders take a smaller share of the volume',
  });

/** Rounds an exit's price to the tick, away from the entry: a stop or a target is never nearer than asked for. */
export function awayFromEntry(price: number, entry: number, instrument: InstrumentRules): number {
  const { tick } = instrument;
  if (!tick) return price;
  return stepValue(tick, price > entry ? ceilSteps(tick, price) : floorSteps(tick, price));
}

/** Quote currency. */
export function feeOf(
  quantity: number,
  price: number,
  isMaker: boolean,
  execution: ExecutionRules,
  instrument: InstrumentRules,
): number {
  const { maker, taker, fixed, perUnit } = execution.fees;
  return quantity * price * instrument.multiplier * (isMaker ? maker : taker) + quantity * perUnit + fixed;
}
