import { DataError } from '../../base/errors.js';
import { mapColumns, type ColumnMap, type TableHead } from '../read/column-map.js';
import { CsvRows, cellTexts, lineAt } from '../read/csv-rows.js';
import { isNpmPath } from '../read/npm-path.js';
import { parseNumber } from '../read/number-text.js';
import { RowBuffer } from '../row-buffer.js';
import { readDataFile } from '../read/read-file.js';
import { requireText } from '../read/text-bytes.js';
import { nothingFinished, Unfinished } from '../read/unfinished.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

const SHAPE_RULES = {
  'open quote': 'a quoted cell ends on its line',
  'too long': 'a row has at most 65,536 bytes',
  'too many cells': 'a row has at most 256 cells',
} as const;

/** The separator that the first row has most of; a semicolon, tab or bar wins over as many commas, which are then decimal commas. */
function findDelimiter(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(10, from);
  const line = new TextDecoder().decode(bytes.subarray(from, Math.min(end < 0 ? bytes.length : end, from + 65_536)));
  let best = ',';
  for (const delimiter of [';', '\t', '|']) {
    if (line.split(delimiter).length > 1 && line.split(delimiter).length >= line.split(best).length) best = delimiter;
  }
  return best;
}

/** A first row with a number in it is a row of data. */
const isHeader = (cells: readonly string[]): boolean => !cells.some((cell) => /^-?\d/.test(cell));

/** Reads delimited text, plain, gzipped or zipped, with or without a header. Rows are numbered as lines of the text, from 1. */
export default defineSource({
  name: 'csv',
  summary: 'Delimited text, with or without a header, plain, .gz or .zip',
  extensions: ['.csv', '.txt', '.tsv'],
  read(request: SourceRequest): Promise<RawBars> {
    const { bytes, isPacked } = readDataFile(request.path, request.label);
    return Promise.resolve(readCsv(bytes, request, isPacked || isNpmPath(request.label)));
  },
});

/** Bars of a CSV text in memory; `isComplete`: an archive's checksum or a package manager has made sure that nothing is missing at its end. */
export function readCsv(bytes: Uint8Array, { label, spec, stamps }: SourceRequest, isComplete = false): RawBars {
  const begin = requireText(bytes, label);
  const delimiter = spec.delimiter ?? findDelimiter(bytes, begin);
  const rows = new CsvRows(bytes, delimiter, begin);
  const shapeError = (): DataError =>
    new DataError({
      code: 'HG-DATA-014',
      place: `${label} row ${lineAt(bytes, rows.start)}`,
      rule: SHAPE_RULES[rows.fault!],
      hint: 'mend the file; the separator read was ' + JSON.stringify(delimiter),
    });
  const next = (): boolean => {
    if (rows.next()) return true;
    if (rows.fault) throw shapeError();
    return false;
  };
  const isFound = next();
  const first = isFound ? cellTexts(rows, bytes) : [];
  const hasHeader = isHeader(first);
  let isRow = isFound && (!hasHeader || next());
  if (!isRow) throw noRows(label);
  const head = headOf(label, first, cellTexts(rows, bytes), hasHeader, spec);
  const map = mapColumns(head, spec);
  const width = head.names.length;

  const buffer = new RowBuffer(Math.ceil(((bytes.length - rows.start) / (rows.position - rows.start)) * 1.05));
  const { from, to } = rows;
  const unfinished = new Unfinished(label);
  let length = 0;
  for (; isRow; isRow = next()) {
    if (rows.count !== width) throw ragged(rows, bytes, head, first, delimiter);
    if (map.final !== null) {
      const start = rows.start;
      if (unfinished.has(cellTexts(rows, bytes)[map.final]!, () => `row ${lineAt(bytes, start)}`)) continue;
    }
    const i = length++;
    buffer.reserve(i);
    buffer.position[i] = rows.start;
    buffer.time[i] =
      map.clock === null ? stamps.read(bytes, from[map.time]!, to[map.time]!) : splitStamp(rows, bytes, map, stamps);
    buffer.open[i] = parseNumber(bytes, from[map.open]!, to[map.open]!);
    buffer.high[i] = parseNumber(bytes, from[map.high]!, to[map.high]!);
    buffer.low[i] = parseNumber(bytes, from[map.low]!, to[map.low]!);
    buffer.close[i] = parseNumber(bytes, from[map.close]!, to[map.close]!);
    buffer.volume[i] = map.volume === null ? 0 : parseNumber(bytes, from[map.volume]!, to[map.volume]!);
  }

  if (length === 0) throw nothingFinished(label);
  const goTo = (i: number): CsvRows => {
    const at = new CsvRows(bytes, delimiter, buffer.position[i]!);
    at.next();
    return at;
  };
  return {
    length,
    columns: buffer.columns(length),
    stamp: map.stamp,
    rowName: (i) => `row ${lineAt(bytes, buffer.position[i]!)}`,
    written(i, column) {
      const cells = cellTexts(goTo(i), bytes);
      if (column === 'time') return map.clock === null ? cells[map.time]! : `${cells[map.time]!} ${cells[map.clock]!}`;
      const at = map[column];
      return at === null ? '0' : cells[at]!;
    },
    stampFault(i) {
      const at = goTo(i);
      if (map.clock === null) stamps.read(bytes, at.from[map.time]!, at.to[map.time]!);
      else splitStamp(at, bytes, map, stamps);
      return stamps.fault;
    },
    units: stamps.units,
    mapping: map.text,
    notices: [...noticesOf(bytes, label, delimiter, isComplete), ...unfinished.notices],
  };
}

/** Names of the columns. Where all are chosen by position, the rows themselves say how many there are: the header may be wrong. */
function headOf(
  label: string,
  first: string[],
  sample: string[],
  hasHeader: boolean,
  spec: SourceRequest['spec'],
): TableHead {
  const refs = Object.values(spec.columns ?? {}).filter((ref) => ref !== null);
  const isByPosition = refs.length >= 5 && refs.every((ref) => typeof ref === 'number');
  if (hasHeader && !(isByPosition && first.length !== sample.length)) return { label, names: first, hasHeader, sample };
  return { label, names: sample.map((_, k) => String(k)), hasHeader: false, sample };
}

const joined = new Uint8Array(256);

/** Stamp whose day and time of day stand in two cells. */
function splitStamp(rows: CsvRows, bytes: Uint8Array, map: ColumnMap, stamps: SourceRequest['stamps']): number {
  let at = 0;
  for (const k of [map.time, map.clock!]) {
    if (at > 0) joined[at++] = 32;
    for (let b = rows.from[k]!; b < rows.to[k]! && at < 255; b++) joined[at++] = bytes[b]!;
  }
  return stamps.read(joined, 0, at);
}

function noRows(label: string): DataError {
  return new DataError({
    code: 'HG-DATA-006',
    place: label,
    rule: 'a file of bars has at least one row of data',
    hint: 'the file is empty or holds only a header; fetch it again',
  });
}

function ragged(rows: CsvRows, bytes: Uint8Array, head: TableHead, first: string[], delimiter: string): DataError {
  const cells = cellTexts(rows, bytes);
  const expected = head.hasHeader ? `the header (${first.join(delimiter)})` : 'the first row';
  return new DataError({
    code: 'HG-DATA-013',
    place: `${head.label} row ${lineAt(bytes, rows.start)}`,
    value: cells.join(delimiter),
    rule: `a row has as many cells as ${expected}: ${head.names.length}, not ${rows.count}; separator ${JSON.stringify(delimiter)}`,
    hint: 'mend the row; where the header is wrong, give all columns by position: columns: { date: 0, clock: 1, open: 2, ... }',
  });
}

function noticesOf(bytes: Uint8Array, label: string, delimiter: string, isComplete: boolean): string[] {
  const notices: string[] = [];
  if (delimiter !== ',') notices.push(`${label}: the separator is ${JSON.stringify(delimiter)}`);
  if (!isComplete && bytes[bytes.length - 1] !== 10)
    notices.push(`${label}: the last row has no line end; if the file was cut short, that row may be incomplete`);
  return notices;
}
