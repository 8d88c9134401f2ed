import { expect, test } from 'vitest';
import { StorageError } from '../../../src/base/errors.js';
import { resumeLine, withSaved } from '../../../src/coordinator/progress/resume-line.js';

test('a run goes on with what it was begun with, but not with its workers', () => {
  const options = { seed: 7, maxTrials: 20, set: ['a.b=1', 'space.x=[1, 2]', `name='it'`], workers: 3, resume: true };
  expect(resumeLine('sweeps/my grid.yaml', 'results/x', options)).toBe(
    `hgopt sweep 'sweeps/my grid.yaml' --out results/x --seed 7 --max-trials 20 --set a.b=1 --set 'space.x=[1, 2]' --set 'name='\\''it'\\''' --resume`,
  );
});

test('an error that says what is saved is of the same kind with the same findings', () => {
  const error = new StorageError({ code: 'HG-X-001', place: 'p', rule: 'r', hint: 'h' });
  const told = withSaved(error, '3 of 5 trials');
  expect(told).toBeInstanceOf(StorageError);
  expect(told).toMatchObject({ exitCode: 5, saved: '3 of 5 trials', findings: error.findings });
  expect(withSaved(told, 'other')).toBe(told);
});
