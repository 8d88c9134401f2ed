import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { DataError } from '../../base/errors.js';
import { SOURCE_NAMES, type SourceName } from '../market.js';

/** Bytes of an uncompressed Arrow IPC file of one record batch that holds the six columns of bars. Equal bars give equal bytes. */
export function encodeBars(columns: Readonly<Record<SourceName, Float64Array>>): Uint8Array {
  return tableToIPC(tableFromArrays(Object.fromEntries(SOURCE_NAMES.map((name) => [name, columns[name]]))), 'file');
}

/**
 * Finds the columns of such a file inside the shared bytes, without a copy.
 *
 * @throws DataError when the file is not of that shape
 */
export function locateColumns(
  shared: SharedArrayBuffer,
  label: string,
): { length: number; offsets: Record<SourceName, number> } {
  const refuse = (rule: string, cause?: unknown) =>
    new DataError({ code: 'HG-DATA-052', place: label, rule, hint: 'import the source again' }, { cause });
  let table;
  try {
    table = tableFromIPC(new Uint8Array(shared));
  } catch (error) {
    throw refuse('a catalog file is a well-formed Arrow file', error);
  }
  const offsets: Partial<Record<SourceName, number>> = {};
  for (const name of SOURCE_NAMES) {
    const parts = table.getChild(name)?.data ?? [];
    const values: unknown = parts[0]?.values;
    if (parts.length !== 1 || !(values instanceof Float64Array) || parts[0]!.nullCount > 0) {
      throw refuse(`a catalog file holds ${name} as one run of 64-bit floats`);
    }
    if (values.buffer !== shared)
      throw refuse('a catalog file can be read without copying: it is uncompressed and aligned');
    offsets[name] = values.byteOffset;
  }
  return { length: table.numRows, offsets: offsets as Record<SourceName, number> };
}
