import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError } from '../../../src/base/errors.js';
import type { DimensionSpec } from '../../../src/search/dimension.js';
import { createDesign } from '../../../src/search/design.js';
import { createSpace } from '../../../src/search/space.js';

const grid = (specs: DimensionSpec[]) =>
  createDesign({ name: 'grid', params: {} }, { space: createSpace(specs), seed: 0 });

test('the last dimension turns fastest', async () => {
  const design = await grid([
    { name: 'a', kind: 'list', values: [1, 2] },
    { name: 'b', kind: 'list', values: ['x', 'y', 'z'] },
  ]);
  expect(design.size).toBe(6n);
  expect([0, 1, 2, 3, 4, 5].map((k) => design.at(k).join(''))).toEqual(['1x', '1y', '1z', '2x', '2y', '2z']);
});

test('every combination comes exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), async (sizes) => {
      const design = await grid(sizes.map((n, k) => ({ name: `d${k}`, kind: 'int', min: 1, max: n })));
      const total = sizes.reduce((a, b) => a * b, 1);
      const points = new Set(Array.from({ length: total }, (_, k) => design.at(k).join()));
      expect([design.size, points.size]).toEqual([BigInt(total), total]);
    }),
  );
});

test('a grid of 10^40 points is counted exactly and read at single places', async () => {
  const design = await grid(Array.from({ length: 20 }, (_, k) => ({ name: `d${k}`, kind: 'int', min: 0, max: 99 })));
  expect(design.size).toBe(10n ** 40n);
  expect(design.at(1_234_567).slice(-4)).toEqual([1, 23, 45, 67]);
});

test('a continuous range has no grid', async () => {
  const attempt = grid([{ name: 'size', kind: 'float', min: 0, max: 1 }]);
  await expect(attempt).rejects.toBeInstanceOf(ConfigError);
  await expect(attempt).rejects.toMatchObject({
    findings: [
      { code: 'HG-CONFIG-050', place: 'size', hint: 'give the range a step or a count, or use the sampler random' },
    ],
  });
});
