import { crc32, inflateRawSync } from 'node:zlib';
import { DataError } from '../../base/errors.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';

/**
 * Unpacks the one file of a zip archive. Names of entries are never used as paths.
 *
 * @param limit most bytes the file may unpack to
 * @throws DataError for archives that are cut short, encrypted, nested, too large, or hold more than one file
 */
export function unzipOne(bytes: Uint8Array, label: string, limit: number): Uint8Array {
  const refuse = (rule: string, hint: string, value: string) =>
    new DataError({ code: 'HG-DATA-004', place: label, value, rule, hint });
  const entries = readZipDirectory(bytes);
  if (entries === null) throw damaged(label);
  const files = entries.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
  const [entry] = files;
  if (entry === undefined || files.length > 1) {
    const names = files.slice(0, 5).map(({ name }) => name);
    throw refuse(`a zip of bars holds one file, not ${files.length}`, 'unpack it and name the files', names.join(', '));
  }
  if (entry.isEncrypted) throw refuse('a zip of bars is not encrypted', 'unpack it with its password', entry.name);
  if (/\.(zip|gz|7z|rar|tar)$/i.test(entry.name))
    throw refuse('a zip of bars holds no other archive', 'unpack the outer one', entry.name);
  if (entry.size > limit) {
    throw refuse(
      `this zip file unpacks to at most ${limit} bytes`,
      'unpack it by hand if it is what you expect',
      String(entry.size),
    );
  }
  if (entry.method !== 0 && entry.method !== 8) {
    throw refuse('a zip of bars is stored or deflated', 'unpack it by hand', `method ${entry.method}`);
  }
  const content = unpack(bytes, entry, label);
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw damaged(label);
  return content;
}

function unpack(bytes: Uint8Array, { offset, packed, method, size }: ZipEntry, label: string): Uint8Array {
  const part = bytes.subarray(offset, offset + packed);
  if (part.length !== packed) throw damaged(label);
  if (method === 0) return part;
  try {
    // One byte more than promised is enough to see that the promise was false.
    return inflateRawSync(part, { maxOutputLength: size + 1 });
  } catch (error) {
    throw damaged(label, error);
  }
}

function damaged(label: string, cause?: unknown): DataError {
  return new DataError(
    {
      code: 'HG-DATA-003',
      place: label,
      value: cause instanceof Error ? cause.message : undefined,
      rule: 'a zip file is complete and its checksums hold',
      hint: 'the file was cut short or damaged; fetch it again',
    },
    { cause },
  );
}
