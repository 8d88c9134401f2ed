import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../base/errors.js';
import { didYouMean } from '../../base/nearest-name.js';
import { replaceFiles } from '../../base/replace-files.js';
import { formatInterval, parseInterval } from '../../base/time.js';
import { encodeBars, locateColumns } from './arrow-file.js';
import { symbolFileName } from './file-name.js';
import { MANIFEST, manifestText, readCatalog, readManifest, type CatalogEntry } from './manifest.js';
import { CATALOG_FILES, badEntry, readChecked, withLock } from './storage.js';
import type { SourceName } from '../market.js';
import type { SharedBars } from '../shared/shared.js';

type Columns = Readonly<Record<SourceName, Float64Array>>;

/**
 * Puts bars into the catalog, in place of those of the same symbol and interval. The new file is complete before the manifest names it,
 * and the old one is removed after.
 *
 * @throws StorageError
 */
export function addToCatalog(
  folder: string,
  columns: Columns,
  row: Omit<CatalogEntry, 'file' | 'file_sha256'>,
): CatalogEntry {
  const bytes = encodeBars(columns);
  const file = `${symbolFileName(row.symbol)}-${row.interval}-${row.digest.slice(0, 12)}.arrow`;
  const entry: CatalogEntry = { ...row, file, file_sha256: createHash('sha256').update(bytes).digest('hex') };
  replaceFiles(folder, new Map([[file, bytes]]), CATALOG_FILES);
  const before = withLock(folder, () => {
    const { entries, funding } = readCatalog(folder);
    const rest = entries.filter((e) => e.symbol !== row.symbol || e.interval !== row.interval);
    replaceFiles(folder, new Map([[MANIFEST, manifestText([...rest, entry], funding)]]), CATALOG_FILES);
    return entries.filter((e) => !rest.includes(e));
  });
  for (const old of before) if (old.file !== file) rmSync(join(folder, old.file), { force: true });
  return entry;
}

/**
 * The entry of a symbol; without an interval its only one.
 *
 * @throws DataError naming the nearest symbol, or the intervals there are
 */
export function findInCatalog(folder: string, symbol: string, intervalMs: number | null): CatalogEntry {
  const entries = readManifest(folder);
  const ofSymbol = entries.filter((e) => e.symbol === symbol);
  const found = intervalMs === null ? ofSymbol : ofSymbol.filter((e) => parseInterval(e.interval) === intervalMs);
  if (found.length === 1) return found[0]!;
  const intervals = ofSymbol.map((e) => e.interval).join(', ');
  const interval = intervalMs === null ? '' : ` --interval ${formatInterval(intervalMs)}`;
  if (ofSymbol.length > 0) {
    throw new DataError({
      code: 'HG-DATA-050',
      place: folder,
      value: symbol,
      rule:
        found.length > 1
          ? `the catalog has ${symbol} at ${intervals}; one has to be chosen`
          : `the catalog has ${symbol} at ${intervals} only`,
      hint:
        found.length > 1
          ? 'name one with interval'
          : 'name one of these with interval, and the longer one with resample',
    });
  }
  const known = [...new Set(entries.map((e) => e.symbol))];
  throw new DataError({
    code: 'HG-DATA-068',
    place: folder,
    value: symbol,
    rule:
      known.length === 0
        ? 'the catalog holds this symbol; it is empty'
        : `the catalog holds this symbol; it has ${known.slice(0, 20).join(', ')}`,
    hint: `${known.length > 0 ? `${didYouMean(symbol, known)} ` : ''}bring it in with: hgopt data import FILE --symbol ${symbol}${interval}`,
  });
}

/**
 * Reads an entry's bytes straight into shared memory and finds its columns there. The file's digest is checked before anything is decoded.
 *
 * @throws DataError naming the entry when its file is missing, damaged or not what the manifest says
 */
export function loadFromCatalog(folder: string, entry: CatalogEntry): SharedBars {
  const path = join(folder, entry.file);
  const label = `${entry.symbol} ${entry.interval} (${path})`;
  const bytes = readChecked(path, label, entry.file_sha256);
  const { length, offsets } = locateColumns(bytes, label);
  if (length !== entry.rows)
    throw badEntry(label, `the catalog file has the ${entry.rows} bars of the manifest, not ${length}`);
  return {
    symbol: entry.symbol,
    intervalMs: parseInterval(entry.interval),
    digest: entry.digest,
    length,
    bars: bytes,
    offsets,
  };
}
