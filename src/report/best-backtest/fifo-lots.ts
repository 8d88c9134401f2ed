import type { FillRow, RunRecord } from '../../engine/record/record.js';

/** A part of an entry that an exit closed. */
export interface LotPart {
  readonly entry: FillRow;
  readonly exit: FillRow;
  readonly quantity: number;
  /** Shares of the two fills' fees, by quantity. */
  readonly entryFee: number;
  readonly exitFee: number;
}

interface OpenPart {
  readonly entry: FillRow;
  left: number;
}

/**
 * Matches exits with entries, first in first out, in the order of the exits: each instrument by itself, in hedge mode each lot. A fill that
 * is larger than what it closes opens the rest on its own side.
 */
export function* fifoLots({ journal }: RunRecord): Generator<LotPart> {
  const queues = new Map<string, OpenPart[]>();
  for (const fill of journal?.fills ?? []) {
    const key = `${fill.instrument}/${fill.lot}`;
    let queue = queues.get(key);
    if (!queue) queues.set(key, (queue = []));
    let left = fill.quantity;
    while (left > 0 && queue.length > 0 && queue[0]!.entry.side !== fill.side) {
      const [part] = queue as [OpenPart];
      const quantity = Math.min(left, part.left);
      const { entry } = part;
      yield {
        entry,
        exit: fill,
        quantity,
        entryFee: (entry.fee * quantity) / entry.quantity,
        exitFee: (fill.fee * quantity) / fill.quantity,
      };
      left = rest(left, quantity);
      part.left = rest(part.left, quantity);
      if (part.left === 0) queue.shift();
    }
    if (left > 0) queue.push({ entry: fill, left });
  }
}

/** Quantities are decimals of few digits: the dust that doubles leave behind their differences is none. */
function rest(from: number, taken: number): number {
  const left = from - taken;
  return left <= from * 1e-9 ? 0 : Number(left.toPrecision(15));
}
