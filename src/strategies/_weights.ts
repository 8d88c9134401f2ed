import type { Market } from '../data/market.js';
import type { Series } from '../indicators/_indicator.js';

/** What each instrument of one account gets of a common budget. Made once a run; the instruments join in code-point order of their symbols. */
export class Weights {
  readonly #markets: Market[] = [];
  readonly #deviations: (Series | null)[] = [];

  /**
   * @param deviation of the instrument's returns, where weights go by it
   * @returns the instrument's number
   */
  join(market: Market, deviation: Series | null): number {
    this.#deviations.push(deviation);
    return this.#markets.push(market) - 1;
  }

  get equal(): number {
    return 1 / this.#markets.length;
  }

  /**
   * Inverse volatility: 1/sd of the instrument over the sum of 1/sd of all whose deviation is known by then, each at its latest bar that
   * opened no later than bar `i` of instrument `number`. NaN where its own is unknown or 0.
   */
  inverseVolatility(number: number, i: number): number {
    const own = 1 / this.#deviations[number]![i]!;
    const open = this.#markets[number]!.time[i]!;
    let sum = 0;
    for (let k = 0; k < this.#markets.length; k++) {
      const bar = k === number ? i : latestBar(this.#markets[k]!.time, open);
      const deviation = bar < 0 ? NaN : this.#deviations[k]![bar]!;
      if (!Number.isNaN(deviation)) sum += 1 / deviation;
    }
    return own / sum;
  }
}

/** Last index whose time is at most `moment`; -1 when there is none. */
function latestBar(time: Float64Array, moment: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
