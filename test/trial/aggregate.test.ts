import { expect, test } from 'vitest';
import ruined from '../../src/metrics/ruined.js';
import { aggregate } from '../../src/trial/aggregate.js';

test('the mean adds up in the order of the accounts', () => {
  expect(aggregate([0.1, 0.2, 0.3], 'mean', 'maximize')).toBe((0.1 + 0.2 + 0.3) / 3);
});

test('the median of an even number is the mean of the two in the middle', () => {
  expect(aggregate([9, 1, 2], 'median', 'maximize')).toBe(2);
  expect(aggregate([9, 1, 2, 4], 'median', 'maximize')).toBe(3);
  expect(aggregate([10, 9], 'median', 'maximize')).toBe(9.5);
});

test('an account that was ruined is the worst of several', () => {
  expect(aggregate([0, 1, 0], 'worst', ruined.direction)).toBe(1);
});

test('the worst is the smallest of what should be large, and the largest of what should be small', () => {
  expect(aggregate([3, -1, 2], 'worst', 'maximize')).toBe(-1);
  expect(aggregate([0.3, 0.1], 'worst', 'minimize')).toBe(0.3);
  expect(aggregate([30, 10], 'worst', 'none')).toBe(10);
  expect(aggregate([30, 10], 'worst', undefined)).toBe(10);
});

test.each(['mean', 'median', 'worst'] as const)('what has no value on one account has no %s', (kind) => {
  expect(aggregate([5, NaN, 7], kind, 'maximize')).toBeNaN();
});
