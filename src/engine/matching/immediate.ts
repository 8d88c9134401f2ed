import type { Book } from '../book.js';
import { FOK, GTC } from '../orders.js';

/**
 * Cancels what was to fill at once or not at all in a frame in which its instrument has no bar, between its first and its last: the moment
 * has passed without a price.
 *
 * @param open of the frame, UTC ms
 */
export function cancelImmediate(book: Book, open: number): void {
  const { orders, market, latestBar } = book;
  if (latestBar + 1 >= market.length) return;
  for (let k = orders.count - 1; k >= 0; k--) {
    const slot = orders.working[k]!;
    const force = orders.force[slot]!;
    if (force !== GTC && orders.arrival[slot]! < open) book.drop(k, 'CANCELED', force === FOK ? 'FOK' : 'IOC');
  }
}

/** Whether an order is at work that must not sleep over a frame without a bar. */
export function hasImmediate({ orders }: Book): boolean {
  for (let k = 0; k < orders.count; k++) if (orders.force[orders.working[k]!] !== GTC) return true;
  return false;
}
