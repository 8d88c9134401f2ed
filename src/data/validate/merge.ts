import { DataError } from '../../base/errors.js';
import { formatInterval, formatTime } from '../../base/time.js';
import { SOURCE_NAMES, type SourceName } from '../market.js';
import { orderRows } from './row-order.js';
import type { RawBars } from '../sources/_source.js';
import type { ValidBars } from './validate.js';

type Columns = Readonly<Record<SourceName, Float64Array>>;

/**
 * Joins the bars of several files of one instrument in time order. Bars that stand in two files must be equal.
 *
 * @throws DataError when intervals differ or two files contradict each other
 */
export function mergeBars(parts: readonly { readonly label: string; readonly bars: ValidBars }[]): {
  columns: Columns;
  duplicates: number;
} {
  const [first] = parts;
  if (parts.length === 1) return { columns: first!.bars.columns, duplicates: 0 };
  const other = parts.find(({ bars }) => bars.intervalMs !== first!.bars.intervalMs);
  if (other) {
    throw new DataError({
      code: 'HG-DATA-047',
      place: other.label,
      value: formatInterval(other.bars.intervalMs),
      rule: `files of one series have one interval; ${first!.label} has ${formatInterval(first!.bars.intervalMs)}`,
      hint: 'name only files of one interval',
    });
  }
  const sorted = [...parts].sort((a, b) => a.bars.columns.time[0]! - b.bars.columns.time[0]!);
  const length = sorted.reduce((sum, { bars }) => sum + bars.columns.time.length, 0);
  const columns = Object.fromEntries(SOURCE_NAMES.map((name) => [name, new Float64Array(length)])) as Record<
    SourceName,
    Float64Array
  >;
  let at = 0;
  for (const { bars } of sorted) {
    for (const name of SOURCE_NAMES) columns[name].set(bars.columns[name], at);
    at += bars.columns.time.length;
  }
  const label = sorted.map((part) => part.label).join(' + ');
  const raw: RawBars = {
    length,
    columns,
    stamp: 'open',
    rowName: (i) => `bar of ${formatTime(columns.time[i]!)}`,
    written: (i, column) => String(columns[column][i]),
    stampFault: () => 'unreadable',
    units: { s: 0, ms: 0, us: 0, ns: 0 },
    mapping: '',
    notices: [],
  };
  const all = Int32Array.from({ length }, (_, i) => i);
  const { rows, duplicates } = orderRows(raw, all, label, { sort: true, repair: false });
  if (rows.length === length && rows.every((row, i) => row === i)) return { columns, duplicates };
  const entries = SOURCE_NAMES.map((name) => [name, Float64Array.from(rows, (i) => columns[name][i]!)]);
  return { columns: Object.fromEntries(entries) as Columns, duplicates };
}
