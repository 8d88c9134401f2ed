import type { Holding } from './holding.js';
import type { Ledger } from './ledger.js';
import type { Position } from './position.js';

/** What an account knows of one instrument. */
export interface Held {
  readonly holding: Holding;
  /** The same in netting mode; flat in hedge mode. */
  readonly position: Position;
  /** Latest close. */
  readonly mark: number;
}

/**
 * The account of a run: one ledger and the positions of its instruments, in the order of their names. Equity is the cash and the bases,
 * then each position's `slope * price` in that order, so that every way to ask for it gives the same bits.
 */
export class Portfolio<Book extends Held = Held> {
  readonly ledger: Ledger;
  /** Part of the equity that no price moves until the next fill. */
  base = 0;
  /** Whether no instrument holds a position. */
  isFlat = true;
  readonly books: readonly Book[];

  constructor(ledger: Ledger, books: readonly Book[]) {
    this.ledger = ledger;
    this.books = books;
  }

  /** To be called after whatever changes cash or a position. */
  refresh(): void {
    let base = this.ledger.cash;
    let isFlat = true;
    for (let k = 0; k < this.books.length; k++) {
      const { holding } = this.books[k]!;
      base += holding.base;
      if (!holding.isFlat) isFlat = false;
    }
    this.base = base;
    this.isFlat = isFlat;
  }

  /** Equity at the latest closes. */
  get equity(): number {
    let equity = this.base;
    for (let k = 0; k < this.books.length; k++) equity += this.books[k]!.holding.slope * this.books[k]!.mark;
    return equity;
  }

  /** Equity with one instrument at a price of its own and the others at their latest closes. */
  equityWith(book: Book, price: number): number {
    let equity = this.base;
    for (let k = 0; k < this.books.length; k++) {
      const other = this.books[k]!;
      equity += other.holding.slope * (other === book ? price : other.mark);
    }
    return equity;
  }

  get openPositions(): number {
    let open = 0;
    for (let k = 0; k < this.books.length; k++) if (this.books[k]!.position.quantity !== 0) open++;
    return open;
  }

  /** Value of all positions at the latest closes, longs and shorts alike. */
  get exposure(): number {
    let value = 0;
    for (let k = 0; k < this.books.length; k++) value += this.books[k]!.holding.valueAt(this.books[k]!.mark);
    return value;
  }

  /** Value of all positions at their entry prices. */
  get entryValue(): number {
    let value = 0;
    for (let k = 0; k < this.books.length; k++) {
      const { position } = this.books[k]!;
      if (position.quantity !== 0) value += position.valueAt(position.entryPrice);
    }
    return value;
  }

  /** Fees paid so far on the trades that are open. */
  get openFees(): number {
    let fees = 0;
    for (let k = 0; k < this.books.length; k++) fees += this.books[k]!.position.openFees;
    return fees;
  }

  /** Value of all positions, longs and shorts alike, with one instrument at a price of its own. */
  valueWith(book: Book, price: number): number {
    let value = 0;
    for (let k = 0; k < this.books.length; k++) {
      const other = this.books[k]!;
      value += other.holding.valueAt(other === book ? price : other.mark);
    }
    return value;
  }
}
