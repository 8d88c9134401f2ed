import type { Actor } from './actor.js';
import type { Book } from './book.js';
import type { EngineDesk } from './engine-desk.js';
import { cancelImmediate } from './matching/immediate.js';
import { payFunding } from './account/funding.js';
import { fillMarketOrders, walkPath } from './matching/matching.js';

/** What the engine keeps for one instrument. */
export interface Seat {
  readonly book: Book;
  readonly desk: EngineDesk;
  actor: Actor;
  /** Next bar that the actor wants to see. */
  wanted: number;
}

export const IDLE: Actor = { warmup: 0, onBar: () => undefined };

/**
 * Funding and matching of one frame, each phase over all instruments before the next begins.
 *
 * @param open of the frame, UTC ms
 */
export function matchSeats(seats: readonly Seat[], open: number): void {
  for (let k = 0; k < seats.length; k++) {
    const { book } = seats[k]!;
    if (book.bar < 0 && book.orders.count > 0) cancelImmediate(book, open);
  }
  for (let k = 0; k < seats.length; k++) if (seats[k]!.book.bar >= 0) payFunding(seats[k]!.book);
  for (let k = 0; k < seats.length; k++) if (isDue(seats[k]!.book)) fillMarketOrders(seats[k]!.book, true);
  for (let k = 0; k < seats.length; k++) if (isDue(seats[k]!.book)) fillMarketOrders(seats[k]!.book, false);
  for (let k = 0; k < seats.length; k++) if (isDue(seats[k]!.book)) walkPath(seats[k]!.book);
}

const isDue = (book: Book): boolean => book.bar >= 0 && book.orders.count > 0;

export const wantsEvents = ({ onFill, onReject, onCancel }: Actor): boolean =>
  onFill !== undefined || onReject !== undefined || onCancel !== undefined;

/** Tells a strategy of its fills and of orders that ended otherwise, in the order in which they arose, until it answers with no more. */
export function tellEvents({ book, actor, desk }: Seat): void {
  const { fills, ends } = book;
  if (fills.length === 0 && ends.length === 0) return;
  // An answer can be rejected at once: the list grows while it is read.
  for (let f = 0, e = 0; f < fills.length || e < ends.length;) {
    const next = ends[e];
    if (next === undefined || next.after > f) {
      actor.onFill!(fills[f++]!, desk);
    } else {
      if (next.end.status === 'REJECTED') actor.onReject?.(next.end, desk);
      else actor.onCancel?.(next.end, desk);
      e++;
    }
  }
  fills.length = ends.length = 0;
}

export function hasFilled(seats: readonly Seat[], frame: number): boolean {
  for (let k = 0; k < seats.length; k++) if (seats[k]!.book.holding.lastFill === frame) return true;
  return false;
}
