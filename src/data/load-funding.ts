import { isAbsolute, join } from 'node:path';
import { DataError } from '../base/errors.js';
import { loadPlugin } from '../base/plugin.js';
import { formatTime } from '../base/time.js';
import { createZone } from '../base/zone.js';
import type { DataSpec } from './data-spec.js';
import { syntheticSettings } from './synthetic/settings.js';
import type { FundingSeries } from './funding-columns.js';
import { fileKind } from './read/read-files.js';
import type { RawBars, Source } from './sources/_source.js';
import { StampReader } from './read/stamp-reader.js';
import { synthesizeFunding } from './synthetic/funding.js';

const MINUTE = 60_000;
/** A rate of this size is no rate: the file holds something else. */
const IMPLAUSIBLE = 0.5;

/** Names under which files hold a stamp and a value; the last ones are candles that carry the value in their open. */
const RATE_NAMES = [
  ['calc_time', 'last_funding_rate'],
  ['fundingTime', 'fundingRate'],
  ['timestamp', 'funding_rate'],
  ['time', 'rate'],
  ['date', 'open'],
  ['open_time', 'open'],
] as const;
const MARK_NAMES = [
  ['timestamp', 'mark_price'],
  ['open_time', 'open'],
  ['date', 'open'],
  ['timestamp', 'open'],
  ['time', 'open'],
] as const;

interface Row {
  readonly time: number;
  readonly value: number;
  readonly place: string;
}

/**
 * Funding settlements of a data section, with mark prices where it names them. Stamps are floored to the
 * minute; rows of one minute with one rate are one settlement.
 *
 * @param bars times of the market, for made-up funding
 * @throws DataError for files that hold no rates, and for two rates of one minute
 */
export async function loadFunding(
  spec: DataSpec,
  baseDir: string,
  bars: { readonly time: Float64Array; readonly intervalMs: number },
): Promise<FundingSeries> {
  const { funding } = spec;
  if (funding === undefined) throw new RangeError('the section names no funding');
  if (funding === 'synthetic') return synthesizeFunding(syntheticSettings(spec).seed, bars);
  const rates = await readSeries([funding].flat(), RATE_NAMES, 'funding rate', spec, baseDir);
  const unlikely = rates.find(({ value }) => Math.abs(value) >= IMPLAUSIBLE);
  if (unlikely) {
    throw new DataError({
      code: 'HG-DATA-061',
      place: unlikely.place,
      value: String(unlikely.value),
      rule: 'a funding rate is a fraction of the value, such as 0.0001',
      hint: 'the file seems to hold prices; name the file of funding rates in data.funding',
    });
  }
  const marks =
    spec.mark === undefined ? [] : await readSeries([spec.mark].flat(), MARK_NAMES, 'mark price', spec, baseDir);
  const priceAt = new Map(marks.map(({ time, value }) => [time, value]));
  const mark = rates.map(({ time }) => priceAt.get(time) ?? NaN);
  if (marks.length > 0 && mark.every(Number.isNaN)) {
    throw new DataError({
      code: 'HG-DATA-067',
      place: marks[0]!.place,
      value: `${formatTime(marks[0]!.time)} .. ${formatTime(marks.at(-1)!.time)}`,
      rule: 'at least one mark price is of the minute of a settlement',
      hint: 'name mark prices of the same period and symbol as the funding rates',
    });
  }
  return { time: rates.map(({ time }) => time), rate: rates.map(({ value }) => value), mark };
}

async function readSeries(
  files: readonly string[],
  names: readonly (readonly [string, string])[],
  what: string,
  spec: DataSpec,
  baseDir: string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const label of files) {
    const raw = await readTable(label, isAbsolute(label) ? label : join(baseDir, label), names, what, spec);
    for (let i = 0; i < raw.length; i++) {
      const time = Math.floor(raw.columns.time[i]! / MINUTE) * MINUTE;
      const value = raw.columns.open[i]!;
      const place = `${label} ${raw.rowName(i)}`;
      if (Number.isNaN(time) || Number.isNaN(value)) {
        throw new DataError({
          code: 'HG-DATA-062',
          place,
          value: raw.written(i, Number.isNaN(time) ? 'time' : 'open'),
          rule: `each row has a time and a ${what}`,
          hint: 'correct or remove the row',
        });
      }
      rows.push({ time, value, place });
    }
  }
  rows.sort((a, b) => a.time - b.time);
  return rows.filter((row, k) => {
    const before = rows[k - 1];
    if (before?.time !== row.time) return true;
    if (before.value === row.value) return false;
    throw new DataError({
      code: 'HG-DATA-063',
      place: row.place,
      value: `${before.value} and ${row.value}`,
      rule: `${formatTime(row.time)} has one ${what}`,
      hint: `one of the rows is wrong; the other is ${before.place}`,
    });
  });
}

/** Reads a file by the first pair of names that it knows. */
async function readTable(
  label: string,
  path: string,
  names: readonly (readonly [string, string])[],
  what: string,
  spec: DataSpec,
): Promise<RawBars> {
  const source = await loadPlugin<Source>('source', new URL('./sources/', import.meta.url), fileKind(label));
  for (const [time, value] of names) {
    const columns = { time, open: value, high: value, low: value, close: value, volume: null };
    const zone = createZone(spec.timezone ?? 'UTC');
    const stamps = new StampReader({ zone, fold: spec.fold ?? null, date: null });
    try {
      return await source.read({ path, label, spec: { ...spec, columns, stamp: 'open' }, stamps });
    } catch (error) {
      const isOtherName = error instanceof DataError && error.findings[0]?.code === 'HG-DATA-011';
      if (!isOtherName) throw error;
    }
  }
  throw new DataError({
    code: 'HG-DATA-060',
    place: label,
    rule: `the file has a column of times and one of ${what}s: ${names.map((pair) => pair.join(' and ')).join(', or ')}`,
    hint: 'rename the columns of the file',
  });
}
