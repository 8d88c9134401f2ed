import { BLOCK, type Market } from '../data/market.js';
import type { RunRecord } from '../engine/record/record.js';
import { perRun } from './_per-run.js';

/** How far the price went against and in favour of a lot while its exits were live, fractions of its entry price, 0 or more. */
export interface Excursion {
  readonly adverse: number;
  readonly favourable: number;
}

/** Of each trade; null for one in netting mode, none at all where no instrument is in hedge mode. A lot that was closed before a bar with live exits went nowhere. */
export const describeExcursions = perRun((run): readonly (Excursion | null)[] => {
  const { trades } = run;
  if (!run.isHedged) return [];
  return Array.from({ length: trades.count }, (_, k) => excursionOf(run, k));
});

function excursionOf({ trades, markets, timeline }: RunRecord, k: number): Excursion | null {
  if (trades.lot[k] === 0) return null;
  const number = trades.instrument[k]!;
  const market = markets[number]!;
  const bars = timeline.bars?.[number];
  const from = barFrom(bars, trades.liveFrom[k]!);
  const to = bars ? barFrom(bars, trades.liveTo[k]! + 1) - 1 : trades.liveTo[k]!;
  const entry = trades.entryPrice[k]!;
  const { low, high } = rangeOf(market, from, Math.min(to, market.length - 1));
  const [down, up] = [Math.max(0, (entry - low) / entry), Math.max(0, (high - entry) / entry)];
  return trades.side[k]! > 0 ? { adverse: down, favourable: up } : { adverse: up, favourable: down };
}

/** First bar of an instrument at or after a frame. */
function barFrom(bars: Int32Array | undefined, frame: number): number {
  if (!bars) return frame;
  let f = frame;
  while (f < bars.length && bars[f]! < 0) f++;
  return f < bars.length ? bars[f]! : Number.MAX_SAFE_INTEGER;
}

/** Lowest low and highest high of the bars [from, to]; no range where there is none. Whole blocks are not looked into. */
function rangeOf(
  { low, high, blocks }: Market,
  from: number,
  to: number,
): { readonly low: number; readonly high: number } {
  let least = Infinity;
  let most = -Infinity;
  let i = from;
  while (i <= to) {
    const isBlock = (i & (BLOCK - 1)) === 0 && i + BLOCK - 1 <= to;
    const [down, up] = isBlock ? [blocks.lowMin[i / BLOCK]!, blocks.highMax[i / BLOCK]!] : [low[i]!, high[i]!];
    if (down < least) least = down;
    if (up > most) most = up;
    i += isBlock ? BLOCK : 1;
  }
  return { low: least, high: most };
}

/** Mean over the lots of a run; NaN without any. */
export function meanExcursion(run: RunRecord, of: keyof Excursion): number {
  let sum = 0;
  let count = 0;
  for (const excursion of describeExcursions(run)) {
    if (excursion === null) continue;
    sum += excursion[of];
    count++;
  }
  return count === 0 ? NaN : sum / count;
}
