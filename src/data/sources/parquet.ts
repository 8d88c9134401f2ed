import { damagedFile, decodeInThread } from '../decode/in-thread.js';
import { readDataFile } from '../read/read-file.js';
import { barsFromTable } from './_decoded.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

/** Reads Parquet with any of its usual compressions. */
export default defineSource({
  name: 'parquet',
  summary: 'Parquet: uncompressed, snappy, gzip, zstd, brotli, LZ4',
  extensions: ['.parquet', '.pq'],
  async read(request: SourceRequest): Promise<RawBars> {
    const { bytes } = readDataFile(request.path, request.label);
    const hasMagic = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === 'PAR1';
    if (bytes.length < 12 || !hasMagic(0) || !hasMagic(bytes.length - 4)) throw damagedFile('parquet', request.label);
    return barsFromTable(await decodeInThread('parquet', bytes, request.label), request);
  },
});
