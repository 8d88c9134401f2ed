/** The breakout strategy as its rules have it: a loop over every bar with one trade at a time, nothing remembered but what the rules name. */

import type { OrbParams } from '../../../src/strategies/orb-confluence/params.js';
import { directionalIndex } from './indicators.js';
import { averageRanges, openingRange, scorePasses, type PlainBar, type PlainRange } from './orb-signals.js';

export interface PlainOrbRules {
  readonly path: 'adaptive' | 'ohlc' | 'olhc' | 'worst';
  readonly sameBarExits: boolean;
  readonly limitGap: 'open' | 'limit';
  readonly flattenAtEnd: boolean;
  readonly tick: number;
  readonly multiplier: number;
  readonly sessionMinutes: number;
}

export interface PlainTrade {
  readonly side: 1 | -1;
  readonly entryBar: number;
  readonly entry: number;
  readonly risk: number;
  readonly exits: { readonly price: number; readonly share: number }[];
  readonly targets: { readonly price: number; readonly share: number; readonly reason: string }[];
  stop: number;
  left: number;
  hasMoved: boolean;
  exitBar: number;
  reason: string;
  /** Net result in multiples of the risk. */
  result: number;
}

interface Side {
  readonly side: 1 | -1;
  hasSignalled: boolean;
  hasReturned: boolean;
  hasToldRisk: boolean;
}
interface Order {
  readonly side: Side;
  readonly bar: number;
  readonly price: number;
  readonly isLate: boolean;
}

const SLACK = 1e-6;

export function runPlainOrb(bars: readonly PlainBar[], p: OrbParams, rules: PlainOrbRules) {
  const { trade: t, governance: g, fills } = p;
  const { tick } = rules;
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'time' | 'volume') => bars.map((bar) => bar[name]);
  const [open, high, low, close] = [column('open'), column('high'), column('low'), column('close')];
  const adx = directionalIndex(
    { open, high, low, close, time: column('time'), volume: column('volume') },
    p.factors.adx.period,
  );
  const barRanges = averageRanges(bars, p.orb.atr_period);
  const isConfirmed = fills.factor_timing === 'close_confirm';
  const slip = fills.slippage_ticks * tick;
  const out = { trades: [] as PlainTrade[], late: 0, rejected: 0, lockouts: 0, tradable: 0, ambiguous: 0 };
  const sides = ([1, -1] as const).map((side): Side => ({
    ...{ side, hasSignalled: false, hasReturned: false, hasToldRisk: false },
  }));
  let held: PlainTrade | null = null;
  let range: PlainRange | null = null;
  let orders: Order[] = [];
  let [signals, streak, dayResult, isLocked] = [0, 0, 0, false];
  let lastAmbiguous = -1;

  const isAt = (level: number, price: number, side: number): boolean => side * (price - level) >= 0;
  const countAmbiguous = (i: number): void => {
    if (lastAmbiguous !== i) out.ambiguous++;
    lastAmbiguous = i;
  };
  const refuse = (side: Side): void => {
    if (!side.hasToldRisk) out.rejected++;
    side.hasToldRisk = true;
  };

  /** The stop of an entry that was decided at bar i. */
  function stopOf(i: number, side: 1 | -1, entry: number): number {
    const far = side > 0 ? range!.low : range!.high;
    const opposite = far - side * t.extra_stop_buffer;
    if (t.stop_mode === 'swing') {
      const swing = bars.slice(Math.max(0, i - 2 * p.factors.price_action.pivot_len), i + 1);
      const own = swing.filter(({ session }) => session === bars[i]!.session);
      const extreme = side > 0 ? Math.min(...own.map((b) => b.low)) : Math.max(...own.map((b) => b.high));
      return extreme - side * t.extra_stop_buffer;
    }
    if (t.stop_mode === 'or_opposite' || Number.isNaN(barRanges[i])) return opposite;
    const capped = entry - side * t.atr_stop_cap_mult * barRanges[i]!;
    return side > 0 ? Math.max(opposite, capped) : Math.min(opposite, capped);
  }

  function leave(i: number, share: number, price: number, reason: string): void {
    const trade = held!;
    trade.exits.push({ price, share });
    trade.left -= share;
    if (trade.left > 0.001) return;
    const gross = trade.exits.reduce((r, e) => r + (e.share * trade.side * (e.price - trade.entry)) / trade.risk, 0);
    trade.result = gross - (2 * fills.commission_per_contract) / (trade.risk * rules.multiplier);
    Object.assign(trade, { exitBar: i, reason });
    out.trades.push(trade);
    held = null;
    const wasLocked = isLocked;
    dayResult += trade.result;
    if (g.max_daily_loss_r !== null && dayResult <= -g.max_daily_loss_r) isLocked = true;
    const isFullStop = reason.startsWith('stop') && trade.exits.length === 1 && trade.result < 0;
    if (trade.result > 0) streak = 0;
    else if (isFullStop && ++streak >= g.lockout_after_losses) isLocked = true;
    if (isLocked && !wasLocked) out.lockouts++;
  }

  function takeTargets(i: number, price: number, atOpen: boolean): void {
    while (held && isAt(held.targets[0]!.price, price, held.side)) {
      const target = held.targets.shift()!;
      leave(i, target.share, atOpen && rules.limitGap === 'open' ? price : target.price, target.reason);
    }
  }

  /** The prices of a bar in their order; under `worst` a position meets its adverse extreme first. */
  function pathOf(i: number, side: number): number[] {
    const { open: o, high: h, low: l, close: c } = bars[i]!;
    let isHighFirst = h - o <= o - l;
    if (rules.path === 'ohlc') isHighFirst = true;
    if (rules.path === 'olhc') isHighFirst = false;
    if (rules.path === 'worst' && side !== 0) isHighFirst = side < 0;
    return isHighFirst ? [o, h, l, c] : [o, l, h, c];
  }

  /** Exits along the rest of a bar's path. */
  function walk(i: number, path: readonly number[]): void {
    const trade = held!;
    const isInside = (price: number): boolean => price >= low[i]! && price <= high[i]!;
    if (isInside(trade.stop) && isInside(trade.targets[0]!.price)) countAmbiguous(i);
    const meetsStop = (price: number): boolean => isAt(trade.stop, price, -trade.side);
    const stop = (): void => leave(i, trade.left, trade.stop - trade.side * slip, 'stop');
    if (rules.path === 'worst' && path.some(meetsStop)) return stop();
    for (const price of path.slice(1)) {
      if (held && meetsStop(price)) return stop();
      takeTargets(i, price, false);
    }
  }

  /** Break-even and the end of the session, in the bar of an entry too. */
  function guard(i: number): void {
    if (!held) return;
    const { side, entry, risk } = held;
    const best = side > 0 ? high[i]! : low[i]!;
    if (!held.hasMoved && isAt(entry + side * t.move_be_at_r * risk, best, side)) {
      held.hasMoved = true;
      if (side * (entry + side * t.be_buffer - held.stop) > 0) held.stop = entry + side * t.be_buffer;
    }
    const isLast = bars[i + 1]
      ? bars[i + 1]!.session !== bars[i]!.session
      : bars[i]!.minute + 1 >= rules.sessionMinutes;
    if (isLast && g.flatten_at_session_end) leave(i, held.left, close[i]! - side * slip, 'session_end');
  }

  function enter(i: number, order: Order, raw: number, rest: readonly number[] | null): void {
    const { side } = order.side;
    const entry = raw + side * slip;
    const stop = stopOf(order.bar, side, entry);
    const risk = side * (entry - stop);
    if (risk < tick * (1 - SLACK)) return refuse(order.side);
    const legs = t.partials
      ? [[t.t1_r, t.t1_pct] as const, [t.t2_r, t.t2_pct] as const, [t.runner_r, 1 - t.t1_pct - t.t2_pct] as const]
      : [[t.primary_r, 1] as const];
    const used = legs.filter(([, share]) => share > 1e-9);
    const closing = used.length === 1 ? 'target' : 'all_targets';
    const targets = used.map(([r, share], k) => ({
      ...{ price: entry + side * r * risk, share, reason: k === used.length - 1 ? closing : 'target' },
    }));
    held = { side, entryBar: i, entry, risk, exits: [], targets, stop, left: 1, hasMoved: false, ...NOT_CLOSED };
    signals++;
    Object.assign(order.side, { hasSignalled: true, hasReturned: false });
    if (order.isLate) out.late++;
    if (rest) walk(i, rest);
    guard(i);
  }

  /** What rests for a bar meets its open, then its path. */
  function meet(i: number): void {
    if (isConfirmed) return enter(i, orders[0]!, open[i]!, pathOf(i, orders[0]!.side.side));
    const touched = orders.filter(({ side: { side }, price }) => isAt(price, side > 0 ? high[i]! : low[i]!, side));
    if (touched.length === 2) countAmbiguous(i);
    const gapped = touched.find(({ side: { side }, price }) => isAt(price, open[i]!, side));
    if (gapped) return enter(i, gapped, open[i]!, pathOf(i, gapped.side.side));
    const path = pathOf(i, 0);
    for (let k = 1; k < path.length; k++) {
      const order = touched.find(({ side: { side }, price }) => isAt(price, path[k]!, side));
      if (order) return enter(i, order, order.price, rules.sameBarExits ? [order.price, ...path.slice(k)] : null);
    }
  }

  /** The order of a side for the next bar. */
  function decide(i: number, side: Side, price: number): Order | null {
    const next = bars[i + 1]!;
    const isLate = side.side * (close[i]! - price) > 0;
    if (isConfirmed ? !isLate || bars[i]!.time < range!.end : isLate && p.entry.fresh_cross_only) return null;
    const latest = range!.end + g.second_chance_minutes * 60_000;
    if (side.hasSignalled && !(side.hasReturned && (isConfirmed ? bars[i]! : next).time <= latest)) return null;
    const isForbidden = isLocked || signals >= g.max_signals_per_day;
    const cutoff = g.time_cutoff === null ? Infinity : Date.parse(`1970-01-01T${g.time_cutoff}Z`);
    if (isForbidden || next.time % 86_400_000 >= cutoff) return null;
    if (!scorePasses(p, bars, i, side.side, range!, adx[i]!)) return null;
    const hasRisk = side.side * (price - stopOf(i, side.side, price)) >= tick * (1 - SLACK);
    if (isConfirmed || hasRisk) return { side, bar: i, price, isLate: isLate && !isConfirmed };
    if (isAt(price, side.side > 0 ? high[i]! : low[i]!, side.side)) refuse(side);
    return null;
  }

  bars.forEach((bar, i) => {
    if (bar.session !== bars[i - 1]?.session) {
      range = openingRange(p, bars, bar.session, rules.sessionMinutes);
      if (range?.valid) out.tradable++;
      for (const side of sides) Object.assign(side, { hasSignalled: false, hasReturned: false, hasToldRisk: false });
      [signals, dayResult, isLocked] = [0, 0, false];
      if (g.loss_streak_scope === 'session') streak = 0;
    }
    if (held) {
      if (isAt(held.stop, bar.open, -held.side)) leave(i, held.left, bar.open - held.side * slip, 'stop_gap');
      else takeTargets(i, bar.open, true);
      if (held) walk(i, pathOf(i, (held as PlainTrade).side));
      guard(i);
    } else if (orders.length > 0) meet(i);
    orders = [];
    if (range?.valid && i >= range.finalBar) {
      const buffer = p.buffers.fixed + (p.buffers.use_atr ? p.buffers.atr_mult * (barRanges[i]! || 0) : 0);
      const upper = Math.ceil((range.high + buffer) / tick - SLACK) * tick;
      const lower = Math.floor((range.low - buffer) / tick + SLACK) * tick;
      for (const side of sides)
        if (side.hasSignalled && bar.close >= lower && bar.close <= upper) side.hasReturned = true;
      if (!held && bars[i + 1]?.session === bar.session)
        orders = sides.flatMap((side) => decide(i, side, side.side > 0 ? upper : lower) ?? []);
    }
  });
  if (held && rules.flattenAtEnd) {
    const trade = held as PlainTrade;
    leave(bars.length - 1, trade.left, close.at(-1)! - trade.side * slip, 'end_of_data');
  }
  return out;
}

const NOT_CLOSED = { exitBar: -1, reason: '', result: NaN };
