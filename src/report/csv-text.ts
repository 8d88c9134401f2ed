import { printable } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { numberText } from './number-text.js';

/** First characters that make a spreadsheet take a text for a formula, their full-width forms included. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * One line of CSV, line feed included. Numbers stay numbers, NaN and null are empty, booleans are true and false. Text that a
 * spreadsheet would take for a formula gets a leading apostrophe; control characters are written as \xNN.
 */
export const csvLine = (cells: readonly ParamValue[]): string => `${cells.map(csvCell).join(',')}\n`;

function csvCell(value: ParamValue): string {
  if (typeof value === 'number') return numberText(value);
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  const visible = printable(value, Infinity);
  const text = FORMULA.test(visible) ? `'${visible}` : visible;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
