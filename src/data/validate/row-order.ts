import { formatTime } from '../../base/time.js';
import { DataError } from '../../base/errors.js';
import { FaultLog, rowPlace } from './faults.js';
import { ROW_RULES } from './row-rules.js';
import type { RawBars } from '../sources/_source.js';

export interface OrderedRows {
  /** Indices of rows with strictly increasing stamps. */
  readonly rows: Int32Array;
  /** Equal rows of one stamp that were collapsed. */
  readonly duplicates: number;
  /** Whether rows had to be put in order. */
  readonly wasSorted: boolean;
  readonly dropped: Readonly<Record<string, number>>;
}

/** Beyond this share of backward rows the file is in another order, not damaged. */
const MAX_BACKWARD_SHARE = 0.01;

/**
 * Brings rows into time order, one a stamp: equal rows of a stamp become one, unequal ones are refused.
 * `sort` puts rows in order; `repair` drops single rows that step back and keeps the last of unequal ones.
 *
 * @throws DataError
 */
export function orderRows(
  raw: RawBars,
  kept: Int32Array,
  label: string,
  options: { sort: boolean; repair: boolean },
): OrderedRows {
  const { time } = raw.columns;
  const dropped: Record<string, number> = {};
  const drop = (code: string) => (dropped[code] = (dropped[code] ?? 0) + 1);
  let rows = kept;
  let backward = 0;
  let firstBackward = -1;
  for (let k = 1; k < kept.length; k++) {
    if (time[kept[k]!]! >= time[kept[k - 1]!]!) continue;
    if (backward++ === 0) firstBackward = k;
  }
  if (backward > 0) {
    if (options.sort) rows = Int32Array.from(kept).sort((a, b) => time[a]! - time[b]! || a - b);
    else if (options.repair && backward <= MAX_BACKWARD_SHARE * kept.length)
      rows = forwardOnly(raw, kept, () => drop(ROW_RULES.unsorted.code));
    else throw unsorted(raw, kept, firstBackward, backward, label);
  }
  const single = collapse(raw, rows, label, options.repair, () => drop(ROW_RULES.conflict.code));
  return { ...single, wasSorted: rows !== kept && options.sort, dropped };
}

function forwardOnly(raw: RawBars, kept: Int32Array, onDrop: () => void): Int32Array {
  const { time } = raw.columns;
  let latest = -Infinity;
  return kept.filter((i) => {
    if (time[i]! >= latest) {
      latest = time[i]!;
      return true;
    }
    onDrop();
    return false;
  });
}

function unsorted(raw: RawBars, kept: Int32Array, k: number, count: number, label: string): DataError {
  const { time } = raw.columns;
  const [before, at] = [kept[k - 1]!, kept[k]!];
  const isReversed = count > kept.length / 2;
  return new DataError({
    code: ROW_RULES.unsorted.code,
    place: rowPlace(label, raw.rowName(at), time[at]!),
    value: raw.written(at, 'time'),
    rule: `${ROW_RULES.unsorted.rule}; this one follows ${formatTime(time[before]!)}${isReversed ? ', the file runs from new to old' : ` (${count} such rows)`}`,
    hint: ROW_RULES.unsorted.hint,
  });
}

const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;

function collapse(raw: RawBars, rows: Int32Array, label: string, repair: boolean, onDrop: () => void) {
  const { time } = raw.columns;
  const single = new Int32Array(rows.length);
  const faults = new FaultLog();
  let count = 0;
  let duplicates = 0;
  for (const i of rows) {
    const last = single[count - 1]!;
    if (count === 0 || time[i]! !== time[last]!) {
      single[count++] = i;
      continue;
    }
    const differing = VALUES.find((name) => raw.columns[name][i]! !== raw.columns[name][last]!);
    if (differing === undefined) duplicates++;
    else if (repair) {
      onDrop();
      single[count - 1] = i;
    } else if (faults.isFull(ROW_RULES.conflict)) faults.count(ROW_RULES.conflict);
    else {
      const value = `${differing}=${raw.written(last, differing)} in ${raw.rowName(last)}, ${raw.written(i, differing)} in ${raw.rowName(i)}`;
      faults.add(ROW_RULES.conflict, rowPlace(label, raw.rowName(i), time[i]!), raw.rowName(i), value);
    }
  }
  faults.throwIfAny();
  return { rows: single.subarray(0, count), duplicates };
}
