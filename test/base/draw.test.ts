import { expect, test } from 'vitest';
import { draw, drawFrame, drawUnit } from '../../src/base/draw.js';

test('the hash of five words has the worked values', () => {
  expect(draw(42, 29106213, 0, 1, 1)).toBe(865809306);
  expect(draw(42, 29106213, 0, 32778, 2)).toBe(3716996462);
  expect(draw(7, 29106213, 1, 2, 4)).toBe(2432826736);
});

test('a draw as a number lies in [0, 1) and is the hash over 2^32', () => {
  expect(drawUnit(42, 29106213, 0, 1, 1)).toBe(865809306 / 4294967296);
});

test('a frame counts whole minutes since the epoch and wraps at 2^32', () => {
  expect(drawFrame(29106213 * 60_000 + 59_999)).toBe(29106213);
  expect(drawFrame(2 ** 32 * 60_000)).toBe(0);
});
