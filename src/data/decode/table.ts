/** A table decoded into plain memory, so that it can pass from one thread to another. */
export interface DecodedTable {
  readonly length: number;
  readonly names: readonly string[];
  readonly columns: readonly DecodedColumn[];
}

export interface DecodedColumn {
  /** Numbers where the column holds nothing else; else the values as they are, null where there is none. */
  readonly values: Float64Array | readonly unknown[];
  /** Whether the numbers are times in ms, and on which clock; null = no stated unit. */
  readonly clock: 'utc' | 'local' | null;
}

/** Numbers as 64-bit floats when there is nothing else in a column, so that the buffer can be handed over without a copy. */
export function packColumn(
  length: number,
  value: (i: number) => unknown,
  clock: DecodedColumn['clock'],
): DecodedColumn {
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const one = value(i);
    const number = one instanceof Date ? one.getTime() : typeof one === 'bigint' ? Number(one) : one;
    if (typeof number !== 'number') return { values: Array.from({ length }, (_, k) => plain(value(k))), clock };
    numbers[i] = number;
  }
  return { values: numbers, clock };
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'object' && value !== null ? String(value) : (value ?? null);
}
