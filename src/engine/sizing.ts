import { floorSteps, stepValue } from '../base/step.js';
import type { Size } from './desk.js';
import type { InstrumentRules, RunRules } from './rules.js';

/**
 * Quantity of an entry at its fill, in base units; 0 or less means that nothing can be bought.
 *
 * A budget pays the notional and its fee, hence quantity = (budget - fixed fee) / (price * (1 + fee rate)), for shorts alike.
 * No size exceeds what `cap` of the equity buys, nor what the account's leverage leaves beside the notional already held.
 *
 * @param equity at the moment of the fill, after any exit at the same price
 * @param heldNotional |quantity| * price of what stays open
 * @param stop price of the attached stop; NaN when there is none
 */
export function quantityAtFill(
  size: Size,
  price: number,
  stop: number,
  equity: number,
  heldNotional: number,
  feeRate: number,
  rules: RunRules,
): number {
  const room = rules.account.leverage * equity - heldNotional;
  const fixed = rules.execution.fees.fixed;
  const unitCost = price * (1 + feeRate);
  let quantity: number;
  switch (size.kind) {
    case 'quantity':
      return size.value;
    case 'equity':
      quantity = (Math.min(size.value, size.cap) * equity - fixed) / unitCost;
      break;
    case 'cash':
      quantity = (Math.min(size.value, size.cap * equity) - fixed) / unitCost;
      break;
    case 'risk':
      quantity = Math.min((equity * size.value) / Math.abs(price - stop), (size.cap * equity - fixed) / unitCost);
      break;
  }
  if (quantity * price > room) quantity = room / price;
  const { lot } = rules.instrument;
  return lot ? stepValue(lot, floorSteps(lot, quantity)) : quantity;
}

/** First venue filter that a quantity breaks, as a rejection code; empty when it passes. */
export function quantityFault(quantity: number, price: number, instrument: InstrumentRules): string {
  if (!(quantity > 0)) return 'QTY_ZERO';
  if (instrument.minQuantity !== null && quantity < instrument.minQuantity) return 'QTY_MIN';
  if (instrument.maxQuantity !== null && quantity > instrument.maxQuantity) return 'QTY_MAX';
  if (instrument.minNotional !== null && quantity * price < instrument.minNotional) return 'MIN_NOTIONAL';
  return '';
}
