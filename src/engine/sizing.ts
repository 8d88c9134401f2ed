import type { Book } from './book.js';
import { SIZE_CASH, SIZE_EQUITY, SIZE_QUANTITY } from './orders.js';
import { wholeLots } from './quantity.js';
import type { InstrumentRules } from './rules.js';

/**
 * Quantity of the entry in `slot` of a book at its fill, in base units; 0 or less means that nothing can be bought.
 *
 * A budget pays the notional and its fees, hence quantity = (budget - fixed fee) / (unit value * (1 + fee rate) + fee a unit), for shorts
 * alike. No size exceeds what its cap of the equity buys, nor what the account's leverage leaves beside the positions already held. Equity
 * is that of the moment: after exits at the same open, other instruments at their latest closes.
 *
 * @param stop price of the attached stop; NaN when there is none
 */
export function quantityAtFill(book: Book, slot: number, price: number, stop: number, feeRate: number): number {
  const { orders, portfolio, rules, instrument } = book;
  const kind = orders.sizeKind[slot]!;
  const value = orders.sizeValue[slot]!;
  if (kind === SIZE_QUANTITY) return value;
  const { fixed, perUnit } = rules.execution.fees;
  const equity = portfolio.equityWith(book, price);
  const unitValue = price * instrument.multiplier;
  const unitCost = unitValue * (1 + feeRate) + perUnit;
  const most = orders.sizeCap[slot]! * equity;
  let quantity: number;
  if (kind === SIZE_EQUITY) quantity = (Math.min(value * equity, most) - fixed) / unitCost;
  else if (kind === SIZE_CASH) quantity = (Math.min(value, most) - fixed) / unitCost;
  else {
    quantity = Math.min((equity * value) / (Math.abs(price - stop) * instrument.multiplier), (most - fixed) / unitCost);
  }
  const room = rules.account.leverage * equity - portfolio.valueWith(book, price);
  if (quantity * unitValue > room) quantity = room / unitValue;
  return wholeLots(quantity, instrument);
}

/** First venue filter that an order of a size breaks, as a rejection code; empty when it passes. */
export const sizeFault = (quantity: number, price: number, instrument: InstrumentRules): string =>
  quantityFault(quantity, instrument) || notionalFault(quantity, price, instrument);

/** First filter that a quantity breaks by itself. */
export function quantityFault(quantity: number, instrument: InstrumentRules): string {
  if (!(quantity > 0)) return 'QTY_ZERO';
  if (instrument.minQuantity !== null && quantity < instrument.minQuantity) return 'QTY_MIN';
  if (instrument.maxQuantity !== null && quantity > instrument.maxQuantity) return 'QTY_MAX';
  return '';
}

/** First filter that the value of an order breaks. */
export function notionalFault(quantity: number, price: number, instrument: InstrumentRules): string {
  if (instrument.minNotional !== null && quantity * price * instrument.multiplier < instrument.minNotional)
    return 'MIN_NOTIONAL';
  if (instrument.maxNotional !== null && quantity * price * instrument.multiplier > instrument.maxNotional)
    return 'MAX_NOTIONAL';
  return '';
}
