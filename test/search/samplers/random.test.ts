import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DimensionSpec } from '../../../src/search/dimension.js';
import { createDesign } from '../../../src/search/design.js';
import { createSpace } from '../../../src/search/space.js';

const random = (specs: DimensionSpec[], seed = 42, samples = 1000) =>
  createDesign({ name: 'random', params: { samples } }, { space: createSpace(specs), seed });

const MIXED: DimensionSpec[] = [
  { name: 'a', kind: 'int', min: 1, max: 9 },
  { name: 'b', kind: 'float', min: 0.001, max: 1, scale: 'log' },
];

test('a finite space is drawn without replacement until nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer(),
      async (n, m, seed) => {
        const specs: DimensionSpec[] = [
          { name: 'a', kind: 'int', min: 1, max: n },
          { name: 'b', kind: 'int', min: 1, max: m },
        ];
        const design = await random(specs, seed);
        const points = new Set(Array.from({ length: n * m }, (_, k) => design.at(k).join()));
        expect([design.size, points.size]).toEqual([BigInt(n * m), n * m]);
      },
    ),
  );
});

test('candidate i depends on the seed and on i alone, not on how many are drawn nor in which order', async () => {
  for (const specs of [MIXED, [MIXED[0]!]]) {
    const [few, many] = [await random(specs, 7, 3), await random(specs, 7, 9)];
    const forwards = [0, 1, 2, 3, 4].map((k) => few.at(k));
    expect([4, 3, 2, 1, 0].map((k) => many.at(k)).reverse()).toEqual(forwards);
  }
});

test('another seed, zero included, is another order', async () => {
  const specs: DimensionSpec[] = [{ name: 'a', kind: 'int', min: 1, max: 100_000 }];
  const firsts = await Promise.all([0, 1, 2, 42].map(async (seed) => (await random(specs, seed)).at(0)[0]));
  expect(new Set(firsts).size).toBe(4);
});

test('a stream belongs to the name of its axis: another axis beside it changes nothing', async () => {
  const alone = await random([MIXED[1]!]);
  const beside = await random(MIXED);
  expect(beside.at(5)[1]).toBe(alone.at(5)[0]);
});

test('draws spread evenly over a finite space', async () => {
  const design = await random([{ name: 'a', kind: 'int', min: 0, max: 999_999 }]);
  const counts = new Array<number>(10).fill(0);
  for (let k = 0; k < 5000; k++) counts[Math.floor((design.at(k)[0] as number) / 100_000)]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(420);
  expect(Math.max(...counts)).toBeLessThan(580);
});

test('neighbouring candidates of a huge grid lie anywhere in it, without repetition', async () => {
  const design = await random(Array.from({ length: 20 }, (_, k) => ({ name: `d${k}`, kind: 'int', min: 0, max: 99 })));
  const points = Array.from({ length: 500 }, (_, k) => design.at(k));
  expect(design.size).toBe(10n ** 40n);
  expect(new Set(points.map((p) => p.join())).size).toBe(500);
  for (let d = 0; d < 20; d++) {
    const mean = points.reduce((sum, p) => sum + (p[d] as number), 0) / 500;
    expect(mean).toBeGreaterThan(44);
    expect(mean).toBeLessThan(55);
  }
});

test('the first candidate is uniform over seeds', async () => {
  const counts = new Array<number>(5).fill(0);
  for (let seed = 0; seed < 1000; seed++) {
    const design = await random([{ name: 'a', kind: 'int', min: 0, max: 4 }], seed);
    counts[design.at(0)[0] as number]! += 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(150);
});

test('the number of samples must be a whole number from 1', async () => {
  await expect(random(MIXED, 1, 0)).rejects.toMatchObject({
    findings: [{ code: 'HG-CONFIG-051', place: 'sampler.samples' }],
  });
  await expect(random(MIXED, 1, 1.5)).rejects.toMatchObject({ exitCode: 2 });
});
