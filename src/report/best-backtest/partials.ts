import type { FillRow, RunRecord } from '../../engine/record/record.js';
import { numberText } from '../number-text.js';
import { timeText } from '../time-text.js';

interface Part {
  readonly fill: FillRow;
  readonly quantity: number;
}

/**
 * Exits of each closed trade that left in more than one part, by trade: `time price fraction reason`, parts separated by `; `, where the
 * fraction is of the largest quantity held. Empty for a trade that left as a whole, as every lot does.
 */
export function partialExits({ timeline, trades, journal }: RunRecord): readonly string[] {
  const walkers = new Map<number, (side: number) => readonly Part[]>();
  for (let k = 0; k < trades.count; k++) {
    const instrument = trades.instrument[k]!;
    if (trades.lot[k] !== 0 || walkers.has(instrument)) continue;
    walkers.set(instrument, walk((journal?.fills ?? []).filter((fill) => fill.instrument === instrument)));
  }
  return Array.from({ length: trades.count }, (_, k) => {
    if (trades.lot[k] !== 0) return '';
    const parts = walkers.get(trades.instrument[k]!)!(trades.side[k]!);
    if (parts.length < 2) return '';
    const texts = parts.map(({ fill: { bar, price, reason }, quantity }) =>
      [
        ...[timeText(timeline.time[bar]!), numberText(price)],
        ...[numberText(quantity / trades.quantity[k]!), reason],
      ].join(' '),
    );
    return texts.join('; ');
  });
}

/** Exits of one instrument's trades, asked trade after trade. */
function walk(fills: readonly FillRow[]): (side: number) => readonly Part[] {
  let at = 0;
  /** Quantity of the next fill that closed the trade before. */
  let used = 0;
  return (side) => {
    const parts: Part[] = [];
    let held = 0;
    for (; at < fills.length; at++) {
      const fill = fills[at]!;
      const left = fill.quantity - used;
      used = 0;
      if (fill.side === side) {
        held += left;
        continue;
      }
      const quantity = Math.min(left, held);
      parts.push({ fill, quantity });
      // The arithmetic of the position's own books, so that both find it closed at the same fill.
      held = left >= held ? 0 : held - left;
      if (held > 0) continue;
      if (quantity === left) at++;
      else used = quantity;
      break;
    }
    return parts;
  };
}
