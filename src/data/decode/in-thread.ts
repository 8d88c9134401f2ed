import { Worker } from 'node:worker_threads';
import { DataError } from '../../base/errors.js';
import { workerUrl } from '../../base/own-package.js';
import type { DecodedTable } from './table.js';

export type DecoderName = 'arrow' | 'parquet';

/** What the thread sends back. It never throws across. */
export type DecodeAnswer =
  { readonly ok: true; readonly table: DecodedTable } | { readonly ok: false; readonly message: string };

const BASE_LIMIT_MS = 10_000;
const BYTES_PER_MS = 5_000;

/**
 * Decodes a file of foreign make in a thread of its own with a limit on its time: damaged files make the decoders loop for ever or run out of memory,
 * and neither may take the process along.
 *
 * @throws DataError when the file is malformed, takes too long, or kills the thread
 */
export async function decodeInThread(
  decoder: DecoderName,
  bytes: Uint8Array,
  label: string,
  limit = BASE_LIMIT_MS + bytes.length / BYTES_PER_MS,
): Promise<DecodedTable> {
  const worker = new Worker(workerUrl('decode-worker'), { workerData: { decoder, bytes }, stderr: true, stdout: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<DecodeAnswer>((resolve) => {
      const fail = (message: string) => resolve({ ok: false, message });
      timer = setTimeout(() => fail(`no end after ${Math.round(limit / 1_000)} s`), limit);
      worker.once('message', resolve);
      worker.once('error', (error: Error) => fail(error.message));
      worker.once('exit', (code) => fail(`the decoder ended with code ${code}`));
    });
    if (answer.ok) return answer.table;
    throw damagedFile(decoder, label, answer.message);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const FORMAT: Readonly<Record<DecoderName, string>> = { arrow: 'an Arrow', parquet: 'a Parquet' };

/** A file that was cut short or altered. */
export function damagedFile(decoder: DecoderName, label: string, value?: string): DataError {
  return new DataError({
    code: 'HG-DATA-003',
    place: label,
    value,
    rule: `${FORMAT[decoder]} file is complete and well formed`,
    hint: 'the file was cut short or damaged; fetch it again',
  });
}
