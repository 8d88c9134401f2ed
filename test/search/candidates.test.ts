import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { feasibleTrials, plannedTrials, REPEATS } from '../../src/search/candidates.js';
import { createDesign } from '../../src/search/design.js';
import type { DimensionSpec } from '../../src/search/dimension.js';
import { createSpace } from '../../src/search/space.js';

const int = (name: string, n: number): DimensionSpec => ({ name, kind: 'int', min: 1, max: n });
const design = (specs: DimensionSpec[], samples?: number) =>
  createDesign(
    { name: samples === undefined ? 'grid' : 'random', params: samples === undefined ? {} : { samples } },
    { space: createSpace(specs), seed: 1 },
  );
const anything = (): null => null;

test('infeasible candidates are counted by reason and the others keep their index as trial id', async () => {
  const grid = await design([int('fast', 3), int('slow', 3)]);
  const reject = (values: readonly unknown[]): string | null =>
    Number(values[0]) < Number(values[1]) ? null : 'fast < slow';
  expect(feasibleTrials(grid, reject)).toEqual({
    trials: [1, 2, 5],
    examined: 9,
    excluded: { 'fast < slow': 6 },
    end: 'all',
  });
});

test('a random design replaces what breaks a constraint until enough are found', async () => {
  const random = await design([int('a', 1000)], 50);
  const found = feasibleTrials(random, (values) => (Number(values[0]) % 10 === 0 ? null : 'a % 10 == 0'));
  expect([found.trials.length, found.end]).toEqual([50, 'enough']);
  expect(found.examined).toBe(50 + found.excluded['a % 10 == 0']!);
});

test('asking for more samples than there are runs all of them once', async () => {
  const random = await design([int('a', 5)], 1000);
  expect(feasibleTrials(random, anything)).toEqual({ trials: [0, 1, 2, 3, 4], examined: 5, excluded: {}, end: 'all' });
});

test('a limit on trials cuts any design', async () => {
  const grid = await design(Array.from({ length: 12 }, (_, k) => int(`d${k}`, 10)));
  expect(feasibleTrials(grid, anything, { maxTrials: 3 })).toMatchObject({ trials: [0, 1, 2], end: 'enough' });
});

test('rejection sampling gives up after a bounded number of misses', async () => {
  const random = await design([{ name: 'x', kind: 'float', min: 0, max: 1 }], 10);
  expect(feasibleTrials(random, () => 'x > 2', { maxRejections: 500 })).toMatchObject({
    trials: [],
    examined: 500,
    end: 'limit',
  });
});

test('whole numbers that a log scale repeats are one trial', async () => {
  const random = await design([{ name: 'n', kind: 'int', min: 1, max: 3, scale: 'log' }], 10);
  const found = feasibleTrials(random, anything, { maxRejections: 200 });
  expect([found.trials.length, found.end]).toEqual([3, 'limit']);
  expect(found.excluded[REPEATS]).toBe(200 + found.examined - 203);
});

describe('a sweep that cannot be planned is refused', () => {
  test('when the constraints exclude everything', async () => {
    const grid = await design([int('a', 4), int('b', 2)]);
    const attempt = (): unknown => plannedTrials(grid, () => 'a > 5');
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow('0 of 8 combinations satisfy the constraints');
  });

  test('when the grid is larger than can be run, with its exact size', async () => {
    const grid = await design(Array.from({ length: 12 }, (_, k) => int(`d${k}`, 10)));
    try {
      plannedTrials(grid, anything);
      expect.unreachable();
    } catch (error) {
      expect((error as ConfigError).findings[0]).toMatchObject({
        code: 'HG-CONFIG-053',
        value: '1000000000000 combinations',
      });
    }
  });
});
