import type { Market } from '../../data/market.js';
import type { WakeUp } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import type { RiskParams } from './params.js';

/** Relative slack that wakes a touch too early rather than a rounding too late. */
const SLACK = 1e-9;

/** Moves the stop of a position after the best price since its entry. */
export class TrailingStop {
  readonly #params: RiskParams;
  readonly #market: Market;
  /** Best price of the bars seen since the entry; those slept over could not tighten the stop. */
  #best = NaN;

  constructor(params: RiskParams, market: Market) {
    this.#params = params;
    this.#market = market;
  }

  /** @param price of the entry's fill */
  start(price: number): void {
    this.#best = price;
  }

  /** Tightens the stop, never loosens it, and notes the prices that may tighten it further. The exits of bar i are done. */
  follow(i: number, desk: Desk, wakeUp: WakeUp): void {
    if (!this.#params.enable_trailing_stop) return;
    const { high, low } = this.#market;
    const side = desk.position > 0 ? 1 : -1;
    const kept = 1 - side * this.#params.trailing_stop_pct;
    this.#best = side > 0 ? Math.max(this.#best, high[i]!) : Math.min(this.#best, low[i]!);
    const stop = this.#best * kept;
    if ((stop - desk.stopPrice) * side > 0) desk.moveStop(stop);
    // No price on this side of it can tighten the stop.
    const tightening = desk.stopPrice / kept;
    if (side > 0) wakeUp.priceAbove = tightening * (1 - SLACK);
    else wakeUp.priceBelow = tightening * (1 + SLACK);
  }
}
