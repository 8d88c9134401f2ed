import type { DataSpec } from '../data/data-spec.js';
import type { LoadedFunding } from '../data/funding-of.js';
import { formatTime } from '../base/time.js';

interface Target {
  readonly catalog?: string;
}

/**
 * Loads bars, and the funding that is named beside them, writes both into the catalog, and returns the lines that report it. Nothing is
 * written unless all of it can be read.
 *
 * @throws DataError, StorageError
 */
export async function storeBars(spec: DataSpec, { catalog }: Target): Promise<string[]> {
  const [{ catalogRow, loadBars }, { addToCatalog }, { catalogFolder }, { reportLines }, { fundingOf }] =
    await Promise.all([
      import('../data/load.js'),
      import('../data/catalog/catalog.js'),
      import('../data/catalog/manifest.js'),
      import('../data/report.js'),
      import('../data/funding-of.js'),
    ]);
  const context = { baseDir: process.cwd(), catalogDir: catalog };
  const { columns, report } = await loadBars(spec, context);
  const { symbol, intervalMs } = report;
  const funding =
    spec.funding === undefined ? undefined : await fundingOf(spec, context, { symbol, intervalMs, time: columns.time });
  const folder = catalogFolder(catalog);
  const { file } = addToCatalog(folder, columns, catalogRow(report));
  const files = funding === undefined ? [file] : [file, await writeFunding(folder, symbol, funding)];
  return [
    ...reportLines(funding === undefined ? report : { ...report, funding: funding.report }),
    `catalog:    ${folder}`,
    ...files.map((name) => `file:       ${name}`),
  ];
}

/**
 * Writes funding alone into the catalog, for the bars of the same symbol, and returns the lines that report it.
 *
 * @throws DataError, StorageError
 */
export async function storeFunding(spec: DataSpec, { catalog }: Target): Promise<string[]> {
  const [{ catalogFolder }, { fundingLines }, { fundingOf }] = await Promise.all([
    import('../data/catalog/manifest.js'),
    import('../data/funding-report.js'),
    import('../data/funding-of.js'),
  ]);
  const symbol = spec.symbol ?? '';
  const bars = { symbol, intervalMs: 1, time: new Float64Array(0) };
  const funding = await fundingOf(spec, { baseDir: process.cwd() }, bars);
  if (funding === undefined) throw new RangeError('the section names no funding');
  const folder = catalogFolder(catalog);
  const file = await writeFunding(folder, symbol, funding);
  return [`symbol:     ${symbol}`, ...fundingLines(funding.report), `catalog:    ${folder}`, `file:       ${file}`];
}

async function writeFunding(folder: string, symbol: string, { series, report }: LoadedFunding): Promise<string> {
  const { addFunding } = await import('../data/catalog/funding.js');
  const { settlements, marked, first, last } = report;
  const row = { symbol, settlements, marked, first: timeText(first), last: timeText(last) };
  return addFunding(folder, series, { ...row, source: [...report.source], mark_source: [...report.markSource] }).file;
}

const timeText = (time: number): string => (Number.isNaN(time) ? '' : formatTime(time));
