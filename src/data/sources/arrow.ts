import { DataError } from '../../base/errors.js';
import { damagedFile, decodeInThread } from '../decode/in-thread.js';
import { readDataFile } from '../read/read-file.js';
import { barsFromTable } from './_decoded.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

/** Reads Arrow IPC files and streams and Feather (version 2), LZ4 and ZSTD compressed too. */
export default defineSource({
  name: 'arrow',
  summary: 'Arrow IPC and Feather, uncompressed, LZ4 or ZSTD',
  extensions: ['.arrow', '.feather', '.arrows', '.ipc'],
  async read(request: SourceRequest): Promise<RawBars> {
    const { bytes } = readDataFile(request.path, request.label);
    requireWhole(bytes, request.label);
    return barsFromTable(await decodeInThread('arrow', bytes, request.label), request);
  },
});

const MAGIC = 'ARROW1';
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** The decoder takes a file that was cut short for a shorter or an empty one, so the ends are looked at first. */
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
  throw damagedFile('arrow', label);
}
