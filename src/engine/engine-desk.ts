import { REQUESTED, type Book } from './book.js';
import type { Desk, OpenLot, OrderTicket } from './desk.js';
import { leaveAtOpen } from './matching/lot-fills.js';
import { awayFromEntry } from './matching/pricing.js';
import { MARKET, STOP } from './orders.js';
import { submit } from './order-entry.js';
import { BREAKER_CODE } from './risk/circuit-breaker.js';

const NO_LOTS: readonly OpenLot[] = [];

/** The desk of a run: a view of one instrument's book at the close of the current bar. */
export class EngineDesk implements Desk {
  readonly #book: Book;

  constructor(book: Book) {
    this.#book = book;
  }

  get position(): number {
    return this.#book.holding.quantity;
  }

  get entryPrice(): number {
    return this.#book.position.entryPrice;
  }

  get cash(): number {
    return this.#book.portfolio.ledger.cash;
  }

  get equity(): number {
    return this.#book.portfolio.equity;
  }

  get openPositions(): number {
    return this.#book.portfolio.openPositions;
  }

  get exposure(): number {
    return this.#book.portfolio.exposure;
  }

  get entryValue(): number {
    return this.#book.portfolio.entryValue;
  }

  get openFees(): number {
    return this.#book.portfolio.openFees;
  }

  get workingOrders(): number {
    return this.#book.orders.count;
  }

  get stopPrice(): number {
    const { position, orders } = this.#book;
    let nearest = NaN;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] !== STOP || orders.isExit[slot] !== 1) continue;
      const price = orders.price[slot]!;
      if (Number.isNaN(nearest) || (price - nearest) * position.quantity > 0) nearest = price;
    }
    return nearest;
  }

  get lots(): readonly OpenLot[] {
    return this.#book.lots?.open ?? NO_LOTS;
  }

  get refusals(): number {
    return this.#book.refusals;
  }

  get halted(): string {
    return this.#book.halted;
  }

  priceOf(orderId: number): number {
    const { orders } = this.#book;
    const k = this.#indexOf(orderId);
    return k < 0 ? NaN : orders.price[orders.working[k]!]!;
  }

  moveStop(price: number): void {
    const { orders, instrument } = this.#book;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] !== STOP || orders.isExit[slot] !== 1) continue;
      orders.price[slot] = awayFromEntry(price, orders.side[slot]! < 0 ? Infinity : 0, instrument);
    }
  }

  submit(ticket: OrderTicket): number {
    return submit(this.#book, ticket);
  }

  close(reason: string): void {
    const { position, orders, lots } = this.#book;
    if (lots !== null) return leaveAtOpen(this.#book, lots, reason);
    if (position.quantity === 0) return;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] === MARKET && orders.isExit[slot] === 1) return;
    }
    const side = position.quantity > 0 ? -1 : 1;
    this.submit({ type: 'market', side, size: { kind: 'quantity', value: Infinity }, reduceOnly: true, reason });
  }

  isWorking(orderId: number): boolean {
    return this.#indexOf(orderId) >= 0;
  }

  cancel(orderId: number): void {
    const k = this.#indexOf(orderId);
    if (k >= 0 && !this.#isForced(k)) this.#book.drop(k, 'CANCELED', REQUESTED);
  }

  cancelAll(): void {
    for (let k = this.#book.orders.count - 1; k >= 0; k--)
      if (!this.#isForced(k)) this.#book.drop(k, 'CANCELED', REQUESTED);
  }

  /** Whether the order at position k of the working list carries out a rule of the account, which no strategy overrules. */
  #isForced(k: number): boolean {
    const { orders, halted } = this.#book;
    const slot = orders.working[k]!;
    const closes = halted !== '' && halted !== BREAKER_CODE;
    return closes && orders.type[slot] === MARKET && orders.isExit[slot] === 1;
  }

  #indexOf(orderId: number): number {
    const { orders } = this.#book;
    for (let k = 0; k < orders.count; k++) if (orders.id[orders.working[k]!] === orderId) return k;
    return -1;
  }
}
