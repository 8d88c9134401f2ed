import { createHash } from 'node:crypto';

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name for any symbol, safe on every system: plain upper-case symbols stand as they are, all others are cut down to plain characters
 * and told apart by a digest, so that no two symbols share a name even where case does not count.
 */
export function symbolFileName(symbol: string): string {
  if (/^[A-Z0-9][A-Z0-9_.-]{0,39}$/.test(symbol) && !RESERVED.test(symbol) && !symbol.endsWith('.')) return symbol;
  const plain = symbol.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 30);
  const digest = createHash('sha256').update(symbol).digest('hex').slice(0, 12);
  return `x_${plain}-${digest}`;
}
