import { formatTime } from '../../base/time.js';
import type { Market } from '../../data/market.js';
import type { ActorTable } from '../../engine/record/record.js';
import { FACTORS, type Scorer } from './factors.js';
import { targetsOf } from './levels.js';
import type { OrbParams } from './params.js';
import type { OpeningRange } from './ranges.js';
import type { OrbTrade } from './trade.js';

/** What the table of signals reads besides the trades. */
export interface SignalContext {
  readonly p: OrbParams;
  readonly market: Market;
  readonly scorer: Scorer;
  /** End of the run, exclusive: trades that are open then count up to there. */
  readonly to: number;
  rangeAt(bar: number): OpeningRange;
}

/**
 * signals: the entries in multiples of their risk, with the score of the bar that ordered them. `targets` lists price and share of each target,
 * `partials` the time, price, share, number and multiple of the risk of each target that filled; `exit_price` is the mean of the exits by
 * their size, time and reason are those of the last.
 */
export function signalTable(trades: readonly OrbTrade[], context: SignalContext): ActorTable {
  const { market, scorer } = context;
  const rows = trades.map((trade) => {
    const { side, entryBar, entry, stop, risk, hasMoved, result } = trade;
    const range = context.rangeAt(entryBar);
    const flags = scorer.flags(entryBar - 1, side, range);
    const [best, worst] = excursions(trade, context);
    return [
      ...[tradeId(market, trade), market.symbol, sideName(side), formatTime(market.time[entryBar]!)],
      ...[entry, stop, hasMoved ? entry + side * context.p.trade.be_buffer : stop, risk, targetText(trade, context.p)],
      ...[partialText(trade, market), hasMoved, ...exitCells(trade, market), trade.isClosed ? result : null],
      ...[best, worst, range.high, range.low],
      ...[scorer.score(entryBar - 1, side, range), scorer.required(entryBar - 1)],
      ...FACTORS.map((name) => flags[name]),
    ];
  });
  return {
    columns: [
      ...['trade_id', 'symbol', 'direction', 'entry_timestamp', 'entry_price', 'stop_price_initial'],
      ...['stop_price_current', 'initial_risk', 'targets', 'partials', 'moved_to_breakeven'],
      ...['exit_timestamp', 'exit_price', 'exit_reason', 'realized_r', 'max_favorable_r', 'max_adverse_r'],
      ...['or_high', 'or_low', 'confluence_score', 'confluence_required', ...FACTORS],
    ],
    rows,
  };
}

export const sideName = (side: 1 | -1): string => (side > 0 ? 'LONG' : 'SHORT');

/** `SYMBOL_LONG_YYYYMMDD_HHMMSS`, the open of the entry's bar, UTC. */
export function tradeId({ symbol, time }: Market, { side, entryBar }: OrbTrade): string {
  const stamp = formatTime(time[entryBar]!).slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
  return `${symbol}_${sideName(side)}_${stamp}`;
}

const targetText = (trade: OrbTrade, p: OrbParams): string =>
  targetsOf(p)
    .map(({ risks, share = 1 }) => `${trade.priceAt(risks!)} ${share}`)
    .join('; ');

const partialText = ({ exits }: OrbTrade, { time }: Market): string =>
  exits
    .filter(({ reason }) => reason === 'target' || reason === 'all_targets')
    .map(({ bar, price, share, result }, k) => `${formatTime(time[bar]!)} ${price} ${share} ${k + 1} ${result}`)
    .join('; ');

/** Time, mean price and reason of the exit; empty while the trade is open. */
function exitCells({ exits, isClosed }: OrbTrade, { time }: Market): readonly (string | number | null)[] {
  const last = exits[exits.length - 1];
  if (!isClosed || !last) return [null, null, null];
  const shares = exits.reduce((sum, { share }) => sum + share, 0);
  const price = exits.reduce((sum, exit) => sum + exit.share * exit.price, 0) / shares;
  return [formatTime(time[last.bar]!), price, last.reason];
}

/**
 * Best and worst price in multiples of the risk, never below 0 on their side. The entry bar counts only when the entry filled at its
 * open, and the bar of a stop not beyond its fill.
 */
function excursions(trade: OrbTrade, { market, to }: SignalContext): readonly [number, number] {
  const { side, entryBar, entry, risk, exits } = trade;
  const last = exits[exits.length - 1];
  const end = trade.isClosed ? last!.bar : to - 1;
  let best = 0;
  let worst = 0;
  for (let i = market.open[entryBar] === trade.rawEntry ? entryBar : entryBar + 1; i <= end; i++) {
    const favorable = side > 0 ? market.high[i]! : market.low[i]!;
    let adverse = side > 0 ? market.low[i]! : market.high[i]!;
    if (last && i === last.bar && last.reason.startsWith('stop'))
      adverse = side > 0 ? Math.max(adverse, last.price) : Math.min(adverse, last.price);
    best = Math.max(best, (side * (favorable - entry)) / risk);
    worst = Math.max(worst, (side * (entry - adverse)) / risk);
  }
  return [best, worst];
}
