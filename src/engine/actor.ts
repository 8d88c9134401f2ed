import type { Json } from '../base/json.js';
import type { Desk } from './desk.js';
import type { ActorTable, OrderStatus } from './record/record.js';

/** A fill as a strategy is told of it. The object is reused: copy what must outlive the call. */
export interface Fill {
  /** The instrument's bar; its latest one where it is closed at a moment at which only others have a bar. */
  bar: number;
  /** +1 bought, -1 sold. */
  side: number;
  quantity: number;
  price: number;
  /** Price before slippage and rounding. */
  rawPrice: number;
  fee: number;
  /** Whether it opened or enlarged a position. */
  isEntry: boolean;
  reason: string;
}

/** An order that ended before all of it was filled, as a strategy is told of it. */
export interface OrderEnd {
  /** The instrument's bar, or the latest one before a moment at which only others have a bar. */
  readonly bar: number;
  readonly orderId: number;
  /** +1 buys, -1 sells. */
  readonly side: number;
  readonly status: Exclude<OrderStatus, 'FILLED' | 'PARTIALLY_FILLED'>;
  /** Why: the codes of the rules that it broke, separated by spaces, or the reason of its cancellation. */
  readonly code: string;
  /** What its ticket said. */
  readonly reason: string;
  /** Filled before the end, base units. */
  readonly filledQuantity: number;
}

/** An entry that is about to be taken in or to fill. The object is reused: copy what must outlive the call. */
export interface EntryRequest {
  bar: number;
  /** +1 buys, -1 sells. */
  side: number;
  /** What the order would trade; NaN at its placement when it is sized at the fill. */
  quantity: number;
  /** Price of the fill; at its placement the latest close, or the order's own price. */
  price: number;
  /** Price before slippage and rounding. */
  rawPrice: number;
  /** Whether the order fills now; else it is being placed. */
  isFill: boolean;
}

/**
 * What shows a bar to a strategy that sleeps. A strategy that wants it keeps one and changes it in its turns; the engine reads it after each.
 * Being shown more bars must change nothing.
 */
export interface WakeUp {
  /** Equity of the account at or below which the close is shown while any position is open; -Infinity for none. */
  equityBelow: number;
  /** A bar with a low at or below the one or a high at or above the other is shown; -Infinity and Infinity for none. */
  priceBelow: number;
  priceAbove: number;
}

/** A strategy at work on one instrument. The engine calls it with complete bars only. */
export interface Actor {
  /** First bar whose close may lead to an order; earlier bars are not shown. */
  readonly warmup: number;
  /**
   * Called at the close of bar i. May return the next bar it wants to see (> i); bars before that are shown only when something
   * else happens on them, so its decisions must not depend on being called. No answer means i + 1.
   */
  onBar(i: number, desk: Desk): number | void;
  /**
   * Asked about each of its entries twice, at the placement and at the fill, with the account as it is then: other instruments at their
   * latest closes, exits at the same open done. Returns the quantity to trade at the fill (at the placement any number admits the order),
   * or a code with which the order is rejected.
   */
  checkEntry?(entry: EntryRequest, desk: Desk): number | string;
  /** Called after the bar's matching for each of its fills, in their order. Orders placed here are live from the next bar. */
  onFill?(fill: Fill, desk: Desk): void;
  /**
   * Called for each order that is rejected: at once after the turn of the strategy that placed it, before the next instrument's; with the
   * fills where a fill finds it impossible. What it submits is checked next; the next bar that was asked for stands.
   */
  onReject?(end: OrderEnd, desk: Desk): void;
  /** Called among the fills, in the order of events, for each order that is cancelled or expires; not for one that the strategy cancels itself. */
  onCancel?(end: OrderEnd, desk: Desk): void;
  readonly wakeUp?: WakeUp;
  /**
   * Whether a position that it enters is marked at the price of the fill until the bar closes, for what the other instruments of the account
   * are sized and checked by at the same open; otherwise the latest close stays its mark.
   */
  readonly marksFills?: boolean;
  /** Totals that become metrics of their own, by name. */
  readonly counters?: Readonly<Record<string, number>>;
  /** Asked once at the end of a recorded run: tables that become files of their own, by name in snake_case. */
  tables?(): Readonly<Record<string, ActorTable>>;
  /** Asked with the tables: documents that become files of their own, by name in snake_case. */
  documents?(): Readonly<Record<string, Json>>;
}
