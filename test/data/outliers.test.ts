import { expect, test } from 'vitest';
import { findOutliers, type OutlierMethod } from '../../src/data/validate/outliers.js';

const MINUTE = 60_000;

/** Closes that move by these fractions, bar after bar; NaN leaves a bar out. */
function find(method: OutlierMethod, moves: readonly number[]) {
  const time = [0];
  const close = [100];
  let price = 100;
  moves.forEach((move, k) => {
    if (Number.isNaN(move)) return;
    price *= 1 + move;
    time.push((k + 1) * MINUTE);
    close.push(price);
  });
  return findOutliers(Float64Array.from(time), Float64Array.from(close), MINUTE, method);
}
const near = (move: number) => expect.closeTo(move, 9);
const minutes = ({ largest }: ReturnType<typeof find>) => largest.map(({ time }) => time / MINUTE);

/** Moves of -2, -1, 0, 1, 2 per mille, over and over: quartiles at -1 and 1, median distance 1 per mille. */
const CALM = Array.from({ length: 100 }, (_, k) => ((k % 5) - 2) / 1000);

test('beyond the quartiles by more than three interquartile ranges lies an outlier of iqr', () => {
  expect(find('iqr', [...CALM, 0.0069, -0.0069]).count).toBe(0);
  const found = find('iqr', [...CALM, 0.0071, -0.009]);
  expect(found).toMatchObject({ method: 'iqr', moves: 102, count: 2 });
  expect(found.largest.map(({ move }) => move)).toEqual([near(-0.009), near(0.0071)]);
  expect(minutes(found)).toEqual([102, 101]);
});

test('a modified z-score above three is an outlier of mad', () => {
  // 0.6745 * distance / 0.001 > 3 from 4.4478 per mille on.
  expect(find('mad', [...CALM, 0.0044]).count).toBe(0);
  expect(find('mad', [...CALM, 0.0045]).count).toBe(1);
});

test('more than three deviations from the mean is an outlier of zscore', () => {
  // With the move x itself the 101 moves have a deviation of about the root of (0.0002 + x^2) / 100.
  expect(find('zscore', [...CALM, 0.0043]).count).toBe(0);
  expect(find('zscore', [...CALM, 0.0047]).count).toBe(1);
});

test('moves across a gap are not judged, and moves without spread have no outliers', () => {
  const found = find('iqr', [...CALM, NaN, 0.5, 0.001]);
  expect(found).toMatchObject({ moves: 101, count: 0 });
  for (const method of ['iqr', 'zscore', 'mad'] as const) expect(find(method, [0, 0, 0, 0]).count).toBe(0);
  expect(find('mad', [0, 0, 0, 0.01]).count).toBe(0);
  expect(find('mad', [])).toMatchObject({ moves: 0, count: 0, largest: [] });
});
