import { Desk, fractionOf, type PlainParams } from './desk.js';
import type { Bars } from './indicators.js';

/** Steps are 0 where there are none; a step above 0 is one over a whole number. */
export interface PlainRules {
  readonly cash: number;
  readonly leverage: number;
  readonly fee: number;
  readonly fixedFee: number;
  readonly slippage: number;
  readonly targetSlippage: boolean;
  readonly path: 'adaptive' | 'ohlc' | 'olhc' | 'worst';
  readonly tick: number;
  readonly lot: number;
  readonly minNotional: number;
  readonly barsPerYear: number;
}

export interface PlainTrade {
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

const down = (x: number, step: number): number => (step ? Math.floor(x / step + 1e-6) / Math.round(1 / step) : x);
const up = (x: number, step: number): number => (step ? Math.ceil(x / step - 1e-6) / Math.round(1 / step) : x);
/**
 * A second implementation of the trend strategy and of the account that trades it, several instruments in code-point order on one cash
 * account. Slow and plain: every moment, every instrument, nothing kept that can be computed.
 */
export function runPlainDma(
  markets: readonly Bars[],
  p: PlainParams,
  rules: PlainRules,
): { trades: PlainTrade[]; equity: number[]; ambiguous: number; ignored: number } {
  const desks = markets.map((bars) => new Desk(bars, p));
  const z = p.position_sizing;
  const trades: PlainTrade[] = [];
  const equity: number[] = [];
  let [cash, ambiguous, ignored, isRuined] = [rules.cash, 0, 0, false];
  const worth = (): number => desks.reduce((total, desk) => total + desk.value, cash);
  const slipped = (raw: number, side: number, slips = true): number => {
    const price = slips ? raw * (1 + side * rules.slippage) : raw;
    return side > 0 ? up(price, rules.tick) : down(price, rules.tick);
  };
  const feeOf = (quantity: number, price: number): number => quantity * price * rules.fee + rules.fixedFee;

  function leave(desk: Desk, time: number, raw: number, reason: string, slips = true): void {
    const { side, quantity, entry, fee: paid, at } = desk.position!;
    const exit = slipped(raw, -side, slips);
    const fee = feeOf(quantity, exit);
    cash += side * quantity * exit - fee;
    const pnl = side * (exit - entry) * quantity - paid - fee;
    const symbol = desks.indexOf(desk);
    trades.push({ symbol, side, entered: at, left: time, entry, exit, quantity, pnl, reason });
    desk.position = null;
  }

  function enter(desk: Desk, time: number, i: number): void {
    const { side, atr, fraction } = desk.wanted!;
    const entry = slipped(desk.bars.open[i]!, side);
    const away = (price: number): number => (price > entry ? up(price, rules.tick) : down(price, rules.tick));
    const stop = away(entry - side * p.sl_atr_multiplier * atr);
    const target = p.tp_atr_multiplier === null ? NaN : away(entry + side * p.tp_atr_multiplier * atr);
    const total = worth();
    if (!(stop > 0) || !(total > 0)) return;
    const cap = Math.min(p.max_position_size, z.max_position_size);
    const buys = (budget: number): number => (budget - rules.fixedFee) / (entry * (1 + rules.fee));
    let quantity = buys(Math.min(Math.max(fraction, z.min_position_size), cap) * total);
    if (z.method === 'fixed_amount') quantity = buys(Math.min(z.base_size, cap * total));
    if (z.method === 'atr_risk')
      quantity = Math.min((total * p.risk_per_trade) / Math.abs(entry - stop), buys(cap * total));
    const held = desks.reduce((notional, other) => notional + Math.abs(other.value), 0);
    quantity = down(Math.min(quantity, (rules.leverage * total - held) / entry), rules.lot);
    if (!(quantity > 0) || quantity * entry < rules.minNotional) return;
    const fee = feeOf(quantity, entry);
    cash -= side * quantity * entry + fee;
    desk.position = { side, quantity, entry, stop, target: target > 0 ? target : NaN, fee, at: time };
  }

  function guard(desk: Desk, time: number, i: number): void {
    const { side, stop, target } = desk.position!;
    const [open, high, low] = [desk.bars.open[i]!, desk.bars.high[i]!, desk.bars.low[i]!];
    if ((open - stop) * side <= 0) return leave(desk, time, open, 'stop');
    if ((open - target) * side >= 0) return leave(desk, time, open, 'target');
    const stops = ((side > 0 ? low : high) - stop) * side <= 0;
    const hits = ((side > 0 ? high : low) - target) * side >= 0;
    if (stops && hits) ambiguous++;
    // Equal on paper is a tie, whatever the binary fractions say.
    const isHighNearer = high + low <= 2 * open * (1 + 1e-12);
    const highFirst = rules.path === 'ohlc' || (rules.path === 'adaptive' && isHighNearer);
    const targetFirst = rules.path !== 'worst' && highFirst === side > 0;
    if (stops && !(hits && targetFirst)) leave(desk, time, stop, 'stop');
    else if (hits) leave(desk, time, target, 'target', rules.targetSlippage);
  }

  function decide(desk: Desk, i: number): void {
    let held = desk.position?.side ?? 0;
    if (held !== 0 && p.exit_on_cross && desk.crosses(i, held === 1 ? -1 : 1)) {
      desk.leaves = true;
      held = 0;
    }
    const side = desk.signal(i);
    if (side === 0 || isRuined) return;
    if (held === side) ignored++;
    const atr = desk.atr[i]!;
    if (held !== 0 || i - desk.lastEntry < p.min_signal_gap || !(atr > 0)) return;
    const fraction = fractionOf(desk, i, p, rules.barsPerYear);
    if (!(fraction > 0 && fraction < Infinity)) return;
    desk.lastEntry = i;
    desk.wanted = { side, atr, fraction };
  }

  const times = [...new Set(markets.flatMap((bars) => Array.from(bars.time)))].sort((a, b) => a - b);
  for (const time of times) {
    const here = desks.flatMap((desk) => {
      const i = Array.from(desk.bars.time).indexOf(time);
      return i < 0 ? [] : [{ desk, i }];
    });
    for (const { desk, i } of here) {
      if (desk.leaves && desk.position) leave(desk, time, desk.bars.open[i]!, 'signal');
      desk.leaves = false;
    }
    for (const { desk, i } of here) {
      if (desk.wanted) enter(desk, time, i);
      desk.wanted = null;
    }
    for (const { desk, i } of here) if (desk.position) guard(desk, time, i);
    for (const { desk, i } of here) desk.mark = desk.bars.close[i]!;
    const closeAll = (reason: string): void => {
      for (const desk of desks) if (desk.position) leave(desk, time, desk.mark, reason);
    };
    if (worth() <= 0 && !isRuined) {
      isRuined = true;
      closeAll('ruined');
    }
    for (const { desk, i } of here) decide(desk, i);
    if (time === times.at(-1)) closeAll('end_of_data');
    equity.push(worth());
  }
  return { trades, equity, ambiguous, ignored };
}
