import { average, averageTrueRange, deviation, directionalIndex, mean, returnsAt } from './indicators.js';
import type { Average, Bars } from './indicators.js';

/** Parameters of the strategy, all given. */
export interface PlainParams {
  readonly short_ma_window: number;
  readonly long_ma_window: number;
  readonly trend_ma_window: number;
  readonly short_ma_type: Average;
  readonly long_ma_type: Average;
  readonly trend_ma_type: Average;
  readonly atr_period: number;
  readonly sl_atr_multiplier: number;
  readonly tp_atr_multiplier: number | null;
  readonly use_adx: boolean;
  readonly adx_period: number;
  readonly adx_threshold: number;
  readonly volume_window: number;
  readonly volume_factor: number | null;
  readonly enable_short_trades: boolean;
  readonly min_separation_pct: number;
  readonly min_signal_gap: number;
  readonly signal_confirmation_bars: number;
  readonly exit_on_cross: boolean;
  readonly risk_per_trade: number;
  readonly max_position_size: number;
  readonly position_sizing: {
    readonly method: string;
    readonly base_size: number;
    readonly min_position_size: number;
    readonly max_position_size: number;
    readonly volatility_target: number;
    readonly volatility_lookback: number;
    readonly atr_period: number;
    readonly atr_multiplier: number;
    readonly kelly_fraction: number;
    readonly kelly_lookback: number;
  };
}

export interface Position {
  readonly side: 1 | -1;
  readonly quantity: number;
  readonly entry: number;
  readonly stop: number;
  readonly target: number;
  readonly fee: number;
  readonly at: number;
}

/** Sign of x - y for averages: closer than 1e-12 is a tie; NaN where one is not defined. */
const compare = (x: number, y: number): number => (Math.abs(x - y) <= 1e-12 * Math.abs(y) ? 0 : Math.sign(x - y));

/** One instrument: what the rules say of its bars alone, and what it holds. */
export class Desk {
  readonly bars: Bars;
  readonly #p: PlainParams;
  readonly #fast: readonly number[];
  readonly #slow: readonly number[];
  readonly #trend: readonly number[] | null;
  readonly #adx: readonly number[] | null;
  readonly #volume: readonly number[] | null;
  readonly atr: readonly number[];
  readonly sizingAtr: readonly number[];
  position: Position | null = null;
  leaves = false;
  wanted: { readonly side: 1 | -1; readonly atr: number; readonly fraction: number } | null = null;
  lastEntry = -Infinity;
  mark = NaN;

  constructor(bars: Bars, p: PlainParams) {
    this.bars = bars;
    this.#p = p;
    this.#fast = average(p.short_ma_type, bars.close, p.short_ma_window);
    this.#slow = average(p.long_ma_type, bars.close, p.long_ma_window);
    this.#trend = p.trend_ma_window ? average(p.trend_ma_type, bars.close, p.trend_ma_window) : null;
    this.#adx = p.use_adx ? directionalIndex(bars, p.adx_period) : null;
    this.#volume = p.volume_factor === null ? null : average('SMA', bars.volume, p.volume_window);
    this.atr = averageTrueRange(bars, p.atr_period);
    this.sizingAtr = averageTrueRange(bars, p.position_sizing.atr_period);
  }

  get value(): number {
    return this.position ? this.position.side * this.position.quantity * this.mark : 0;
  }

  /** Whether the averages cross towards a side at bar i. */
  crosses(i: number, side: 1 | -1): boolean {
    const at = (k: number) => compare(this.#fast[k] ?? NaN, this.#slow[k] ?? NaN);
    return at(i) === side && at(i - 1) * side <= 0;
  }

  /** Side of the entry signal at bar i; 0 when there is none. */
  signal(i: number): 1 | -1 | 0 {
    return this.#enters(i, 1) ? 1 : this.#p.enable_short_trades && this.#enters(i, -1) ? -1 : 0;
  }

  #enters(i: number, side: 1 | -1): boolean {
    const p = this.#p;
    const cross = i - p.signal_confirmation_bars;
    if (!this.crosses(cross, side)) return false;
    for (let k = cross; k <= i; k++) if (compare(this.#fast[k]!, this.#slow[k]!) !== side) return false;
    const separation = Math.abs(this.#fast[i]! - this.#slow[i]!) / this.#slow[i]!;
    if (p.min_separation_pct > 0 && !(separation > p.min_separation_pct)) return false;
    if (this.#trend && !((this.bars.close[i]! - this.#trend[i]!) * side > 0)) return false;
    if (this.#adx && !(this.#adx[i]! >= p.adx_threshold)) return false;
    if (this.#volume && !(this.bars.volume[i]! > p.volume_factor! * this.#volume[i]!)) return false;
    return !Number.isNaN(this.atr[i]!);
  }
}

/** Fraction of the equity that an entry at bar i asks for; 1 for the methods that do without. */
export function fractionOf(desk: Desk, i: number, { position_sizing: z }: PlainParams, barsPerYear: number): number {
  switch (z.method) {
    case 'fixed_percent':
      return z.base_size;
    case 'atr_based':
      return (z.base_size * desk.bars.close[i]!) / (desk.sizingAtr[i]! * z.atr_multiplier);
    case 'volatility_target': {
      const returns = returnsAt(desk.bars, i, z.volatility_lookback);
      return returns ? (z.base_size * z.volatility_target) / (deviation(returns) * Math.sqrt(barsPerYear)) : NaN;
    }
    case 'kelly_criterion': {
      const returns = returnsAt(desk.bars, i, z.kelly_lookback);
      if (!returns) return z.base_size;
      const [wins, losses] = [returns.filter((r) => r > 0), returns.filter((r) => r < 0)];
      const share = wins.length / (wins.length + losses.length);
      const payoff = mean(wins) / -mean(losses);
      return Math.max(0, (payoff * share - (1 - share)) / payoff) * z.kelly_fraction;
    }
    default:
      return 1;
  }
}
