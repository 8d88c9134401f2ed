import { DataError } from '../../base/errors.js';
import { DAY_MS, formatInterval } from '../../base/time.js';
import { FaultLog, rowPlace } from './faults.js';
import { findInterval } from './interval.js';
import { SOURCE_NAMES, type SourceName } from '../market.js';
import { checkRows } from './row-checks.js';
import { orderRows } from './row-order.js';
import { ROW_RULES, STAMP_RULES } from './row-rules.js';
import type { RawBars } from '../sources/_source.js';

export interface ValidateOptions {
  /** Name of the file in messages. */
  readonly label: string;
  /** Stated interval, ms; null = found from the stamps. */
  readonly intervalMs: number | null;
  /** Prices of the file are divided by this. */
  readonly priceScale: number;
  readonly sort: boolean;
  readonly repair: boolean;
}

/** Bars that keep every rule, and what had to happen to them. */
export interface ValidBars {
  readonly columns: Readonly<Record<SourceName, Float64Array>>;
  readonly intervalMs: number;
  readonly rowsRead: number;
  readonly duplicates: number;
  readonly wasSorted: boolean;
  /** Rows that `repair` dropped, by the code of the rule they broke. */
  readonly repairs: Readonly<Record<string, number>>;
}

/**
 * Judges raw rows: every value, the order, duplicates and the grid of stamps. Gaps are allowed.
 *
 * @throws DataError with file, row, stamp, value, rule and hint; one finding a broken rule
 */
export function validate(raw: RawBars, options: ValidateOptions): ValidBars {
  const { label, repair } = options;
  refuseRates(raw, label);
  const checked = checkRows(raw, label, repair);
  const ordered = orderRows(raw, checked.kept, label, options);
  if (ordered.rows.length === 0) throw noneLeft(raw, label);
  const stamps = stampsOf(raw, ordered.rows);
  const intervalMs = findInterval(stamps, options.intervalMs, label);
  if (raw.stamp === 'close') for (let k = 0; k < stamps.length; k++) stamps[k]! -= intervalMs;
  const grid = keepGrid(raw, ordered.rows, stamps, intervalMs, options);
  refuseEpochStart(raw, grid.rows, label);
  return {
    columns: columnsOf(raw, grid.rows, grid.time, options.priceScale),
    intervalMs,
    rowsRead: raw.length,
    duplicates: ordered.duplicates,
    wasSorted: ordered.wasSorted,
    repairs: { ...checked.dropped, ...ordered.dropped, ...grid.dropped },
  };
}

/** Stamps of rows. Ends of bars are often written as their last millisecond or microsecond; they count as the moment after. */
function stampsOf(raw: RawBars, rows: Int32Array): Float64Array {
  const stamps = pick(raw.columns.time, rows);
  if (raw.stamp === 'open') return stamps;
  return stamps.map((t) => (Math.ceil(t / 1_000) * 1_000 - t <= 1 ? Math.ceil(t / 1_000) * 1_000 : t));
}

/** The entries of a column at some rows. A plain loop: `Float64Array.from` with a function is ten times slower. */
function pick(column: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) out[k] = column[rows[k]!]!;
  return out;
}

/** Drops or refuses stamps that are not whole intervals from most of the others. */
function keepGrid(raw: RawBars, rows: Int32Array, time: Float64Array, intervalMs: number, options: ValidateOptions) {
  const first = time[0]! % intervalMs;
  if (time.every((t) => t % intervalMs === first)) return { rows, time, dropped: {} };
  const phases = new Map<number, number>();
  for (let k = 0; k < time.length; k++) {
    const phase = time[k]! % intervalMs;
    phases.set(phase, (phases.get(phase) ?? 0) + 1);
  }
  const usual = [...phases].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const isOn = (k: number) => time[k]! % intervalMs === usual;
  if (options.repair) {
    const dropped = { [ROW_RULES.grid.code]: time.length - phases.get(usual)! };
    return { rows: rows.filter((_, k) => isOn(k)), time: time.filter((_, k) => isOn(k)), dropped };
  }
  const rule = {
    ...ROW_RULES.grid,
    rule: `${ROW_RULES.grid.rule} of ${formatInterval(intervalMs)}`,
    hint:
      intervalMs >= DAY_MS
        ? `${ROW_RULES.grid.hint}; days of a zone with summer time are not all 24 h: use timezone: UTC for dates`
        : ROW_RULES.grid.hint,
  };
  const faults = new FaultLog();
  for (let k = 0; k < time.length; k++) {
    if (isOn(k)) continue;
    const i = rows[k]!;
    if (faults.isFull(rule)) faults.count(rule);
    else
      faults.add(
        rule,
        rowPlace(options.label, raw.rowName(i), raw.columns.time[i]!),
        raw.rowName(i),
        raw.written(i, 'time'),
      );
  }
  faults.throwIfAny();
  return { rows, time, dropped: {} };
}

function columnsOf(
  raw: RawBars,
  rows: Int32Array,
  time: Float64Array,
  scale: number,
): Record<SourceName, Float64Array> {
  const take = (name: SourceName): Float64Array => {
    const column = pick(raw.columns[name], rows);
    // Adding zero turns -0, which compares equal but has other bits, into 0.
    if (name === 'volume') for (let k = 0; k < column.length; k++) column[k]! += 0;
    else if (scale !== 1) for (let k = 0; k < column.length; k++) column[k]! /= scale;
    return column;
  };
  const entries = SOURCE_NAMES.map((name) => [name, name === 'time' ? time : take(name)]);
  return Object.fromEntries(entries) as Record<SourceName, Float64Array>;
}

/** Funding rates kept in the columns of candles: the rate as open, zeros beside it. */
function refuseRates(raw: RawBars, label: string): void {
  const { high, low, close } = raw.columns;
  const isZero = (column: Float64Array) => column.every((v) => v === 0);
  if (raw.length === 0 || !isZero(high) || !isZero(low) || !isZero(close)) return;
  throw new DataError({
    code: 'HG-DATA-010',
    place: label,
    value: `open=${raw.written(0, 'open')} high=0 low=0 close=0`,
    rule: 'this file has no prices; it looks like funding rates kept in the open column',
    hint: 'bars are needed here',
  });
}

/** A series that lies in 1970 as a whole was written in one unit and labelled with another. */
function refuseEpochStart(raw: RawBars, rows: Int32Array, label: string): void {
  const { time } = raw.columns;
  const [first, last] = [rows[0]!, rows[rows.length - 1]!];
  if (time[first]! < 0 || time[last]! >= 365 * DAY_MS) return;
  throw new DataError({
    code: STAMP_RULES.implausible.code,
    place: rowPlace(label, raw.rowName(first), time[first]!),
    value: raw.written(first, 'time'),
    rule: 'a series of bars does not lie in 1970 as a whole',
    hint: 'the unit of the stamps is probably labelled wrongly in the file',
  });
}

function noneLeft(raw: RawBars, label: string): DataError {
  return new DataError({
    code: 'HG-DATA-006',
    place: label,
    rule: raw.length === 0 ? 'a file of bars has at least one row of data' : 'at least one row keeps every rule',
    hint: 'fetch the file again',
  });
}
