import { z } from 'zod';
import { defineIndicator, type Events, type Series } from './_indicator.js';
import { compareAverages } from './_tie.js';

/**
 * Bars at which series x crosses series y, in time order: `i` when x is above y at i and was not at i - 1, `~i` when
 * it is below and was not. All four values must be defined. After a touch the next bar's departure is a crossing,
 * whichever side x came from; equal is what `compareAverages` calls equal.
 */
export function crossingEvents(x: Series, y: Series): Events {
  const n = Math.min(x.length, y.length);
  let events = new Int32Array(64);
  let count = 0;
  let before = NaN;
  for (let i = 0; i < n; i++) {
    const side = compareAverages(x[i]!, y[i]!);
    if (side === before) continue;
    if ((side > 0 && before <= 0) || (side < 0 && before >= 0)) {
      if (count === events.length) {
        const larger = new Int32Array(2 * count);
        larger.set(events);
        events = larger;
      }
      events[count++] = side > 0 ? i : ~i;
    }
    before = side;
  }
  return events.slice(0, count);
}

export const crossings = defineIndicator({
  name: 'crossings',
  summary: 'Bars at which the first series crosses the second',
  params: z.strictObject({}),
  inputs: ['close', 'open'],
  output: 'events',
  warmup: () => 1,
  compute: ([x, y]) => crossingEvents(x!, y!),
});
export default crossings;
