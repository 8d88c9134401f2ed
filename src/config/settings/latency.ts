import { z } from 'zod';
import type { ExecutionRules } from '../../engine/rules.js';

/** Time between a decision and the arrival of its order: one number, or a range that each order draws from. */
export const latencySettings = z
  .union([
    z.number().min(0),
    z
      .strictObject({
        min: z.number().min(0).describe('shortest, ms'),
        max: z.number().min(0).describe('end of the range, ms, exclusive'),
        step: z.number().positive().default(1).describe('distance of the values in the range, ms'),
      })
      .refine((range) => range.min <= range.max, { path: ['max'], message: 'max is below min' }),
  ])
  .default(0)
  .describe('ms between a decision and the arrival of its order; a range is drawn from for each order');

export const toLatency = (latency: z.output<typeof latencySettings>): ExecutionRules['latency'] =>
  typeof latency === 'number' ? { min: latency, max: latency, step: 1 } : latency;
