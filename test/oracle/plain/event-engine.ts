import { arrivalOf, fillPrice, takerFee, type PlainSim } from './event-costs.js';
import { meanPrice, stepsIn, ticksOf, valueOf, type Step } from './event-steps.js';
import { sum, type Bars } from './indicators.js';

/** What a venue allows; null = no limit. */
export interface PlainVenue {
  readonly tick: Step;
  readonly lot: Step;
  readonly minQuantity: number | null;
  readonly maxQuantity: number | null;
  readonly minNotional: number | null;
  readonly isTrading: boolean;
}

export interface PlainEventRules {
  readonly cash: number;
  readonly flattenAtEnd: boolean;
  readonly seed: number;
  readonly intervalMs: number;
  readonly sim: PlainSim;
}

/** A market order. */
export interface PlainOrder {
  readonly side: 1 | -1;
  readonly lots: number;
  readonly reason: string;
}

export interface PlainFill {
  readonly instrument: number;
  readonly frame: number;
  readonly side: 1 | -1;
  readonly lots: number;
  readonly quantity: number;
  readonly price: number;
  readonly raw: number;
  readonly fee: number;
  readonly reason: string;
}

/** One instrument, long only: at most one order of it works at a time. */
export interface PlainDesk {
  readonly number: number;
  readonly bars: Bars;
  readonly venue: PlainVenue;
  /** Latest bar; -1 before the first. */
  bar: number;
  /** Lots held. */
  held: number;
  working: { readonly order: PlainOrder; readonly arrival: number; rest: number } | null;
  /** Fills since it was last flat. */
  fills: PlainFill[];
}

export interface PlainStrategy {
  /** Before the fills of a frame are told; numbers of UTC days. */
  onDay(day: number): void;
  onFill(desk: PlainDesk, fill: PlainFill): void;
  onClose(desk: PlainDesk): PlainOrder | null;
}

const DAY_MS = 86_400_000;
/** Reserve over the last close that a purchase must find in the account. */
const RESERVE = 1.05;

/**
 * A second implementation of the event-driven engine for market orders on one cash account: frame by frame, each phase over all instruments
 * before the next. Slow and plain; it does not judge prices or an equity that costs bring to 0.
 *
 * @param markets in code-point order of their names, with one venue each
 */
export function runPlainEvents(
  markets: readonly Bars[],
  venues: readonly PlainVenue[],
  { cash: initialCash, flattenAtEnd, seed, intervalMs, sim }: PlainEventRules,
  strategyOf: (desks: readonly PlainDesk[]) => PlainStrategy,
) {
  const desks = markets.map((bars, number): PlainDesk => {
    return { number, bars, venue: venues[number]!, bar: -1, held: 0, working: null, fills: [] };
  });
  const strategy = strategyOf(desks);
  const fills: PlainFill[] = [];
  const trades: ReturnType<typeof tradeOf>[] = [];
  const rejections: { instrument: number; frame: number; side: number; quantity: number; codes: string }[] = [];
  const equity: number[] = [];
  const counts = { placed: 0, filled: 0, rejected: 0, cancelled: 0, negativeCashBars: 0, exposedBars: 0 };
  const times = [...new Set(markets.flatMap(({ time }) => Array.from(time)))].sort((a, b) => a - b);
  const taker = takerFee(sim);
  let cash = initialCash;
  let frame = 0;

  const closeOf = ({ bars, bar }: PlainDesk): number => bars.close[bar]!;
  function book(desk: PlainDesk, side: 1 | -1, lots: number, raw: number, volume: number, reason: string): void {
    const { tick, lot } = desk.venue;
    const quantity = valueOf(lots, lot);
    const price = fillPrice(sim, raw, side, quantity, volume, tick);
    const fee = quantity * price * taker;
    cash -= side * quantity * price + fee;
    desk.held += side * lots;
    const fill = { instrument: desk.number, frame, side, lots, quantity, price, raw, fee, reason };
    fills.push(fill);
    desk.fills.push(fill);
    if (desk.held > 0) return;
    trades.push(tradeOf(desk));
    desk.fills = [];
  }
  function match(desk: PlainDesk): void {
    const { bars, bar, venue, working } = desk;
    if (!working || working.arrival >= bars.time[bar]! + intervalMs) return;
    const volume = sim.participation_volume === 'current' ? bars.volume[bar]! : (bars.volume[bar - 1] ?? 0);
    const share = sim.participation_bps;
    const budget = share === null ? Infinity : Math.floor(stepsIn((volume * share) / 10_000, venue.lot) + 1e-6);
    const lots = Math.min(working.rest, budget);
    if (lots === 0) return;
    const { side, reason } = working.order;
    book(desk, side, lots, bars.open[bar]!, volume, reason);
    working.rest -= lots;
    if (working.rest > 0) return;
    desk.working = null;
    counts.filled++;
  }
  /** Codes of all rules that an order breaks. */
  function faultOf(desk: PlainDesk, { side, lots }: PlainOrder): string {
    const { lot, isTrading, minQuantity, maxQuantity, minNotional } = desk.venue;
    const quantity = valueOf(lots, lot);
    const codes: string[] = [];
    if (!isTrading) codes.push('NOT_TRADING');
    if (minQuantity !== null && quantity < minQuantity) codes.push('QTY_MIN');
    if (maxQuantity !== null && quantity > maxQuantity) codes.push('QTY_MAX');
    if (minNotional !== null && quantity * closeOf(desk) < minNotional) codes.push('MIN_NOTIONAL');
    const costs = desks.map(({ working, ...other }) => {
      const isBuying = working?.order.side === 1;
      return isBuying ? costOf(working.rest, other.venue.lot, other.bars.close[other.bar]!) : 0;
    });
    if (side > 0 && costOf(lots, lot, closeOf(desk)) + sum(costs) > cash) codes.push('INSUFFICIENT_CASH');
    return codes.join(' ');
  }
  const costOf = (lots: number, lot: Step, close: number): number => valueOf(lots, lot) * close * RESERVE * (1 + taker);
  function submit(desk: PlainDesk, order: PlainOrder, open: number): void {
    counts.placed++;
    const codes = faultOf(desk, order);
    if (codes === '') {
      const arrival = arrivalOf(sim, seed, open, intervalMs, desk.number);
      desk.working = { order, arrival, rest: order.lots };
      return;
    }
    counts.rejected++;
    const quantity = valueOf(order.lots, desk.venue.lot);
    rejections.push({ instrument: desk.number, frame, side: order.side, quantity, codes });
  }
  function tellFills(from: number): void {
    for (const fill of fills.slice(from)) strategy.onFill(desks[fill.instrument]!, fill);
  }
  function finish(): void {
    const told = fills.length;
    for (const desk of desks) {
      if (desk.working) counts.cancelled++;
      desk.working = null;
    }
    for (const desk of flattenAtEnd ? desks : [])
      if (desk.held > 0) book(desk, -1, desk.held, closeOf(desk), desk.bars.volume[desk.bar]!, 'end_of_data');
    tellFills(told);
  }

  for (const time of times) {
    const here = desks.filter(({ bars, bar }) => bars.time[bar + 1] === time);
    for (const desk of here) desk.bar++;
    const wasOpen = desks.some(({ held }) => held > 0);
    const told = fills.length;
    // What closes a position trades before what opens one.
    for (const side of [-1, 1]) for (const desk of here) if (desk.working?.order.side === side) match(desk);
    if (wasOpen || fills.length > told) counts.exposedBars++;
    strategy.onDay(Math.floor(time / DAY_MS));
    tellFills(told);
    for (const desk of here) {
      const order = strategy.onClose(desk);
      if (order) submit(desk, order, time);
    }
    if (frame === times.length - 1) finish();
    const holding = desks.filter(({ held }) => held > 0);
    equity.push(cash + sum(holding.map((desk) => valueOf(desk.held, desk.venue.lot) * closeOf(desk))));
    if (cash < 0) counts.negativeCashBars++;
    frame++;
  }
  const fees = sum(fills.map(({ fee }) => fee));
  const turnover = sum(fills.map(({ quantity, price }) => quantity * price));
  const open = desks.filter(({ held }) => held > 0).map(openOf);
  return { fills, trades, rejections, equity, counts, fees, turnover, open };
}

/** Mean price of fills on the tick grid. */
export function meanOf(fills: readonly PlainFill[], tick: Step): number {
  const lots = sum(fills.map((fill) => fill.lots));
  return meanPrice(sum(fills.map((fill) => fill.lots * ticksOf(fill.price, tick))), lots, tick);
}

/** Round trip from flat to flat. */
function tradeOf({ number: instrument, fills, venue: { tick, lot } }: PlainDesk) {
  const [bought, sold] = [fills.filter(({ side }) => side > 0), fills.filter(({ side }) => side < 0)];
  const [entry, exit] = [meanOf(bought, tick), meanOf(sold, tick)];
  const quantity = valueOf(sum(sold.map(({ lots }) => lots)), lot);
  const fees = sum(fills.map(({ fee }) => fee));
  const { frame: left, reason } = sold.at(-1)!;
  const pnl = (exit - entry) * quantity - fees;
  return { instrument, entered: fills[0]!.frame, left, entry, exit, quantity, fees, pnl, reason };
}

const openOf = ({ number: instrument, held, fills, venue }: PlainDesk) => ({
  instrument,
  quantity: valueOf(held, venue.lot),
  entry: meanOf(
    fills.filter(({ side }) => side > 0),
    venue.tick,
  ),
});
