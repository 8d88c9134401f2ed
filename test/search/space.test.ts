import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { feasibleTrials } from '../../src/search/candidates.js';
import { createDesign } from '../../src/search/design.js';
import type { DimensionSpec } from '../../src/search/dimension.js';
import { createSpace } from '../../src/search/space.js';

const ADX: DimensionSpec[] = [
  { name: 'use_adx', kind: 'bool' },
  { name: 'adx_period', kind: 'list', values: [10, 14, 20], when: 'use_adx', otherwise: 14 },
  { name: 'adx_threshold', kind: 'list', values: [20, 25], when: 'use_adx && adx_period >= 14', otherwise: 25 },
];

describe('a conditional dimension', () => {
  const space = createSpace(ADX);

  test('has its other value while it is inactive', () => {
    expect(space.effective([false, 10, 20])).toEqual([false, 14, 25]);
    expect(space.effective([true, 10, 20])).toEqual([true, 10, 25]);
    expect(space.effective([true, 20, 20])).toEqual([true, 20, 20]);
  });

  test('settles in one application', () => {
    expect(space.effective(space.effective([false, 20, 20]))).toEqual([false, 14, 25]);
  });

  test('gives every distinct run exactly once, on a grid and at random', async () => {
    for (const name of ['grid', 'random']) {
      const design = await createDesign({ name, params: {} }, { space, seed: 3 });
      const { trials, examined, excluded } = feasibleTrials(design, () => null);
      const runs = trials.map((t) => design.at(t).join());
      expect(runs.toSorted()).toEqual([
        'false,14,25',
        'true,10,25',
        'true,14,20',
        'true,14,25',
        'true,20,20',
        'true,20,25',
      ]);
      expect([examined, ...Object.values(excluded)]).toEqual([12, 6]);
    }
  });

  test('falls back to its first value when no other is given', () => {
    const bare = createSpace([ADX[0]!, { name: 'n', kind: 'int', min: 3, max: 5, when: 'use_adx' }]);
    expect(bare.effective([false, 5])).toEqual([false, 3]);
  });

  test('may be null while inactive', () => {
    const off = createSpace([ADX[0]!, { name: 'n', kind: 'int', min: 3, max: 5, when: 'use_adx', otherwise: null }]);
    expect(off.effective([false, 5])).toEqual([false, null]);
  });

  test('reads only dimensions before it', () => {
    expect(() =>
      createSpace([
        { name: 'a', kind: 'int', min: 1, max: 2, when: 'b' },
        { name: 'b', kind: 'bool' },
      ]),
    ).toThrow(ConfigError);
    expect(() => createSpace([{ name: 'a', kind: 'bool', when: 'a' }])).toThrow('unknown parameter a');
  });
});

test('the size of a space is the exact product of its axes, unless one is continuous', () => {
  const axes = Array.from({ length: 20 }, (_, k): DimensionSpec => ({ name: `d${k}`, kind: 'int', min: 1, max: 100 }));
  expect(createSpace(axes).size).toBe(10n ** 40n);
  expect(createSpace([...axes, { name: 'x', kind: 'float', min: 0, max: 1 }]).size).toBeNull();
  expect(createSpace([]).size).toBe(1n);
});
