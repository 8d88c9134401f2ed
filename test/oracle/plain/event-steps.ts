/** A price tick or a quantity lot as m / scale; a tick of m = 0 is none: prices stand for themselves. */
export interface Step {
  readonly m: number;
  readonly scale: number;
}

/** @param text decimal digits: 0.25 */
export function stepOf(text: string): Step {
  const [whole = '', fraction = ''] = text.split('.');
  return { m: Number(whole + fraction), scale: 10 ** fraction.length };
}

export const stepsIn = (x: number, { m, scale }: Step): number => (x * scale) / m;
export const valueOf = (n: number, { m, scale }: Step): number => (n * m) / scale;

/** A price in whole ticks, the nearest where it lies between two, halves upwards. */
export const ticksOf = (price: number, tick: Step): number =>
  tick.m === 0 ? price : Math.floor(stepsIn(price, tick) + 0.5 + 1e-6);

/** @param value sum of ticks x lots */
export const meanPrice = (value: number, lots: number, tick: Step): number =>
  tick.m === 0 ? value / lots : (value * tick.m) / (lots * tick.scale);

/** The tick that is not better for the one who trades. */
export function roundedAgainst(price: number, side: number, tick: Step): number {
  if (tick.m === 0) return price;
  const ticks = stepsIn(price, tick);
  return valueOf(side > 0 ? Math.ceil(ticks - 1e-6) : Math.floor(ticks + 1e-6), tick);
}
