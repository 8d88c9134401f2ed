import type { Json } from '../../base/json.js';
import type { Market } from '../../data/market.js';
import type { Actor, EntryRequest, Fill, WakeUp } from '../actor.js';
import type { Desk } from '../desk.js';
import type { ActorTable } from '../record/record.js';
import type { InstrumentRules } from '../rules.js';

/** Limits of an account that refuse entries of any strategy; exits pass always. Infinity switches a limit off. */
export interface EntryLimits {
  /** Positions open at one time, lots in hedge mode. */
  readonly maxOpenTrades: number;
  /** Value of one position, and of all together, fractions of the equity. */
  readonly maxPositionExposure: number;
  readonly maxExposure: number;
  /** Positions opened or turned round, lots in hedge mode, of one instrument in a day: a session of its market, else a UTC day. */
  readonly maxEntriesPerDay: number;
  /** Losing trades in a row of one instrument, within a day, that end its day. Needs netting: lots close in no order. */
  readonly lockoutAfterLosses: number;
  /** Moment from which every entry is refused, UTC epoch ms. */
  readonly killTime: number;
}

export type LimitCode =
  'KILL_SWITCH' | 'LOSS_LOCKOUT' | 'MAX_ENTRIES' | 'MAX_OPEN_TRADES' | 'POSITION_EXPOSURE' | 'TOTAL_EXPOSURE';

/** Relative slack of the limits of value, more than rounding. */
const SLACK = 1 + 1e-9;
const DAY_MS = 86_400_000;

/** The limits at work on one account. Made once a run; its state is a function of fills and bar times, so a sleeping run refuses the same. */
export class EntryGate {
  readonly #limits: EntryLimits;
  readonly #guarded: LimitedActor[] = [];

  constructor(limits: EntryLimits) {
    this.#limits = limits;
  }

  /** The strategy, with its entries under the limits. */
  guard(actor: Actor, market: Market, instrument: InstrumentRules): Actor {
    const guarded = new LimitedActor(actor, market, instrument, this.#limits, this.#guarded);
    this.#guarded.push(guarded);
    return guarded;
  }
}

class LimitedActor implements Actor {
  readonly warmup: number;
  readonly wakeUp?: WakeUp;
  readonly marksFills: boolean;
  readonly onReject?: NonNullable<Actor['onReject']>;
  readonly onCancel?: NonNullable<Actor['onCancel']>;
  readonly #inner: Actor;
  readonly #market: Market;
  readonly #multiplier: number;
  readonly #isHedge: boolean;
  readonly #limits: EntryLimits;
  readonly #account: readonly LimitedActor[];
  #desk: Desk | null = null;
  #day = NaN;
  #entries = 0;
  #losses = 0;
  /** Of the open trade: signed quantity, and cash that it has brought so far. */
  #held = 0;
  #result = 0;

  constructor(
    inner: Actor,
    market: Market,
    { multiplier, positionMode }: InstrumentRules,
    limits: EntryLimits,
    account: readonly LimitedActor[],
  ) {
    this.warmup = inner.warmup;
    if (inner.wakeUp) this.wakeUp = inner.wakeUp;
    this.marksFills = inner.marksFills ?? false;
    if (inner.onReject) this.onReject = (end, desk) => inner.onReject!(end, desk);
    if (inner.onCancel) this.onCancel = (end, desk) => inner.onCancel!(end, desk);
    this.#inner = inner;
    this.#market = market;
    this.#multiplier = multiplier;
    this.#isHedge = positionMode === 'hedge';
    this.#limits = limits;
    this.#account = account;
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#inner.counters ?? {};
  }

  onBar(i: number, desk: Desk): number | void {
    return this.#inner.onBar(i, desk);
  }

  tables(): Readonly<Record<string, ActorTable>> {
    return this.#inner.tables?.() ?? {};
  }

  documents(): Readonly<Record<string, Json>> {
    return this.#inner.documents?.() ?? {};
  }

  checkEntry(entry: EntryRequest, desk: Desk): number | string {
    this.#desk = desk;
    // In hedge mode every entry is a trade of its own.
    const held = this.#isHedge ? 0 : Math.abs(desk.position);
    const isAgainst = !this.#isHedge && entry.side * desk.position < 0;
    // What only reduces is no entry, and a flip that may not open still closes.
    const isExit = isAgainst && entry.quantity <= held;
    const refusal = isExit ? '' : this.#refusal(entry, desk, isAgainst);
    if (refusal !== '' && !isAgainst) return refusal;
    const wanted = this.#inner.checkEntry?.(entry, desk) ?? entry.quantity;
    if (typeof wanted === 'string' || isExit) return wanted;
    if (refusal !== '') return entry.isFill ? Math.min(wanted, held) : wanted;
    const excess = this.#excess(entry, wanted, desk, isAgainst ? -held : held);
    if (excess === '') return wanted;
    return isAgainst ? (entry.isFill ? Math.min(wanted, held) : wanted) : excess;
  }

  onFill(fill: Fill, desk: Desk): void {
    this.#desk = desk;
    this.#enter(fill.bar);
    if (!this.#isHedge) this.#book(fill);
    else if (fill.isEntry) this.#entries++;
    this.#inner.onFill?.(fill, desk);
  }

  /** Limits that ask neither price nor quantity. */
  #refusal({ bar, isFill }: EntryRequest, desk: Desk, isFlip: boolean): LimitCode | '' {
    const { killTime, lockoutAfterLosses, maxEntriesPerDay, maxOpenTrades } = this.#limits;
    const { time, intervalMs } = this.#market;
    if (time[bar]! + (isFill ? 0 : intervalMs) >= killTime) return 'KILL_SWITCH';
    this.#enter(bar);
    if (this.#losses >= lockoutAfterLosses) return 'LOSS_LOCKOUT';
    // What enlarges a position, such as the rest of an order that fills in parts, belongs to its trade; one turned round is another.
    const isNew = this.#isHedge || desk.position === 0 || isFlip;
    if (isNew && this.#entries >= maxEntriesPerDay) return 'MAX_ENTRIES';
    const isOneMore = this.#isHedge || (desk.position === 0 && !isFlip);
    return isOneMore && this.#openTrades(desk) >= maxOpenTrades ? 'MAX_OPEN_TRADES' : '';
  }

  /** Limits of value, tested where the quantity is known. */
  #excess({ price }: EntryRequest, quantity: number, desk: Desk, held: number): LimitCode | '' {
    const { maxPositionExposure, maxExposure } = this.#limits;
    if (Number.isNaN(quantity)) return '';
    const unit = price * this.#multiplier;
    const { equity } = desk;
    const after = Math.abs(held + quantity) * unit;
    if (after > equity * maxPositionExposure * SLACK) return 'POSITION_EXPOSURE';
    const others = desk.exposure - Math.abs(held) * unit;
    return others + after > equity * maxExposure * SLACK ? 'TOTAL_EXPOSURE' : '';
  }

  #openTrades(desk: Desk): number {
    let open = desk.openPositions;
    for (const other of this.#account) open += other.#desk?.lots.length ?? 0;
    return open;
  }

  #enter(bar: number): void {
    const { sessions, time } = this.#market;
    const day = sessions ? sessions.index[bar]! : Math.floor(time[bar]! / DAY_MS);
    if (day === this.#day) return;
    this.#day = day;
    this.#entries = this.#losses = 0;
  }

  /** Follows the netted position from flat to flat and counts the losses. */
  #book({ side, quantity, price, fee }: Fill): void {
    const before = this.#held;
    const closing = before * side < 0 ? Math.min(quantity, Math.abs(before)) : 0;
    const feeOfClosing = quantity > 0 ? (fee * closing) / quantity : 0;
    if (closing > 0) {
      this.#result -= side * closing * price * this.#multiplier + feeOfClosing;
      this.#held += side * closing;
      if (Math.abs(this.#held) < 1e-12) {
        this.#losses = this.#result < 0 ? this.#losses + 1 : 0;
        this.#held = this.#result = 0;
      }
    }
    const opening = quantity - closing;
    if (opening <= 0) return;
    if (this.#held === 0) this.#entries++;
    this.#result -= side * opening * price * this.#multiplier + (fee - feeOfClosing);
    this.#held += side * opening;
  }
}
