/** Quotient, or NaN where the divisor is 0 or the quotient is no finite number. */
export function ratio(numerator: number, divisor: number): number {
  const quotient = numerator / divisor;
  return Number.isFinite(quotient) ? quotient : NaN;
}
