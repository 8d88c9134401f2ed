import { z } from 'zod';
import { parseTime } from '../base/time.js';
import { time } from '../data/synthetic/settings.js';

/** Part of the data that a run trades; what lies before it only settles the columns. */
export const windowSection = z
  .strictObject({
    from: time.optional().describe('first moment that is traded, ISO, inclusive; default: the first bar'),
    to: time.optional().describe('end of what is traded, ISO, exclusive; default: the end of the data'),
  })
  .refine(({ from, to }) => !from || !to || parseTime(from) < parseTime(to), {
    path: ['to'],
    message: 'to must be after from',
  });
export type WindowSection = z.output<typeof windowSection>;
