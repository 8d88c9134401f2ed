import { closeOut } from '../matching/fills.js';
import type { RunCounters } from '../record/record.js';
import type { RiskRules } from '../rules.js';
import type { Seat } from '../seat.js';
import type { Timeline } from '../timeline.js';
import { AccountGuard } from './account-guard.js';
import { BREAKER_CODE, CircuitBreaker } from './circuit-breaker.js';

/** The rules of an account at work on all its instruments. */
export class AccountRisk {
  readonly guard = new AccountGuard();
  readonly breaker = new CircuitBreaker();

  reset(rules: RiskRules, timeline: Timeline, from: number, initialEquity: number): void {
    this.guard.reset(rules, timeline, from, initialEquity);
    this.breaker.reset(rules.breaker, timeline);
  }

  /** First frame after `frame` that a rule wants to see; the end of time when none does. */
  nextFrame(frame: number, isFlat: boolean): number {
    return Math.min(this.guard.nextFrame(frame, isFlat), this.breaker.nextFrame(frame));
  }

  get counts(): Pick<RunCounters, 'dailyLossStops' | 'circuitBreaks'> {
    return { dailyLossStops: this.guard.dailyLossStops, circuitBreaks: this.breaker.trips };
  }

  /** Equity at or below which the rules or a strategy want to see the close. */
  floor(seats: readonly Seat[]): number {
    let { floor } = this.guard;
    for (let k = 0; k < seats.length; k++) {
      const { wakeUp } = seats[k]!.book;
      if (wakeUp !== null && wakeUp.equityBelow > floor) floor = wakeUp.equityBelow;
    }
    return floor;
  }

  /** Carries out what the guard makes of the closes: everything leaves at the next open, on the last frame at once. */
  judgeEquity(seats: readonly Seat[], equity: number, peak: number, frame: number, isLast: boolean): void {
    const rule = this.guard.judge(frame, equity, peak);
    const halted = this.guard.haltCode || this.breaker.haltCode(frame);
    for (let k = 0; k < seats.length; k++) {
      const { book, desk } = seats[k]!;
      // Where the instrument has no bar now, its strategy is shown the next one: it may wait for the end of a halt.
      if (halted === '' && book.halted !== '') seats[k]!.wanted = 0;
      book.halted = halted;
      if (rule === '') continue;
      if (isLast) {
        closeOut(book, book.mark, rule);
      } else {
        book.cancelAll(rule, false);
        desk.close(rule);
      }
    }
  }

  /**
   * Lets too many failed orders pause the entries: those at work are cancelled, exits stay.
   *
   * @returns whether a pause begins now
   */
  judgeFailures(seats: readonly Seat[], frame: number): boolean {
    if (!this.breaker.isOn) return false;
    let failures = 0;
    for (let k = 0; k < seats.length; k++) failures += seats[k]!.book.failures;
    if (!this.breaker.judge(frame, failures)) return false;
    for (let k = 0; k < seats.length; k++) {
      const { book } = seats[k]!;
      if (book.halted === '') book.halted = BREAKER_CODE;
      const { orders } = book;
      for (let n = orders.count - 1; n >= 0; n--)
        if (orders.isExit[orders.working[n]!] === 0) book.drop(n, 'CANCELED', BREAKER_CODE);
    }
    return true;
  }
}
