import { meanOf, type PlainDesk, type PlainFill, type PlainOrder, type PlainStrategy } from './event-engine.js';
import { stepsIn, ticksOf } from './event-steps.js';
import { mean, sum } from './indicators.js';

/** Parameters of the strategy, all given; null = off. */
export interface PlainSmaParams {
  readonly fast: number;
  readonly slow: number;
  readonly qty: number;
  readonly allow_reentry: boolean;
  readonly max_positions: number;
  readonly cooldown_bars: number;
  readonly tp_pct: number | null;
  readonly sl_pct: number | null;
  readonly trail_pct: number | null;
  readonly daily_loss_limit: number;
}

/** The strategy of two averages on all instruments of an account: judged at closes, one order an instrument at a time. */
export class PlainSma implements PlainStrategy {
  /** Result that was realised, net of fees: of the day, and of the run. */
  dailyPnl = 0;
  pnl = 0;
  readonly #p: PlainSmaParams;
  readonly #desks: readonly PlainDesk[];
  /** Purchases since an instrument was last flat, as far as they were told. */
  readonly #bought: PlainFill[][];
  readonly #trail: number[];
  /** First bar on which an entry is allowed again. */
  readonly #allowedFrom: number[];
  /** Whether an entry waits for the averages to meet. */
  readonly #waits: boolean[];
  #day = NaN;

  constructor(p: PlainSmaParams, desks: readonly PlainDesk[]) {
    this.#p = p;
    this.#desks = desks;
    this.#bought = desks.map(() => []);
    this.#trail = desks.map(() => -Infinity);
    this.#allowedFrom = desks.map(() => 0);
    this.#waits = desks.map(() => false);
  }

  onDay(day: number): void {
    if (day !== this.#day) this.dailyPnl = 0;
    this.#day = day;
  }

  onFill(desk: PlainDesk, fill: PlainFill): void {
    const { number, venue } = desk;
    const bought = this.#bought[number]!;
    this.#realise(-fill.fee);
    if (fill.side > 0) {
      bought.push(fill);
      return this.#raiseTrail(number, meanOf(bought, venue.tick));
    }
    this.#realise((fill.price - meanOf(bought, venue.tick)) * fill.quantity);
    if (desk.held > 0) return;
    this.#bought[number] = [];
    this.#trail[number] = -Infinity;
    this.#allowedFrom[number] = desk.bar + this.#p.cooldown_bars;
  }

  onClose(desk: PlainDesk): PlainOrder | null {
    const { fast, slow } = this.#p;
    if (desk.bar < slow - 1) return null;
    const trend = Math.sign(this.#average(desk, fast) - this.#average(desk, slow));
    if (trend <= 0) this.#waits[desk.number] = false;
    if (desk.held > 0) this.#raiseTrail(desk.number, desk.bars.close[desk.bar]!);
    if (desk.working) return null;
    return desk.held > 0 ? this.#exit(desk, trend) : this.#entry(desk, trend);
  }

  #entry(desk: PlainDesk, trend: number): PlainOrder | null {
    const { qty, allow_reentry, max_positions, daily_loss_limit } = this.#p;
    if (trend <= 0 || desk.bar < this.#allowedFrom[desk.number]! || this.#waits[desk.number]) return null;
    if (this.dailyPnl <= -daily_loss_limit) return null;
    const occupied = this.#desks.filter(({ held, working }) => held > 0 || working?.order.side === 1);
    if (occupied.length >= max_positions) return null;
    if (!allow_reentry) this.#waits[desk.number] = true;
    return { side: 1, lots: Math.floor(stepsIn(qty, desk.venue.lot) + 1e-6), reason: 'fast_gt_slow' };
  }

  #exit(desk: PlainDesk, trend: number): PlainOrder | null {
    const { tp_pct, sl_pct } = this.#p;
    const close = desk.bars.close[desk.bar]!;
    const { tick } = desk.venue;
    const paid = sum(this.#bought[desk.number]!.map(({ price, lots }) => lots * ticksOf(price, tick)));
    // While no order works, all that was bought is held.
    const gain = (ticksOf(close, tick) * desk.held - paid) / paid;
    const exit = (reason: string): PlainOrder => ({ side: -1, lots: desk.held, reason });
    if (trend < 0) return exit('fast_lt_slow');
    if (tp_pct !== null && gain >= tp_pct) return exit('take_profit');
    if (sl_pct !== null && gain <= -sl_pct) return exit('stop_loss');
    return close <= this.#trail[desk.number]! ? exit('trailing_stop') : null;
  }

  #average({ bars, bar, venue }: PlainDesk, window: number): number {
    const closes = Array.from({ length: window }, (_, k) => bars.close[bar - window + 1 + k]!);
    return mean(closes.map((close) => ticksOf(close, venue.tick)));
  }

  #raiseTrail(number: number, price: number): void {
    const { trail_pct } = this.#p;
    if (trail_pct !== null) this.#trail[number] = Math.max(this.#trail[number]!, price * (1 - trail_pct));
  }

  #realise(pnl: number): void {
    this.dailyPnl += pnl;
    this.pnl += pnl;
  }
}
