import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ParamValue } from '../base/json.js';
import type { Cells } from './cells.js';

const TIMES: ReadonlySet<string> = new Set(['time', 'entry_time', 'exit_time']);
const TEXTS: ReadonlySet<string> = new Set(['symbol', 'side', 'exit_reason', 'partials']);

/**
 * A table as a Parquet file: times are timestamps (UTC, ms), words are strings, all others doubles; no value is
 * null. The same rows give the same bytes.
 */
export function parquetBytes(rows: Iterable<Cells>): Uint8Array {
  const [names = [], ...lines] = rows as Iterable<readonly ParamValue[]>;
  const columnData = names.map((name, k) =>
    columnOf(
      String(name),
      lines.map((line) => line[k] ?? null),
    ),
  );
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'hgopt' }));
}

function columnOf(name: string, values: readonly ParamValue[]) {
  if (TIMES.has(name))
    return {
      name,
      type: 'TIMESTAMP' as const,
      data: values.map((text) => (text === null || text === '' ? null : new Date(String(text)))),
    };
  if (TEXTS.has(name))
    return { name, type: 'STRING' as const, data: values.map((value) => (value === null ? null : String(value))) };
  const data = values.map((value) => (typeof value === 'number' && !Number.isNaN(value) ? value : null));
  return { name, type: 'DOUBLE' as const, data };
}
