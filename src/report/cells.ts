import type { ParamValue } from '../base/json.js';
import { csvLine } from './csv-text.js';

/** A line of a table: names in the first one, values in the others. Times are ISO texts, NaN and null are no value. */
export type Cells = readonly ParamValue[];

export function* csvText(rows: Iterable<Cells>): Generator<string> {
  for (const row of rows) yield csvLine(row);
}
