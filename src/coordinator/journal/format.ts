import { crc32 } from 'node:zlib';
import { rowWidth, type TrialFailure } from '../trial-row.js';

/**
 * The journal is a chain of records: a frame of four 32-bit little-endian words (magic, payload bytes, CRC-32 of the payload, CRC-32 of the
 * twelve bytes before it), then the payload. The frame has a checksum of its own because a damaged length must never pass for an unfinished record.
 */
export const FRAME_BYTES = 16;
const MAGIC = 0x314a4748;

const KIND_HEADER = 1;
const KIND_TRIALS = 2;
/** Bytes before the rows: kind, number of rows, floats a row, bytes of the failures' JSON. A multiple of 8 keeps the rows aligned. */
const TRIALS_HEAD_BYTES = 16;

export type JournalRecord =
  | { readonly kind: 'header'; readonly json: string }
  | {
      readonly kind: 'trials';
      readonly rows: Float64Array;
      readonly width: number;
      readonly failures: readonly TrialFailure[];
    };

/** First record of a journal: what the run is. */
export function encodeHeader(json: string): Buffer {
  const text = Buffer.from(json, 'utf8');
  const record = Buffer.alloc(FRAME_BYTES + 4 + text.length);
  record.writeUInt32LE(KIND_HEADER, FRAME_BYTES);
  text.copy(record, FRAME_BYTES + 4);
  return seal(record);
}

/** A batch of finished trials: whole rows of `rowWidth(metrics)` floats, and the reasons of the failed ones. */
export function encodeTrials(rows: Float64Array, metricCount: number, failures: readonly TrialFailure[]): Buffer {
  const width = rowWidth(metricCount);
  const text = Buffer.from(failures.length > 0 ? JSON.stringify(failures) : '', 'utf8');
  const record = Buffer.alloc(FRAME_BYTES + TRIALS_HEAD_BYTES + rows.byteLength + text.length);
  record.writeUInt32LE(KIND_TRIALS, FRAME_BYTES);
  record.writeUInt32LE(rows.length / width, FRAME_BYTES + 4);
  record.writeUInt32LE(width, FRAME_BYTES + 8);
  record.writeUInt32LE(text.length, FRAME_BYTES + 12);
  record.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength), FRAME_BYTES + TRIALS_HEAD_BYTES);
  text.copy(record, FRAME_BYTES + TRIALS_HEAD_BYTES + rows.byteLength);
  return seal(record);
}

/** Payload bytes that a frame announces, or null when the frame itself is damaged. */
export function payloadLength(frame: Buffer): number | null {
  if (frame.readUInt32LE(0) !== MAGIC || frame.readUInt32LE(12) !== crc32(frame.subarray(0, 12))) return null;
  return frame.readUInt32LE(4);
}

/** Reads a payload whose frame is sound; null when the payload is damaged. */
export function decodePayload(frame: Buffer, payload: Buffer): JournalRecord | null {
  if (frame.readUInt32LE(8) !== crc32(payload)) return null;
  const kind = payload.readUInt32LE(0);
  if (kind === KIND_HEADER) return { kind: 'header', json: payload.toString('utf8', 4) };
  if (kind !== KIND_TRIALS) return null;
  const width = payload.readUInt32LE(8);
  const end = TRIALS_HEAD_BYTES + payload.readUInt32LE(4) * width * 8;
  const rows = new Float64Array((end - TRIALS_HEAD_BYTES) / 8);
  new Uint8Array(rows.buffer).set(payload.subarray(TRIALS_HEAD_BYTES, end));
  const failures = payload.length > end ? (JSON.parse(payload.toString('utf8', end)) as TrialFailure[]) : [];
  return { kind: 'trials', rows, width, failures };
}

function seal(record: Buffer): Buffer {
  record.writeUInt32LE(MAGIC, 0);
  record.writeUInt32LE(record.length - FRAME_BYTES, 4);
  record.writeUInt32LE(crc32(record.subarray(FRAME_BYTES)), 8);
  record.writeUInt32LE(crc32(record.subarray(0, 12)), 12);
  return record;
}
