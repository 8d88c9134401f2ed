import { expect, test } from 'vitest';
import { highFirst } from '../../../src/engine/matching/path.js';

test('the adaptive path goes to the nearer extreme first', () => {
  expect(highFirst('adaptive', 0, 100, 101, 98)).toBe(true);
  expect(highFirst('adaptive', 0, 100, 103, 98)).toBe(false);
});

test('extremes that are equally far in decimals are a tie, and a tie goes to the high', () => {
  expect(highFirst('adaptive', 0, 82.3, 83.12, 81.48)).toBe(true);
  expect(highFirst('worst', 0, 82.3, 83.12, 81.48)).toBe(true);
  expect(highFirst('adaptive', 0, 95505.4, 95505.5, 95505.3)).toBe(true);
});

test('one small tick is no tie', () => {
  expect(highFirst('adaptive', 0, 95505.4, 95505.500001, 95505.3)).toBe(false);
});
