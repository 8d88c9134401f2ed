import { expect, test } from 'vitest';
import { resolvePoint, withValue } from '../../../src/config/yaml/resolve-point.js';
import { createSpace } from '../../../src/search/space.js';

test('values go to their dotted paths and the base stays as it is', () => {
  const base = {
    params: { fast: 20, position_sizing: { method: 'fixed_percent', base_size: 0.95 } },
    settings: { execution: { fees: 0.001 } },
  };
  const before = JSON.stringify(base);
  const space = createSpace([
    { name: 'fast', kind: 'list', values: [10, 20] },
    { name: 'position_sizing.base_size', kind: 'list', values: [0.5] },
    { name: 'execution.slippage', kind: 'list', values: [0.0001], target: 'settings' },
    { name: 'venue.allow_short', kind: 'bool', target: 'settings' },
  ]);
  expect(resolvePoint(base, space, [10, 0.5, 0.0001, true])).toEqual({
    params: { fast: 10, position_sizing: { method: 'fixed_percent', base_size: 0.5 } },
    settings: { execution: { fees: 0.001, slippage: 0.0001 }, venue: { allow_short: true } },
  });
  expect(JSON.stringify(base)).toBe(before);
});

test('an inactive dimension takes its other value', () => {
  const space = createSpace([
    { name: 'use_adx', kind: 'bool' },
    { name: 'adx_period', kind: 'list', values: [10, 20], when: 'use_adx', otherwise: 14 },
  ]);
  expect(resolvePoint({ params: {}, settings: {} }, space, [false, 10]).params).toEqual({
    use_adx: false,
    adx_period: 14,
  });
});

test('no path reaches a prototype', () => {
  for (const key of ['__proto__', 'constructor', 'prototype'])
    expect(() => withValue({}, [key, 'x'], 1)).toThrow(RangeError);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
