import { z } from 'zod';
import { defineIndicator, type Events, type Series } from './_indicator.js';

/**
 * Stretches of bars on which series x lies above series y, in time order: `i` where one begins, `~i` where it is over, by turns. Equal is
 * not above, to the bit; nor is a bar on which one of them is not defined.
 */
export function stretchesAbove(x: Series, y: Series): Events {
  const n = Math.min(x.length, y.length);
  let events = new Int32Array(64);
  let count = 0;
  let isInside = false;
  for (let i = 0; i < n; i++) {
    const isAbove = x[i]! > y[i]!;
    if (isAbove === isInside) continue;
    if (count === events.length) {
      const larger = new Int32Array(2 * count);
      larger.set(events);
      events = larger;
    }
    events[count++] = isAbove ? i : ~i;
    isInside = isAbove;
  }
  return events.slice(0, count);
}

export const above = defineIndicator({
  name: 'above',
  summary: 'Stretches of bars on which the first series lies above the second',
  params: z.strictObject({}),
  inputs: ['close', 'open'],
  output: 'events',
  warmup: () => 0,
  compute: ([x, y]) => stretchesAbove(x!, y!),
});
export default above;
