import type { Book } from './book.js';
import type { Ledger } from './ledger.js';

/**
 * The account of a run: one ledger and the positions of its instruments, in the order of their names. Equity is the cash and the bases,
 * then each position's `slope * price` in that order, so that every way to ask for it gives the same bits.
 */
export class Portfolio {
  readonly ledger: Ledger;
  /** Part of the equity that no price moves until the next fill. */
  base = 0;
  /** Whether no instrument holds a position. */
  isFlat = true;
  readonly #books: readonly Book[];

  constructor(ledger: Ledger, books: readonly Book[]) {
    this.ledger = ledger;
    this.#books = books;
  }

  /** To be called after whatever changes cash or a position. */
  refresh(): void {
    let base = this.ledger.cash;
    let isFlat = true;
    for (let k = 0; k < this.#books.length; k++) {
      const { position } = this.#books[k]!;
      base += position.base;
      if (position.quantity !== 0) isFlat = false;
    }
    this.base = base;
    this.isFlat = isFlat;
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
}
