import { resolve } from 'node:path';
import { DataError } from '../base/errors.js';
import { formatInterval, formatTime, parseInterval, parseTime } from '../base/time.js';
import { barsAt, takeBars } from './align.js';
import type { DataSpec } from './data-spec.js';
import { fundingOf } from './funding-of.js';
import { digestBars } from './shared/digest.js';
import { findGaps } from './validate/gaps.js';
import { SOURCE_NAMES, type SourceName } from './market.js';
import { catalogFolder } from './catalog/manifest.js';
import { readFiles, sourceKind } from './read/read-files.js';
import type { DataReport, Origin } from './report.js';
import { resample } from './resample.js';
import { findSessions } from './sessions/session-columns.js';
import { sessionCoverage } from './sessions/session-coverage.js';
import type { SessionSchedule } from './sessions/session-schedule.js';
import {
  columnsOf,
  deriveColumns,
  shareMarket,
  withFunding,
  withSessions,
  type SharedBars,
  type SharedMarket,
} from './shared/shared.js';

export { dataSpec, type DataSpec, type DataSpecInput } from './data-spec.js';
export type { DataReport } from './report.js';

export interface LoadContext {
  /** Folder that relative paths start from: that of the file which holds the section. */
  readonly baseDir: string;
  /** Folder of the catalog; by default `HGOPT_CATALOG`, else `.hgopt/catalog` where the command runs. */
  readonly catalogDir?: string | undefined;
  /** When a market trades; bars outside of its sessions are left out. Default: around the clock. */
  readonly sessionOf?: ((symbol: string) => SessionSchedule | undefined) | undefined;
  /** Opens of the bars that are wanted, UTC ms, where other instruments of the run decide that; bars at others are left out. */
  readonly moments?: ReadonlySet<number> | undefined;
}

type Columns = Readonly<Record<SourceName, Float64Array>>;

/**
 * Bars of a data section in shared memory: checked, cut to the period and summed up as asked, with a report of what was found.
 * A catalog entry that is used whole stays the bytes of its file.
 *
 * @throws DataError with complete findings when the bars cannot be had or break a rule
 */
export async function loadMarket(
  spec: DataSpec,
  context: LoadContext,
): Promise<{ market: SharedMarket; report: DataReport }> {
  const loaded = await loadBarsOnly(spec, context);
  const { symbol, intervalMs } = loaded.market;
  const found = await fundingOf(spec, context, { symbol, intervalMs, time: columnsOf(loaded.market).time });
  if (found === undefined) return loaded;
  const market = withFunding(loaded.market, found.series);
  return { market, report: { ...loaded.report, digest: market.digest, funding: found.report } };
}

async function loadBarsOnly(
  spec: DataSpec,
  context: LoadContext,
): Promise<{ market: SharedMarket; report: DataReport }> {
  if (sourceKind(spec) === 'catalog' && !spec.from && !spec.to && !spec.resample && !context.moments) {
    const { shared, origin } = await readCatalog(spec, context);
    const report = reportOf(columnsOf(shared), origin, null, shared.digest);
    return inSessions(() => deriveColumns(shared), columnsOf(shared), report, context);
  }
  const { columns, report } = aligned(await loadBars(spec, context), context.moments);
  return inSessions(() => marketOf(columns, report), columns, report, context);
}

const marketOf = (columns: Columns, { symbol, intervalMs, digest }: DataReport): SharedMarket =>
  shareMarket({ ...columns, symbol, intervalMs, digest });

/** The market with its sessions, if it has any; bars outside of them are left out, before anything is computed of them. */
function inSessions(
  whole: () => SharedMarket,
  columns: Columns,
  report: DataReport,
  { sessionOf }: LoadContext,
): { market: SharedMarket; report: DataReport } {
  const { symbol, intervalMs } = report;
  const session = sessionOf?.(symbol);
  if (!session) return { market: whole(), report };
  const found = findSessions(columns.time, intervalMs, session);
  const sessions = sessionCoverage(found, columns.volume, intervalMs);
  const { outside } = sessions;
  if (found.kept.length === 0) throw noSessions(report, session);
  const kept = outside === 0 ? columns : takeBars(columns, found.kept);
  const gaps = findGaps(kept.time, intervalMs, found.columns.index);
  if (outside === 0) return { market: withSessions(whole(), found.columns), report: { ...report, sessions, gaps } };
  const digest = digestBars({ ...kept, intervalMs });
  const reduced = { ...reportOf(kept, report, report.coverage, digest), sessions, gaps };
  return { market: withSessions(marketOf(kept, reduced), found.columns), report: reduced };
}

type Loaded = { readonly columns: Columns; readonly report: DataReport };

function aligned(loaded: Loaded, moments: ReadonlySet<number> | undefined): Loaded {
  const { report } = loaded;
  const found = moments && barsAt(loaded.columns, moments, report.intervalMs);
  if (!found) return loaded;
  const { columns, digest, dropped } = found;
  const bars = dropped === 1 ? '1 bar' : `${dropped} bars`;
  const notice = `${bars} left out: not every other symbol has a bar at their moments (align: inner)`;
  const reduced = reportOf(columns, report, report.coverage, digest);
  return { columns, report: { ...reduced, notices: [...report.notices, notice] } };
}

function noSessions({ files, symbol, first, last }: DataReport, { open, close, timezone }: SessionSchedule): DataError {
  return new DataError({
    code: 'HG-DATA-057',
    place: files[0] ?? symbol,
    value: `${formatTime(first)} .. ${formatTime(last)}`,
    rule: `at least one bar opens inside a session, ${open} to ${close} ${timezone}`,
    hint: 'correct venue.session, or data.timezone when the stamps of the file were read in another zone',
  });
}

/**
 * The same bars as plain columns: what an import writes into the catalog.
 *
 * @throws DataError
 */
export async function loadBars(
  spec: DataSpec,
  context: LoadContext,
): Promise<{ columns: Columns; report: DataReport }> {
  const { columns: all, origin } = await readAll(spec, context);
  const label = origin.files[0] ?? origin.symbol;
  const columns = cutPeriod(all, spec, label);
  const toMs = spec.resample === undefined ? origin.intervalMs : parseInterval(spec.resample);
  if (toMs === origin.intervalMs) {
    return { columns, report: reportOf(columns, origin, null, digestBars({ ...columns, intervalMs: toMs })) };
  }
  const longer = resample(columns, origin.intervalMs, toMs, label);
  const digest = digestBars({ ...longer.columns, intervalMs: toMs });
  const summed = { ...origin, intervalMs: toMs, resampledFrom: origin.resampledFrom ?? origin.intervalMs };
  return { columns: longer.columns, report: reportOf(longer.columns, summed, longer.coverage, digest) };
}

async function readAll(spec: DataSpec, context: LoadContext): Promise<{ columns: Columns; origin: Origin }> {
  if (sourceKind(spec) !== 'catalog') return readFiles(spec, context.baseDir);
  const { shared, origin } = await readCatalog(spec, context);
  return { columns: columnsOf(shared), origin };
}

async function readCatalog(spec: DataSpec, context: LoadContext): Promise<{ shared: SharedBars; origin: Origin }> {
  const named = spec.catalog === undefined ? undefined : resolve(context.baseDir, spec.catalog);
  const folder = catalogFolder(named ?? context.catalogDir);
  if (spec.symbol === undefined) {
    throw new DataError({
      code: 'HG-DATA-050',
      place: 'data.symbol',
      rule: 'bars of the catalog are named by symbol',
      hint: 'give symbol, or path for a file; hgopt data list shows what the catalog holds',
    });
  }
  // The catalog needs the Arrow library, which a run on a CSV file does without.
  const { findInCatalog, loadFromCatalog } = await import('./catalog/catalog.js');
  const entry = findInCatalog(folder, spec.symbol, spec.interval === undefined ? null : parseInterval(spec.interval));
  const shared = loadFromCatalog(folder, entry);
  const origin: Origin = {
    symbol: entry.symbol,
    source: 'catalog',
    files: entry.source,
    intervalMs: shared.intervalMs,
    rowsRead: entry.rows,
    duplicates: entry.duplicates,
    wasSorted: entry.sorted,
    repairs: entry.repairs,
    resampledFrom: entry.resampled_from === null ? null : parseInterval(entry.resampled_from),
    mapping: entry.file,
    notices: entry.notices,
  };
  return { shared, origin };
}

/** Bars that open in [from, to). */
function cutPeriod(columns: Columns, spec: DataSpec, label: string): Columns {
  if (!spec.from && !spec.to) return columns;
  const { time } = columns;
  const begin = spec.from === undefined ? -Infinity : parseTime(spec.from);
  const end = spec.to === undefined ? Infinity : parseTime(spec.to);
  const first = time.findIndex((t) => t >= begin);
  const after = time.findIndex((t) => t >= end);
  const cut = time.subarray(first < 0 ? time.length : first, after < 0 ? time.length : after);
  if (cut.length === 0) {
    throw new DataError({
      code: 'HG-DATA-056',
      place: label,
      value: `${spec.from ?? ''} .. ${spec.to ?? ''}`,
      rule: `the period holds bars; there are ${formatTime(time[0]!)} .. ${formatTime(time[time.length - 1]!)}`,
      hint: 'choose from and to inside that range',
    });
  }
  const entries = SOURCE_NAMES.map((name) => [name, columns[name].subarray(first, first + cut.length)]);
  return Object.fromEntries(entries) as Columns;
}

function reportOf(columns: Columns, origin: Origin, coverage: DataReport['coverage'], digest: string): DataReport {
  const { time } = columns;
  return {
    ...origin,
    rows: time.length,
    first: time[0]!,
    last: time[time.length - 1]!,
    gaps: findGaps(time, origin.intervalMs),
    coverage,
    sessions: null,
    digest,
  };
}

/** The row of the catalog's manifest that a report makes. */
export function catalogRow(report: DataReport) {
  return {
    symbol: report.symbol,
    interval: formatInterval(report.intervalMs),
    digest: report.digest,
    source: report.files.length > 0 ? [...report.files] : [report.mapping],
    rows: report.rows,
    first: formatTime(report.first),
    last: formatTime(report.last),
    gaps: report.gaps.count,
    missing: report.gaps.missing,
    duplicates: report.duplicates,
    repairs: report.repairs,
    sorted: report.wasSorted,
    resampled_from: report.resampledFrom === null ? null : formatInterval(report.resampledFrom),
    notices: [...report.notices],
  };
}
