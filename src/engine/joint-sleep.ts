import type { EquityTracker } from './account/equity-tracker.js';
import type { Portfolio } from './account/portfolio.js';
import { hasImmediate } from './matching/immediate.js';
import type { Recorder } from './record/recorder.js';
import type { Seat } from './seat.js';
import { firstFrameFrom, type Timeline } from './timeline.js';
import { Wake } from './wake.js';

/** Relative slack that makes the engine look a touch too early rather than a rounding too late; a visit in vain changes nothing. */
const SLACK = 1e-9;

/** What is passed on for each frame slept over. */
interface Books {
  readonly portfolio: Portfolio;
  readonly equity: EquityTracker;
  readonly recorder: Recorder | null;
}

/**
 * The sleep of several instruments that share an account. While all are flat and no order works, frames are skipped at once; otherwise each
 * is looked at for the prices that could wake one of them and for the equity of all, and nothing else is done in it.
 */
export class JointSleep {
  readonly #wake = new Wake();
  /** Of each instrument: the prices that wake it, its latest close and bar. */
  #below = new Float64Array(0);
  #above = new Float64Array(0);
  #mark = new Float64Array(0);
  #latest = new Int32Array(0);

  /**
   * Passes frames from `frame + 1` on until one at which something can happen, and returns it.
   *
   * @param until frame that must be looked at in any case
   */
  pass(seats: readonly Seat[], frame: number, until: number, { bars }: Timeline, books: Books): number {
    const { portfolio, equity, recorder } = books;
    const from = frame + 1;
    const end = this.#plan(seats, from, Math.max(until, from), bars!);
    if (!isIdle(seats)) return this.#scan(seats, from, end, bars!, books);
    if (end > from) {
      equity.advance(from, end, -Infinity, Infinity, portfolio.base, 0);
      equity.sample(end, portfolio.equity, 0);
    }
    for (let f = from; recorder && f < end; f++) recordFrame(recorder, seats, f, portfolio.equity);
    return end;
  }

  /** Notes the prices that wake each instrument; returns the frame at which one of them must be seen whatever prices do. */
  #plan(seats: readonly Seat[], from: number, until: number, bars: readonly Int32Array[]): number {
    if (this.#below.length < seats.length) {
      this.#below = new Float64Array(seats.length);
      this.#above = new Float64Array(seats.length);
      this.#mark = new Float64Array(seats.length);
      this.#latest = new Int32Array(seats.length);
    }
    const wake = this.#wake;
    let end = until;
    for (let k = 0; k < seats.length; k++) {
      const { book, wanted } = seats[k]!;
      wake.plan(book, wanted);
      this.#below[k] = wake.below;
      this.#above[k] = wake.above;
      this.#mark[k] = book.mark;
      this.#latest[k] = book.latestBar;
      end = Math.min(end, hasImmediate(book) ? from : firstFrameFrom(bars[k]!, wake.bar, from, end));
    }
    return end;
  }

  #scan(seats: readonly Seat[], from: number, to: number, bars: readonly Int32Array[], books: Books): number {
    const { portfolio, equity: tracker, recorder } = books;
    const rate = seats[0]!.book.rules.account.maintenanceRate;
    let frame = from;
    for (; frame < to; frame++) {
      if (this.#wakes(seats, frame, bars) || (rate > 0 && !this.#isCovered(seats, frame, bars, portfolio.base, rate)))
        break;
      let equity = portfolio.base;
      for (let k = 0; k < seats.length; k++) {
        const { book } = seats[k]!;
        const bar = bars[k]![frame]!;
        equity += book.holding.slope * (bar < 0 ? this.#mark[k]! : book.market.close[bar]!);
      }
      if (equity <= 0 || tracker.mustSee(equity)) break;
      for (let k = 0; k < seats.length; k++) {
        const bar = bars[k]![frame]!;
        if (bar < 0) continue;
        this.#latest[k] = bar;
        this.#mark[k] = seats[k]!.book.market.close[bar]!;
      }
      tracker.mark(frame, equity);
      tracker.sample(frame + 1, equity, 0);
      if (recorder) recordFrame(recorder, seats, frame, equity);
    }
    for (let k = 0; k < seats.length; k++) {
      seats[k]!.book.mark = this.#mark[k]!;
      seats[k]!.book.latestBar = this.#latest[k]!;
    }
    return frame;
  }

  #wakes(seats: readonly Seat[], frame: number, bars: readonly Int32Array[]): boolean {
    for (let k = 0; k < seats.length; k++) {
      const bar = bars[k]![frame]!;
      if (bar < 0) continue;
      const { low, high } = seats[k]!.book.market;
      if (low[bar]! <= this.#below[k]! || high[bar]! >= this.#above[k]!) return true;
    }
    return false;
  }

  /** Whether the account meets its maintenance margin wherever the frame's prices stand: each instrument at its worst at once. */
  #isCovered(seats: readonly Seat[], frame: number, bars: readonly Int32Array[], base: number, rate: number): boolean {
    let least = base;
    let most = 0;
    for (let k = 0; k < seats.length; k++) {
      const { holding, market } = seats[k]!.book;
      if (holding.isFlat) continue;
      const bar = bars[k]![frame]!;
      const mark = this.#mark[k]!;
      const low = bar < 0 ? mark : Math.min(market.low[bar]!, mark);
      const high = bar < 0 ? mark : Math.max(market.high[bar]!, mark);
      least += holding.slope * (holding.slope > 0 ? low : high);
      most += holding.grossSlope * high;
    }
    return least - rate * most > SLACK * most;
  }
}

/** Whether no instrument holds anything, has an order at work or waits for a price. */
function isIdle(seats: readonly Seat[]): boolean {
  for (let k = 0; k < seats.length; k++) {
    const { book } = seats[k]!;
    if (!book.holding.isFlat || book.orders.count > 0) return false;
    if (book.wakeUp !== null && (book.wakeUp.priceBelow > -Infinity || book.wakeUp.priceAbove < Infinity)) return false;
  }
  return true;
}

/** Puts the close of a frame on record, with the positions as they stand. */
export function recordFrame(recorder: Recorder, seats: readonly Seat[], frame: number, equity: number): void {
  recorder.frame(frame, seats[0]!.book.portfolio.ledger.cash, equity);
  for (let k = 0; k < seats.length; k++) {
    const { quantity, longQuantity } = seats[k]!.book.holding;
    recorder.position(frame, k, quantity, longQuantity);
  }
}
