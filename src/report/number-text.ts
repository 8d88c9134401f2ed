/** A number as text: the shortest one that reads back as the same 64 bits ("-0" included); empty for NaN, which is no value. */
export function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return Number.isNaN(value) ? '' : String(value);
}
