import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { DataError } from '../base/errors.js';

interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly size: number;
}

const MAX_ENTRIES = 1_000;

/**
 * Unpacks the one file of a zip archive. Names of entries are never used as paths.
 *
 * @param limit most bytes the file may unpack to
 * @throws DataError for archives that are cut short, encrypted, nested, too large, or hold more than one file
 */
export function unzipOne(bytes: Uint8Array, label: string, limit: number): Uint8Array {
  const refuse = (code: 'HG-DATA-003' | 'HG-DATA-004', rule: string, hint: string, value?: string, cause?: unknown) =>
    new DataError({ code, place: label, value, rule, hint }, { cause });
  const cut = (cause?: unknown) =>
    refuse(
      'HG-DATA-003',
      'a zip file is complete and its checksums hold',
      'the file was cut short or damaged; fetch it again',
      undefined,
      cause,
    );
  const entries = readDirectory(bytes);
  if (entries === null) throw cut();
  const files = entries.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
  const [entry] = files;
  if (entry === undefined || files.length > 1) {
    const names = files.slice(0, 5).map(({ name }) => name);
    throw refuse(
      'HG-DATA-004',
      `a zip of bars holds one file, not ${files.length}`,
      'unpack it and name the files',
      names.join(', '),
    );
  }
  if (entry.isEncrypted)
    throw refuse('HG-DATA-004', 'a zip of bars is not encrypted', 'unpack it with its password', entry.name);
  if (/\.(zip|gz|7z|rar|tar)$/i.test(entry.name)) {
    throw refuse('HG-DATA-004', 'a zip of bars holds no other archive', 'unpack the outer one', entry.name);
  }
  if (entry.size > limit) {
    throw refuse(
      'HG-DATA-004',
      `a zip file unpacks to at most ${limit} bytes`,
      'unpack it by hand if it is what you expect',
      String(entry.size),
    );
  }
  let content: Uint8Array | undefined;
  try {
    content = unzipSync(bytes, { filter: ({ name, originalSize }) => name === entry.name && originalSize <= limit })[
      entry.name
    ];
  } catch (error) {
    throw cut(error);
  }
  if (content === undefined || content.length !== entry.size || crc32(content) !== entry.crc) throw cut();
  return content;
}

/** Entries of the archive's central directory; null when it is not whole. */
function readDirectory(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < lowest || end + 22 + view.getUint16(end + 20, true) !== bytes.length) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let k = 0; k < Math.min(count, MAX_ENTRIES); k++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}
