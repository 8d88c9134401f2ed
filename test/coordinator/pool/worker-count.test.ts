import { expect, test } from 'vitest';
import { processors, workerCount } from '../../../src/coordinator/pool/worker-count.js';

test('auto means one worker a processor', () => {
  expect(workerCount('auto', 1000)).toEqual({ workers: Math.min(processors(), 1000), notice: null });
  expect(processors()).toBeGreaterThanOrEqual(1);
});

test('there are never more workers than trials, and never none', () => {
  expect(workerCount(8, 3).workers).toBe(3);
  expect(workerCount('auto', 0).workers).toBe(1);
});

test('an absurd number is capped with a notice', () => {
  const { workers, notice } = workerCount(10_000, 1e6);
  expect(workers).toBeLessThan(10_000);
  expect(notice).toContain(`10000 workers were asked for; ${workers} are the most`);
});
