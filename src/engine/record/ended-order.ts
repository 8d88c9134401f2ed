import { SIZE_QUANTITY, TYPE_NAMES, type OrderTable } from '../orders.js';
import type { OrderRow, OrderStatus } from './record.js';

/**
 * What is kept of an order at its end.
 *
 * @param slot of the order, which is still in the table
 * @param instrument its number in the run
 * @param frame in which it ends
 */
export function endedOrder(
  orders: OrderTable,
  slot: number,
  instrument: number,
  status: OrderStatus,
  code: string,
  frame: number,
): OrderRow {
  const filled = orders.filled[slot]!;
  const value = orders.sizeValue[slot]!;
  const rest = orders.sizeKind[slot] === SIZE_QUANTITY && Number.isFinite(value) ? value : NaN;
  return {
    id: orders.id[slot]!,
    ...(orders.name[slot] !== '' && { name: orders.name[slot]! }),
    ...(orders.retries[slot]! > 0 && { retries: orders.retries[slot]! }),
    instrument,
    tag: orders.tag[slot]!,
    lot: orders.lot[slot]?.id ?? 0,
    side: orders.side[slot]! > 0 ? 1 : -1,
    type: TYPE_NAMES[orders.submittedType[slot]!]!,
    role: orders.isExit[slot] === 1 ? 'exit' : 'entry',
    quantity: status === 'FILLED' ? filled : filled + rest,
    filledQuantity: filled,
    averagePrice: filled > 0 ? orders.meanPrice[slot]! : NaN,
    price: orders.price[slot]!,
    status,
    reason: orders.reason[slot]!,
    code,
    fee: orders.paidFees[slot]!,
    submittedBar: orders.submittedBar[slot]!,
    closedBar: frame,
  };
}
