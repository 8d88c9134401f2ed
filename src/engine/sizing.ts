import { floorSteps, stepValue } from '../base/step.js';
import { SIZE_CASH, SIZE_EQUITY, SIZE_QUANTITY, type OrderTable } from './orders.js';
import type { InstrumentRules, RunRules } from './rules.js';

/**
 * Quantity of the entry in `slot` at its fill, in base units; 0 or less means that nothing can be bought.
 *
 * A budget pays the notional and its fees, hence quantity = (budget - fixed fee) / (unit value * (1 + fee rate) + fee a unit), for shorts
 * alike.
 * No size exceeds what its cap of the equity buys, nor what the account's leverage leaves beside the notional already held.
 *
 * @param equity at the moment of the fill, after any exit at the same price
 * @param heldNotional value of what stays open
 * @param stop price of the attached stop; NaN when there is none
 */
export function quantityAtFill(
  orders: OrderTable,
  slot: number,
  price: number,
  stop: number,
  equity: number,
  heldNotional: number,
  feeRate: number,
  rules: RunRules,
): number {
  const kind = orders.sizeKind[slot]!;
  const value = orders.sizeValue[slot]!;
  if (kind === SIZE_QUANTITY) return value;
  const { fixed, perUnit } = rules.execution.fees;
  const unitValue = price * rules.instrument.multiplier;
  const unitCost = unitValue * (1 + feeRate) + perUnit;
  const most = orders.sizeCap[slot]! * equity;
  let quantity: number;
  if (kind === SIZE_EQUITY) quantity = (Math.min(value * equity, most) - fixed) / unitCost;
  else if (kind === SIZE_CASH) quantity = (Math.min(value, most) - fixed) / unitCost;
  else
    quantity = Math.min(
      (equity * value) / (Math.abs(price - stop) * rules.instrument.multiplier),
      (most - fixed) / unitCost,
    );
  const room = rules.account.leverage * equity - heldNotional;
  if (quantity * unitValue > room) quantity = room / unitValue;
  return wholeLots(quantity, rules.instrument);
}

/** Largest multiple of the lot that does not exceed a quantity. */
export function wholeLots(quantity: number, { lot }: InstrumentRules): number {
  return lot ? stepValue(lot, floorSteps(lot, quantity)) : quantity;
}

/** First venue filter that a quantity breaks, as a rejection code; empty when it passes. */
export function quantityFault(quantity: number, price: number, instrument: InstrumentRules): string {
  if (!(quantity > 0)) return 'QTY_ZERO';
  if (instrument.minQuantity !== null && quantity < instrument.minQuantity) return 'QTY_MIN';
  if (instrument.maxQuantity !== null && quantity > instrument.maxQuantity) return 'QTY_MAX';
  if (instrument.minNotional !== null && quantity * price * instrument.multiplier < instrument.minNotional)
    return 'MIN_NOTIONAL';
  return '';
}
