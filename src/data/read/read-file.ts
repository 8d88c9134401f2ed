import { fstatSync, openSync, closeSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../base/errors.js';
import { unzipOne } from './unzip.js';

/** Most bytes a compressed file may unpack to, and how many times its own size once it is larger than a floor. */
const MAX_UNPACKED = 2 ** 31 - 1;
const MAX_RATIO = 200;
const RATIO_FLOOR = 16 * 2 ** 20;

export interface DataBytes {
  readonly bytes: Uint8Array;
  /** Whether they came out of an archive, whose checksum says that they are complete. */
  readonly isPacked: boolean;
}

export const unpackLimit = (packed: number): number =>
  Math.min(MAX_UNPACKED, Math.max(RATIO_FLOOR, packed * MAX_RATIO));

/**
 * The content of a data file, unpacked when it is gzipped or zipped (recognised by its first bytes, not by its name).
 *
 * @throws DataError when it cannot be read, changes meanwhile, is cut short, or unpacks to more than a data file would
 */
export function readDataFile(path: string, label: string): DataBytes {
  const bytes = readSteady(path, label);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { bytes: gunzip(bytes, label), isPacked: true };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5))
    return { bytes: unzipOne(bytes, label, unpackLimit(bytes.length)), isPacked: true };
  if (/\.(gz|zip)$/i.test(path)) {
    throw new DataError({
      code: 'HG-DATA-003',
      place: label,
      rule: 'a file called .gz or .zip is such an archive',
      hint: 'the file is damaged or wrongly named; fetch it again',
    });
  }
  return { bytes, isPacked: false };
}

/** Reads a whole file that nobody writes to meanwhile. */
function readSteady(path: string, label: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const before = fstatSync(descriptor);
    if (!before.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' });
    if (before.size > MAX_UNPACKED) throw Object.assign(new Error('larger than 2 GiB'), { code: 'EFBIG' });
    const bytes = new Uint8Array(before.size);
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(descriptor, bytes, at, bytes.length - at, at);
      if (count === 0) break;
      at += count;
    }
    const after = fstatSync(descriptor);
    if (at !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new DataError({
        code: 'HG-DATA-002',
        place: label,
        rule: 'a data file does not change while it is read',
        hint: 'wait until its writer has finished',
      });
    }
    return bytes;
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new DataError(
      {
        code: 'HG-DATA-001',
        place: label,
        value: code,
        rule: code === 'ENOENT' ? 'the data file exists' : `the data file can be read (${message})`,
        hint: 'check the path; it is relative to the file that names it',
      },
      { cause: error },
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function gunzip(bytes: Uint8Array, label: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackLimit(bytes.length) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isBomb = code === 'ERR_BUFFER_TOO_LARGE';
    throw new DataError(
      {
        code: isBomb ? 'HG-DATA-004' : 'HG-DATA-003',
        place: label,
        value: message,
        rule: isBomb
          ? `a compressed file unpacks to at most ${MAX_RATIO} times its size and 2 GiB`
          : 'a gzip file is complete and its checksum holds',
        hint: isBomb
          ? 'unpack it by hand if it is what you expect'
          : 'the file was cut short or damaged; fetch it again',
      },
      { cause: error },
    );
  }
}
