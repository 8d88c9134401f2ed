import { isUtf8 } from 'node:buffer';
import { DataError } from '../../base/errors.js';
import { lineAt } from './csv-rows.js';

/**
 * Checks that bytes are text and returns where the text begins (behind a byte order mark).
 *
 * @throws DataError for NUL bytes and for anything but UTF-8
 */
export function requireText(bytes: Uint8Array, label: string): number {
  // The search of Buffer is the faster one.
  const nul = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(0);
  if (nul >= 0) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw new DataError({
      code: 'HG-DATA-005',
      place: `${label} row ${lineAt(bytes, nul)} (byte ${nul})`,
      value: '\u0000',
      rule: 'a text file holds no NUL byte',
      hint: isUtf16
        ? 'the file is UTF-16; save it as UTF-8'
        : 'the file is damaged, or no text: name its kind with source',
    });
  }
  if (!isUtf8(bytes)) {
    throw new DataError({
      code: 'HG-DATA-005',
      place: label,
      rule: 'a text file is valid UTF-8',
      hint: 'save the file as UTF-8',
    });
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
