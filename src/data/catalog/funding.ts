import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFiles } from '../../base/replace-files.js';
import type { FundingSeries } from '../funding-columns.js';
import { encodeColumns, locateColumns } from './arrow-file.js';
import { symbolFileName } from './file-name.js';
import { MANIFEST, manifestText, readCatalog, type FundingEntry } from './manifest.js';
import { CATALOG_FILES, badEntry, readChecked, withLock } from './storage.js';

const NAMES = ['time', 'rate', 'mark'] as const;

/**
 * Puts funding settlements into the catalog, in place of those of the same symbol; its bars find them there.
 *
 * @throws StorageError
 */
export function addFunding(
  folder: string,
  series: FundingSeries,
  row: Omit<FundingEntry, 'file' | 'file_sha256'>,
): FundingEntry {
  const { length } = series.time;
  const bytes = encodeColumns({
    time: Float64Array.from(series.time),
    rate: Float64Array.from(series.rate),
    mark: series.mark ? Float64Array.from(series.mark) : new Float64Array(length).fill(NaN),
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${symbolFileName(row.symbol)}-funding-${sha256.slice(0, 12)}.arrow`;
  const entry: FundingEntry = { ...row, file, file_sha256: sha256 };
  replaceFiles(folder, new Map([[file, bytes]]), CATALOG_FILES);
  const before = withLock(folder, () => {
    const { entries, funding } = readCatalog(folder);
    const rest = funding.filter(({ symbol }) => symbol !== row.symbol);
    replaceFiles(folder, new Map([[MANIFEST, manifestText(entries, [...rest, entry])]]), CATALOG_FILES);
    return funding.filter((e) => !rest.includes(e));
  });
  for (const old of before) if (old.file !== file) rmSync(join(folder, old.file), { force: true });
  return entry;
}

/**
 * Funding of a symbol in the catalog; undefined where there is none.
 *
 * @throws DataError naming the series when its file is missing, damaged or not what the manifest says
 */
export function fundingFromCatalog(
  folder: string,
  symbol: string,
): { readonly series: FundingSeries; readonly entry: FundingEntry } | undefined {
  const entry = readCatalog(folder).funding.find((e) => e.symbol === symbol);
  if (entry === undefined) return undefined;
  const path = join(folder, entry.file);
  const label = `funding of ${symbol} (${path})`;
  const bytes = readChecked(path, label, entry.file_sha256);
  const { length, offsets } = locateColumns(bytes, label, NAMES);
  if (length !== entry.settlements)
    throw badEntry(label, `the catalog file has the ${entry.settlements} settlements of the manifest, not ${length}`);
  const column = (name: (typeof NAMES)[number]) => new Float64Array(bytes, offsets[name], length);
  return { series: { time: column('time'), rate: column('rate'), mark: column('mark') }, entry };
}
