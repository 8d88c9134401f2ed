import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../base/errors.js';
import { didYouMean } from '../../base/nearest-name.js';
import { replaceFiles, storageError, type Refusal } from '../../base/replace-files.js';
import { formatInterval, parseInterval } from '../../base/time.js';
import { encodeBars, locateColumns } from './arrow-file.js';
import { symbolFileName } from './file-name.js';
import { MANIFEST, manifestText, readManifest, type CatalogEntry } from './manifest.js';
import type { SourceName } from '../market.js';
import type { SharedBars } from '../shared/shared.js';

type Columns = Readonly<Record<SourceName, Float64Array>>;

const CATALOG_FILES: Refusal = {
  code: 'HG-DATA-070',
  what: 'the catalog',
  hint: 'check rights and free space, or choose another folder with --catalog or HGOPT_CATALOG',
};

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
    const entries = readManifest(folder);
    const rest = entries.filter((e) => e.symbol !== row.symbol || e.interval !== row.interval);
    replaceFiles(folder, new Map([[MANIFEST, manifestText([...rest, entry])]]), CATALOG_FILES);
    return entries.filter((e) => !rest.includes(e));
  });
  for (const old of before) if (old.file !== file) rmSync(join(folder, old.file), { force: true });
  return entry;
}

const STALE_MS = 30_000;

/** Runs `action` while no other process changes the manifest. A lock that its owner left behind is taken over. */
function withLock<T>(folder: string, action: () => T): T {
  const lock = join(folder, 'manifest.lock');
  for (let tries = 0; ; tries++) {
    try {
      closeSync(openSync(lock, 'wx'));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 200)
        throw storageError(lock, error, CATALOG_FILES);
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > STALE_MS) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
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
    code: 'HG-DATA-050',
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
  const bytes = readShared(path, label);
  if (createHash('sha256').update(new Uint8Array(bytes)).digest('hex') !== entry.file_sha256) {
    throw badEntry(label, 'a catalog file is as it was written: its digest is that of the manifest');
  }
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

function readShared(path: string, label: string): SharedArrayBuffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    const shared = new SharedArrayBuffer(size);
    for (let at = 0; at < size;) {
      const count = readSync(descriptor, new Uint8Array(shared, at), 0, size - at, at);
      if (count === 0) throw new Error('the file became shorter while it was read');
      at += count;
    }
    return shared;
  } catch (error) {
    throw badEntry(label, `the catalog file can be read (${(error as Error).message})`, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function badEntry(label: string, rule: string, cause?: unknown): DataError {
  return new DataError({ code: 'HG-DATA-051', place: label, rule, hint: 'import its source again' }, { cause });
}
