import type { ScalpingParams } from '../../../src/strategies/scalping-ema-rsi/params.js';
import { sum, type Bars } from './indicators.js';
import { averageRange, classesOf } from './scalping-signals.js';

/** Steps are 0 where there are none; a step above 0 is one over a whole number. */
export interface PlainScalpingRules {
  readonly cash: number;
  readonly fee: number;
  readonly slippage: number;
  readonly allowShort: boolean;
  readonly path: 'adaptive' | 'ohlc' | 'olhc' | 'worst';
  readonly tick: number;
  readonly lot: number;
  readonly intervalMs: number;
}

export interface PlainScalpingTrade {
  readonly symbol: number;
  readonly side: number;
  readonly entered: number;
  readonly left: number;
  readonly entry: number;
  readonly exit: number;
  readonly quantity: number;
  readonly pnl: number;
  readonly reason: string;
}

interface Order {
  readonly side: number;
  readonly size: number;
  readonly stop: number;
  readonly target: number;
}

interface Position {
  readonly symbol: number;
  readonly side: number;
  readonly quantity: number;
  readonly entry: number;
  readonly fee: number;
  readonly entered: number;
  readonly target: number;
  stop: number;
  best: number;
  mark: number;
}

const DAY_MS = 86_400_000;
const SLACK = 1 + 1e-9;
const down = (x: number, step: number): number => (step ? Math.floor(x / step + 1e-6) / Math.round(1 / step) : x);
const up = (x: number, step: number): number => (step ? Math.ceil(x / step - 1e-6) / Math.round(1 / step) : x);

/**
 * A second implementation of the scalping strategy with its risk engine, safety monitor and account, several instruments in code-point order.
 * Slow and plain: every moment, every instrument, each phase over all of them before the next.
 */
export function runPlainScalping(markets: readonly Bars[], p: ScalpingParams, rules: PlainScalpingRules) {
  const { risk, safety } = p;
  const cap = Math.min(risk.max_exposure ?? Infinity, safety.max_exposure_pct);
  const classes = markets.map((bars) => classesOf(bars, p));
  const counts: Record<string, number> = { slippage_total: 0 };
  const count = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  const trades: PlainScalpingTrade[] = [];
  const equity: number[] = [];
  const positions: (Position | null)[] = markets.map(() => null);
  const orders: (Order | null)[] = markets.map(() => null);
  const closing: (string | null)[] = markets.map(() => null);
  let [balance, failures, halt, ambiguous] = [rules.cash, 0, '', 0];
  let [today, dayStart, peak] = [NaN, rules.cash, rules.cash];

  const open = (): Position[] => positions.filter((q) => q !== null);
  const unrealized = (q: Position): number => q.side * q.quantity * (q.mark - q.entry);
  const netEquity = (): number => balance + sum(open().map(unrealized)) - sum(open().map((q) => q.fee));
  const slipped = (raw: number, side: number): number => {
    const price = raw * (1 + side * rules.slippage);
    return side > 0 ? up(price, rules.tick) : down(price, rules.tick);
  };
  /** A level at a distance from the entry, rounded away from it. */
  const level = (entry: number, away: number): number =>
    away > 0 ? up(entry + away, rules.tick) : down(entry + away, rules.tick);
  const refuse = (why: string): void => {
    count('orders_rejected');
    count(`rejected_${why}`);
  };
  function haltFor(reason: string): void {
    if (halt === '') count('halts');
    halt ||= reason;
  }
  function fail(why: string): void {
    refuse(why);
    if (++failures >= safety.max_consecutive_failures) haltFor('failures');
  }

  /** Quantity, or why there is none. */
  function sized(entry: number, { side, stop, target }: Omit<Order, 'size'>): number | string {
    const lower = level(entry, side > 0 ? -stop : -target);
    if (lower <= 0 || stop < 1e-8) return 'invalid_levels';
    if (!risk.allow_tight_stop && 2 * rules.slippage * entry >= stop) return 'stop_inside_slippage';
    let size = (netEquity() * risk.default_risk_per_trade) / stop;
    if (size * entry < risk.min_position_size_usd) return 'below_min_size';
    if (size * entry > netEquity() * cap) size = ((netEquity() * cap) / entry) * (1 - 1e-9);
    size = down(size, rules.lot);
    return size * entry < risk.min_position_size_usd ? 'below_min_size' : size;
  }
  /** @param leaving symbol whose position is about to be closed and does not count */
  function refusal(size: number, entry: number, stop: number, time: number, leaving: number): string {
    const held = open().filter((q) => q.symbol !== leaving);
    if (halt !== '' || (safety.kill_switch_at ?? Infinity) <= time) return 'halted';
    if (size * stop > netEquity() * safety.max_risk_per_trade_pct * SLACK) return 'risk_per_trade';
    if (held.length >= safety.max_open_trades) return 'max_open_trades';
    const exposure = sum(held.map((q) => q.quantity * q.mark)) + size * entry;
    return exposure > netEquity() * safety.max_exposure_pct * SLACK ? 'total_exposure' : '';
  }
  function leave(s: number, raw: number, time: number, reason: string): void {
    const { side, quantity, entry, fee, entered } = positions[s]!;
    const exit = slipped(raw, -side);
    const pnl = side * (exit - entry) * quantity - fee - quantity * exit * rules.fee;
    trades.push({ symbol: s, side, entered, left: time, entry, exit, quantity, pnl, reason });
    balance += pnl;
    counts['slippage_total']! += quantity * Math.abs(exit - raw);
    count(`exits_${reason}`);
    count('orders_successful');
    if (closing[s] === null) count('orders_total');
    failures = 0;
    positions[s] = closing[s] = null;
  }
  function enter(s: number, raw: number, time: number): void {
    const { side, size, stop, target } = orders[s]!;
    orders[s] = null;
    const entry = slipped(raw, side);
    const asked = sized(entry, { side, stop, target });
    if (typeof asked === 'string') return refuse(asked);
    const quantity = Math.min(size, asked);
    if (quantity * entry < risk.min_position_size_usd) return refuse('below_min_size');
    const why = refusal(quantity, entry, stop, time, -1);
    if (why !== '') return refuse(why);
    if (!(quantity > 0)) return fail('invalid_order');
    const free = balance - sum(open().map((q) => q.quantity * q.entry));
    if (side > 0 && raw * quantity * (1 + rules.fee + rules.slippage) > free) return fail('insufficient_cash');
    failures = 0;
    count('orders_successful');
    counts['slippage_total']! += quantity * Math.abs(entry - raw);
    const levels = { stop: level(entry, -side * stop), target: level(entry, side * target) };
    const fee = quantity * entry * rules.fee;
    positions[s] = { symbol: s, side, quantity, entry, fee, entered: time, ...levels, best: entry, mark: entry };
  }
  function guard(s: number, { open: o, high: h, low: l }: Record<'open' | 'high' | 'low', number>, time: number): void {
    const q = positions[s]!;
    const { side, stop, target } = q;
    const [worst, best] = side > 0 ? [l, h] : [h, l];
    const isStopped = (price: number): boolean => side * (price - stop) <= 0;
    const isReached = (price: number): boolean => side * (price - target) >= 0;
    if (isStopped(o)) return leave(s, o, time, 'stop');
    if (isReached(o)) return leave(s, o, time, 'target');
    if (isStopped(worst) && isReached(best)) {
      ambiguous++;
      const isHighFirst = rules.path === 'ohlc' || (rules.path === 'adaptive' && h - o <= o - l);
      const isStopFirst = rules.path === 'worst' || isHighFirst !== side > 0;
      return isStopFirst ? leave(s, stop, time, 'stop') : leave(s, target, time, 'target');
    }
    if (isStopped(worst)) return leave(s, stop, time, 'stop');
    if (isReached(best)) return leave(s, target, time, 'target');
    if (!risk.enable_trailing_stop) return;
    q.best = side > 0 ? Math.max(q.best, h) : Math.min(q.best, l);
    const trail = q.best * (1 - side * risk.trailing_stop_pct);
    const placed = side > 0 ? down(trail, rules.tick) : up(trail, rules.tick);
    q.stop = side > 0 ? Math.max(stop, placed) : Math.min(stop, placed);
  }
  function signal(s: number, i: number, time: number): void {
    const word = classes[s]![i]!;
    count(word);
    if (!word.startsWith('signal') || closing[s] !== null) return;
    const side = word === 'signal_long' ? 1 : -1;
    const held = positions[s];
    if (held?.side === side) return count('already_in_position');
    if (held) {
      closing[s] = 'opposite_signal';
      count('orders_total');
      if (!p.allow_reversal) return;
    }
    if (side < 0 && !rules.allowShort) return count('shorting_not_allowed');
    const atr = averageRange(markets[s]!, p.atr_period, i);
    const stop = atr * (p.sl_atr_multiple ?? risk.default_sl_atr_mult);
    const target = atr * (p.tp_atr_multiple ?? risk.default_tp_atr_mult);
    const entry = markets[s]!.close[i]!;
    const size = sized(entry, { side, stop, target });
    if (typeof size === 'string') return count(`rejected_${size}`);
    count('orders_total');
    const why = refusal(size, entry, stop, time + rules.intervalMs, held ? s : -1);
    if (why !== '') return refuse(why);
    if (!(size > 0)) return fail('invalid_order');
    orders[s] = { side, size, stop, target };
  }

  const times = [...new Set(markets.flatMap(({ time }) => Array.from(time)))].sort((a, b) => a - b);
  const barAt = markets.map(({ time }) => new Map(Array.from(time, (t, i) => [t, i])));
  for (const time of times) {
    const here = markets.flatMap((bars, s) => {
      const i = barAt[s]!.get(time);
      if (i === undefined) return [];
      return [{ s, i, open: bars.open[i]!, high: bars.high[i]!, low: bars.low[i]!, close: bars.close[i]! }];
    });
    const day = Math.floor(time / DAY_MS);
    if (day !== today) {
      today = day;
      failures = 0;
      dayStart = peak = equity.at(-1) ?? rules.cash;
      if (safety.halt_scope === 'day') halt = '';
    }
    for (const { s, open: o } of here) if (closing[s]) leave(s, o, time, closing[s]);
    for (const { s, open: o } of here) if (orders[s]) enter(s, o, time);
    for (const { s, ...bar } of here) if (positions[s]) guard(s, bar, time);
    for (const { s, close } of here) if (positions[s]) positions[s].mark = close;
    equity.push(netEquity());
    peak = Math.max(peak, netEquity());
    const basis = safety.daily_loss_basis === 'peak' ? peak : dayStart;
    if ((basis - netEquity()) / basis >= safety.max_daily_loss_pct) haltFor('daily_loss');
    const isKilled = (safety.kill_switch_at ?? Infinity) <= time + rules.intervalMs;
    for (const { symbol } of safety.flatten_on_halt && (halt !== '' || isKilled) ? open() : []) {
      if (closing[symbol] === null) count('orders_total');
      closing[symbol] ??= 'halt';
    }
    for (const { s, i } of here) signal(s, i, time);
  }
  counts['orders_cancelled'] = [...orders, ...closing].filter((waiting) => waiting !== null).length;
  closing.fill(null);
  for (const { symbol: s, mark } of open()) leave(s, mark, times.at(-1)!, 'end_of_data');
  equity[equity.length - 1] = balance;
  return { trades, equity, counts, ambiguous };
}
