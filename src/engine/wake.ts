import type { Book } from './book.js';
import { nextSettlementBar } from './account/funding.js';
import { LIMIT, MARKET, STOP, STOP_LIMIT, TAKE_PROFIT } from './orders.js';

/** Relative slack that makes the engine look a touch too early rather than a rounding too late; a visit in vain changes nothing. */
const SLACK = 1e-9;

/**
 * When the engine must look at the market again although the strategy sleeps: at a bar, or as soon as a price is reached.
 * Filled in place; one instance serves a whole run.
 */
export class Wake {
  /** Latest bar to look at. */
  bar = 0;
  /** Something may happen once a low is at or below, or a high at or above. */
  below = -Infinity;
  above = Infinity;

  /**
   * Plans for the strategy's wishes and for the orders, the funding and the session of an instrument.
   *
   * @param wanted the next bar that the strategy asks for
   */
  plan(book: Book, wanted: number): void {
    const bar = book.latestBar;
    this.bar = wanted;
    this.below = book.wakeUp?.priceBelow ?? -Infinity;
    this.above = book.wakeUp?.priceAbove ?? Infinity;
    const { orders } = book;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      const liveFrom = orders.liveFrom[slot]!;
      const level = orders.price[slot]!;
      const isBuy = orders.side[slot]! > 0;
      if (orders.type[slot] === MARKET || liveFrom > bar + 1) this.#at(Math.max(liveFrom, bar + 1));
      else if (orders.lot[slot] && orders.lot[slot].missedBar >= 0) this.#at(bar + 1);
      else if (orders.type[slot] === STOP || orders.type[slot] === STOP_LIMIT) this.#level(level, isBuy);
      else if (orders.type[slot] === LIMIT || orders.type[slot] === TAKE_PROFIT) this.#level(level, !isBuy);
      this.#at(orders.expires[slot]!);
    }
    if (!book.holding.isFlat) {
      this.#sessionEnd(book);
      const settlement = nextSettlementBar(book);
      if (settlement >= 0) this.#at(Math.max(settlement, bar + 1));
    }
  }

  #sessionEnd({ market, rules, latestBar: bar }: Book): void {
    if (!rules.execution.flattenAtSessionEnd || !market.sessions || bar + 1 >= market.length) return;
    const { index, last } = market.sessions;
    const end = last[index[bar + 1]!]!;
    if (end >= 0) this.#at(end);
  }

  #at(bar: number): void {
    if (bar < this.bar) this.bar = bar;
  }

  #level(price: number, rising: boolean): void {
    if (rising) this.above = Math.min(this.above, price);
    else this.below = Math.max(this.below, price);
  }

  /**
   * Plans for the prices at which the equity of an account with one instrument reaches zero or the maintenance margin:
   * base + slope * x = rate * gross quantity * x.
   */
  planAccount(book: Book): void {
    if (book.holding.isFlat) return;
    const { base } = book.portfolio;
    const { slope, grossSlope } = book.holding;
    const rate = book.rules.account.maintenanceRate * grossSlope;
    const price = base / (rate - slope);
    if (slope > rate) this.#level(price * (1 + SLACK), false);
    else if (slope < rate || base <= 0) this.#level(price * (1 - SLACK), true);
  }
}
