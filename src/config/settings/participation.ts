import { z } from 'zod';

/** How much of a bar's volume orders may take. */
export const participationSettings = {
  bps: z
    .number()
    .min(0)
    .max(10_000)
    .nullable()
    .default(null)
    .describe(
      "share of a bar's volume that orders can take, basis points; the rest goes on at the next bar; null = no limit",
    ),
  volume: z
    .enum(['current', 'previous'])
    .default('current')
    .describe(
      'volume that orders share and that impact is measured against: of the bar that fills, known only at its end, or of the one before',
    ),
};
