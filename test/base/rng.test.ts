import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';

test('equal seed and path give equal streams', () => {
  const [a, b] = [createRng(42, 'random', 7), createRng(42, 'random', 7)];
  expect([a(), a(), a()]).toEqual([b(), b(), b()]);
});

test('another path or another seed is another stream', () => {
  const first = [
    createRng(42, 'random', 7),
    createRng(42, 'random', 8),
    createRng(43, 'random', 7),
    createRng(42, 'random', 7, 0),
  ];
  expect(new Set(first.map((rng) => rng())).size).toBe(4);
});

test('doubles carry more than 32 random bits', () => {
  const rng = createRng(1);
  const fine = Array.from({ length: 50 }, () => rng() * 2 ** 32).filter((x) => x !== Math.floor(x));
  expect(fine.length).toBeGreaterThan(45);
});

test('doubles lie in [0, 1) and spread evenly', () => {
  const rng = createRng(0);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const u = rng();
    expect(u >= 0 && u < 1).toBe(true);
    counts[Math.floor(u * 10)]! += 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
});
