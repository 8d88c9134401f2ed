import { z } from 'zod';
import type { ImpactRules } from '../../engine/rules.js';

/** Slippage that grows with the share of a bar's volume that a fill takes. */
export const impactSettings = z.strictObject({
  factor: z.number().min(0).default(0.1).describe('slippage of a fill as large as the volume, in the given unit'),
  unit: z.enum(['price', 'bps']).default('price').describe('unit of the factor: price units, or basis points'),
  least_volume: z.number().positive().default(1).describe('stands for the volume of a bar that has none'),
});

export const toImpact = (settings: z.output<typeof impactSettings> | null): ImpactRules | null =>
  settings && { factor: settings.factor, unit: settings.unit, leastVolume: settings.least_volume };
