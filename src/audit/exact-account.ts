import { ExactPosition, type ExactTrade } from './exact-position.js';
import { Rational } from './rational.js';

/** One line of ledger.jsonl, its numbers exact. */
export type LedgerLine = {
  readonly line: number;
  readonly time: string;
  readonly symbol: string;
  readonly quantity: Rational;
  readonly price: Rational;
  /** What the account claims to hold afterwards. */
  readonly cash: Rational;
} & (
  | { readonly kind: 'fill'; readonly side: 1 | -1; readonly lot: number; readonly fee: Rational }
  | { readonly kind: 'funding'; readonly rate: Rational }
);

/** An account that books fills and funding in exact fractions. It knows nothing of orders, prices of the market or rules of a run. */
export class ExactAccount {
  cash: Rational;
  fees = Rational.ZERO;
  funding = Rational.ZERO;
  readonly trades: ExactTrade[] = [];
  readonly #isCash: boolean;
  readonly #multiplierOf: (symbol: string) => Rational;
  /** By symbol and lot. */
  readonly #positions = new Map<string, ExactPosition>();

  constructor(initialCash: Rational, kind: 'cash' | 'margin', multiplierOf: (symbol: string) => Rational) {
    this.cash = initialCash;
    this.#isCash = kind === 'cash';
    this.#multiplierOf = multiplierOf;
  }

  book(line: LedgerLine): void {
    if (line.kind === 'fill') this.#fill(line);
    else this.#fund(line);
  }

  /** What is held, in the order in which it was first entered. */
  get positions(): readonly ExactPosition[] {
    return [...this.#positions.values()].filter((position) => position.quantity.sign !== 0);
  }

  /** @param priceOf mark of a symbol; null when it has none */
  equity(priceOf: (symbol: string) => Rational | null): Rational | null {
    let equity = this.cash;
    for (const position of this.positions) {
      const price = priceOf(position.symbol);
      if (price === null) return null;
      const value = position.quantity.times(price).times(position.multiplier);
      equity = equity.plus(this.#isCash ? value : position.unrealisedAt(price));
    }
    return equity;
  }

  #fill(line: Extract<LedgerLine, { readonly kind: 'fill' }>): void {
    const { symbol, lot, side, quantity, price, fee, time } = line;
    const key = `${symbol} ${lot}`;
    const position = this.#positions.get(key) ?? new ExactPosition(symbol, this.#multiplierOf(symbol));
    this.#positions.set(key, position);
    const signed = side > 0 ? quantity : quantity.negated;
    const { realised, closed } = position.fill(time, signed, price, fee);
    const paid = signed.times(price).times(position.multiplier).negated;
    this.cash = this.cash.plus(this.#isCash ? paid : realised).minus(fee);
    this.fees = this.fees.plus(fee);
    if (closed) this.trades.push(closed);
    if (position.quantity.sign === 0) this.#positions.delete(key);
  }

  #fund({ symbol, price, rate }: Extract<LedgerLine, { readonly kind: 'funding' }>): void {
    for (const position of this.positions) {
      if (position.symbol !== symbol) continue;
      const amount = position.fund(price, rate);
      this.cash = this.cash.plus(amount);
      this.funding = this.funding.plus(amount);
    }
  }
}
