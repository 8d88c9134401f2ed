import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { createDimension, type DimensionSpec } from '../../src/search/dimension.js';
import type { AxisSpec } from '../../src/search/dimension-spec.js';

const valuesOf = (spec: AxisSpec): unknown[] => {
  const dimension = createDimension({ name: 'x', ...spec });
  return Array.from({ length: dimension.size ?? 0 }, (_, k) => dimension.at(k));
};

describe('values of an axis', () => {
  test.each<[string, AxisSpec, unknown[]]>([
    ['a float range by tenths prints as tenths', { kind: 'float', min: 0.1, max: 0.3, step: 0.1 }, [0.1, 0.2, 0.3]],
    ['a float range may miss its end', { kind: 'float', min: 1, max: 2, step: 0.3 }, [1, 1.3, 1.6, 1.9]],
    [
      'a range may run through negative numbers',
      { kind: 'float', min: -0.2, max: 0.1, step: 0.1 },
      [-0.2, -0.1, 0, 0.1],
    ],
    ['tiny steps keep their decimal text', { kind: 'float', min: 1e-7, max: 3e-7, step: 1e-7 }, [1e-7, 2e-7, 3e-7]],
    ['a range of one value is its end', { kind: 'int', min: 5, max: 5 }, [5]],
    ['whole numbers have step 1 when no step is given', { kind: 'int', min: 3, max: 6 }, [3, 4, 5, 6]],
    [
      'an int range includes its end only when a step reaches it',
      { kind: 'int', min: 15, max: 50, step: 20 },
      [15, 35],
    ],
    ['a count spreads values evenly with both ends', { kind: 'float', min: 0.1, max: 0.3, count: 3 }, [0.1, 0.2, 0.3]],
    ['an int count rounds to whole numbers', { kind: 'int', min: 1, max: 10, count: 4 }, [1, 4, 7, 10]],
    [
      'a log range has equal ratios',
      { kind: 'float', min: 0.001, max: 1, count: 4, scale: 'log' },
      [0.001, 0.01, 0.1, 1],
    ],
    [
      'whole numbers on a log scale keep each value once',
      { kind: 'int', min: 1, max: 8, count: 20, scale: 'log' },
      [1, 2, 3, 4, 5, 6, 7, 8],
    ],
    [
      'a list is as it is written',
      { kind: 'list', values: ['SMA', 'EMA', null, 3, true] },
      ['SMA', 'EMA', null, 3, true],
    ],
    ['bool is false, then true', { kind: 'bool' }, [false, true]],
    ['fixed is one value', { kind: 'fixed', value: 'EMA' }, ['EMA']],
  ])('%s', (_, spec, expected) => {
    expect(valuesOf(spec)).toEqual(expected);
  });

  test('a stepped range has as many values as its decimal text says, each the number of that text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 4 }),
        (min, step, n, digits) => {
          const text = (units: number): number => Number(`${units}e-${digits}`);
          const expected = Array.from({ length: n + 1 }, (_, k) => text(min + k * step));
          expect(valuesOf({ kind: 'float', min: text(min), max: text(min + n * step), step: text(step) })).toEqual(
            expected,
          );
        },
      ),
    );
  });

  test('a counted range rises strictly from end to end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 50 }),
        (min, width, count) => {
          const values = valuesOf({ kind: 'float', min, max: min + width, count }) as number[];
          expect(values).toHaveLength(count);
          expect([values[0], values.at(-1)]).toEqual([min, min + width]);
          expect(values.every((v, k) => k === 0 || v > values[k - 1]!)).toBe(true);
        },
      ),
    );
  });
});

describe('quantiles of an axis', () => {
  test('a continuous range has no size and runs from min to max', () => {
    const d = createDimension({ name: 'x', kind: 'float', min: 1, max: 3 });
    expect([d.size, d.quantile(0), d.quantile(0.5)]).toEqual([null, 1, 2]);
  });

  test('the middle of a log range is the geometric mean', () => {
    expect(createDimension({ name: 'x', kind: 'float', min: 0.01, max: 100, scale: 'log' }).quantile(0.5)).toBe(1);
  });

  test('each value of a list gets an equal share', () => {
    const d = createDimension({ name: 'x', kind: 'list', values: [1, 2, 3, 4] });
    expect([0, 0.24, 0.25, 0.5, 0.999999].map((u) => d.quantile(u))).toEqual([1, 1, 2, 3, 4]);
  });

  test('no quantile leaves its range', () => {
    const specs: AxisSpec[] = [
      { kind: 'float', min: 0.1, max: 0.3, scale: 'log' },
      { kind: 'int', min: 1, max: 9, scale: 'log' },
      { kind: 'float', min: -1, max: 2 },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...specs),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (spec, u) => {
          const value = createDimension({ name: 'x', ...spec }).quantile(u) as number;
          const { min, max } = spec as { min: number; max: number };
          expect(value >= min && value <= max).toBe(true);
          if (spec.kind === 'int') expect(Number.isInteger(value)).toBe(true);
        },
      ),
    );
  });
});

describe('an axis without sense is refused', () => {
  test.each<[string, AxisSpec]>([
    ['must not be empty', { kind: 'list', values: [] }],
    ['listed twice', { kind: 'list', values: [1, 2, 1] }],
    ['are finite', { kind: 'list', values: [1, NaN] }],
    ['min must not be above max', { kind: 'int', min: 30, max: 10 }],
    ['step must be above 0', { kind: 'int', min: 10, max: 30, step: 0 }],
    ['step must be above 0', { kind: 'float', min: 0.1, max: 0.3, step: -0.1 }],
    ['finite numbers', { kind: 'float', min: NaN, max: 1 }],
    ['finite numbers', { kind: 'float', min: 0, max: Infinity }],
    ['whole bounds', { kind: 'int', min: 1.5, max: 3 }],
    ['whole bounds', { kind: 'int', min: 1, max: 3, step: 0.5 }],
    ['begins above 0', { kind: 'float', min: 0, max: 1, count: 3, scale: 'log' }],
    ['a count, not a step', { kind: 'float', min: 1, max: 10, step: 1, scale: 'log' }],
    ['not both', { kind: 'float', min: 1, max: 10, step: 1, count: 3 }],
    ['count is a whole number', { kind: 'float', min: 1, max: 10, count: 1 }],
    ['count is a whole number', { kind: 'float', min: 1, max: 10, count: 2.5 }],
    ['larger than the number of whole numbers', { kind: 'int', min: 1, max: 3, count: 4 }],
    ['needs two ends', { kind: 'float', min: 1, max: 1 }],
    ['counted exactly', { kind: 'float', min: 0, max: 1e9, step: 1e-9 }],
  ])('%s', (rule, spec) => {
    const attempt = (): unknown => createDimension({ name: 'fast', ...spec } as DimensionSpec);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(rule);
    try {
      attempt();
    } catch (error) {
      expect((error as ConfigError).findings[0]).toMatchObject({ code: 'HG-CONFIG-030', place: 'fast' });
    }
  });
});
