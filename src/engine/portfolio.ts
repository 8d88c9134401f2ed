import type { Book } from './book.js';
import type { Ledger } from './ledger.js';

/**
 * The account of a run: one ledger and the positions of its instruments, in the order of their names. Equity is the cash and the bases,
 * then each position's `slope * price` in that order, so that every way to ask for it gives the same bits.
 */
export class Portfolio {
  readonly ledger: Ledger;
  readonly #books: readonly Book[];

  constructor(ledger: Ledger, books: readonly Book[]) {
    this.ledger = ledger;
    this.#books = books;
  }

  /** Part of the equity that no price moves until the next fill. */
  get base(): number {
    let base = this.ledger.cash;
    for (let k = 0; k < this.#books.length; k++) base += this.#books[k]!.position.base;
    return base;
  }

  /** Equity at the latest closes. */
  get equity(): number {
    let equity = this.base;
    for (let k = 0; k < this.#books.length; k++) equity += this.#books[k]!.position.slope * this.#books[k]!.mark;
    return equity;
  }

  /** Equity with one instrument at a price of its own and the others at their latest closes. */
  equityWith(book: Book, price: number): number {
    let equity = this.base;
    for (let k = 0; k < this.#books.length; k++) {
      const other = this.#books[k]!;
      equity += other.position.slope * (other === book ? price : other.mark);
    }
    return equity;
  }

  /** Value of all positions, longs and shorts alike, with one instrument at a price of its own. */
  valueWith(book: Book, price: number): number {
    let value = 0;
    for (let k = 0; k < this.#books.length; k++) {
      const other = this.#books[k]!;
      value += other.position.valueAt(other === book ? price : other.mark);
    }
    return value;
  }

  get isFlat(): boolean {
    for (let k = 0; k < this.#books.length; k++) if (this.#books[k]!.position.quantity !== 0) return false;
    return true;
  }
}
