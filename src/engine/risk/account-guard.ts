import type { RiskRules } from '../rules.js';
import type { Timeline } from '../timeline.js';

/** A strict limit on a computed amount: equality, and what rounding makes of it, never trips. */
const SLACK = 1e-12;

/**
 * Judges the account's equity at each close: drawdown from its peak, loss since the last close of an earlier UTC day.
 * It remembers the equity of the latest frame that was looked at; frames slept over kept it or lie inside one day.
 */
export class AccountGuard {
  #rules!: RiskRules;
  #timeline!: Timeline;
  #day = 0;
  #dayStart = 0;
  #latest = 0;
  #paused = false;
  /** Why trading ended for good; empty while it goes on. */
  stopReason = '';
  dailyLossStops = 0;

  reset(rules: RiskRules, timeline: Timeline, from: number, initialEquity: number): void {
    this.#rules = rules;
    this.#timeline = timeline;
    this.#day = 0;
    while (this.#dayEnd < from) this.#day++;
    this.#dayStart = this.#latest = initialEquity;
    this.#paused = false;
    this.stopReason = '';
    this.dailyLossStops = 0;
  }

  /** Equity below which the guard must look, whatever the peak does. */
  get floor(): number {
    return this.#watchesDay ? this.#dayStart * (1 - this.#rules.maxDailyLoss) : -Infinity;
  }

  /** Code with which entries are refused; empty while they are not. */
  get haltCode(): string {
    if (this.stopReason !== '') return this.stopReason.toUpperCase();
    return this.#paused ? 'DAILY_LOSS' : '';
  }

  /** The account was liquidated. */
  noteLiquidation(): void {
    if (this.#rules.stopOnLiquidation && this.stopReason === '') this.stopReason = 'liquidated';
  }

  /** Equity reached zero. A liquidation that led to it is the reason that is kept. */
  noteRuin(): void {
    if (this.stopReason === '') this.stopReason = 'ruined';
  }

  /** Whether the drawdown at an equity of zero or less ends trading anyway. */
  stopsAt(equity: number): boolean {
    const { maxDrawdown } = this.#rules;
    return maxDrawdown < 1 || (maxDrawdown === 1 && equity < 0);
  }

  /** First frame after `frame` that the guard wants to see; the end of time when it has no wish. */
  nextFrame(frame: number, isFlat: boolean): number {
    if (this.stopReason !== '') return Number.MAX_SAFE_INTEGER;
    if (this.#paused && isFlat) return this.#dayEnd + 1;
    if (!this.#watchesDay || isFlat) return Number.MAX_SAFE_INTEGER;
    // Also while paused: an order that arrives late still holds a position, whose last close of the day is the next one's basis.
    return this.#dayEnd > frame ? this.#dayEnd : frame + 1;
  }

  /**
   * What the equity at the close of a frame leads to: the name of the rule that closes everything, or nothing.
   *
   * @param peak highest equity so far
   */
  judge(frame: number, equity: number, peak: number): '' | 'max_drawdown' | 'daily_loss' {
    const { maxDrawdown, maxDailyLoss } = this.#rules;
    if (this.#dayEnd < frame) {
      while (this.#dayEnd < frame) this.#day++;
      this.#dayStart = this.#latest;
      this.#paused = false;
    }
    this.#latest = equity;
    if (this.stopReason !== '') return '';
    if ((peak - equity) / peak > maxDrawdown * (1 + SLACK)) {
      this.stopReason = 'max_drawdown';
      return 'max_drawdown';
    }
    if (this.#paused || !((this.#dayStart - equity) / this.#dayStart > maxDailyLoss * (1 + SLACK))) return '';
    this.#paused = true;
    this.dailyLossStops++;
    return 'daily_loss';
  }

  get #watchesDay(): boolean {
    return this.#rules.maxDailyLoss < Infinity;
  }

  get #dayEnd(): number {
    return this.#timeline.dayEnd[this.#day] ?? Infinity;
  }
}
