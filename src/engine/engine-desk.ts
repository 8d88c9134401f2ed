import type { Book } from './book.js';
import type { Desk, OrderTicket } from './desk.js';
import { awayFromEntry } from './pricing.js';
import { MARKET, STOP } from './orders.js';
import { submit } from './order-entry.js';

/** The desk of a run: a view of its book at the close of the current bar. */
export class EngineDesk implements Desk {
  readonly #book: Book;
  /** Bar that is being shown; set by the loop. */
  bar = 0;

  constructor(book: Book) {
    this.#book = book;
  }

  get position(): number {
    return this.#book.account.quantity;
  }

  get entryPrice(): number {
    return this.#book.account.entryPrice;
  }

  get cash(): number {
    return this.#book.account.cash;
  }

  get equity(): number {
    return this.#book.account.equityAt(this.#book.market.close[this.bar]!);
  }

  get workingOrders(): number {
    return this.#book.orders.count;
  }

  get stopPrice(): number {
    const { account, orders } = this.#book;
    let nearest = NaN;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] !== STOP || orders.isExit[slot] !== 1) continue;
      const price = orders.price[slot]!;
      if (Number.isNaN(nearest) || (price - nearest) * account.quantity > 0) nearest = price;
    }
    return nearest;
  }

  moveStop(price: number): void {
    const { orders, rules } = this.#book;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] !== STOP || orders.isExit[slot] !== 1) continue;
      orders.price[slot] = awayFromEntry(price, orders.side[slot]! < 0 ? Infinity : 0, rules.instrument);
    }
  }

  submit(ticket: OrderTicket): number {
    return submit(this.#book, ticket, this.bar);
  }

  close(reason: string): void {
    const { account, orders } = this.#book;
    if (account.quantity === 0) return;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] === MARKET && orders.isExit[slot] === 1) return;
    }
    const side = account.quantity > 0 ? -1 : 1;
    this.submit({ type: 'market', side, size: { kind: 'quantity', value: Infinity }, reduceOnly: true, reason });
  }

  isWorking(orderId: number): boolean {
    return this.#indexOf(orderId) >= 0;
  }

  cancel(orderId: number): void {
    const k = this.#indexOf(orderId);
    if (k >= 0) this.#book.drop(k, this.bar, 'CANCELED', 'REQUESTED');
  }

  cancelAll(): void {
    this.#book.cancelAll(this.bar, 'REQUESTED', false);
  }

  #indexOf(orderId: number): number {
    const { orders } = this.#book;
    for (let k = 0; k < orders.count; k++) if (orders.id[orders.working[k]!] === orderId) return k;
    return -1;
  }
}
