import type { OrderType } from './record/record.js';

/** How an order's quantity is found. All but `quantity` are worked out at the fill, from the equity of that moment and the fill price. */
export type Size =
  | { readonly kind: 'quantity'; readonly value: number }
  /** Budget = value x equity. */
  | { readonly kind: 'equity'; readonly value: number; readonly cap: number }
  /** Budget = value in quote currency, at most cap x equity. */
  | { readonly kind: 'cash'; readonly value: number; readonly cap: number }
  /** Quantity that loses value x equity when the attached stop is hit, at most what cap x equity buys. */
  | { readonly kind: 'risk'; readonly value: number; readonly cap: number };

/** Price of an attached stop: fixed, at a distance from the entry's fill, or the nearer of the two. */
export interface StopLeg {
  readonly price?: number;
  readonly distance?: number;
  /** Reason of an exit at an open beyond the stop; default `stop`, as for any other. */
  readonly gapReason?: string;
  /** Reason of the exit; default `stop`. */
  readonly reason?: string;
}

/** Price of an attached target: fixed, at a distance from the entry's fill, or at a multiple of the distance to the stop. */
export interface TargetLeg {
  readonly price?: number;
  readonly distance?: number;
  readonly risks?: number;
  /** Fraction of the entry that leaves here; default all of it. */
  readonly share?: number;
  /** A limit is never slipped and can pay the maker fee; default `take_profit`, which trades at market once touched. */
  readonly type?: 'take_profit' | 'limit';
  /** Reason of the exit; default `target`. */
  readonly reason?: string;
}

/** Exits that live and die with the position; they are placed by the fill of the entry. */
export interface Bracket {
  readonly stop?: StopLeg;
  /** Several share the position, nearest first; parts that the lot size cuts off go to the last. */
  readonly target?: TargetLeg | readonly TargetLeg[];
  /** How exits meet the tick: `away` from the entry, the default, or to the `nearest`, halves upwards. */
  readonly rounding?: 'away' | 'nearest';
  /** Least distance from the fill to the stop; an entry with less is rejected. */
  readonly minRisk?: number;
}

/** A limit that may only rest: it is tested once, at the open of its first bar, against the open. */
export interface PostOnly {
  /** Attempts after the first, each one tick farther away. */
  readonly retries: number;
  /** Farthest that an attempt may lie from the close before, fraction. */
  readonly maxDeviation: number;
}

/** A lot that is open, in hedge mode. */
export interface OpenLot {
  readonly id: number;
  readonly tag: number;
  /** +1 long, -1 short. */
  readonly side: number;
  readonly quantity: number;
  readonly entryPrice: number;
}

export interface OrderTicket {
  /**
   * The strategy's own name of the order, unique over all symbols: a second order of the name is ignored when it says the same, and rejected
   * as DUPLICATE_ID when it does not. The name of a rejected order is free again.
   */
  readonly id?: string;
  /** Kind of market that the order is meant for; one that the account cannot trade is rejected as MARKET_UNSUPPORTED. */
  readonly market?: 'spot' | 'future' | 'option';
  readonly type: OrderType;
  /** +1 buy, -1 sell. */
  readonly side: 1 | -1;
  readonly size: Size;
  /** Limit, stop or target price; not for market orders. */
  readonly price?: number;
  /** Of a stop_limit, whose `price` is the stop: the worst price at which it trades once triggered. */
  readonly limitPrice?: number;
  /**
   * `gtc` works until it is filled or cancelled, the default. `ioc` takes what its first bar gives, `fok` all or nothing of it; the rest
   * is cancelled.
   */
  readonly timeInForce?: 'gtc' | 'ioc' | 'fok';
  readonly bracket?: Bracket;
  /** Never opens, enlarges or flips a position: cut to what is held, cancelled when nothing is. */
  readonly reduceOnly?: boolean;
  /**
   * The venue's filters of quantity and value bind this reduce-only order as they bind all others: a spot market asks no less of a sale
   * than of a purchase. By default they let it pass.
   */
  readonly meetsFilters?: boolean;
  /** Orders of one group cancel each other at the first fill. */
  readonly group?: number;
  /** Last bar on which the order may fill. */
  readonly expires?: number;
  readonly postOnly?: PostOnly;
  /** Of the lot that an entry opens in hedge mode, a whole number >= 0; orders of one moment trade in the order of their tags. */
  readonly tag?: number;
  /** Goes into the order and trade lists. */
  readonly reason?: string;
}

/** A strategy's view of its account, and the only way to trade. All values are as of the close of the bar that is being shown. */
export interface Desk {
  /** Signed quantity held. */
  readonly position: number;
  /** Quantity-weighted mean price of the open position; NaN when flat. */
  readonly entryPrice: number;
  readonly cash: number;
  readonly equity: number;
  /** Instruments of the account that hold a position. */
  readonly openPositions: number;
  /** Value of the account's positions at their latest closes, longs and shorts alike. */
  readonly exposure: number;
  /** The same at their entry prices. */
  readonly entryValue: number;
  /** Fees paid so far on the trades that are open. */
  readonly openFees: number;
  /** Orders that are working, market orders for the next open included. */
  readonly workingOrders: number;
  /** Price of the position's working stop, the nearest when there are several; NaN without one. */
  readonly stopPrice: number;
  /** Open lots in the order of their entries; empty in netting mode. */
  readonly lots: readonly OpenLot[];
  /** Attempts of post-only orders that were refused so far, over the whole run. */
  readonly refusals: number;
  /** Code with which entries are refused at the moment; empty while trading is allowed. */
  readonly halted: string;
  /** Price of a working order, which may differ from its ticket's after a retry; NaN when it does not work. */
  priceOf(orderId: number): number;
  /** Places an order; it is live from the next bar on (later with latency). Returns its id; a rejected order has an id, too, and is in the list of orders. */
  submit(ticket: OrderTicket): number;
  /** Closes the whole position at the next open. No effect when flat or when such an order is already waiting. */
  close(reason: string): void;
  isWorking(orderId: number): boolean;
  /** No effect on an exit with which a rule of the account closes a position. */
  cancel(orderId: number): void;
  /** Cancels what is working, but no exit with which a rule of the account closes a position. */
  cancelAll(): void;
  /** Moves the position's working stops to a price, from the next bar on. */
  moveStop(price: number): void;
}
