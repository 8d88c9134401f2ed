import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import lz4 from 'lz4js';

let isDone = false;

/** Teaches the Arrow reader the two compressions of Feather files. Decoded buffers are copied to be aligned to 8 bytes, as the reader expects. */
export function registerArrowCodecs(): void {
  if (isDone) return;
  isDone = true;
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => lz4.decompress(bytes).slice() });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => unzstd(bytes).slice() });
}
