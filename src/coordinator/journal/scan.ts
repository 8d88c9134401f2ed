import { readSync } from 'node:fs';
import { StorageError } from '../../base/errors.js';
import { FRAME_BYTES, decodePayload, payloadLength, type JournalRecord } from './format.js';

const WINDOW_BYTES = 1 << 20;

/**
 * Visits every whole record of a journal in order and returns where the last one ends. What lies behind it is a torn tail: a record whose
 * writing was cut off, by a kill (its end is missing) or by a loss of power (its length is there, its bytes are not). Its trials are
 * run again. A record that is unsound with others behind it is damage, because they would be lost with it.
 * @throws StorageError naming record and byte of the damage
 */
export function scanJournal(fd: number, size: number, place: string, visit: (record: JournalRecord) => void): number {
  const read = windowedReader(fd, size);
  let at = 0;
  for (let number = 1; at < size; number++) {
    if (size - at < FRAME_BYTES) return at;
    const frame = Buffer.from(read(at, FRAME_BYTES));
    const length = payloadLength(frame);
    if (length === null && isZero(read, at, size)) return at;
    if (length === null) throw damaged(place, number, at, 'its frame does not match its checksum');
    const end = at + FRAME_BYTES + length;
    if (end > size) return at;
    const record = decodePayload(frame, read(at + FRAME_BYTES, length));
    if (record === null && end === size) return at;
    if (record === null) throw damaged(place, number, at, 'its content does not match its checksum');
    visit(record);
    at = end;
  }
  return at;
}

type Reader = (at: number, length: number) => Buffer;

/** Hands out views of the file; a view is valid until the next call. */
function windowedReader(fd: number, size: number): Reader {
  let window = Buffer.allocUnsafe(Math.min(size, WINDOW_BYTES));
  let start = 0;
  let filled = 0;
  return (at, length) => {
    if (at < start || at + length > start + filled) {
      if (length > window.length) window = Buffer.allocUnsafe(length);
      start = at;
      filled = 0;
      const wanted = Math.min(window.length, size - at);
      while (filled < wanted) {
        const n = readSync(fd, window, filled, wanted - filled, at + filled);
        if (n === 0) break;
        filled += n;
      }
    }
    return window.subarray(at - start, at - start + length);
  };
}

function isZero(read: Reader, from: number, size: number): boolean {
  for (let at = from; at < size; at += WINDOW_BYTES) {
    if (read(at, Math.min(WINDOW_BYTES, size - at)).some((byte) => byte !== 0)) return false;
  }
  return true;
}

const damaged = (place: string, number: number, at: number, what: string): StorageError =>
  new StorageError({
    code: 'HG-JOURNAL-003',
    place,
    value: `record ${number} at byte ${at}`,
    rule: `the journal is damaged in record ${number} at byte ${at}: ${what}`,
    hint: 'restore the file from a copy, or run the sweep again with another --out; this file is left as it is',
  });
