import { DataError } from '../../base/errors.js';
import { mapColumns } from '../read/column-map.js';
import { readDataFile } from '../read/read-file.js';
import { requireText } from '../read/text-bytes.js';
import { barsFromCells } from './_cells.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

/** Reads a JSON array of rows: arrays `[time, open, high, low, close, volume]`, or objects with named fields; plain, .gz or .zip. */
export default defineSource({
  name: 'json',
  summary: 'JSON array of rows, each an array or an object, plain, .gz or .zip',
  extensions: ['.json'],
  read(request: SourceRequest): Promise<RawBars> {
    return Promise.resolve(readJson(readDataFile(request.path, request.label).bytes, request));
  },
});

/** Bars of a JSON text in memory. Rows are numbered from 1. */
export function readJson(bytes: Uint8Array, { label, spec, stamps }: SourceRequest): RawBars {
  const rows = parse(bytes, label);
  const first = rows[0];
  if (first === undefined) {
    throw new DataError({
      code: 'HG-DATA-006',
      place: label,
      rule: 'a file of bars has at least one row of data',
      hint: 'the file holds an empty list; fetch it again',
    });
  }
  const isArray = Array.isArray(first);
  const names = isArray ? first.map((_, k) => String(k)) : Object.keys(first as object);
  const shapeError = (i: number) =>
    new DataError({
      code: 'HG-DATA-013',
      place: `${label} row ${i + 1}`,
      value: JSON.stringify(rows[i]),
      rule: isArray
        ? `every row is an array of ${names.length} values, as the first`
        : 'every row is an object, as the first',
      hint: 'mend the row',
    });
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const isFit = isArray ? Array.isArray(row) && row.length === names.length : isObject(row);
    if (!isFit) throw shapeError(i);
  }
  const cell = (i: number, at: number): unknown => {
    if (isArray) return (rows[i] as unknown[])[at];
    return (rows[i] as Record<string, unknown>)[names[at]!];
  };
  const sample = names.map((_, at) => String(cell(0, at)));
  const map = mapColumns({ label, names, hasHeader: !isArray, sample }, spec);
  return barsFromCells(
    label,
    { length: rows.length, cell, clockOf: () => null, rowName: (i) => `row ${i + 1}` },
    map,
    stamps,
  );
}

const isObject = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row);

function parse(bytes: Uint8Array, label: string): readonly unknown[] {
  const begin = requireText(bytes, label);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes.subarray(begin)));
  } catch (error) {
    throw new DataError(
      {
        code: 'HG-DATA-003',
        place: label,
        value: (error as Error).message,
        rule: 'a JSON file is complete',
        hint: 'the file was cut short or damaged; fetch it again',
      },
      { cause: error },
    );
  }
  if (Array.isArray(value) && (value.length === 0 || Array.isArray(value[0]) || isObject(value[0]))) return value;
  throw new DataError({
    code: 'HG-DATA-010',
    place: label,
    rule: 'a JSON file of bars is a list of rows, each a list or an object',
    hint: 'keep only the list of rows in the file',
  });
}
