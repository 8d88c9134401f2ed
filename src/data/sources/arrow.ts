import { DataType, tableFromIPC, type Table } from 'apache-arrow';
import { DataError } from '../../base/errors.js';
import { registerArrowCodecs } from '../arrow-codecs.js';
import { mapColumns } from '../column-map.js';
import { readDataFile } from '../read-file.js';
import { barsFromCells, type CellTable } from './_cells.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

/** Reads Arrow IPC files and streams and Feather (version 2), LZ4 and ZSTD compressed too. Timestamps without a zone are local times. */
export default defineSource({
  name: 'arrow',
  summary: 'Arrow IPC and Feather, uncompressed, LZ4 or ZSTD',
  extensions: ['.arrow', '.feather', '.arrows', '.ipc'],
  read(request: SourceRequest): Promise<RawBars> {
    return Promise.resolve(readArrow(readDataFile(request.path, request.label).bytes, request));
  },
});

/** Bars of an Arrow file in memory. Rows are numbered from 1. */
export function readArrow(bytes: Uint8Array, { label, spec, stamps }: SourceRequest): RawBars {
  requireWhole(bytes, label);
  const table = decode(bytes, label);
  if (table.numRows === 0) {
    throw new DataError({
      code: 'HG-DATA-006',
      place: label,
      rule: 'a file of bars has at least one row of data',
      hint: 'the table is empty; fetch it again',
    });
  }
  const cells = cellsOf(table);
  const names = table.schema.fields.map((field) => String(field.name));
  const sample = names.map((_, at) => String(cells.cell(0, at)));
  return barsFromCells(cells, mapColumns({ label, names, hasHeader: true, sample }, spec), stamps);
}

function decode(bytes: Uint8Array, label: string): Table {
  registerArrowCodecs();
  try {
    return tableFromIPC(bytes);
  } catch (error) {
    throw damaged(label, (error as Error).message, error);
  }
}

function damaged(label: string, value?: string, cause?: unknown): DataError {
  return new DataError(
    {
      code: 'HG-DATA-003',
      place: label,
      value,
      rule: 'an Arrow file is complete and well formed',
      hint: 'the file was cut short or damaged; fetch it again',
    },
    { cause },
  );
}

const MAGIC = 'ARROW1';
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** The reader takes a file that was cut short for a shorter or an empty one, so the ends are looked at first. */
function requireWhole(bytes: Uint8Array, label: string): void {
  if (text(bytes.subarray(0, 4)) === 'FEA1') {
    throw new DataError({
      code: 'HG-DATA-003',
      place: label,
      value: 'FEA1',
      rule: 'a Feather file is of version 2',
      hint: 'write it anew with a current library',
    });
  }
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  if (text(bytes.subarray(0, 6)) === MAGIC) {
    const isEnded = length > 18 && text(bytes.subarray(length - 6)) === MAGIC;
    if (isEnded && view.getInt32(length - 10, true) > 0 && view.getInt32(length - 10, true) <= length - 18) return;
  } else if (length >= 16 && view.getUint32(0, true) === 0xffffffff) {
    if (view.getUint32(length - 8, true) === 0xffffffff && view.getUint32(length - 4, true) === 0) return;
  }
  throw damaged(label);
}

function cellsOf(table: Table): CellTable {
  const vectors = table.schema.fields.map((_, at) => table.getChildAt(at)!);
  return {
    length: table.numRows,
    cell: (i, at) => vectors[at]!.get(i) as unknown,
    clockOf(at) {
      const { type } = vectors[at]!;
      if (DataType.isTimestamp(type)) return type.timezone ? 'utc' : 'local';
      return DataType.isDate(type) ? 'local' : null;
    },
    rowName: (i) => `row ${i + 1}`,
  };
}
