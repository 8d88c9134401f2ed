import type { OrderType } from './record/record.js';
import type { Bracket, OrderTicket, PostOnly, Size } from './desk.js';
import type { Lot } from './account/lots.js';

export const MARKET = 0;
export const LIMIT = 1;
export const STOP = 2;
export const TAKE_PROFIT = 3;
export const STOP_LIMIT = 4;
const TYPE_CODES: Readonly<Record<OrderType, number>> = {
  market: MARKET,
  limit: LIMIT,
  stop: STOP,
  take_profit: TAKE_PROFIT,
  stop_limit: STOP_LIMIT,
};
export const TYPE_NAMES: readonly OrderType[] = ['market', 'limit', 'stop', 'take_profit', 'stop_limit'];

export const NEVER = 2 ** 31 - 1;

export const GTC = 0;
export const IOC = 1;
export const FOK = 2;
const FORCE_CODES: Readonly<Record<NonNullable<OrderTicket['timeInForce']>, number>> = { gtc: GTC, ioc: IOC, fok: FOK };

/** How a quantity is found; a code, so that sizes live in columns. */
export const SIZE_QUANTITY = 0;
export const SIZE_EQUITY = 1;
export const SIZE_CASH = 2;
export const SIZE_RISK = 3;
const SIZE_CODES: Readonly<Record<Size['kind'], number>> = {
  quantity: SIZE_QUANTITY,
  equity: SIZE_EQUITY,
  cash: SIZE_CASH,
  risk: SIZE_RISK,
};

/** An order that was taken in under an id of the strategy's own. */
export interface TakenOrder {
  readonly id: number;
  readonly instrument: number;
  readonly ticket: OrderTicket;
}

/** Ids of a run's orders, over all instruments. */
export interface OrderIds {
  last: number;
  /** Orders that strategies placed, rejected ones included; the others are exits that the engine attaches or the run itself places. */
  placed: number;
  /** Orders submitted at the present moment. */
  ofMoment: number;
  readonly taken: Map<string, TakenOrder>;
}

/**
 * Working orders as columns. A finished order's slot is used again, so the table stays as small as the largest number of orders that ever
 * worked at once; `id` never repeats within a run. `working[0 .. count)` lists the slots in the order of acceptance.
 */
export class OrderTable {
  readonly ids: OrderIds;
  count = 0;
  working = new Int32Array(16);
  id = new Int32Array(16);
  type = new Int8Array(16);
  /** Type as it was submitted: what a trigger or a partial fill leaves works as another. */
  submittedType = new Int8Array(16);
  side = new Int8Array(16);
  /** 1 for orders that only reduce. */
  isExit = new Uint8Array(16);
  price = new Float64Array(16);
  liveFrom = new Int32Array(16);
  expires = new Int32Array(16);
  group = new Int32Array(16);
  submittedBar = new Int32Array(16);
  sizeKind = new Uint8Array(16);
  sizeValue = new Float64Array(16);
  sizeCap = new Float64Array(16);
  /** The strategy's own name of an order; empty without one. */
  name: string[] = [];
  reason: string[] = [];
  /** Reason of a fill at the open; the plain one where it is empty. */
  gapReason: string[] = [];
  bracket: (Bracket | null)[] = [];
  tag = new Int32Array(16);
  /** Lot that an exit belongs to. */
  lot: (Lot | null)[] = [];
  postOnly: (PostOnly | null)[] = [];
  /** Attempts after the first that a post-only order took to rest. */
  retries = new Uint8Array(16);
  /** Limit of a stop_limit. */
  limitPrice = new Float64Array(16);
  /** 0 good till cancelled, else a code of `timeInForce`. */
  force = new Uint8Array(16);
  /** Moment at which the order has arrived, ms; breaks ties at one price. */
  arrival = new Float64Array(16);
  /** Bar that gives the order nothing more; -1 when there is none. */
  spentBar = new Int32Array(16);
  /** Filled so far: quantity, mean price, fees. */
  filled = new Float64Array(16);
  meanPrice = new Float64Array(16);
  paidFees = new Float64Array(16);
  lastGroup = 0;

  #free = new Int32Array(16);
  #freeCount = 0;
  #slots = 0;

  constructor(ids: OrderIds) {
    this.ids = ids;
  }

  clear(): void {
    this.count = this.lastGroup = this.#freeCount = this.#slots = 0;
  }

  /** Takes an order in and returns its slot. */
  add(ticket: OrderTicket, bar: number, liveFrom: number): number {
    const { size } = ticket;
    const s = this.#open(TYPE_CODES[ticket.type], ticket.side, bar, liveFrom, ticket.reason ?? '');
    this.name[s] = ticket.id ?? '';
    this.isExit[s] = ticket.reduceOnly === true ? 1 : 0;
    this.price[s] = ticket.price ?? NaN;
    this.expires[s] = ticket.expires ?? NEVER;
    this.group[s] = ticket.group ?? 0;
    this.gapReason[s] = '';
    this.bracket[s] = ticket.bracket ?? null;
    this.sizeKind[s] = SIZE_CODES[size.kind];
    this.sizeValue[s] = size.value;
    this.sizeCap[s] = size.kind === 'quantity' ? Infinity : size.cap;
    this.tag[s] = ticket.tag ?? 0;
    this.postOnly[s] = ticket.postOnly ?? null;
    this.limitPrice[s] = ticket.limitPrice ?? NaN;
    this.force[s] = FORCE_CODES[ticket.timeInForce ?? 'gtc'];
    // What its first bar leaves of such an order is over with it.
    if (this.force[s] !== GTC) this.expires[s] = Math.min(this.expires[s]!, liveFrom);
    return s;
  }

  /** Takes in an order that only reduces, without the detour over a ticket. */
  addExit(
    type: number,
    side: number,
    quantity: number,
    price: number,
    group: number,
    bar: number,
    liveFrom: number,
    reason: string,
    gapReason = '',
  ): void {
    const s = this.#open(type, side, bar, liveFrom, reason);
    this.gapReason[s] = gapReason;
    this.isExit[s] = 1;
    this.price[s] = price;
    this.expires[s] = NEVER;
    this.group[s] = group;
    this.bracket[s] = null;
    this.postOnly[s] = null;
    this.tag[s] = 0;
    this.sizeKind[s] = SIZE_QUANTITY;
    this.sizeValue[s] = quantity;
  }

  /** Takes in the exit of a lot, for all of it. */
  addLotExit(lot: Lot, type: number, price: number, bar: number, liveFrom: number, reason: string): void {
    this.addExit(type, -lot.side, lot.quantity, price, 0, bar, liveFrom, reason);
    const slot = this.working[this.count - 1]!;
    this.lot[slot] = lot;
    this.tag[slot] = lot.tag;
  }

  /** Takes the order at position k of the working list out, keeping the order of the others. */
  removeAt(k: number): void {
    this.#free[this.#freeCount++] = this.working[k]!;
    this.count--;
    for (let j = k; j < this.count; j++) this.working[j] = this.working[j + 1]!;
  }

  /** Adds a fill to what an order has had so far. */
  noteFill(slot: number, quantity: number, price: number, fee: number): void {
    const before = this.filled[slot]!;
    const total = before + quantity;
    this.meanPrice[slot] = before === 0 ? price : (this.meanPrice[slot]! * before + price * quantity) / total;
    this.filled[slot] = total;
    this.paidFees[slot] = this.paidFees[slot]! + fee;
  }

  #open(type: number, side: number, bar: number, liveFrom: number, reason: string): number {
    const s = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#newSlot();
    this.id[s] = ++this.ids.last;
    this.type[s] = this.submittedType[s] = type;
    this.force[s] = GTC;
    this.arrival[s] = 0;
    this.spentBar[s] = -1;
    this.filled[s] = this.paidFees[s] = 0;
    this.side[s] = side;
    this.submittedBar[s] = bar;
    this.liveFrom[s] = liveFrom;
    this.reason[s] = reason;
    this.name[s] = '';
    this.retries[s] = 0;
    this.lot[s] = null;
    this.working[this.count++] = s;
    return s;
  }

  #newSlot(): number {
    if (this.#slots === this.id.length) this.#grow();
    return this.#slots++;
  }

  #grow(): void {
    const size = this.id.length * 2;
    const wider = <T extends Int32Array | Int8Array | Uint8Array | Float64Array>(old: T, next: T): T => (
      next.set(old),
      next
    );
    this.working = wider(this.working, new Int32Array(size));
    this.#free = wider(this.#free, new Int32Array(size));
    this.id = wider(this.id, new Int32Array(size));
    this.retries = wider(this.retries, new Uint8Array(size));
    this.type = wider(this.type, new Int8Array(size));
    this.submittedType = wider(this.submittedType, new Int8Array(size));
    this.force = wider(this.force, new Uint8Array(size));
    this.limitPrice = wider(this.limitPrice, new Float64Array(size));
    this.arrival = wider(this.arrival, new Float64Array(size));
    this.spentBar = wider(this.spentBar, new Int32Array(size));
    this.filled = wider(this.filled, new Float64Array(size));
    this.meanPrice = wider(this.meanPrice, new Float64Array(size));
    this.paidFees = wider(this.paidFees, new Float64Array(size));
    this.side = wider(this.side, new Int8Array(size));
    this.isExit = wider(this.isExit, new Uint8Array(size));
    this.tag = wider(this.tag, new Int32Array(size));
    this.price = wider(this.price, new Float64Array(size));
    this.liveFrom = wider(this.liveFrom, new Int32Array(size));
    this.expires = wider(this.expires, new Int32Array(size));
    this.group = wider(this.group, new Int32Array(size));
    this.sizeKind = wider(this.sizeKind, new Uint8Array(size));
    this.sizeValue = wider(this.sizeValue, new Float64Array(size));
    this.sizeCap = wider(this.sizeCap, new Float64Array(size));
    this.submittedBar = wider(this.submittedBar, new Int32Array(size));
  }
}
