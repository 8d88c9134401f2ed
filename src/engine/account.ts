import type { AccountRules, InstrumentRules } from './rules.js';
import type { ExitReason } from './record.js';
import type { TradeLog } from './trade-log.js';

/**
 * Cash and the netted position in one instrument.
 *
 * Between two fills equity is a pure function of the price, `base + slope * price`; both coefficients are worked out once a fill.
 * Cash account: fills move the traded value, so base = cash and slope = quantity * multiplier.
 * Margin account: fills move realised profit only, so base = cash - slope * entry.
 */
export class Account {
  cash = 0;
  /** Signed, base units. */
  quantity = 0;
  /** Quantity-weighted mean of the open position's entries; a partial exit leaves it. NaN when flat. */
  entryPrice = NaN;
  base = 0;
  slope = 0;

  totalFees = 0;
  netFunding = 0;
  turnover = 0;
  fills = 0;
  makerFills = 0;
  /** Bar of the latest fill, -1 before the first. */
  lastFillBar = -1;

  readonly #trades: TradeLog;
  #isCash = true;
  #multiplier = 1;
  // The trade that is open: from flat until flat again or until the sign changes.
  #tradeEntryBar = 0;
  #tradeQuantity = 0;
  #tradeEntered = 0;
  #tradeEntryPrice = 0;
  #tradeExited = 0;
  #tradeExitPrice = 0;
  #tradeGross = 0;
  #tradeFees = 0;
  #tradeFunding = 0;
  #tradeRisk = NaN;

  constructor(trades: TradeLog) {
    this.#trades = trades;
  }

  reset(rules: AccountRules, instrument: InstrumentRules): void {
    this.#multiplier = instrument.multiplier;
    this.#isCash = rules.kind === 'cash';
    this.cash = rules.initialCash;
    this.quantity = 0;
    this.entryPrice = NaN;
    this.totalFees = this.netFunding = this.turnover = 0;
    this.fills = this.makerFills = 0;
    this.lastFillBar = -1;
    this.#trades.clear();
    this.#refresh();
  }

  equityAt(price: number): number {
    return this.base + this.slope * price;
  }

  /** Profit of the open position at a price, before exit costs; 0 when flat. */
  unrealizedAt(price: number): number {
    return this.quantity === 0 ? 0 : this.quantity * (price - this.entryPrice) * this.#multiplier;
  }

  /**
   * Books a fill; one that passes through flat closes a trade and opens the next, its fee split by quantity.
   *
   * @param stop price of the stop attached to an entry; NaN when there is none
   */
  apply(
    bar: number,
    side: number,
    quantity: number,
    price: number,
    fee: number,
    isMaker: boolean,
    reason: ExitReason,
    stop: number,
  ): void {
    this.fills++;
    if (isMaker) this.makerFills++;
    this.lastFillBar = bar;
    this.totalFees += fee;
    const value = quantity * price * this.#multiplier;
    this.turnover += value;

    const held = Math.abs(this.quantity);
    const closing = this.quantity * side < 0 ? Math.min(held, quantity) : 0;
    const opening = quantity - closing;
    const closingFee = opening === 0 ? fee : (fee * closing) / quantity;
    let realised = 0;
    if (closing > 0) realised = this.#reduce(bar, closing, price, closingFee, reason);
    if (opening > 0) this.#enlarge(bar, side, opening, price, fee - closingFee, stop);

    this.cash += this.#isCash ? -(side * value + fee) : realised - fee;
    this.#refresh();
  }

  #reduce(bar: number, quantity: number, price: number, fee: number, reason: ExitReason): number {
    const sign = Math.sign(this.quantity);
    const gross = sign * quantity * (price - this.entryPrice) * this.#multiplier;
    this.#tradeGross += gross;
    this.#tradeFees += fee;
    this.#tradeExitPrice = mean(this.#tradeExitPrice, this.#tradeExited, price, quantity);
    this.#tradeExited += quantity;
    this.quantity = quantity === Math.abs(this.quantity) ? 0 : this.quantity - sign * quantity;
    if (this.quantity === 0) this.#closeTrade(bar, sign, reason);
    return gross;
  }

  #enlarge(bar: number, side: number, quantity: number, price: number, fee: number, stop: number): void {
    if (this.quantity === 0) {
      this.#tradeEntryBar = bar;
      this.#tradeQuantity = this.#tradeEntered = this.#tradeExited = 0;
      this.#tradeGross = this.#tradeFees = this.#tradeFunding = 0;
      this.#tradeRisk = Math.abs(price - stop) * quantity * this.#multiplier;
      this.entryPrice = price;
    } else {
      this.entryPrice = mean(this.entryPrice, Math.abs(this.quantity), price, quantity);
    }
    this.#tradeEntryPrice = mean(this.#tradeEntryPrice, this.#tradeEntered, price, quantity);
    this.#tradeEntered += quantity;
    this.#tradeFees += fee;
    this.quantity += side * quantity;
    this.#tradeQuantity = Math.max(this.#tradeQuantity, Math.abs(this.quantity));
  }

  #closeTrade(bar: number, sign: number, reason: ExitReason): void {
    const log = this.#trades;
    const row = log.append(reason);
    log.entryBar[row] = this.#tradeEntryBar;
    log.exitBar[row] = bar;
    log.side[row] = sign;
    log.quantity[row] = this.#tradeQuantity;
    log.entryPrice[row] = this.#tradeEntryPrice;
    log.exitPrice[row] = this.#tradeExitPrice;
    log.grossPnl[row] = this.#tradeGross;
    log.fees[row] = this.#tradeFees;
    log.funding[row] = this.#tradeFunding;
    log.initialRisk[row] = this.#tradeRisk;
    log.pnl[row] = this.#tradeGross - this.#tradeFees + this.#tradeFunding;
    this.entryPrice = NaN;
  }

  #refresh(): void {
    this.slope = this.quantity * this.#multiplier;
    this.base = this.#isCash || this.quantity === 0 ? this.cash : this.cash - this.slope * this.entryPrice;
  }
}

/** Weighted mean that returns the new value itself, to the bit, while nothing came before it. */
function mean(old: number, oldWeight: number, value: number, weight: number): number {
  return oldWeight === 0 ? value : (old * oldWeight + value * weight) / (oldWeight + weight);
}
