import type { Desk } from './desk.js';

/** A fill as a strategy is told of it. The object is reused: copy what must outlive the call. */
export interface Fill {
  bar: number;
  /** +1 bought, -1 sold. */
  side: number;
  quantity: number;
  price: number;
  fee: number;
  /** Whether it opened or enlarged a position. */
  isEntry: boolean;
  reason: string;
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
  /** Called after the bar's matching for each of its fills, in their order. Orders placed here are live from the next bar. */
  onFill?(fill: Fill, desk: Desk): void;
  /** Totals that become metrics of their own, by name. */
  readonly counters?: Readonly<Record<string, number>>;
}
