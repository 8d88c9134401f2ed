import { expect, test } from 'vitest';
import { whatChanged } from '../../../src/coordinator/journal/what-changed.js';

test('equal values have no differences, whatever the order of their keys', () => {
  expect(whatChanged({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toEqual([]);
});

test('each difference is named by its path', () => {
  expect(whatChanged({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: 1, c: '2' }, d: [1, 3], e: null })).toEqual([
    { path: 'a.c', before: '2', now: '"2"' },
    { path: 'd.1', before: '2', now: '3' },
    { path: 'e', before: undefined, now: 'null' },
  ]);
});

test('lists of different length are shown whole, as are values of different kind', () => {
  expect(whatChanged({ a: [1], b: {} }, { a: [1, 2], b: [] })).toEqual([
    { path: 'a', before: '[1]', now: '[1,2]' },
    { path: 'b', before: '{}', now: '[]' },
  ]);
});
