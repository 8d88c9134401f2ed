import { floorSteps, isMultiple, nearestSteps, stepValue, type Step } from '../base/step.js';
import type { InstrumentRules } from './rules.js';

/** Steps in which quantities are counted where the venue has no lot. */
export const FINEST: Step = { m: 1, scale: 1e8 };

/** Largest multiple of the lot that does not exceed a quantity. */
export function wholeLots(quantity: number, { lot }: Pick<InstrumentRules, 'lot'>): number {
  return lot ? stepValue(lot, floorSteps(lot, quantity)) : quantity;
}

/**
 * What adding or subtracting whole lots was meant to give: 0.2 for 0.3 - 0.1. Without a lot only what lies within rounding of a multiple of
 * the finest step becomes that multiple; any other quantity stays as it is.
 */
export function nearestLots(quantity: number, { lot }: Pick<InstrumentRules, 'lot'>): number {
  if (lot) return stepValue(lot, nearestSteps(lot, quantity));
  return isMultiple(FINEST, quantity) ? stepValue(FINEST, nearestSteps(FINEST, quantity)) : quantity;
}
