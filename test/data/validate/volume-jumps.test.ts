import { expect, test } from 'vitest';
import { volumeJumps } from '../../../src/data/validate/volume-jumps.js';

const days = (volumes: readonly number[], bars = 40) => ({
  time: Float64Array.from(
    { length: volumes.length * bars },
    (_, i) => Date.UTC(2024, 0, 1 + Math.floor(i / bars)) + (i % bars) * 60_000,
  ),
  volume: Float64Array.from({ length: volumes.length * bars }, (_, i) => volumes[Math.floor(i / bars)]!),
});

test('a day with many times the volume of the day before is told, and the way back, too', () => {
  const { time, volume } = days([10, 12, 300, 280, 9]);
  expect(volumeJumps(time, volume)).toBe(
    'volume jumps from one day to the next, as if two feeds were mixed: 2024-01-03 (x25), 2024-01-05 (x0.032)',
  );
});

test('ordinary changes, days without volume and days of few bars are not told', () => {
  const ordinary = days([10, 100, 9, 0, 8]);
  expect(volumeJumps(ordinary.time, ordinary.volume)).toBeNull();
  const few = days([10, 300], 20);
  expect(volumeJumps(few.time, few.volume)).toBeNull();
});

test('only the first three days are listed', () => {
  const { time, volume } = days([1, 20, 1, 20, 1, 20]);
  expect(volumeJumps(time, volume)).toMatch(/2024-01-04 \(x20\) and 2 more days$/);
});
