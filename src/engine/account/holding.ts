import type { OpenPosition } from '../record/record.js';

/** What an account holds of one instrument: a netted position, or lots side by side. Its share of the equity is `base + slope * price`. */
export interface Holding {
  /** Signed net quantity, base units. */
  readonly quantity: number;
  /** Of the longs alone; what is short is this less `quantity`. */
  readonly longQuantity: number;
  readonly isFlat: boolean;
  readonly base: number;
  readonly slope: number;
  /** Quote currency that all quantities, longs and shorts alike, gain in value when the price rises by 1. */
  readonly grossSlope: number;
  /** Frame of the latest fill, -1 before the first. */
  readonly lastFill: number;
  /** What is open, as it stands at a price. */
  openAt(price: number): readonly OpenPosition[];
  /** Profit at a price, before exit costs; 0 when flat. */
  unrealizedAt(price: number): number;
  /** Value of all quantities, longs and shorts alike, at a price. */
  valueAt(price: number): number;
  /** Pays or receives funding at a price: longs pay a positive rate. */
  fund(price: number, rate: number): void;
}
