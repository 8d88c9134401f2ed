/** A decimal number as units / 10^scale, exactly as its text says. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Reads the shortest decimal text of a finite number, so that 0.1 is one tenth and not its binary neighbour. */
export function toDecimal(value: number): Decimal {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  const units = BigInt(sign + whole + fraction) * 10n ** BigInt(Math.max(0, -scale));
  return { units, scale: Math.max(0, scale) };
}

/** The decimals as whole numbers of one common unit of 1 / 10^scale. */
export function alignDecimals(values: readonly number[]): {
  readonly units: readonly bigint[];
  readonly scale: number;
} {
  const decimals = values.map(toDecimal);
  const scale = Math.max(...decimals.map((d) => d.scale));
  return { units: decimals.map((d) => d.units * 10n ** BigInt(scale - d.scale)), scale };
}

/** units / 10^scale as the nearest double: the number that the decimal text denotes. */
export function fromDecimal(units: bigint, scale: number): number {
  return Number(`${units}e-${scale}`);
}
