import { stopPrice } from '../../engine/bracket.js';
import type { StopLeg } from '../../engine/desk.js';
import type { Fill } from '../../engine/actor.js';

/** A filled exit of a trade. */
export interface PartialExit {
  readonly bar: number;
  readonly price: number;
  /** Share of the entry. */
  readonly share: number;
  /** Profit in multiples of the initial risk, before costs. */
  readonly result: number;
  readonly reason: string;
}

/** One trade in multiples of what its entry put at risk. */
export class OrbTrade {
  readonly side: 1 | -1;
  readonly entryBar: number;
  readonly entry: number;
  /** Price of the entry before slippage. */
  readonly rawEntry: number;
  readonly stop: number;
  /** Distance from the fill to the stop, price. */
  readonly risk: number;
  readonly exits: PartialExit[] = [];
  hasMoved = false;
  readonly #quantity: number;
  readonly #multiplier: number;
  #gross = 0;
  #fees: number;
  #left: number;

  constructor(fill: Fill, stop: StopLeg, multiplier: number) {
    this.side = fill.side > 0 ? 1 : -1;
    this.entryBar = fill.bar;
    this.entry = fill.price;
    this.rawEntry = fill.rawPrice;
    this.stop = stopPrice({ stop }, fill.price, this.side);
    this.risk = this.side * (fill.price - this.stop);
    this.#quantity = fill.quantity;
    this.#multiplier = multiplier;
    this.#fees = fill.fee;
    this.#left = fill.quantity;
  }

  /** Price at a multiple of the risk, by the expression that places targets. */
  priceAt(risks: number): number {
    return this.entry + this.side * risks * this.risk;
  }

  get isClosed(): boolean {
    return this.#left <= 1e-9 * this.#quantity;
  }

  /** Profit so far in multiples of the risk, after fees. */
  get result(): number {
    return this.#gross - this.#fees / (this.risk * this.#multiplier * this.#quantity);
  }

  /** Whether the whole of it left at the stop. */
  get isFullStop(): boolean {
    const [exit] = this.exits;
    return this.exits.length === 1 && (exit?.reason === 'stop' || exit?.reason === 'stop_gap');
  }

  leave({ bar, price, quantity, fee, reason }: Fill): void {
    const share = quantity / this.#quantity;
    const result = (this.side * (price - this.entry)) / this.risk;
    this.exits.push({ bar, price, share, result, reason });
    this.#gross += share * result;
    this.#fees += fee;
    this.#left -= quantity;
  }
}
