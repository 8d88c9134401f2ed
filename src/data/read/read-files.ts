import { basename, isAbsolute, join } from 'node:path';
import { DataError } from '../../base/errors.js';
import { loadPlugin } from '../../base/plugin.js';
import { parseInterval, parseTime } from '../../base/time.js';
import { createZone } from '../../base/zone.js';
import type { DataSpec } from '../data-spec.js';
import type { SourceName } from '../market.js';
import { mergeBars } from '../validate/merge.js';
import { isNpmPath, resolveNpmPath } from './npm-path.js';
import type { Origin } from '../report.js';
import type { RawBars, Source } from '../sources/_source.js';
import { StampReader, type EpochUnit } from './stamp-reader.js';
import { validate, type ValidBars } from '../validate/validate.js';
import { volumeJumps } from '../validate/volume-jumps.js';

type FileKind = Exclude<NonNullable<DataSpec['source']>, 'catalog'>;

const ENDINGS: readonly (readonly [RegExp, FileKind])[] = [
  [/\.(csv|txt|tsv)(\.gz|\.zip)?$/i, 'csv'],
  [/\.json(\.gz|\.zip)?$/i, 'json'],
  [/\.(arrow|arrows|feather|ipc)$/i, 'arrow'],
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.zip$/i, 'csv'],
];

/** Kind of source of a data section: the one it names, else that of its files, else the catalog. */
export function sourceKind(spec: DataSpec): NonNullable<DataSpec['source']> {
  if (spec.source !== undefined) return spec.source;
  const [path] = [spec.path ?? []].flat();
  return path === undefined ? 'catalog' : fileKind(path);
}

/** Kind of a file by its ending. @throws DataError HG-DATA-007 */
export function fileKind(path: string): FileKind {
  const kind = ENDINGS.find(([ending]) => ending.test(path))?.[1];
  if (kind !== undefined) return kind;
  throw new DataError({
    code: 'HG-DATA-007',
    place: path,
    rule: 'the kind of a file is known by its ending: .csv, .txt, .tsv, .json, .arrow, .feather, .parquet, with .gz or .zip behind',
    hint: 'say what it is with source: csv, json, arrow or parquet',
  });
}

interface Part {
  readonly label: string;
  readonly raw: RawBars;
  readonly bars: ValidBars;
}

/**
 * Reads, judges and joins the files of a data section, or generates its synthetic bars.
 *
 * @throws DataError
 */
export async function readFiles(
  spec: DataSpec,
  baseDir: string,
): Promise<{ columns: Readonly<Record<SourceName, Float64Array>>; origin: Origin }> {
  const kind = sourceKind(spec);
  const source = await loadPlugin<Source>('source', new URL('../sources/', import.meta.url), kind);
  const files = source.extensions.length === 0 ? [] : [spec.path ?? []].flat();
  const parts: Part[] = [];
  if (files.length === 0) parts.push(await readPart(source, '', kind, spec));
  for (const label of files) {
    if (!spec.columns) refuseByName(label);
    parts.push(await readPart(source, resolvePath(label, baseDir), label, spec));
  }
  const { columns, duplicates } = mergeBars(parts);
  const [first] = parts as [Part];
  const origin: Origin = {
    symbol: spec.symbol ?? (files[0] === undefined ? 'SYNTHETIC' : symbolOf(files[0])),
    source: kind,
    files,
    intervalMs: first.bars.intervalMs,
    rowsRead: parts.reduce((sum, { raw }) => sum + raw.length, 0),
    duplicates: parts.reduce((sum, { bars }) => sum + bars.duplicates, duplicates),
    wasSorted: parts.some(({ bars }) => bars.wasSorted),
    repairs: addUp(parts.map(({ bars }) => bars.repairs)),
    resampledFrom: null,
    mapping: first.raw.mapping,
    notices: parts.flatMap(({ raw, label, bars }) => [
      ...raw.notices,
      ...unitNotices(raw, label),
      ...volumeNotices(bars, raw, label),
    ]),
  };
  return { columns, origin };
}

async function readPart(source: Source, path: string, label: string, spec: DataSpec): Promise<Part> {
  const stamps = new StampReader({
    zone: spec.timezone === undefined ? null : createZone(spec.timezone),
    fold: spec.fold ?? null,
    date: spec.date === undefined ? null : parseTime(spec.date),
  });
  const raw = await source.read({ path, label, spec, stamps });
  const bars = validate(raw, {
    label,
    intervalMs: spec.interval === undefined ? null : parseInterval(spec.interval),
    priceScale: spec.price_scale ?? 1,
    sort: spec.sort === true,
    repair: spec.repair === true,
  });
  return { label, raw, bars };
}

function resolvePath(path: string, baseDir: string): string {
  if (isNpmPath(path)) return resolveNpmPath(path, baseDir);
  return isAbsolute(path) ? path : join(baseDir, path);
}

/** freqtrade keeps other series in the columns of candles and tells them apart by the file name alone. */
function refuseByName(label: string): void {
  const kind = /-(mark|funding_rate|index|premiumIndex)\.[a-z]+(\.gz)?$/i.exec(label)?.[1]?.toLowerCase();
  if (kind === undefined) return;
  const meaning =
    kind === 'funding_rate' ? 'funding rates' : `${kind === 'premiumindex' ? 'premium index' : kind} prices`;
  throw new DataError({
    code: 'HG-DATA-010',
    place: label,
    value: basename(label),
    rule: `bars of traded prices are needed; by its name this file holds ${meaning}`,
    hint: 'use the file of traded prices; if the name is wrong, name the columns: columns: { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 }',
  });
}

/** Name of the instrument when none is given: the file's, without folders and endings. */
const symbolOf = (label: string): string =>
  basename(label).replace(/(\.(csv|txt|tsv|json|arrows?|feather|ipc|parquet|pq|gz|zip))+$/i, '');

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of counts) for (const [code, rows] of Object.entries(one)) total[code] = (total[code] ?? 0) + rows;
  return total;
}

function unitNotices({ units }: RawBars, label: string): string[] {
  const seen = (Object.keys(units) as EpochUnit[]).filter((unit) => units[unit] > 0);
  return seen.length > 1
    ? [`${label}: stamps of several units were read: ${seen.map((unit) => `${units[unit]} in ${unit}`).join(', ')}`]
    : [];
}

function volumeNotices({ columns }: ValidBars, raw: RawBars, label: string): string[] {
  if (raw.mapping.includes('volume=none')) return [];
  if (columns.volume.every((v) => v === 0)) return [`${label}: volume is 0 on every bar`];
  const jumps = volumeJumps(columns.time, columns.volume);
  return jumps === null ? [] : [`${label}: ${jumps}`];
}
