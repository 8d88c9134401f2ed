import { z } from 'zod';

/** Where the files of a single run go, and which of them are written. The winner of a sweep always has all. */
export const outputSettings = z.strictObject({
  dir: z.string().min(1).default('results').describe('folder in which the run has a folder of its name'),
  trades: z.boolean().default(true).describe('whether orders, trades and fills are written'),
  positions: z.boolean().default(true).describe('whether positions are written'),
  account: z.boolean().default(true).describe('whether the equity at every bar is written'),
  metrics: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('metrics that the console shows, in this order; the files have all. Default: headline metrics'),
  log: z.enum(['text', 'json']).nullable().default(null).describe('backtest.log: what the console shows, as lines'),
  log_level: z.enum(['INFO', 'WARNING']).default('INFO').describe('WARNING: warnings alone go into the log'),
});
export type OutputSettings = z.output<typeof outputSettings>;
