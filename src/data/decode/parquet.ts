import { parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { packColumn, type DecodedColumn, type DecodedTable } from './table.js';

/** Decodes the flat columns of a Parquet file. Timestamps that are not marked as UTC, and dates, show a local clock. @throws when it is malformed */
export async function decode(bytes: Uint8Array): Promise<DecodedTable> {
  const file = new Uint8Array(bytes).buffer;
  const metadata = parquetMetadata(file);
  const length = Number(metadata.num_rows);
  const fields = flatFields(metadata.schema);
  const names = fields.map(({ name }) => name);
  const values = new Map<string, unknown[]>(names.map((name) => [name, []]));
  let filled = 0;
  // Chunks come in no particular order; they are placed by their first row.
  await parquetRead({
    file,
    metadata,
    columns: names,
    compressors,
    onChunk({ columnName, columnData, rowStart }) {
      const column = values.get(columnName)!;
      for (let k = 0; k < columnData.length; k++) column[rowStart + k] = columnData[k];
      filled += columnData.length;
    },
  });
  if (filled !== length * names.length) throw new Error('a column has fewer rows than the file promises');
  const columns = fields.map((field) => {
    const column = values.get(field.name)!;
    return packColumn(length, (i) => column[i], clockOf(field));
  });
  return { length, names, columns };
}

/** Columns at the top level; nested ones hold no bars. */
function flatFields(schema: readonly SchemaElement[]): SchemaElement[] {
  const fields: SchemaElement[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let k = 0; k < (schema[at]?.num_children ?? 0); k++) next = skip(next);
    return next;
  };
  for (let at = 1; at < schema.length; at = skip(at))
    if (schema[at]!.num_children === undefined) fields.push(schema[at]!);
  return fields;
}

function clockOf({ logical_type: logical, converted_type: converted, type }: SchemaElement): DecodedColumn['clock'] {
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC ? 'utc' : 'local';
  if (logical?.type === 'DATE' || converted === 'DATE') return 'local';
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') return 'utc';
  return type === 'INT96' ? 'local' : null;
}
