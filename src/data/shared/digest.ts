import { SOURCE_NAMES, type SourceName } from '../market.js';

/**
 * Identity of bars: sha256 (hex) of the interval, the number of bars and the little-endian bytes of the columns in the order of `SOURCE_NAMES`.
 * The name of the symbol and the file the bars came from do not count.
 */
export function digestBars(bars: Readonly<Record<SourceName, Float64Array>> & { readonly intervalMs: number }): string {
  // Not a static import: worker threads load this file and never digest.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256').update(`bars ${bars.intervalMs} ${bars.time.length}\n`);
  for (const name of SOURCE_NAMES) {
    const column = bars[name];
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}

/** Identity of bars together with their funding settlements, of which every byte counts. */
export function digestFunding(bars: string, settlements: SharedArrayBuffer): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(`funding of ${bars}\n`).update(new Uint8Array(settlements)).digest('hex');
}
