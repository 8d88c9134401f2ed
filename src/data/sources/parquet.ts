import { parquetMetadata, parquetRead, type FileMetaData, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../base/errors.js';
import { mapColumns } from '../column-map.js';
import { readDataFile } from '../read-file.js';
import { barsFromCells, type CellTable } from './_cells.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

/** Reads Parquet with any of its usual compressions. Timestamps that are not marked as UTC are local times. */
export default defineSource({
  name: 'parquet',
  summary: 'Parquet: uncompressed, snappy, gzip, zstd, brotli, LZ4',
  extensions: ['.parquet', '.pq'],
  read: (request: SourceRequest): Promise<RawBars> =>
    readParquet(readDataFile(request.path, request.label).bytes, request),
});

/** Bars of a Parquet file in memory. Rows are numbered from 1. */
export async function readParquet(bytes: Uint8Array, { label, spec, stamps }: SourceRequest): Promise<RawBars> {
  const isWhole = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === 'PAR1';
  if (bytes.length < 12 || !isWhole(0) || !isWhole(bytes.length - 4)) throw damaged(label);
  const file = new Uint8Array(bytes).buffer;
  const { metadata, fields } = readSchema(file, label);
  const length = Number(metadata.num_rows);
  if (length === 0) {
    throw new DataError({
      code: 'HG-DATA-006',
      place: label,
      rule: 'a file of bars has at least one row of data',
      hint: 'the table is empty; fetch it again',
    });
  }
  const names = fields.map(({ name }) => name);
  const map = mapColumns({ label, names, hasHeader: true, sample: names.map(() => '') }, spec);
  const wanted = [map.time, map.clock, map.open, map.high, map.low, map.close, map.volume];
  const columns = names.filter((_, at) => wanted.includes(at));
  const values = await readColumns(file, metadata, columns, label);
  const table: CellTable = {
    length,
    cell: (i, at) => values.get(names[at]!)?.[i],
    clockOf: (at) => clockOf(fields[at]!),
    rowName: (i) => `row ${i + 1}`,
  };
  return barsFromCells(table, map, stamps);
}

function readSchema(file: ArrayBuffer, label: string): { metadata: FileMetaData; fields: SchemaElement[] } {
  try {
    const metadata = parquetMetadata(file);
    const fields = metadata.schema.slice(1).filter((element) => element.num_children === undefined);
    return { metadata, fields };
  } catch (error) {
    throw damaged(label, error);
  }
}

/** Whole columns by name. Chunks come in no particular order and are placed by their first row. */
async function readColumns(file: ArrayBuffer, metadata: FileMetaData, columns: string[], label: string) {
  const length = Number(metadata.num_rows);
  const values = new Map<string, unknown[]>();
  const filled = new Map<string, number>();
  try {
    await parquetRead({
      file,
      metadata,
      columns,
      compressors,
      onChunk({ columnName, columnData, rowStart }) {
        let column = values.get(columnName);
        if (!column) values.set(columnName, (column = new Array<unknown>(length)));
        for (let k = 0; k < columnData.length; k++) column[rowStart + k] = columnData[k];
        filled.set(columnName, (filled.get(columnName) ?? 0) + columnData.length);
      },
    });
  } catch (error) {
    throw damaged(label, error);
  }
  for (const name of columns) if (filled.get(name) !== length) throw damaged(label);
  return values;
}

function clockOf({ logical_type: logical, converted_type: converted, type }: SchemaElement): 'utc' | 'local' | null {
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC ? 'utc' : 'local';
  if (logical?.type === 'DATE' || converted === 'DATE') return 'local';
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') return 'utc';
  return type === 'INT96' ? 'local' : null;
}

function damaged(label: string, cause?: unknown): DataError {
  return new DataError(
    {
      code: 'HG-DATA-003',
      place: label,
      value: cause instanceof Error ? cause.message : undefined,
      rule: 'a Parquet file is complete and well formed',
      hint: 'the file was cut short or damaged; fetch it again',
    },
    { cause },
  );
}
