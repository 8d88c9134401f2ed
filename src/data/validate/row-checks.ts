import { FaultLog, rowPlace, type RowRule } from './faults.js';
import { SOURCE_NAMES } from '../market.js';
import { ROW_RULES, STAMP_RULES } from './row-rules.js';
import type { RawBars } from '../sources/_source.js';

/** Which rows may stay, and why the others went. */
export interface CheckedRows {
  /** Indices of the rows that keep every rule, in file order. */
  readonly kept: Int32Array;
  /** Dropped rows by the code of the rule they broke. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** The first rule that the values of row i break, with the columns to blame. */
function brokenRule(raw: RawBars, i: number): readonly [RowRule, ...columns: (typeof SOURCE_NAMES)[number][]] | null {
  const { time, open, high, low, close, volume } = raw.columns;
  const [o, h, l, c, v] = [open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!];
  if (time[i]! !== time[i]!) return [STAMP_RULES[raw.stampFault(i)], 'time'];
  for (const name of SOURCE_NAMES) if (!Number.isFinite(raw.columns[name][i]!)) return [ROW_RULES.missing, name];
  for (const name of ['open', 'high', 'low', 'close'] as const)
    if (raw.columns[name][i]! <= 0) return [ROW_RULES.price, name];
  if (v < 0) return [ROW_RULES.volume, 'volume'];
  if (h < l) return [ROW_RULES.range, 'high', 'low'];
  if (o < l || o > h) return [ROW_RULES.body, 'open', 'high', 'low'];
  if (c < l || c > h) return [ROW_RULES.body, 'close', 'high', 'low'];
  return null;
}

/** Rules that an option answers for the whole file; dropping rows would hide the question. */
const IS_REPAIRABLE = (rule: RowRule): boolean =>
  rule !== STAMP_RULES['no zone'] && rule !== STAMP_RULES.twice && rule !== STAMP_RULES.skipped;

/**
 * Judges every row by itself.
 *
 * @throws DataError with one finding a broken rule, unless `repair` drops such rows
 */
export function checkRows(raw: RawBars, label: string, repair: boolean): CheckedRows {
  const { time, open, high, low, close, volume } = raw.columns;
  const kept = new Int32Array(raw.length);
  const dropped: Record<string, number> = {};
  const faults = new FaultLog();
  let count = 0;
  for (let i = 0; i < raw.length; i++) {
    const [o, h, l, c] = [open[i]!, high[i]!, low[i]!, close[i]!];
    // One chain of comparisons that NaN and infinities fail, too; what exactly is wrong is found out for bad rows only.
    const isGood =
      time[i]! === time[i]! &&
      l > 0 &&
      l <= o &&
      o <= h &&
      l <= c &&
      c <= h &&
      h < Infinity &&
      volume[i]! >= 0 &&
      volume[i]! < Infinity;
    if (isGood) {
      kept[count++] = i;
      continue;
    }
    const [rule, ...columns] = brokenRule(raw, i)!;
    if (repair && IS_REPAIRABLE(rule)) {
      dropped[rule.code] = (dropped[rule.code] ?? 0) + 1;
    } else if (faults.isFull(rule)) {
      faults.count(rule);
    } else {
      const value = columns.map((name) => `${name}=${raw.written(i, name)}`).join(' ');
      faults.add(rule, rowPlace(label, raw.rowName(i), time[i]!), raw.rowName(i), value);
    }
  }
  faults.throwIfAny();
  return { kept: kept.subarray(0, count), dropped };
}
