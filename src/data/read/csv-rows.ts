/** Longest row and most cells a table of bars can have; more is some other kind of file. */
const MAX_ROW_BYTES = 65_536;
const MAX_CELLS = 256;

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;

/** What is wrong with the shape of a row. */
export type RowShapeFault = 'open quote' | 'too long' | 'too many cells';

/**
 * Splits a CSV file row by row, without making strings: `from[k]`, `to[k]` bound the bytes of cell k. Cells are trimmed of spaces and of their quotes.
 * Blank rows are passed over. A quoted cell may hold the delimiter and doubled quotes, but no line end.
 */
export class CsvRows {
  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  /** Byte at which the next row begins. */
  position: number;
  /** Byte at which the current row began. */
  start = 0;
  /** Number of cells of the current row. */
  count = 0;
  readonly from = new Int32Array(MAX_CELLS);
  readonly to = new Int32Array(MAX_CELLS);
  fault: RowShapeFault | null = null;

  constructor(bytes: Uint8Array, delimiter: string, position = 0) {
    this.#bytes = bytes;
    this.#delimiter = delimiter.charCodeAt(0);
    this.position = position;
  }

  /** Goes to the next row that is not blank. False at the end of the file, or when `fault` says that the row has no shape. */
  next(): boolean {
    const bytes = this.#bytes;
    while (this.position < bytes.length && (bytes[this.position] === LF || bytes[this.position] === CR))
      this.position++;
    if (this.position >= bytes.length) return false;
    this.start = this.position;
    this.count = 0;
    let at = this.position;
    for (;;) {
      if (this.count === MAX_CELLS) return this.#fail('too many cells');
      const end = this.#cell(at);
      if (end < 0) return false;
      if (end - this.start > MAX_ROW_BYTES) return this.#fail('too long');
      if (end < bytes.length && bytes[end] === this.#delimiter) {
        at = end + 1;
        continue;
      }
      this.position = end + 1;
      return true;
    }
  }

  /** Reads the cell at `at`; the byte that ends it (delimiter, line end or end of file), or -1. */
  #cell(at: number): number {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    const n = bytes.length;
    let from = at;
    while (from < n && bytes[from] === SPACE) from++;
    if (bytes[from] === QUOTE) return this.#quoted(from + 1);
    let end = from;
    for (; end < n; end++) {
      const c = bytes[end]!;
      if (c === delimiter || c === LF) break;
    }
    let to = end;
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === CR)) to--;
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
    return end;
  }

  #quoted(from: number): number {
    const bytes = this.#bytes;
    let to = from;
    for (; ; to++) {
      const c = bytes[to];
      if (c === undefined || c === LF) return this.#fail('open quote') ? 0 : -1;
      if (c !== QUOTE) continue;
      if (bytes[to + 1] !== QUOTE) break;
      to++;
    }
    let end = to + 1;
    while (end < bytes.length && (bytes[end] === SPACE || bytes[end] === CR)) end++;
    if (end < bytes.length && bytes[end] !== this.#delimiter && bytes[end] !== LF)
      return this.#fail('open quote') ? 0 : -1;
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
    return end;
  }

  #fail(fault: RowShapeFault): false {
    this.fault = fault;
    return false;
  }
}

/** The cells of the current row as text. */
export function cellTexts(rows: CsvRows, bytes: Uint8Array): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: rows.count }, (_, k) => decoder.decode(bytes.subarray(rows.from[k], rows.to[k])));
}

/** Number of the line (from 1) that begins at a byte. */
export function lineAt(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LF); at >= 0 && at < position; at = bytes.indexOf(LF, at + 1)) line++;
  return line;
}
