import { DataError } from '../../base/errors.js';
import { mapColumns } from '../read/column-map.js';
import type { DecodedTable } from '../decode/table.js';
import { barsFromCells } from './_cells.js';
import type { RawBars, SourceRequest } from './_source.js';

/** Raw bars out of a decoded table. Rows are numbered from 1. */
export function barsFromTable(table: DecodedTable, { label, spec, stamps }: SourceRequest): RawBars {
  const { length, names, columns } = table;
  if (length === 0) {
    throw new DataError({
      code: 'HG-DATA-006',
      place: label,
      rule: 'a file of bars has at least one row of data',
      hint: 'the table is empty; fetch it again',
    });
  }
  const cell = (i: number, at: number): unknown => columns[at]!.values[i];
  const sample = names.map((_, at) => String(cell(0, at)));
  const map = mapColumns({ label, names, hasHeader: true, sample }, spec);
  return barsFromCells(
    label,
    { length, cell, clockOf: (at) => columns[at]!.clock, rowName: (i) => `row ${i + 1}` },
    map,
    stamps,
  );
}
