import { firstAtLeast } from '../../base/sorted.js';
import type { Market } from '../../data/market.js';

const DAY_MS = 86_400_000;

/** Where the UTC days of a market's bars meet; bars belong to the day of their open. To be asked in time order. */
export class DayTurn {
  readonly #time: Float64Array;
  /** First bar of the next day. */
  #nextDay = 0;

  constructor({ time }: Market) {
    this.#time = time;
  }

  /** Next bar after `i` that is the last or the first of a day. */
  after(i: number): number {
    if (i >= this.#nextDay) this.#nextDay = this.#firstOfNextDay(i);
    return i + 1 < this.#nextDay ? this.#nextDay - 1 : i + 1;
  }

  #firstOfNextDay(i: number): number {
    const time = this.#time;
    const midnight = (Math.floor(time[i]! / DAY_MS) + 1) * DAY_MS;
    return firstAtLeast(time, midnight, i + 1);
  }
}
