import { stepValue } from '../../base/step.js';
import type { Market } from '../../data/market.js';
import type { Actor, Fill, WakeUp } from '../../engine/actor.js';
import type { Desk, OrderTicket } from '../../engine/desk.js';
import type { PositionHolder, SmaExtendedAccount } from './account.js';
import { EntryTally, wholeLotsOf } from './entry.js';
import type { SmaExtendedParams } from './params.js';
import { Stretches } from './stretches.js';
import type { Events } from '../../indicators/_indicator.js';
import type { Surroundings } from '../_strategy.js';

/** Relative slack that wakes it a touch too early rather than a rounding too late; being woken in vain changes nothing. */
const SLACK = 1e-9;

/** Where the fast average lies above the slow one, and where below. */
export interface Trends {
  readonly rising: Events;
  readonly falling: Events;
}

/** The strategy at work on one instrument: judged at closes, filled at the next open. */
export class SmaExtendedTrader implements Actor, PositionHolder {
  readonly warmup: number;
  readonly wakeUp: WakeUp = { equityBelow: -Infinity, priceBelow: -Infinity, priceAbove: Infinity };
  readonly counters = { signals_generated: 0, signals_rejected: 0, positions_held: 0, pnl_strategy: 0 };
  readonly #p: SmaExtendedParams;
  readonly #market: Market;
  readonly #account: SmaExtendedAccount;
  readonly #entry: EntryTally;
  readonly #multiplier: number;
  readonly #quantity: number;
  /** A gain counts a close as the nearest tick: by so much it may be judged above or below itself. */
  readonly #halfTick: number;
  readonly #rising: Stretches;
  readonly #falling: Stretches;
  /** Names are for the record alone. */
  readonly #namesOrders: boolean;
  #desk: Desk | null = null;
  #trail = -Infinity;
  /** First bar on which an entry is allowed after the latest exit. */
  #cooled = 0;
  /** Bar of the latest order to buy. */
  #ordered = -1;

  constructor(
    p: SmaExtendedParams,
    { rising, falling }: Trends,
    market: Market,
    { instrument, from, recording = false }: Surroundings,
    account: SmaExtendedAccount,
  ) {
    this.#p = p;
    this.#market = market;
    this.#account = account;
    this.#namesOrders = recording;
    this.#entry = new EntryTally(instrument);
    this.#multiplier = instrument.multiplier;
    this.#quantity = wholeLotsOf(p.qty, instrument);
    this.#halfTick = instrument.tick ? stepValue(instrument.tick, 1) / 2 : 0;
    this.#rising = new Stretches(rising);
    this.#falling = new Stretches(falling);
    this.warmup = Math.max(from, p.slow - 1);
    account.join(this);
  }

  get isOccupied(): boolean {
    return this.#desk !== null && (this.#desk.position !== 0 || this.#desk.workingOrders > 0);
  }

  onBar(i: number, desk: Desk): number {
    this.#desk = desk;
    if (desk.position !== 0) this.#follow(i, desk);
    else if (desk.workingOrders === 0) this.#enter(i, desk);
    const isHolding = desk.position !== 0 && desk.workingOrders === 0;
    this.#watch(isHolding);
    if (isHolding) return this.#falling.next(i + 1);
    return this.isOccupied ? i + 1 : this.#rising.next(Math.max(i + 1, this.#cooled));
  }

  onFill({ bar, side, quantity, price, fee }: Fill, desk: Desk): void {
    this.#desk = desk;
    let pnl = -fee;
    if (side > 0) {
      this.#entry.add(quantity, price);
      this.#raiseTrail(this.#entry.mean);
    } else {
      pnl += (price - this.#entry.mean) * quantity * this.#multiplier;
    }
    this.counters.pnl_strategy += pnl;
    this.#account.realise(this.#market.time[bar]!, pnl);
    if (desk.position === 0) {
      this.#cooled = bar + this.#p.cooldown_bars;
      this.#trail = -Infinity;
      this.#entry.clear();
    }
    this.counters.positions_held = desk.position === 0 ? 0 : 1;
  }

  #follow(i: number, desk: Desk): void {
    const close = this.#market.close[i]!;
    this.#raiseTrail(close);
    if (desk.workingOrders > 0) return;
    const reason = this.#exitReason(i, close);
    if (reason === '') return;
    const size = { kind: 'quantity', value: desk.position } as const;
    this.#submit(i, { type: 'market', side: -1, size, reduceOnly: true, meetsFilters: true, reason }, desk);
  }

  #exitReason(i: number, close: number): string {
    const { tp_pct, sl_pct } = this.#p;
    if (this.#falling.since(i) >= 0) return 'fast_lt_slow';
    const gain = this.#entry.gain(close);
    if (tp_pct !== null && gain >= tp_pct) return 'take_profit';
    if (sl_pct !== null && gain <= -sl_pct) return 'stop_loss';
    return close <= this.#trail ? 'trailing_stop' : '';
  }

  /** Asks to be woken, while it holds, by prices at which a close could move the trail or end the position. */
  #watch(isHolding: boolean): void {
    const { tp_pct, sl_pct, trail_pct } = this.#p;
    let above = Infinity;
    let below = -Infinity;
    if (isHolding) {
      const { mean } = this.#entry;
      if (trail_pct !== null) above = this.#trail / (1 - trail_pct);
      if (tp_pct !== null) above = Math.min(above, mean * (1 + tp_pct) - this.#halfTick);
      if (sl_pct !== null) below = mean * (1 - sl_pct) + this.#halfTick;
      below = Math.max(below, this.#trail);
    }
    this.wakeUp.priceAbove = above * (1 - SLACK);
    this.wakeUp.priceBelow = below * (1 + SLACK);
  }

  #enter(i: number, desk: Desk): void {
    const { allow_reentry, daily_loss_limit, max_positions } = this.#p;
    const since = this.#rising.since(i);
    if (since < 0 || i < this.#cooled || (!allow_reentry && since <= this.#ordered)) return;
    if (this.#account.dailyPnl(this.#market.time[i]!) <= -daily_loss_limit) return;
    if (this.#account.occupied >= max_positions) return;
    this.#ordered = i;
    const size = { kind: 'quantity', value: this.#quantity } as const;
    this.#submit(i, { type: 'market', side: 1, size, reason: 'fast_gt_slow' }, desk);
  }

  #submit(i: number, ticket: OrderTicket, desk: Desk): void {
    this.counters.signals_generated++;
    const orderId = desk.submit(this.#namesOrders ? { ...ticket, id: this.#nameAt(i) } : ticket);
    if (!desk.isWorking(orderId)) this.counters.signals_rejected++;
  }

  #nameAt(i: number): string {
    const { symbol, time, intervalMs } = this.#market;
    return `sma-extended-${symbol}-${time[i]! + intervalMs}-${this.#account.nextIntent()}`;
  }

  #raiseTrail(price: number): void {
    const { trail_pct } = this.#p;
    if (trail_pct !== null) this.#trail = Math.max(this.#trail, price * (1 - trail_pct));
  }
}
