import { drawFrame, drawUnit } from '../../../../src/base/draw.js';
import type { RunRules } from '../../../../src/engine/rules.js';
import type { HedgeParams } from '../../../../src/strategies/hedge-grid/params.js';
import { exceeds, type PlainOrder } from './ladder-work.js';
import { halfUp, sign, stepsAt, type PlainBar, type PlainRung, type PlainStep, type SideName } from './shape.js';

export const MINUTE = 60_000;

interface PlainLot extends Pick<PlainRung, 'side' | 'level' | 'quantity'> {
  readonly entry: number;
  readonly entryBar: number;
  readonly target: number;
  readonly stop: number;
  fees: number;
  funding: number;
  /** Whether its exits are live, and were at an earlier open. */
  isLive: boolean;
  isSeasoned: boolean;
  /** Its stop found no taker: in this bar, and ever. */
  isSpent: boolean;
  isMarket: boolean;
  /** Entered in this bar after its open. */
  isInside: boolean;
}

export interface PlainTrade {
  readonly side: SideName;
  readonly level: number;
  readonly entryBar: number;
  readonly exitBar: number;
  readonly entry: number;
  readonly exit: number;
  readonly quantity: number;
  readonly pnl: number;
  readonly reason: string;
}

export interface PlainRates {
  readonly time: readonly number[];
  readonly rate: readonly number[];
}

/** Minute bars of a market; bars before `from` are history. */
export interface PlainInput {
  readonly bars: readonly PlainBar[];
  readonly rates: PlainRates | null;
  readonly from: number;
  readonly tick: PlainStep;
  readonly lot: PlainStep;
}

/** What a grid has resting and open, and how it meets the prices of a bar. */
export class PlainBook {
  readonly trades: PlainTrade[] = [];
  wallet: number;
  orders: PlainOrder[] = [];
  lots: PlainLot[] = [];
  /** Opens of the bars of all refused attempts. */
  refusals: number[] = [];
  wasLiquidated = false;
  readonly p: HedgeParams;
  readonly rules: RunRules;
  readonly bars: readonly PlainBar[];
  readonly rates: PlainRates | null;
  readonly from: number;
  readonly tick: PlainStep;

  constructor(p: HedgeParams, rules: RunRules, { bars, rates, from, tick }: PlainInput) {
    this.p = p;
    this.rules = rules;
    this.bars = bars;
    this.rates = rates;
    this.from = from;
    this.tick = tick;
    this.wallet = rules.account.initialCash;
  }

  readonly equityAt = (x: number): number =>
    this.lots.reduce((sum, lot) => sum + sign(lot.side) * (x - lot.entry) * lot.quantity, this.wallet);

  fund(i: number): void {
    const { time, open } = this.bars[i]!;
    const since = i === this.from ? time : this.bars[i - 1]!.time + MINUTE;
    this.rates?.time.forEach((at, k) => {
      if (at < since || at >= time + MINUTE) return;
      for (const lot of this.lots) {
        const paid = sign(lot.side) * lot.quantity * open * this.rates!.rate[k]!;
        this.wallet -= paid;
        lot.funding -= paid;
      }
    });
  }

  #close(i: number, lot: PlainLot, price: number, isMaker: boolean, reason: string): void {
    const gross = sign(lot.side) * (price - lot.entry) * lot.quantity;
    const { maker, taker } = this.rules.execution.fees;
    const fee = price * lot.quantity * (isMaker ? maker : taker);
    this.wallet += gross - fee;
    this.lots = this.lots.filter((other) => other !== lot);
    const { side, level, entryBar, entry, quantity } = lot;
    const pnl = gross - fee - lot.fees + lot.funding;
    this.trades.push({ side, level, entryBar, exitBar: i, entry, exit: price, quantity, pnl, reason });
  }

  closeAll(i: number, price: number, reason: string): void {
    const { slippage } = this.rules.execution;
    const sorted = [...this.lots].sort((a, b) => a.level - b.level || sign(b.side) - sign(a.side));
    for (const lot of sorted) this.#close(i, lot, price * (1 - sign(lot.side) * slippage), false, reason);
  }

  /** Post-only orders that the open of their first bar would fill are refused, or moved tick by tick. */
  activate(i: number): void {
    const { open, time } = this.bars[i]!;
    const { execution } = this.p;
    const before = this.bars[i - 1]?.close ?? open;
    this.orders = this.orders.flatMap((order) => {
      if (order.isTested || time + MINUTE <= order.placed + this.rules.execution.latency.min) return [order];
      const wouldFill = (price: number): boolean => sign(order.side) * (price - open) >= 0;
      order.isTested = true;
      if (!wouldFill(order.price)) return [order];
      if (!execution.maker_only) return [{ ...order, takes: true }];
      const tries = execution.use_post_only_retries ? execution.retry_attempts : 0;
      for (let n = 0; n <= tries; n++) {
        const ticks = order.ticks - sign(order.side) * n;
        const price = stepsAt(ticks, this.tick);
        const distance = (Math.abs(price - before) / before) * 10_000;
        if (n > 0 && exceeds(distance, execution.retry_max_price_deviation_bps)) break;
        if (n > 0 && !wouldFill(price)) return [{ ...order, ticks, price }];
        this.refusals.push(time);
      }
      return [];
    });
  }

  #chance(i: number, { side, level }: Pick<PlainRung, 'side' | 'level'>, purpose: number): number {
    const ordinal = level + (side === 'SHORT' ? 32_768 : 0);
    return drawUnit(this.rules.seed, drawFrame(this.bars[i]!.time), 0, ordinal, purpose);
  }

  /** Whether a limit that rests at `price` fills at a point; `away` is 1 for a buy, which the point must not be above. */
  #trades(
    i: number,
    of: Pick<PlainRung, 'side' | 'level'>,
    away: number,
    price: number,
    point: number,
    purpose: number,
  ) {
    const { type, makerProbability } = this.rules.execution.fillModel;
    const beyond = away * (price - point);
    if (beyond < 0) return false;
    if (type === 'naive' || (type === 'realistic' && beyond / stepsAt(1, this.tick) >= 1 - 1e-6)) return true;
    return this.#chance(i, of, purpose) < makerProbability;
  }

  #waitsForOpen = (lot: PlainLot): boolean => lot.isInside && this.rules.execution.path === 'worst';

  walk(i: number): void {
    for (const lot of this.lots) Object.assign(lot, { isLive: true, isSpent: false, isInside: false });
    const { open, high, low, close } = this.bars[i]!;
    const { path } = this.rules.execution;
    const isHighNear = high - open <= open - low + 1e-9;
    const isUp = path === 'ohlc' || (path !== 'olhc' && isHighNear);
    const points = isUp ? [open, high, low, close] : [open, low, high, close];
    for (let k = 0; k < 4; k++) {
      this.#exits(i, k, points);
      const sorted = [...this.orders].sort((a, b) => a.level - b.level || sign(b.side) - sign(a.side));
      for (const order of sorted) {
        if (order.isTested && this.#enter(i, order, k, points[k]!)) this.#exits(i, k, points);
      }
    }
    for (const lot of this.lots) if (lot.isLive && !this.#waitsForOpen(lot)) lot.isSeasoned = true;
  }

  #enter(i: number, order: PlainOrder, k: number, point: number): boolean {
    const { execution } = this.rules;
    const s = sign(order.side);
    if (!order.takes && !this.#trades(i, order, s, order.price, point, 1)) return false;
    const slipped = point * (1 + s * execution.slippage);
    const best = s > 0 ? Math.min(order.price, slipped) : Math.max(order.price, slipped);
    const entry = order.takes ? best : order.price;
    const fees = entry * order.quantity * (order.takes ? execution.fees.taker : execution.fees.maker);
    this.wallet -= fees;
    const at = (distance: number): number =>
      stepsAt(halfUp((entry + s * distance * order.step) / stepsAt(1, this.tick)), this.tick);
    this.orders = this.orders.filter((other) => other !== order);
    const { side, level, quantity } = order;
    const { tp_steps, sl_steps } = this.p.exit;
    this.lots.push({
      ...{ side, level, quantity, entry, entryBar: i, target: at(tp_steps), stop: at(-sl_steps), fees, funding: 0 },
      ...{ isLive: k === 0 || execution.sameBarExits, isInside: k > 0 },
      ...{ isSeasoned: false, isSpent: false, isMarket: false },
    });
    return true;
  }

  #exits(i: number, k: number, points: readonly number[]): void {
    const { path, slippage, fillModel } = this.rules.execution;
    const { high, low } = this.bars[i]!;
    const meets = (lot: PlainLot): number => {
      const extremes = lot.side === 'LONG' ? [low, high] : [high, low];
      if (path !== 'worst' || k === 0 || k === 3) return this.#waitsForOpen(lot) ? extremes[0]! : points[k]!;
      return this.#waitsForOpen(lot) ? extremes[0]! : extremes[k - 1]!;
    };
    const sorted = this.lots.filter(({ isLive }) => isLive);
    sorted.sort((a, b) => a.level - b.level || sign(b.side) - sign(a.side));
    for (const lot of sorted) {
      const s = sign(lot.side);
      if (lot.isSpent || !(lot.isMarket ? k === 0 : s * (lot.stop - meets(lot)) >= 0)) continue;
      lot.isSpent = lot.isMarket = true;
      if (this.#chance(i, lot, 3) >= fillModel.takerProbability) continue;
      const raw = k === 0 ? points[0]! : lot.stop;
      this.#close(i, lot, raw * (1 - s * slippage), false, 'stop_loss');
    }
    for (const lot of sorted) {
      const s = sign(lot.side);
      if (lot.isSpent || this.#waitsForOpen(lot) || s * (meets(lot) - lot.target) < 0) continue;
      const takes = k === 0 && !lot.isSeasoned;
      if (takes || this.#trades(i, lot, -s, lot.target, meets(lot), 2))
        this.#close(i, lot, lot.target, !takes, 'take_profit');
    }
  }

  liquidate(i: number): void {
    const { high, low } = this.bars[i]!;
    const rate = this.rules.account.maintenanceRate;
    const size = this.lots.reduce((sum, { quantity }) => sum + quantity, 0);
    const excess = (x: number): number => this.equityAt(x) - rate * x * size;
    const worse = excess(low) <= excess(high) ? low : high;
    if (size === 0 || excess(worse) > 0) return;
    this.orders = [];
    this.closeAll(i, worse, 'liquidated');
    this.wasLiquidated = true;
  }
}
