import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DataError } from '../../base/errors.js';

const entry = z.strictObject({
  symbol: z.string(),
  interval: z.string(),
  file: z.string().regex(/^[A-Za-z0-9_.-]+\.arrow$/),
  /** sha256 of the file's bytes: checked before they are decoded. */
  file_sha256: z.string(),
  /** Identity of the bars, see `digestBars`. */
  digest: z.string(),
  source: z.array(z.string()),
  rows: z.int(),
  first: z.string(),
  last: z.string(),
  gaps: z.int(),
  missing: z.int(),
  duplicates: z.int(),
  repairs: z.record(z.string(), z.int()),
  sorted: z.boolean(),
  resampled_from: z.string().nullable(),
  notices: z.array(z.string()),
});

const funding = z.strictObject({
  symbol: z.string(),
  file: z.string().regex(/^[A-Za-z0-9_.-]+\.arrow$/),
  file_sha256: z.string(),
  source: z.array(z.string()),
  /** Files of mark prices; none = settlements are paid on the bars. */
  mark_source: z.array(z.string()),
  settlements: z.int(),
  /** Settlements with a mark price. */
  marked: z.int(),
  first: z.string(),
  last: z.string(),
});

const manifest = z.strictObject({
  version: z.literal(1),
  entries: z.array(entry),
  funding: z.array(funding).default([]),
});

/** All series of a catalog. */
export type CatalogManifest = z.infer<typeof manifest>;
/** Funding of one symbol, whatever the length of its bars. */
export type FundingEntry = z.infer<typeof funding>;

/** One series of the catalog, as it stands in `manifest.json`. */
export type CatalogEntry = z.infer<typeof entry>;

/** Folder of the catalog: the one that is named, else `HGOPT_CATALOG`, else `.hgopt/catalog` where the command runs. */
export const catalogFolder = (named?: string): string =>
  resolve(named ?? (process.env['HGOPT_CATALOG'] || '.hgopt/catalog'));

export const MANIFEST = 'manifest.json';

/** Bars of the catalog, see `readCatalog`. */
export const readManifest = (folder: string): CatalogEntry[] => readCatalog(folder).entries;

/**
 * Series of a catalog's manifest; none when the catalog does not exist yet.
 *
 * @throws DataError when the file is damaged
 */
export function readCatalog(folder: string): CatalogManifest {
  const path = join(folder, MANIFEST);
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, entries: [], funding: [] };
    throw damaged(path, error);
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(path, error);
  }
}

export function manifestText(entries: readonly CatalogEntry[], rates: readonly FundingEntry[]): string {
  const key = (e: CatalogEntry) => `${e.symbol}\n${e.interval}`;
  const sorted = entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const sortedRates = rates.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
  return `${JSON.stringify({ version: 1, entries: sorted, funding: sortedRates }, null, 2)}\n`;
}

function damaged(path: string, cause: unknown): DataError {
  return new DataError(
    {
      code: 'HG-DATA-053',
      place: path,
      value: cause instanceof SyntaxError ? cause.message : undefined,
      rule: 'the manifest of the catalog can be read and is well formed',
      hint: 'remove the catalog folder and import the files again',
    },
    { cause },
  );
}
