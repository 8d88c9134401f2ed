import type { Holding } from './holding.js';
import type { Ledger } from './ledger.js';
import { Position } from './position.js';
import type { OpenPosition } from '../record/record.js';
import type { ExitReason } from '../record/trade-table.js';
import type { AccountRules, InstrumentRules } from '../rules.js';
import type { TradeLog } from '../record/trade-log.js';

/** A quantity that was entered by one order and is closed as a whole; it never nets with another. Reused once it is closed. */
export class Lot {
  id = 0;
  /** What the entry's ticket said: the rung of a ladder. */
  tag = 0;
  /** +1 long, -1 short. */
  side = 1;
  readonly position: Position;
  /** Bar of the entry if it filled after the open, else -1. */
  enteredInside = -1;
  /** Bar in which its triggered stop found no taker, -1 when there is none: nothing of the lot fills in that bar any more. */
  missedBar = -1;

  constructor(position: Position) {
    this.position = position;
  }

  get quantity(): number {
    return Math.abs(this.position.quantity);
  }

  get entryPrice(): number {
    return this.position.entryPrice;
  }
}

/** The lots of one instrument in hedge mode, in the order of their entries. */
export class Lots implements Holding {
  readonly open: Lot[] = [];
  base = 0;
  slope = 0;
  grossSlope = 0;
  quantity = 0;
  longQuantity = 0;
  lastFill = -1;

  readonly #ledger: Ledger;
  readonly #trades: TradeLog;
  readonly #pool: Lot[] = [];
  readonly #free: Lot[] = [];
  #lastId = 0;
  #rules!: { readonly account: AccountRules; readonly instrument: InstrumentRules; readonly number: number };

  constructor(ledger: Ledger, trades: TradeLog) {
    this.#ledger = ledger;
    this.#trades = trades;
  }

  reset(account: AccountRules, instrument: InstrumentRules, number: number): void {
    this.#rules = { account, instrument, number };
    this.open.length = 0;
    this.#free.length = 0;
    for (const lot of this.#pool) {
      lot.position.reset(account, instrument, number);
      this.#free.push(lot);
    }
    this.#lastId = 0;
    this.lastFill = -1;
    this.#refresh();
  }

  get isFlat(): boolean {
    return this.open.length === 0;
  }

  /** @param stop price of the attached stop; NaN when there is none */
  enter(
    frame: number,
    tag: number,
    side: number,
    quantity: number,
    price: number,
    fee: number,
    isMaker: boolean,
    stop: number,
  ): Lot {
    const lot = this.#free.pop() ?? this.#newLot();
    lot.id = ++this.#lastId;
    lot.tag = tag;
    lot.side = side;
    lot.enteredInside = lot.missedBar = -1;
    lot.position.tag = tag;
    lot.position.lot = lot.id;
    lot.position.liveAfter = 0;
    lot.position.leavesAtOpen = false;
    lot.position.apply(frame, side, quantity, price, fee, isMaker, '', stop);
    this.open.push(lot);
    this.lastFill = frame;
    this.#refresh();
    return lot;
  }

  /** Closes a lot as a whole: one trade. */
  leave(lot: Lot, frame: number, price: number, fee: number, isMaker: boolean, reason: ExitReason): void {
    lot.position.apply(frame, -lot.side, lot.quantity, price, fee, isMaker, reason, NaN);
    this.open.splice(this.open.indexOf(lot), 1);
    this.#free.push(lot);
    this.lastFill = frame;
    this.#refresh();
  }

  openAt(price: number): readonly OpenPosition[] {
    return this.open.flatMap(({ position }) => position.openAt(price));
  }

  unrealizedAt(price: number): number {
    let sum = 0;
    for (let k = 0; k < this.open.length; k++) sum += this.open[k]!.position.unrealizedAt(price);
    return sum;
  }

  valueAt(price: number): number {
    return this.grossSlope * price;
  }

  fund(price: number, rate: number): void {
    for (let k = 0; k < this.open.length; k++) this.open[k]!.position.fund(price, rate);
  }

  #newLot(): Lot {
    const { account, instrument, number } = this.#rules;
    const lot = new Lot(new Position(this.#ledger, this.#trades));
    lot.position.reset(account, instrument, number);
    this.#pool.push(lot);
    return lot;
  }

  #refresh(): void {
    let [base, slope, gross, quantity, long] = [0, 0, 0, 0, 0];
    for (let k = 0; k < this.open.length; k++) {
      const { position } = this.open[k]!;
      base += position.base;
      slope += position.slope;
      gross += position.grossSlope;
      quantity += position.quantity;
      if (position.quantity > 0) long += position.quantity;
    }
    this.base = base;
    this.slope = slope;
    this.grossSlope = gross;
    this.quantity = quantity;
    this.longQuantity = long;
  }
}
