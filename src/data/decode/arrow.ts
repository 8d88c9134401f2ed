import { CompressionType, compressionRegistry, DataType, tableFromIPC, type Vector } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import lz4 from 'lz4js';
import { packColumn, type DecodedColumn, type DecodedTable } from './table.js';

// Decoded buffers are copied: the reader expects them aligned to 8 bytes.
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => lz4.decompress(bytes).slice() });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => unzstd(bytes).slice() });

/** Decodes an Arrow file or stream. Timestamps without a zone, and dates, show a local clock. @throws when it is malformed */
export function decode(bytes: Uint8Array): DecodedTable {
  const table = tableFromIPC(bytes);
  const length = table.numRows;
  const columns = table.schema.fields.map((_, at) => {
    const vector = table.getChildAt(at)!;
    return packColumn(length, (i) => vector.get(i) as unknown, clockOf(vector));
  });
  return { length, names: table.schema.fields.map(({ name }) => String(name)), columns };
}

function clockOf({ type }: Vector): DecodedColumn['clock'] {
  if (DataType.isTimestamp(type)) return type.timezone ? 'utc' : 'local';
  return DataType.isDate(type) ? 'local' : null;
}
