/**
 * A price tick or quantity lot as m / 10^d, so that multiples are exact: the value of n steps is n * m / 10^d with a single division.
 * A multiple is recognised within 1e-6 of a step.
 */
export interface Step {
  /** Whole number >= 1. */
  readonly m: number;
  /** 10^d. */
  readonly scale: number;
}

const TOLERANCE = 1e-6;

/** Reads a step from its decimal text, "0.01" or "2.5e-1". Zero gives null: no rounding. */
export function parseStep(text: string | number): Step | null {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(text));
  if (!match) throw new RangeError(`a step is a decimal number >= 0, not ${text}`);
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const decimals = fraction.length - Number(exponent);
  const m = Number(whole + fraction) * (decimals < 0 ? 10 ** -decimals : 1);
  if (m === 0) return null;
  return { m, scale: decimals > 0 ? 10 ** decimals : 1 };
}

export const stepValue = (step: Step, n: number): number => (n * step.m) / step.scale;
/** Nearest whole number of steps, halves upwards. */
export const nearestSteps = (step: Step, value: number): number =>
  Math.floor((value * step.scale) / step.m + 0.5 + TOLERANCE);
export const floorSteps = (step: Step, value: number): number => Math.floor((value * step.scale) / step.m + TOLERANCE);
export const ceilSteps = (step: Step, value: number): number => Math.ceil((value * step.scale) / step.m - TOLERANCE);
export function isMultiple(step: Step, value: number): boolean {
  const n = (value * step.scale) / step.m;
  return Math.abs(n - Math.round(n)) < TOLERANCE;
}
