import type { ColumnMap } from '../read/column-map.js';
import { parseNumber } from '../read/number-text.js';
import { nothingFinished, Unfinished } from '../read/unfinished.js';
import { RowBuffer } from '../row-buffer.js';
import type { StampReader } from '../read/stamp-reader.js';
import type { RawBars } from './_source.js';

/** A table whose cells are values of a program, not bytes of a text. */
export interface CellTable {
  readonly length: number;
  /** Value in row i and column `at`: number, bigint, string, Date; null where there is none. */
  cell(i: number, at: number): unknown;
  /** Whether a Date, or a number that is known to be a time in ms, shows a local clock instead of UTC; null = numbers have no stated unit. */
  clockOf(at: number): 'utc' | 'local' | null;
  rowName(i: number): string;
}

const encoder = new TextEncoder();

function numberOf(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return NaN;
  const bytes = encoder.encode(value.trim());
  return parseNumber(bytes, 0, bytes.length);
}

function stampOf(value: unknown, clock: 'utc' | 'local' | null, stamps: StampReader): number {
  const ms = value instanceof Date ? value.getTime() : typeof value === 'bigint' ? Number(value) : value;
  if (typeof ms === 'number') {
    const known = clock ?? (value instanceof Date ? 'utc' : null);
    if (known === null) return stamps.number(ms);
    return known === 'utc' ? stamps.instant(ms) : stamps.local(ms);
  }
  const bytes = encoder.encode(typeof value === 'string' ? value.trim() : '');
  return stamps.read(bytes, 0, bytes.length);
}

/** Raw bars out of a table of values. @param label name of the file in messages */
export function barsFromCells(
  label: string,
  table: CellTable,
  map: ColumnMap,
  stamps: StampReader,
  notices: readonly string[] = [],
): RawBars {
  const clock = table.clockOf(map.time);
  const stampAt = (i: number): number => {
    const value = table.cell(i, map.time);
    if (map.clock === null) return stampOf(value, clock, stamps);
    return stampOf(`${String(value)} ${String(table.cell(i, map.clock))}`, null, stamps);
  };
  const unfinished = new Unfinished(label);
  const buffer = new RowBuffer(table.length);
  const number = (row: number, at: number): number => numberOf(table.cell(row, at));
  /** Row of each bar that is kept. */
  const kept = new Uint32Array(table.length);
  let length = 0;
  for (let row = 0; row < table.length; row++) {
    if (map.final !== null && unfinished.has(String(table.cell(row, map.final)), () => table.rowName(row))) continue;
    const i = length++;
    kept[i] = row;
    buffer.time[i] = stampAt(row);
    buffer.open[i] = number(row, map.open);
    buffer.high[i] = number(row, map.high);
    buffer.low[i] = number(row, map.low);
    buffer.close[i] = number(row, map.close);
    buffer.volume[i] = map.volume === null ? 0 : number(row, map.volume);
  }
  if (length === 0) throw nothingFinished(label);
  return {
    length,
    columns: buffer.columns(length),
    stamp: map.stamp,
    rowName: (i) => table.rowName(kept[i]!),
    written(i, column) {
      const at = map[column];
      const value = at === null ? 0 : table.cell(kept[i]!, at);
      return value instanceof Date ? value.toISOString() : value === undefined ? 'nothing' : String(value);
    },
    stampFault(i) {
      stampAt(kept[i]!);
      return stamps.fault;
    },
    units: stamps.units,
    mapping: map.text,
    notices: [...notices, ...unfinished.notices],
  };
}
