import { resolve } from 'node:path';
import { catalogFolder } from './catalog/manifest.js';
import type { DataSpec } from './data-spec.js';
import type { FundingSeries } from './funding-columns.js';
import { reportFunding, type FundingReport } from './funding-report.js';
import { sourceKind } from './read/read-files.js';

export interface LoadedFunding {
  readonly series: FundingSeries;
  readonly report: FundingReport;
}

/**
 * Funding that belongs to the bars of a data section: what the section names, else what the catalog holds of the symbol; undefined where
 * neither does.
 *
 * @throws DataError
 */
export async function fundingOf(
  spec: DataSpec,
  context: { readonly baseDir: string; readonly catalogDir?: string | undefined },
  bars: { readonly symbol: string; readonly time: Float64Array; readonly intervalMs: number },
): Promise<LoadedFunding | undefined> {
  if (spec.funding !== undefined) {
    const { loadFunding } = await import('./load-funding.js');
    const series = await loadFunding(spec, context.baseDir, bars);
    const files = { source: [spec.funding].flat(), markSource: [spec.mark ?? []].flat() };
    return { series, report: reportFunding(series, files) };
  }
  if (sourceKind(spec) !== 'catalog') return undefined;
  // The catalog needs the Arrow library, which a run on a CSV file does without.
  const { fundingFromCatalog } = await import('./catalog/funding.js');
  const named = spec.catalog === undefined ? undefined : resolve(context.baseDir, spec.catalog);
  const found = fundingFromCatalog(catalogFolder(named ?? context.catalogDir), bars.symbol);
  if (found === undefined) return undefined;
  const { series, entry } = found;
  return { series, report: reportFunding(series, { source: entry.source, markSource: entry.mark_source }) };
}
