import { SOURCE_NAMES, type SourceName } from './market.js';

/** Bars that arrive row by row: columns that grow by doubling. */
export class RowBuffer {
  length = 0;
  #columns = SOURCE_NAMES.map(() => new Float64Array(1024));
  #positions = new Float64Array(1024);

  push(position: number, time: number, open: number, high: number, low: number, close: number, volume: number): void {
    const i = this.length++;
    if (i === this.#positions.length) this.#grow();
    this.#positions[i] = position;
    const columns = this.#columns;
    columns[0]![i] = time;
    columns[1]![i] = open;
    columns[2]![i] = high;
    columns[3]![i] = low;
    columns[4]![i] = close;
    columns[5]![i] = volume;
  }

  /** Where in the file row i stands. */
  position(i: number): number {
    return this.#positions[i]!;
  }

  columns(): Record<SourceName, Float64Array> {
    const entries = SOURCE_NAMES.map((name, k) => [name, this.#columns[k]!.subarray(0, this.length)]);
    return Object.fromEntries(entries) as Record<SourceName, Float64Array>;
  }

  #grow(): void {
    const grown = (column: Float64Array<ArrayBuffer>) => {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      return larger;
    };
    this.#columns = this.#columns.map(grown);
    this.#positions = grown(this.#positions);
  }
}
