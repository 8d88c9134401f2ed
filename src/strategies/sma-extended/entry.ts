import { floorSteps, nearestSteps, stepValue, type Step } from '../../base/step.js';
import { FINEST } from '../../engine/quantity.js';
import type { InstrumentRules } from '../../engine/rules.js';

/**
 * What was bought since the position was last flat, in whole lots and ticks: the mean price and the gain over it come from exact sums and
 * are rounded once. Without a tick, prices stand for themselves.
 */
export class EntryTally {
  readonly #tick: Step | null;
  readonly #lot: Step;
  #lots = 0;
  /** Sum of ticks x lots. */
  #value = 0;

  constructor({ tick, lot }: InstrumentRules) {
    this.#tick = tick;
    this.#lot = lot ?? FINEST;
  }

  clear(): void {
    this.#lots = this.#value = 0;
  }

  add(quantity: number, price: number): void {
    const lots = nearestSteps(this.#lot, quantity);
    this.#lots += lots;
    this.#value += lots * this.#ticks(price);
  }

  /** Mean price of the entries; NaN before the first. */
  get mean(): number {
    const tick = this.#tick;
    return tick ? (this.#value * tick.m) / (this.#lots * tick.scale) : this.#value / this.#lots;
  }

  /** Gain of a price over the mean entry, fraction. */
  gain(price: number): number {
    return (this.#ticks(price) * this.#lots - this.#value) / this.#value;
  }

  #ticks(price: number): number {
    return this.#tick ? nearestSteps(this.#tick, price) : price;
  }
}

/** Largest whole number of lots in a quantity, in base units. */
export function wholeLotsOf(quantity: number, { lot }: InstrumentRules): number {
  const step = lot ?? FINEST;
  return stepValue(step, floorSteps(step, quantity));
}
