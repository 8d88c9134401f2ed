/** Index in [from, to] of the first entry >= value in an ascending array; `to` when there is none. Binary search. */
export function firstAtLeast(
  sorted: Float64Array | Int32Array,
  value: number,
  from = 0,
  to: number = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
