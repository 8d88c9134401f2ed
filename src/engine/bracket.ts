import type { Bracket, TargetLeg } from './desk.js';

/**
 * Price of a bracket's stop for an entry on `side` that filled at `fill`; of a price and a distance the nearer holds. NaN without a stop.
 */
export function stopPrice(bracket: Bracket | null, fill: number, side: number): number {
  const stop = bracket?.stop;
  if (!stop) return NaN;
  const fixed = stop.price ?? NaN;
  const away = stop.distance === undefined ? NaN : fill - side * stop.distance;
  if (Number.isNaN(fixed)) return away;
  if (Number.isNaN(away)) return fixed;
  return side > 0 ? Math.max(fixed, away) : Math.min(fixed, away);
}

/** Price of a target; multiples of the risk need the stop's price. */
export function targetPrice(target: TargetLeg, fill: number, side: number, stop: number): number {
  if (target.price !== undefined) return target.price;
  if (target.distance !== undefined) return fill + side * target.distance;
  return fill + side * (target.risks ?? NaN) * (side * (fill - stop));
}

export function targetsOf({ target }: Bracket): readonly TargetLeg[] {
  if (target === undefined) return NO_TARGETS;
  return isList(target) ? target : [target];
}
const NO_TARGETS: readonly TargetLeg[] = [];
const isList = (target: TargetLeg | readonly TargetLeg[]): target is readonly TargetLeg[] => Array.isArray(target);

/** Whether every number of a bracket is positive and finite; NaN comes from an indicator that is not defined yet. */
export function isValidBracket(bracket: Bracket): boolean {
  const { stop } = bracket;
  if (stop && !areValid(stop.price, stop.distance)) return false;
  return targetsOf(bracket).every(
    ({ price, distance, risks, share = 1 }) => areValid(price, distance, risks) && share > 0 && share <= 1,
  );
}

/** At least one is given, and all that are given are positive and finite. */
function areValid(...values: readonly (number | undefined)[]): boolean {
  let given = 0;
  for (const value of values) {
    if (value === undefined) continue;
    if (!(value > 0 && value < Infinity)) return false;
    given++;
  }
  return given > 0;
}
