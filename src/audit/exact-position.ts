import { Rational } from './rational.js';

/** A round trip, in exact amounts of the quote currency. */
export interface ExactTrade {
  readonly symbol: string;
  readonly side: 'LONG' | 'SHORT';
  readonly entryTime: string;
  readonly exitTime: string;
  readonly quantity: Rational;
  readonly grossPnl: Rational;
  readonly fees: Rational;
  readonly funding: Rational;
}

/** Part of the largest quantity of a trade that rounding may leave over. */
const RESIDUE = new Rational(1n, 10n ** 12n);

/**
 * One position in exact arithmetic: its entries at their mean price, and the trade that they make up from flat to flat or to a change
 * of sign. A lot of hedge mode is a position of its own.
 */
export class ExactPosition {
  readonly symbol: string;
  readonly multiplier: Rational;
  /** Signed. */
  quantity = Rational.ZERO;
  /** Mean price of what is held. */
  entryPrice = Rational.ZERO;
  #entryTime = '';
  #largest = Rational.ZERO;
  #gross = Rational.ZERO;
  #fees = Rational.ZERO;
  #funding = Rational.ZERO;

  constructor(symbol: string, multiplier: Rational) {
    this.symbol = symbol;
    this.multiplier = multiplier;
  }

  /** Books a signed quantity; the profit that it realises before fees, and the trade that it closes. */
  fill(
    time: string,
    signed: Rational,
    price: Rational,
    fee: Rational,
  ): { realised: Rational; closed: ExactTrade | null } {
    const quantity = signed.absolute;
    const held = this.quantity.absolute;
    const closes = this.quantity.sign * signed.sign < 0;
    // The quantities of the files are rounded: what their sums leave over is nothing.
    const closesAll = closes && !held.minus(quantity).absolute.isAbove(this.#largest.times(RESIDUE));
    const closing = !closes ? Rational.ZERO : closesAll || !held.isAbove(quantity) ? held : quantity;
    const opening = closesAll ? Rational.ZERO : quantity.minus(closing);
    const closingFee = closesAll ? fee : fee.times(closing.over(quantity));
    const side = this.quantity.sign;
    const realised = closes
      ? price.minus(this.entryPrice).times(closing).times(this.multiplier).times(unit(side))
      : Rational.ZERO;
    let closed: ExactTrade | null = null;
    if (closes) {
      this.#gross = this.#gross.plus(realised);
      this.#fees = this.#fees.plus(closingFee);
      this.quantity = this.quantity.plus(closing.times(unit(-side)));
      if (this.quantity.sign === 0) closed = this.#close(time, side);
    }
    if (opening.sign > 0) this.#enlarge(time, opening.times(unit(signed.sign)), price, fee.minus(closingFee));
    return { realised, closed };
  }

  /** What longs receive (+) or pay (-) of funding; added to the open trade. */
  fund(price: Rational, rate: Rational): Rational {
    const amount = this.quantity.times(this.multiplier).times(price).times(rate).negated;
    this.#funding = this.#funding.plus(amount);
    return amount;
  }

  /** Profit at a price, before exit costs. */
  unrealisedAt(price: Rational): Rational {
    return price.minus(this.entryPrice).times(this.quantity).times(this.multiplier);
  }

  #enlarge(time: string, signed: Rational, price: Rational, fee: Rational): void {
    if (this.quantity.sign === 0) {
      this.#entryTime = time;
      this.#largest = this.#gross = this.#fees = this.#funding = Rational.ZERO;
    }
    const total = this.quantity.plus(signed);
    this.entryPrice = this.entryPrice.times(this.quantity).plus(price.times(signed)).over(total);
    this.#fees = this.#fees.plus(fee);
    this.quantity = total;
    if (total.absolute.isAbove(this.#largest)) this.#largest = total.absolute;
  }

  #close(time: string, side: number): ExactTrade {
    return {
      symbol: this.symbol,
      side: side > 0 ? 'LONG' : 'SHORT',
      entryTime: this.#entryTime,
      exitTime: time,
      quantity: this.#largest,
      grossPnl: this.#gross,
      fees: this.#fees,
      funding: this.#funding,
    };
  }
}

const unit = (sign: number): Rational => new Rational(BigInt(sign), 1n);
