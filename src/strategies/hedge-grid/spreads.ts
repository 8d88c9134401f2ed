import type { Market } from '../../data/market.js';

/** Spreads of one pair of averages, looked at as far as was needed so far. */
class SpreadWalk {
  readonly #close: Float64Array;
  readonly #fast: number;
  readonly #slow: number;
  #bar = 0;
  #fastAverage = 0;
  #slowAverage = 0;
  #widest = 0;

  constructor({ close }: Market, fast: number, slow: number) {
    this.#close = close;
    this.#fast = fast;
    this.#slow = slow;
  }

  reaches(band: number): boolean {
    while (this.#widest < band && this.#bar < this.#close.length) this.#step();
    return this.#widest >= band;
  }

  #step(): void {
    const i = this.#bar++;
    this.#fastAverage = next(this.#fastAverage, this.#close[i]!, i, this.#fast);
    this.#slowAverage = next(this.#slowAverage, this.#close[i]!, i, this.#slow);
    if (i < this.#slow - 1) return;
    const spread = Math.abs((this.#fastAverage - this.#slowAverage) / this.#slowAverage) * 10_000;
    if (spread > this.#widest) this.#widest = spread;
  }
}

/** An exponential average that starts as the mean of its window: running mean up to there. */
const next = (average: number, x: number, i: number, window: number): number =>
  average + (x - average) * (i < window ? 1 / (i + 1) : 2 / (window + 1));

const walks = new WeakMap<Market, Map<string, SpreadWalk>>();

/**
 * Whether the spread of two exponential averages, `fast` below `slow`, ever is as wide as a band of so many basis points. Each pair is walked once
 * at most, however many bands are asked for.
 */
export function spreadReaches(market: Market, fast: number, slow: number, band: number): boolean {
  const known = walks.get(market) ?? new Map<string, SpreadWalk>();
  walks.set(market, known);
  const key = `${fast} ${slow}`;
  const walk = known.get(key) ?? new SpreadWalk(market, fast, slow);
  known.set(key, walk);
  return walk.reaches(band);
}
