import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { DataError } from '../../base/errors.js';
import { SOURCE_NAMES, type SourceName } from '../market.js';

/** Bytes of an uncompressed Arrow IPC file of one record batch that holds the columns in the order given. Equal columns give equal bytes. */
export function encodeColumns(columns: Readonly<Record<string, Float64Array>>): Uint8Array {
  return tableToIPC(tableFromArrays({ ...columns }), 'file');
}

/** Bytes of a file of the six columns of bars. */
export const encodeBars = (columns: Readonly<Record<SourceName, Float64Array>>): Uint8Array =>
  encodeColumns(Object.fromEntries(SOURCE_NAMES.map((name) => [name, columns[name]])));

/**
 * Finds the columns of such a file inside the shared bytes, without a copy.
 *
 * @throws DataError when the file is not of that shape
 */
export function locateColumns<N extends string = SourceName>(
  shared: SharedArrayBuffer,
  label: string,
  names: readonly N[] = SOURCE_NAMES as readonly string[] as readonly N[],
): { length: number; offsets: Record<N, number> } {
  const refuse = (rule: string, cause?: unknown) =>
    new DataError({ code: 'HG-DATA-052', place: label, rule, hint: 'import the source again' }, { cause });
  let table;
  try {
    table = tableFromIPC(new Uint8Array(shared));
  } catch (error) {
    throw refuse('a catalog file is a well-formed Arrow file', error);
  }
  const offsets: Partial<Record<N, number>> = {};
  for (const name of names) {
    const parts = table.getChild(name)?.data ?? [];
    const values: unknown = parts[0]?.values;
    if (parts.length !== 1 || !(values instanceof Float64Array) || parts[0]!.nullCount > 0) {
      throw refuse(`a catalog file holds ${name} as one run of 64-bit floats`);
    }
    if (values.buffer !== shared)
      throw refuse('a catalog file can be read without copying: it is uncompressed and aligned');
    offsets[name] = values.byteOffset;
  }
  return { length: table.numRows, offsets: offsets as Record<N, number> };
}
