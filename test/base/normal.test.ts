import { expect, test } from 'vitest';
import { normalQuantile } from '../../src/base/normal.js';

test.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.025, -1.959963984540054],
  [0.9999, 3.719016485455709],
  [1e-10, -6.361340902404056],
])('the quantile at %f is %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 7);
});

test('there is none beyond the ends', () => {
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.5), normalQuantile(-1)]).toEqual([
    -Infinity,
    Infinity,
    NaN,
    NaN,
  ]);
});
