import type { Json } from '../../base/json.js';
import type { Market } from '../../data/market.js';
import type { Actor, EntryRequest, Fill, OrderEnd, WakeUp } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import { awayFromEntry } from '../../engine/matching/pricing.js';
import type { ActorTable } from '../../engine/record/record.js';
import { startCounters, type Refusal } from './counters.js';
import { failureOf, isTaken } from './failures.js';
import { DayTurn } from './day-turn.js';
import type { ScalpingParams } from './params.js';
import { bracketOf, RiskEngine } from './risk.js';
import type { SafetyMonitor } from './safety.js';
import type { ScalpingSession } from './session.js';
import { SignalLog } from './signal-log.js';
import { scanSignals, type ScalpingColumns } from './signals.js';
import { TrailingStop } from './trailing-stop.js';
import type { Surroundings } from '../_strategy.js';

const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The strategy at work on one instrument: signals become orders that the risk engine sizes and the safety monitor lets pass, both asked at
 * the signal and again at the fill; positions leave at their stop, their target, an opposite signal or a halt.
 */
export class ScalpingTrader implements Actor {
  readonly warmup: number;
  readonly counters = startCounters();
  readonly marksFills = true;
  readonly wakeUp: WakeUp = { equityBelow: -Infinity, priceBelow: -Infinity, priceAbove: Infinity };
  readonly #p: ScalpingParams;
  readonly #market: Market;
  readonly #surroundings: Surroundings<ScalpingSession>;
  readonly #session: ScalpingSession;
  readonly #risk: RiskEngine;
  readonly #trail: TrailingStop;
  /** Null in runs that are not recorded. */
  readonly #told: SignalLog | null;
  readonly #range: Float64Array;
  readonly #signals: readonly number[];
  #next = 0;
  #desk: Desk | null = null;
  /** Whether the account's log is told by this instrument. */
  readonly #tellsLog: boolean;
  /** Distances of the latest order's stop and target. */
  #stop = NaN;
  #target = NaN;
  readonly #days: DayTurn;
  /** Whether the position waits for the next open to be closed. */
  #isClosing = false;
  #refusal: Refusal | '' = '';
  /** The latest order that was refused at its placement. */
  #refused = NaN;

  constructor(
    p: ScalpingParams,
    columns: ScalpingColumns,
    market: Market,
    surroundings: Surroundings<ScalpingSession>,
  ) {
    this.#p = p;
    this.#market = market;
    this.#days = new DayTurn(market);
    this.#surroundings = surroundings;
    const { instrument, execution, shared: session } = surroundings;
    this.#session = session;
    const cap = Math.min(p.risk.max_exposure ?? Infinity, p.safety.max_exposure_pct);
    this.#risk = new RiskEngine(p.risk, cap, execution.slippage, instrument);
    this.#trail = new TrailingStop(p.risk, market);
    this.#told = surroundings.recording ? new SignalLog(p, columns, market, this.#risk, instrument.multiplier) : null;
    this.#range = columns.range;
    this.#signals = scanSignals(p, columns, market, surroundings, this.counters);
    this.warmup = surroundings.from;
    session.log.cover(market, surroundings.from, surroundings.to);
    this.#tellsLog = session.join(this) === 0;
    if (this.#tellsLog) {
      // The account is halted, not an instrument: the first one counts for all.
      Object.defineProperty(this.counters, 'halts', { enumerable: true, get: () => session.halts });
    }
  }

  onBar(i: number, desk: Desk): number {
    const { time, intervalMs } = this.#market;
    this.#desk = desk;
    this.#session.close(time[i]!, time[i]! + intervalMs, desk);
    this.wakeUp.priceBelow = -Infinity;
    this.wakeUp.priceAbove = Infinity;
    if (desk.position !== 0) this.#trail.follow(i, desk, this.wakeUp);
    const signals = this.#signals;
    while (this.#next < signals.length && barOf(signals[this.#next]!) < i) this.#next++;
    if (this.#next < signals.length && barOf(signals[this.#next]!) === i) {
      const side = signals[this.#next]! >= 0 ? 1 : -1;
      const word = this.#p.safety.mode === 'paper' ? this.#act(i, side, desk) : 'monitor';
      this.#told?.add({ bar: i, side, equity: desk.equity, word });
      this.#next++;
    }
    this.#session.wake(this.wakeUp, this.#surroundings.recording === true);
    const signal = this.#next < signals.length ? barOf(signals[this.#next]!) : NEVER;
    // The monitor takes the equity at the end of a day as the next one's basis.
    return desk.position === 0 && desk.workingOrders === 0 ? signal : Math.min(signal, this.#days.after(i));
  }

  /** Closes the position at the next open, because trading is halted. */
  flatten(): void {
    if (this.#desk && this.#desk.position !== 0) this.#close(this.#desk, 'halt');
  }

  get hasJustClosed(): boolean {
    return this.#isClosing && this.#desk?.position === 0;
  }

  checkEntry(entry: EntryRequest, desk: Desk): number | string {
    if (!entry.isFill) return this.#refusal === '' ? entry.quantity : this.#refusal;
    const open = this.#market.time[entry.bar]!;
    const monitor = this.#session.atEntry(open);
    const size = this.#risk.size(entry.side, desk.equity, entry.price, this.#stop, this.#target);
    if (typeof size === 'string') return this.#reject(size);
    const quantity = Math.min(size, entry.quantity);
    if (!this.#risk.isLargeEnough(this.#value(quantity, entry.price))) return this.#reject('below_min_size');
    const refusal = this.#askSafety(monitor, open, quantity, entry.price, desk);
    if (refusal !== '') return this.#reject(refusal);
    const failure = failureOf(quantity, entry, desk, this.#surroundings);
    if (failure !== '') {
      this.#session.fail(open);
      return this.#reject(failure);
    }
    monitor.succeed();
    return quantity;
  }

  onFill(fill: Fill): void {
    const { bar, quantity, price, rawPrice, isEntry, reason } = fill;
    const { counters } = this;
    if (this.#surroundings.recording) this.#log(fill);
    counters.slippage_total += this.#value(quantity, Math.abs(price - rawPrice));
    counters.orders_successful++;
    if (isEntry) {
      this.#trail.start(price);
      return;
    }
    const isOrdered = reason === 'opposite_signal' || reason === 'halt';
    if (!isOrdered) counters.orders_total++;
    const exits = `exits_${reason}`;
    if (exits in counters) counters[exits as 'exits_stop']++;
    this.#isClosing = false;
    this.#session.succeed(this.#market.time[bar]!, isOrdered);
  }

  onReject({ orderId, code }: OrderEnd): void {
    // All that is refused here is counted where it is refused: what is left are fills that the limits of the run forbid.
    if (orderId !== this.#refused && !(`rejected_${code}` in this.counters)) this.#reject('run_limit');
  }

  tables(): Readonly<Record<string, ActorTable>> {
    const { log } = this.#session;
    const own: Record<string, ActorTable> = this.#told ? { signals: this.#told.table() } : {};
    return this.#tellsLog ? { [log.name]: log.table(), ...own } : own;
  }

  documents(): Readonly<Record<string, Json>> {
    return this.#tellsLog && this.#desk ? { result: this.#session.result(this.#desk) } : {};
  }

  #log(fill: Fill): void {
    const { instrument } = this.#surroundings;
    const level = (away: number): number => awayFromEntry(fill.price + fill.side * away, fill.price, instrument);
    const levels = { stop: level(-this.#stop), target: level(this.#target) };
    this.#session.log.add(fill, { market: this.#market, multiplier: instrument.multiplier, ...levels });
  }

  /** @returns what was decided, as a word */
  #act(i: number, side: 1 | -1, desk: Desk): string {
    if (this.#isClosing) return 'closing';
    // An entry that latency keeps from its fill: a symbol has one position.
    if (desk.position === 0 && desk.workingOrders > 0) return 'waiting';
    const { counters } = this;
    const held = desk.position * side;
    if (held > 0) {
      counters.already_in_position++;
      return 'already_in_position';
    }
    if (held < 0) {
      this.#close(desk, 'opposite_signal');
      if (!this.#p.allow_reversal) return 'close';
    }
    if (side < 0 && !this.#surroundings.instrument.allowShort) {
      counters.shorting_not_allowed++;
      return 'shorting_not_allowed';
    }
    return this.#open(i, side, held < 0 ? 'reverse' : 'open', desk);
  }

  #open(i: number, side: 1 | -1, reason: string, desk: Desk): string {
    const { stop, target } = bracketOf(this.#p, this.#range[i]!);
    const { time, close, intervalMs } = this.#market;
    const value = this.#risk.size(side, desk.equity, close[i]!, stop, target);
    if (typeof value === 'string') {
      this.counters[`rejected_${value}`]++;
      return value;
    }
    this.counters.orders_total++;
    this.#stop = stop;
    this.#target = target;
    // Asked before the venue's checks: what safety refuses is no failure, whatever else is wrong with it.
    this.#refusal = this.#askSafety(this.#session.at(time[i]!), time[i]! + intervalMs, value, close[i]!, desk);
    const bracket = { stop: { distance: stop }, target: { distance: target } };
    const id = desk.submit({ type: 'market', side, size: { kind: 'quantity', value }, bracket, reason });
    if (desk.isWorking(id)) return 'order';
    if (this.#refusal === '') {
      // What the venue takes and was not refused by safety, the limits of the run have refused, which is no failure.
      this.#refusal = isTaken(value, close[i]!, this.#surroundings.instrument) ? 'run_limit' : 'invalid_order';
      if (this.#refusal === 'invalid_order') this.#session.fail(time[i]!);
    }
    this.#refused = id;
    return this.#reject(this.#refusal);
  }

  #close(desk: Desk, reason: 'opposite_signal' | 'halt'): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.counters.orders_total++;
    desk.close(reason);
  }

  #reject(refusal: Refusal): Refusal {
    this.counters.orders_rejected++;
    this.counters[`rejected_${refusal}`]++;
    return refusal;
  }

  /** A position that the order reverses is closed before it opens and does not count. */
  #askSafety(monitor: SafetyMonitor, time: number, quantity: number, price: number, desk: Desk): '' | Refusal {
    const held = Math.abs(desk.position);
    return monitor.refusal({
      time,
      equity: desk.equity,
      risk: this.#value(quantity, this.#stop),
      value: this.#value(quantity, price),
      openPositions: desk.openPositions - (held > 0 ? 1 : 0),
      exposure: desk.exposure - this.#value(held, price),
    });
  }

  #value(quantity: number, price: number): number {
    return quantity * price * this.#surroundings.instrument.multiplier;
  }
}

/** Bar of a signal, long or short. */
const barOf = (signal: number): number => (signal >= 0 ? signal : ~signal);
