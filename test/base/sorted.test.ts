import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAtLeast } from '../../src/base/sorted.js';

test('the first entry that is not below a value is found as by looking at each, within bounds too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 })),
      fc.integer({ min: -10, max: 10 }),
      fc.nat(),
      (list, value, cut) => {
        const sorted = Int32Array.from(list).sort();
        const plain = sorted.findIndex((entry) => entry >= value);
        expect(firstAtLeast(sorted, value)).toBe(plain < 0 ? sorted.length : plain);
        const from = cut % (sorted.length + 1);
        const bounded = sorted.findIndex((entry, k) => k >= from && entry >= value);
        expect(firstAtLeast(sorted, value, from)).toBe(bounded < 0 ? sorted.length : bounded);
        expect(firstAtLeast(sorted, value, 0, from)).toBe(Math.min(from, plain < 0 ? from : plain));
      },
    ),
  );
});
