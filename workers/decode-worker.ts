import { parentPort, workerData } from 'node:worker_threads';
import type { DecodeAnswer, DecoderName } from '../src/data/decode/in-thread.js';
import type { DecodedTable } from '../src/data/decode/table.js';

const { decoder, bytes } = workerData as { decoder: DecoderName; bytes: Uint8Array };

/** Decodes one file and hands its columns over. */
async function answer(): Promise<DecodeAnswer> {
  try {
    const module = (await import(`../src/data/decode/${decoder}.js`)) as {
      decode(bytes: Uint8Array): DecodedTable | Promise<DecodedTable>;
    };
    return { ok: true, table: await module.decode(bytes) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const result = await answer();
const buffers = result.ok
  ? result.table.columns.flatMap(({ values }) => (values instanceof Float64Array ? [values.buffer as ArrayBuffer] : []))
  : [];
parentPort!.postMessage(result, buffers);
