import { expect, test } from 'vitest';
import { expectedMaximum, luckySharpe } from '../../src/analysis/luck.js';

test.each([
  [1, 0],
  [10, 1.574598],
  [45, 2.23564],
  [46, 2.244171],
  [100, 2.530603],
  [1000, 3.255122],
  [10_000, 3.860665],
])('the best of %i values without skill is expected at %f deviations', (n, value) => {
  expect(expectedMaximum(n)).toBeCloseTo(value, 6);
});

test('after 5 years 45 trials are enough for luck to show a Sharpe ratio of 1', () => {
  expect(luckySharpe(45, 4.998)).toBeCloseTo(1, 4);
  expect(luckySharpe(46, 5.036)).toBeCloseTo(1, 4);
});

test('without a time there is no ratio', () => {
  expect(luckySharpe(10, 0)).toBeNaN();
});
