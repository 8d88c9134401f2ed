import type { Ladders, Rung } from './ladder.js';
import type { HedgeParams } from './params.js';

/**
 * The ladders as a regime thins them out. Sideways leaves both; in a rise the short side is the counter side, in a fall the long one.
 *
 * @param regime 1 up, -1 down, 0 sideways
 */
export function applyPolicy(
  { long, short }: Pick<Ladders, 'long' | 'short'>,
  regime: number,
  policy: HedgeParams['policy'],
): { readonly long: readonly Rung[]; readonly short: readonly Rung[] } {
  if (regime === 0) return { long, short };
  const shape = (rungs: readonly Rung[], isCounter: boolean): readonly Rung[] => {
    if (!isCounter && policy.strategy === 'throttled-counter') return rungs;
    const nearest = rungs.slice(0, policy.counter_levels);
    return isCounter ? scaleRungs(nearest, policy.counter_qty_scale) : nearest;
  };
  return { long: shape(long, regime < 0), short: shape(short, regime > 0) };
}

/** The rungs with their quantities multiplied; none at all at zero. */
export function scaleRungs(rungs: readonly Rung[], factor: number): readonly Rung[] {
  if (factor === 1) return rungs;
  return factor === 0 ? [] : rungs.map((rung) => ({ ...rung, quantity: rung.quantity * factor }));
}
