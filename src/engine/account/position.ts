import { nearestLots } from '../quantity.js';
import type { AccountRules, InstrumentRules } from '../rules.js';
import type { Holding } from './holding.js';
import type { OpenPosition } from '../record/record.js';
import type { ExitReason } from '../record/trade-table.js';
import type { Ledger } from './ledger.js';
import type { TradeLog } from '../record/trade-log.js';

/** Part of the largest quantity, or of the value, of a trade that rounding may leave over when parts of it are filled: it is nothing. */
const RESIDUE = 1e-12;

/**
 * The netted position in one instrument, and the trade it makes up: from flat until flat again or until the sign changes.
 *
 * Between two fills its share of the equity is a pure function of the price, `base + slope * price`; both are worked out once a fill.
 * Cash account: fills move the traded value in the ledger, so base = 0 and slope = quantity * multiplier.
 * Margin account: fills move realised profit only, so base = -slope * entry.
 */
export class Position implements Holding {
  /** Signed, base units. */
  quantity = 0;
  /** Quantity-weighted mean of the entries; a partial exit leaves it. NaN when flat. */
  entryPrice = NaN;
  base = 0;
  slope = 0;
  /** Goes into the trade table. */
  tag = 0;
  /** Lot that the position is, 0 for a netted one, and frames after the entry's from which on its exits are live. */
  lot = 0;
  liveAfter = 0;
  /** Whether it is to be closed at the next open, by an order that no exit of its own is. */
  leavesAtOpen = false;
  /** Frame of the latest fill, -1 before the first. */
  lastFill = -1;

  readonly #ledger: Ledger;
  readonly #trades: TradeLog;
  #instrument = 0;
  #isCash = true;
  #multiplier = 1;
  #steps: Pick<InstrumentRules, 'lot'> = { lot: null };
  #entryFrame = 0;
  #largest = 0;
  #entered = 0;
  #meanEntry = 0;
  #exited = 0;
  #meanExit = 0;
  #gross = 0;
  #fees = 0;
  #funding = 0;
  #risk = NaN;

  constructor(ledger: Ledger, trades: TradeLog) {
    this.#ledger = ledger;
    this.#trades = trades;
  }

  /** @param instrument number of the instrument in the run, for the trade table */
  reset(account: AccountRules, rules: InstrumentRules, instrument: number): void {
    this.#instrument = instrument;
    this.#multiplier = rules.multiplier;
    this.#steps = rules;
    this.#isCash = account.kind === 'cash';
    this.quantity = 0;
    this.entryPrice = NaN;
    this.lastFill = -1;
    this.tag = this.lot = this.liveAfter = 0;
    this.leavesAtOpen = false;
    this.#refresh();
  }

  openAt(price: number): readonly OpenPosition[] {
    if (this.quantity === 0) return [];
    return [
      {
        instrument: this.#instrument,
        quantity: this.quantity,
        entryPrice: this.entryPrice,
        openedBar: this.#entryFrame,
        lot: this.lot,
        realizedPnl: this.#gross - this.#fees + this.#funding,
        // Not -0 for a short at its own price.
        unrealizedPnl: this.unrealizedAt(price) + 0,
      },
    ];
  }

  get longQuantity(): number {
    return Math.max(this.quantity, 0);
  }

  /** Profit at a price, before exit costs; 0 when flat. */
  unrealizedAt(price: number): number {
    return this.quantity === 0 ? 0 : this.quantity * (price - this.entryPrice) * this.#multiplier;
  }

  /** Fees of the open trade so far; 0 when flat. */
  get openFees(): number {
    return this.quantity === 0 ? 0 : this.#fees;
  }

  get isFlat(): boolean {
    return this.quantity === 0;
  }

  get grossSlope(): number {
    return Math.abs(this.slope);
  }

  /** Pays or receives funding at a price: longs pay a positive rate. No effect when flat. */
  fund(price: number, rate: number): void {
    const amount = -(this.slope * price * rate);
    this.#funding += amount;
    this.#ledger.fund(amount);
  }

  /** |quantity| * price * multiplier. */
  valueAt(price: number): number {
    return Math.abs(this.slope) * price;
  }

  /**
   * Books a fill; one that passes through flat closes a trade and opens the next, its fee split by quantity.
   *
   * @param stop price of the stop attached to an entry; NaN when there is none
   */
  apply(
    frame: number,
    side: number,
    quantity: number,
    price: number,
    fee: number,
    isMaker: boolean,
    reason: ExitReason,
    stop: number,
  ): void {
    this.lastFill = frame;
    const held = Math.abs(this.quantity);
    const closes = this.quantity * side < 0;
    const closesAll = closes && Math.abs(held - quantity) <= RESIDUE * this.#largest;
    const closing = closesAll ? held : closes ? Math.min(held, quantity) : 0;
    const opening = closesAll ? 0 : closing === 0 ? quantity : nearestLots(quantity - closing, this.#steps);
    const closingFee = opening === 0 ? fee : (fee * closing) / quantity;
    let realised = 0;
    if (closing > 0) realised = this.#reduce(frame, closing, price, closingFee, reason);
    if (opening > 0) this.#enlarge(frame, side, opening, price, fee - closingFee, stop);
    const value = quantity * price * this.#multiplier;
    this.#ledger.book(value, fee, isMaker, this.#isCash ? -(side * value + fee) : realised - fee);
    this.#refresh();
  }

  #reduce(frame: number, quantity: number, price: number, fee: number, reason: ExitReason): number {
    const sign = Math.sign(this.quantity);
    const gross = sign * quantity * (price - this.entryPrice) * this.#multiplier;
    this.#gross += gross;
    this.#fees += fee;
    this.#meanExit = mean(this.#meanExit, this.#exited, price, quantity);
    this.#exited += quantity;
    this.quantity =
      quantity === Math.abs(this.quantity) ? 0 : nearestLots(this.quantity - sign * quantity, this.#steps);
    if (this.quantity === 0) this.#closeTrade(frame, sign, reason);
    return gross;
  }

  #enlarge(frame: number, side: number, quantity: number, price: number, fee: number, stop: number): void {
    if (this.quantity === 0) {
      this.#entryFrame = frame;
      this.#largest = this.#entered = this.#exited = 0;
      this.#gross = this.#fees = this.#funding = 0;
      this.#risk = Math.abs(price - stop) * quantity * this.#multiplier;
      this.entryPrice = price;
    } else {
      // A further part of the entry, at the stop of its own fill.
      if (!Number.isNaN(stop)) this.#risk += Math.abs(price - stop) * quantity * this.#multiplier;
      this.entryPrice = mean(this.entryPrice, Math.abs(this.quantity), price, quantity);
    }
    this.#meanEntry = mean(this.#meanEntry, this.#entered, price, quantity);
    this.#entered += quantity;
    this.#fees += fee;
    this.quantity = this.quantity === 0 ? side * quantity : nearestLots(this.quantity + side * quantity, this.#steps);
    this.#largest = Math.max(this.#largest, Math.abs(this.quantity));
  }

  #closeTrade(frame: number, sign: number, reason: ExitReason): void {
    const log = this.#trades;
    // What the means of several fills leave of a trade that broke even is neither a win nor a loss.
    if (Math.abs(this.#gross) <= RESIDUE * this.#entered * this.#meanEntry * this.#multiplier) this.#gross = 0;
    const row = log.append(reason);
    log.instrument[row] = this.#instrument;
    log.entryBar[row] = this.#entryFrame;
    log.exitBar[row] = frame;
    log.side[row] = sign;
    log.tag[row] = this.tag;
    log.lot[row] = this.lot;
    log.liveFrom[row] = this.lot === 0 ? -1 : this.#entryFrame + this.liveAfter;
    log.liveTo[row] = this.lot === 0 ? -1 : frame - (this.leavesAtOpen ? 1 : 0);
    log.quantity[row] = this.#largest;
    log.entryPrice[row] = this.#meanEntry;
    log.exitPrice[row] = this.#meanExit;
    log.grossPnl[row] = this.#gross;
    log.fees[row] = this.#fees;
    log.funding[row] = this.#funding;
    log.initialRisk[row] = this.#risk;
    log.pnl[row] = this.#gross - this.#fees + this.#funding;
    this.entryPrice = NaN;
  }

  #refresh(): void {
    this.slope = this.quantity * this.#multiplier;
    this.base = this.#isCash || this.quantity === 0 ? 0 : -this.slope * this.entryPrice;
  }
}

/** Weighted mean that returns the value itself, to the bit, where there is no other. */
function mean(old: number, oldWeight: number, value: number, weight: number): number {
  return oldWeight === 0 || old === value ? value : (old * oldWeight + value * weight) / (oldWeight + weight);
}
