import type { Market, SessionColumns } from '../../data/market.js';
import type { Actor, Fill } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import type { InstrumentRules } from '../../engine/rules.js';
import type { Scorer } from './factors.js';
import { Governance } from './governance.js';
import type { Levels } from './levels.js';
import type { OrbLog } from './log.js';
import { cutoffMinute, type OrbParams } from './params.js';
import type { OpeningRange } from './ranges.js';
import { OrbSide } from './side.js';
import { OrbTrade } from './trade.js';

const MINUTE_MS = 60_000;
/** Both sides of a breakout are one group of orders: the first fill cancels the other. */
const GROUP = 1;
/** Bars that are looked through at once for the next one of interest. */
const MOST_SCANNED = 512;

export interface OrbParts {
  readonly p: OrbParams;
  readonly market: Market;
  readonly sessions: SessionColumns;
  readonly ranges: readonly (OpeningRange | null)[];
  readonly scorer: Scorer;
  readonly levels: Levels;
  readonly instrument: InstrumentRules;
  readonly from: number;
  readonly to: number;
  /** Present when the run is recorded. */
  readonly log: OrbLog | null;
}

/** Trades the breakouts of valid opening ranges, one position at a time. Decides at closes only. */
export class OrbActor implements Actor {
  readonly warmup: number;
  readonly counters = { late_entries: 0, rejected: 0, lockouts: 0, tradable_sessions: 0 };
  readonly #parts: OrbParts;
  readonly #governance: Governance;
  readonly #sides: readonly [OrbSide, OrbSide] = [new OrbSide(1), new OrbSide(-1)];
  readonly #isConfirmed: boolean;
  #trade: OrbTrade | null = null;
  /** Next session after each that has a valid range; the number of sessions where there is none. */
  readonly #nextValid: Int32Array;

  constructor(parts: OrbParts) {
    const { p, sessions, ranges, from, to } = parts;
    this.#parts = parts;
    this.warmup = from;
    this.#governance = new Governance(p.governance, cutoffMinute(p, sessions));
    this.#isConfirmed = p.fills.factor_timing === 'close_confirm';
    this.#nextValid = new Int32Array(ranges.length + 1).fill(ranges.length);
    for (let s = ranges.length - 1; s >= 0; s--) {
      const range = ranges[s];
      this.#nextValid[s] = range?.valid ? s : this.#nextValid[s + 1]!;
      if (range?.valid && range.firstBar >= from && range.firstBar < to) this.counters.tradable_sessions++;
    }
  }

  tables() {
    return this.#parts.log?.tables() ?? {};
  }

  onFill(fill: Fill): void {
    const { sessions, instrument, market, log } = this.#parts;
    this.#enterSession(sessions.index[fill.bar]!);
    if (fill.isEntry) {
      const side = this.#sides[fill.side > 0 ? 0 : 1];
      side.hasSignalled = true;
      side.hasReturned = false;
      for (const each of this.#sides) each.order = 0;
      if (side.isLate && !this.#isConfirmed) this.counters.late_entries++;
      this.#governance.countSignal();
      this.#trade = new OrbTrade(fill, side.stop, instrument.multiplier);
      log?.enter(this.#trade);
      return;
    }
    const trade = this.#trade;
    if (!trade) return;
    // The engine closes the session before the turn at its last bar, whose best price may have moved the stop.
    if (fill.reason === 'session_end') trade.hasMoved ||= this.#protection(fill.bar, trade, trade.stop) !== null;
    trade.leave(fill);
    if (!trade.isClosed) return;
    this.#trade = null;
    const reason = this.#governance.close(trade.result, trade.isFullStop);
    this.counters.lockouts = this.#governance.lockouts;
    if (reason !== '') log?.event(market.time[fill.bar]!, 'lockout', reason, trade.side);
  }

  onBar(i: number, desk: Desk): number {
    const { sessions, ranges, market, levels } = this.#parts;
    const session = sessions.index[i]!;
    this.#enterSession(session);
    this.#protect(i, desk);
    const range = ranges[session];
    if (!range?.valid || i < range.finalBar) return this.#next(i, session);
    const upper = levels.upper(i, range);
    const lower = levels.lower(i, range);
    const close = market.close[i]!;
    const isBetween = close >= lower && close <= upper;
    for (const side of this.#sides) {
      this.#noticeRefusal(i, side, desk);
      if (isBetween && side.hasSignalled) side.hasReturned = true;
    }
    const isOpen = desk.position === 0 && i < range.lastBar;
    this.#offer(i, this.#sides[0], upper, range, isOpen, desk);
    this.#offer(i, this.#sides[1], lower, range, isOpen, desk);
    return this.#next(i, session);
  }

  /** Next bar to look at: those at which something may be entered, the stop may have to move or a side may return. */
  #next(i: number, session: number): number {
    const { ranges, sessions, market, log } = this.#parts;
    const range = ranges[session];
    const canRepeat = range?.valid === true && market.time[i]! < this.#latest(range);
    if (this.#trade) return canRepeat ? i + 1 : this.#nextProtection(i, this.#trade);
    if (range?.valid && i < range.lastBar) {
      if (i < range.finalBar) return range.finalBar;
      const isDone = !canRepeat && this.#sides.every((side) => side.hasSignalled);
      // Only a recorded run tells which signals governance forbade.
      const isForbidden = !log && this.#governance.isOver(sessions.minute[i + 1]!);
      if (!(isDone || isForbidden) || this.#sides.some(({ order }) => order !== 0)) return i + 1;
    }
    return ranges[this.#nextValid[session + 1]!]?.finalBar ?? market.length;
  }

  /** Next bar whose best price may move the stop; the engine itself sees to the exits. */
  #nextProtection(i: number, trade: OrbTrade): number {
    const { p, market } = this.#parts;
    const end = Math.min(i + MOST_SCANNED, market.length);
    if (trade.hasMoved) return end;
    const level = trade.priceAt(p.trade.move_be_at_r);
    const { side } = trade;
    const best = side > 0 ? market.high : market.low;
    let next = i + 1;
    while (next < end && side * (best[next]! - level) < 0) next++;
    return next;
  }

  /** Moment after which no side trades a second time. */
  #latest(range: OpeningRange): number {
    return range.end + this.#parts.p.governance.second_chance_minutes * MINUTE_MS;
  }

  #enterSession(session: number): void {
    if (this.#governance.enter(session)) for (const side of this.#sides) side.beginSession();
  }

  #protect(i: number, desk: Desk): void {
    const trade = this.#trade;
    if (!trade || trade.hasMoved) return;
    const stop = this.#protection(i, trade, desk.stopPrice);
    if (stop === null) return;
    desk.moveStop(stop);
    trade.hasMoved = true;
  }

  /** Where a stop moves once the bar's best price has reached the profit that asks for it, if that tightens it; else null. */
  #protection(i: number, trade: OrbTrade, current: number): number | null {
    const { p, market } = this.#parts;
    const best = trade.side > 0 ? market.high[i]! : market.low[i]!;
    if (trade.side * (best - trade.priceAt(p.trade.move_be_at_r)) < 0) return null;
    const stop = trade.entry + trade.side * p.trade.be_buffer;
    return trade.side * (stop - current) > 0 ? stop : null;
  }

  /** A market order that is neither filled nor waiting was refused: its risk was below a tick at the open. */
  #noticeRefusal(i: number, side: OrbSide, desk: Desk): void {
    if (!this.#isConfirmed || side.order === 0 || desk.isWorking(side.order)) return;
    side.order = 0;
    this.#refuse(i, side);
  }

  #refuse(i: number, side: OrbSide): void {
    if (side.hasLoggedRisk) return;
    side.hasLoggedRisk = true;
    this.counters.rejected++;
    this.#parts.log?.event(this.#parts.market.time[i]!, 'signal_blocked', 'risk', side.side);
  }

  /** Keeps, places or withdraws the order of one side for the next bar. */
  #offer(i: number, side: OrbSide, trigger: number, range: OpeningRange, isOpen: boolean, desk: Desk): void {
    const { levels } = this.#parts;
    if (!isOpen || !this.#wants(i, side, trigger, range)) {
      if (side.order !== 0) desk.cancel(side.order);
      side.order = 0;
      return;
    }
    const stop = levels.stop(i, side.side, range);
    const isKept =
      side.order !== 0 &&
      side.price === trigger &&
      side.stop.price === stop.price &&
      side.stop.distance === stop.distance;
    if (isKept && desk.isWorking(side.order)) return;
    if (side.order !== 0) desk.cancel(side.order);
    const size = { kind: 'quantity', value: this.#parts.p.backtest.contracts_per_trade } as const;
    const reason = side.side > 0 ? 'breakout_up' : 'breakout_down';
    const ticket = { side: side.side, size, bracket: levels.bracket(stop), reason };
    side.stop = stop;
    side.price = trigger;
    side.order = this.#isConfirmed
      ? desk.submit({ type: 'market', ...ticket })
      : desk.submit({ type: 'stop', price: trigger, group: GROUP, ...ticket });
  }

  /** Whether a side orders at the close of bar i; tells of what governance or the risk forbids. */
  #wants(i: number, side: OrbSide, trigger: number, range: OpeningRange): boolean {
    const { p, market, sessions, scorer, levels, log } = this.#parts;
    const isConfirmed = this.#isConfirmed;
    const isBeyond = side.side * (market.close[i]! - trigger) > 0;
    side.isLate = isBeyond;
    if (isConfirmed && !(isBeyond && market.time[i]! >= range.end)) return false;
    if (!isConfirmed && isBeyond && p.entry.fresh_cross_only) return false;
    const isRepeat = side.hasSignalled;
    if (isRepeat && !(side.hasReturned && market.time[isConfirmed ? i : i + 1]! <= this.#latest(range))) return false;
    const block = this.#governance.block(sessions.minute[i + 1]!);
    if (block !== '' && (!log || side.hasLoggedBlock)) return false;
    if (!scorer.passes(i, side.side, range)) return false;
    const hasReached = isConfirmed || side.side * ((side.side > 0 ? market.high[i]! : market.low[i]!) - trigger) >= 0;
    if (block !== '') {
      if (hasReached) {
        side.hasLoggedBlock = true;
        log?.event(market.time[i]!, 'signal_blocked', block, side.side);
      }
      return false;
    }
    if (isConfirmed || levels.hasRisk(levels.stop(i, side.side, range), trigger, side.side)) return true;
    if (hasReached) this.#refuse(i, side);
    return false;
  }
}
