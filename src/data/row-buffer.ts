import { SOURCE_NAMES, type SourceName } from './market.js';

/**
 * Bars that arrive row by row: columns that grow by doubling. A reader calls `reserve(i)` and then writes entry i of each column itself,
 * because passing six doubles through a call would allocate each of them.
 */
export class RowBuffer {
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
  /** Where in the file each row begins. */
  position: Float64Array;

  constructor(expectedRows: number) {
    const column = () => new Float64Array(Math.max(16, expectedRows));
    this.time = column();
    this.open = column();
    this.high = column();
    this.low = column();
    this.close = column();
    this.volume = column();
    this.position = column();
  }

  /** Makes room for row i. */
  reserve(i: number): void {
    if (i < this.time.length) return;
    for (const name of [...SOURCE_NAMES, 'position'] as const) {
      const larger = new Float64Array(this[name].length * 2);
      larger.set(this[name]);
      this[name] = larger;
    }
  }

  /** The first `length` rows. */
  columns(length: number): Record<SourceName, Float64Array> {
    const entries = SOURCE_NAMES.map((name) => [name, this[name].subarray(0, length)]);
    return Object.fromEntries(entries) as Record<SourceName, Float64Array>;
  }
}
