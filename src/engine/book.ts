import type { Market } from '../data/market.js';
import type { Ledger } from './account/ledger.js';
import type { Actor, EntryRequest, Fill, OrderEnd, WakeUp } from './actor.js';
import type { Desk } from './desk.js';
import type { Holding } from './account/holding.js';
import { Lots } from './account/lots.js';
import { LIMIT, OrderTable, type OrderIds } from './orders.js';
import type { Portfolio } from './account/portfolio.js';
import { Position } from './account/position.js';
import type { OrderStatus } from './record/record.js';
import type { SlippageParts } from './record/slippage-parts.js';
import { endedOrder } from './record/ended-order.js';
import type { Recorder } from './record/recorder.js';
import type { InstrumentRules, RunRules } from './rules.js';
import type { TradeLog } from './record/trade-log.js';

/** Code of a cancellation that the strategy asks for. */
export const REQUESTED = 'REQUESTED';

/**
 * The state of one instrument in a run: working orders, position and counters. Reused from run to run, so that a sweep allocates it once a
 * thread; `open` starts a new run.
 */
export class Book {
  market!: Market;
  rules!: RunRules;
  recorder: Recorder | null = null;
  instrument!: InstrumentRules;
  portfolio!: Portfolio<Book>;
  readonly orders: OrderTable;
  /** The netted position; flat in hedge mode. */
  readonly position: Position;
  /** The lots of hedge mode, else null. */
  lots: Lots | null = null;
  /** Whichever of the two is in use. */
  holding: Holding;
  /** Number of the instrument on its account. */
  number = 0;
  /** Number of its symbol among all of the run, which random draws depend on. */
  symbolIndex = 0;
  /** Current frame, and the instrument's bar in it: -1 when it has none. */
  frame = 0;
  bar = 0;
  /** The bar, or the latest one before a frame without. Known while a position is open or an order works. */
  latestBar = 0;
  /** Close of the latest complete bar, or the fill of an entry since (`marksFills`). */
  mark = 0;

  /** Fills of the current bar that the strategy has not been told of; filled only when it wants to know. */
  readonly fills: Fill[] = [];
  tellsFills = false;
  /** Orders that ended otherwise and were not told of yet, each with the number of fills that came before it. */
  readonly ends: { readonly end: OrderEnd; readonly after: number }[] = [];
  #tellsEnds = false;
  /** The strategy, when it wants to be asked about its entries. */
  checker: Actor | null = null;
  desk!: Desk;
  wakeUp: WakeUp | null = null;
  /** Whether the price of an entry's fill is the mark until the close. */
  marksFills = false;
  readonly #entry: EntryRequest = { bar: 0, side: 1, quantity: 0, price: 0, rawPrice: 0, isFill: false };
  /** Code with which entries are refused from now on; empty while trading is allowed. */
  halted = '';

  filled = 0;
  entriesSubmitted = 0;
  entriesFilled = 0;
  rejected = 0;
  cancelled = 0;
  ambiguousBars = 0;
  /** Entry that opened the position held. */
  opener = 0;
  /** Lots that the current bar's volume still gives, and the bar that they were counted for. */
  budget = 0;
  budgetBar = -1;
  /** Orders submitted in the current frame. */
  submitted = 0;
  /** Attempts of post-only orders that were refused. */
  refusals = 0;
  /** Orders that failed by a rule of the venue or of the account; refused attempts of lots are counted apart. */
  #faults = 0;
  /** Whether the order at hand is refused by a limit or by the strategy itself, which is no failure. */
  #isRefused = false;
  /** First settlement of the market's funding that lies ahead, by its number. */
  settlement = 0;

  readonly #lots: Lots;

  constructor(ledger: Ledger, trades: TradeLog, ids: OrderIds) {
    this.orders = new OrderTable(ids);
    this.position = new Position(ledger, trades);
    this.#lots = new Lots(ledger, trades);
    this.holding = this.position;
  }

  open(run: {
    readonly number: number;
    readonly symbolIndex: number;
    readonly market: Market;
    readonly instrument: InstrumentRules;
    readonly portfolio: Portfolio<Book>;
    readonly rules: RunRules;
    readonly recorder: Recorder | null;
    readonly actor: Actor;
    readonly desk: Desk;
  }): void {
    const { number, symbolIndex, market, instrument, portfolio, rules, recorder, actor, desk } = run;
    this.number = number;
    this.symbolIndex = symbolIndex;
    this.market = market;
    this.instrument = instrument;
    this.portfolio = portfolio;
    this.rules = rules;
    this.mark = market.close[0] ?? NaN;
    this.recorder = recorder;
    this.tellsFills = actor.onFill !== undefined;
    this.#tellsEnds = actor.onReject !== undefined || actor.onCancel !== undefined;
    this.checker = actor.checkEntry === undefined ? null : actor;
    this.desk = desk;
    this.wakeUp = actor.wakeUp ?? null;
    this.marksFills = actor.marksFills ?? false;
    this.orders.clear();
    this.position.reset(rules.account, instrument, number);
    this.lots = instrument.positionMode === 'hedge' ? this.#lots : null;
    this.lots?.reset(rules.account, instrument, number);
    this.holding = this.lots ?? this.position;
    this.fills.length = this.ends.length = 0;
    this.halted = '';
    this.entriesSubmitted = this.entriesFilled = 0;
    this.filled = this.rejected = this.cancelled = this.ambiguousBars = this.refusals = this.settlement = 0;
    this.#faults = 0;
    this.budgetBar = -1;
    this.submitted = 0;
  }

  /** Goes to a frame, in which the instrument has that bar; -1 when it has none. */
  enter(frame: number, bar: number): void {
    this.frame = frame;
    this.submitted = 0;
    this.bar = bar;
    if (bar >= 0) this.latestBar = bar;
  }

  /** Asks the strategy about one of its entries: the quantity that it lets pass, or the code with which it refuses. */
  checkEntry(side: number, quantity: number, price: number, rawPrice: number, isFill: boolean): number | string {
    if (this.checker === null) return quantity;
    const entry = this.#entry;
    entry.bar = this.latestBar;
    entry.side = side;
    entry.quantity = quantity;
    entry.price = price;
    entry.rawPrice = rawPrice;
    entry.isFill = isFill;
    const verdict = this.checker.checkEntry!(entry, this.desk);
    this.#isRefused = typeof verdict === 'string';
    return verdict;
  }

  /** Failures of orders so far (`CircuitBreaker`). */
  get failures(): number {
    return this.#faults + this.refusals;
  }

  /** Ends the order at position k of the working list without a fill. */
  drop(k: number, status: OrderEnd['status'], code: string): void {
    const slot = this.orders.working[k]!;
    if (status === 'REJECTED') this.rejected++;
    else this.cancelled++;
    if (this.#isFailure(status, code)) this.#faults++;
    this.#isRefused = false;
    this.recordEnd(slot, status, code);
    if (this.#tellsEnds && code !== REQUESTED) this.#noteEnd(slot, status, code);
    this.orders.removeAt(k);
  }

  #isFailure(status: OrderEnd['status'], code: string): boolean {
    // A lot's post-only order has been counted attempt by attempt.
    if (code === 'POST_ONLY') return this.lots === null;
    return status === 'REJECTED' && !this.#isRefused && code !== this.halted;
  }

  /**
   * Tells the record and the strategy, where they want to know, of a fill that the account has booked.
   *
   * @param lot that was entered or left, 0 in netting mode
   * @param raw price before slippage and rounding
   * @param slippage what moved it, for the record
   */
  tellFill(
    slot: number,
    lot: number,
    quantity: number,
    price: number,
    raw: number,
    fee: number,
    isMaker: boolean,
    reason: string,
    slippage?: SlippageParts,
  ): void {
    const { orders, recorder } = this;
    // What leaves at its own limit has not slipped, wherever the market is.
    const isAtLimit = orders.isExit[slot] === 1 && orders.type[slot] === LIMIT && price === orders.price[slot];
    if (!isMaker && !isAtLimit) this.portfolio.ledger.takerSlippage += Math.abs(price / raw - 1);
    const side = orders.side[slot]! > 0 ? 1 : -1;
    if (recorder) {
      const [orderId, tag] = [orders.id[slot]!, orders.tag[slot]!];
      const what = { orderId, instrument: this.number, tag, lot, bar: this.frame, side, quantity, price } as const;
      const liquidity = isMaker ? 'maker' : 'taker';
      recorder.fill(
        { ...what, rawPrice: raw, fee, liquidity, reason, ...(slippage && { slippage }) },
        this.portfolio.ledger.cash,
      );
    }
    if (!this.tellsFills) return;
    const isEntry = orders.isExit[slot] === 0;
    this.fills.push({ bar: this.latestBar, side, quantity, price, rawPrice: raw, fee, isEntry, reason });
  }

  #noteEnd(slot: number, status: OrderEnd['status'], code: string): void {
    const { orders, latestBar: bar, fills } = this;
    const [orderId, side] = [orders.id[slot]!, orders.side[slot]! > 0 ? 1 : -1];
    const [reason, filledQuantity] = [orders.reason[slot]!, orders.filled[slot]!];
    this.ends.push({ end: { bar, orderId, side, status, code, reason, filledQuantity }, after: fills.length });
  }

  recordEnd(slot: number, status: OrderStatus, code: string): void {
    this.recorder?.order(endedOrder(this.orders, slot, this.number, status, code, this.frame));
  }

  /** Cancels every order, or with `exitsOnly` those that only reduce. */
  cancelAll(code: string, exitsOnly: boolean): void {
    for (let k = this.orders.count - 1; k >= 0; k--) {
      if (!exitsOnly || this.orders.isExit[this.orders.working[k]!] === 1) this.drop(k, 'CANCELED', code);
    }
  }
}
