import { awayFromEntry } from '../../engine/matching/pricing.js';
import type { InstrumentRules } from '../../engine/rules.js';
import { wholeLots } from '../../engine/quantity.js';
import type { RiskParams, ScalpingParams } from './params.js';

export type RiskRefusal = 'invalid_levels' | 'stop_inside_slippage' | 'below_min_size';

/** Kept off the cap, so that rounding never puts a position above it. */
const BELOW_CAP = 1 - 1e-9;
const LEAST_DISTANCE = 1e-8;

/** Distances of stop and target from an entry, price units, at an average range. */
export function bracketOf({ sl_atr_multiple, tp_atr_multiple, risk }: ScalpingParams, range: number) {
  const stop = (sl_atr_multiple ?? risk.default_sl_atr_mult) * range;
  return { stop, target: (tp_atr_multiple ?? risk.default_tp_atr_mult) * range };
}

/** Sizes trades by what they lose at their stop, capped by their value. Knows neither the account nor the time. */
export class RiskEngine {
  readonly #params: RiskParams;
  /** Largest value of a position, fraction of equity. */
  readonly #cap: number;
  /** Fraction of the price lost by each market fill. */
  readonly #slippage: number;
  readonly #instrument: InstrumentRules;

  constructor(params: RiskParams, cap: number, slippage: number, instrument: InstrumentRules) {
    this.#params = params;
    this.#cap = cap;
    this.#slippage = slippage;
    this.#instrument = instrument;
  }

  /**
   * Quantity of a trade, base units, or why there is none.
   *
   * @param side +1 long, -1 short
   * @param stop distance of the stop from the entry, price units
   * @param target distance of the target
   */
  size(side: number, equity: number, entry: number, stop: number, target: number): number | RiskRefusal {
    const lower = side > 0 ? entry - stop : entry - target;
    const placed = awayFromEntry(lower, entry, this.#instrument);
    if (!(entry > 0 && placed > 0 && stop >= LEAST_DISTANCE && target > 0)) return 'invalid_levels';
    if (!this.#params.allow_tight_stop && 2 * this.#slippage * entry >= stop) return 'stop_inside_slippage';
    const { multiplier } = this.#instrument;
    const unitValue = entry * multiplier;
    let quantity = (equity * this.#params.default_risk_per_trade) / (stop * multiplier);
    if (!this.isLargeEnough(quantity * unitValue)) return 'below_min_size';
    const most = equity * this.#cap;
    if (quantity * unitValue > most) quantity = (most / unitValue) * BELOW_CAP;
    quantity = wholeLots(quantity, this.#instrument);
    return this.isLargeEnough(quantity * unitValue) ? quantity : 'below_min_size';
  }

  isLargeEnough(value: number): boolean {
    return value >= this.#params.min_position_size_usd;
  }
}
