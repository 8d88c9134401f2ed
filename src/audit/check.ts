import { Rational } from './rational.js';

/** Largest difference that rounding in doubles explains, as a fraction of the amounts at work. */
export const TOLERANCE = 1e-9;

export interface Difference {
  /** `file:line`, and the column. */
  readonly place: string;
  readonly claimed: string;
  readonly expected: string;
}

/** Claims of one kind, each held against what the exact books say. */
export class Check {
  readonly name: string;
  compared = 0;
  /** Largest relative difference; Infinity where a claim is no number or no claim stands. */
  largest = 0;
  readonly differences: Difference[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isPassed(): boolean {
    return this.differences.length === 0;
  }

  /**
   * @param claimed as it stands in the file
   * @param scale amount below which differences count absolutely: what the claim was computed from
   */
  amount(place: string, claimed: string | number | undefined, expected: Rational, scale: number): void {
    this.compared++;
    const value = claimed === undefined ? null : Rational.parse(claimed);
    const size = Math.max(Math.abs(expected.toNumber()), scale);
    const difference = value === null ? Infinity : value.minus(expected).absolute.toNumber();
    const relative = difference === 0 ? 0 : difference / size;
    if (relative > this.largest) this.largest = relative;
    if (!(relative <= TOLERANCE)) this.#differ(place, claimed, expected.toNumber());
  }

  equal(place: string, claimed: string | number | undefined, expected: string | number): void {
    this.compared++;
    if (String(claimed) !== String(expected)) this.#differ(place, claimed, expected);
  }

  /** A claim that a condition refutes. */
  holds(place: string, isTrue: boolean, claimed: string, rule: string): void {
    this.compared++;
    if (!isTrue) this.#differ(place, claimed, rule);
  }

  #differ(place: string, claimed: string | number | undefined, expected: string | number): void {
    this.differences.push({ place, claimed: String(claimed ?? 'nothing'), expected: String(expected) });
    if (this.largest < TOLERANCE) this.largest = Infinity;
  }
}
