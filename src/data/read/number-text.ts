const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const decoder = new TextDecoder('latin1');

/**
 * Reads a decimal number out of bytes [from, to), bit-equal to `Number` of the same text. NaN for anything that is not a plain finite decimal:
 * empty cells, `nan`, `inf`, hexadecimal, separators of thousands, a decimal comma.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const isNegative = bytes[at] === 45;
  if (isNegative) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < to; at++) {
    const c = bytes[at]!;
    if (c >= 48 && c <= 57) {
      mantissa = mantissa * 10 + (c - 48);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (c === 46 && decimals < 0) {
      decimals = 0;
    } else {
      return parseOther(bytes, from, to);
    }
  }
  if (digits === 0) return NaN;
  if (decimals < 0) decimals = 0;
  // Up to 15 digits and 10^22 both sides of the division are exact, so that it rounds once, as a full parser does.
  if (digits > 15 || decimals > 22) return parseOther(bytes, from, to);
  const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
  return isNegative ? -value : value;
}

/** Long mantissas and exponents, the slow and general way. */
function parseOther(bytes: Uint8Array, from: number, to: number): number {
  const text = decoder.decode(bytes.subarray(from, to));
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}
