import { expect, test } from 'vitest';
import { trialIdentity, type TrialContent } from '../../src/search/trial-identity.js';

const TRIAL: TrialContent = {
  engine: '0.1.0',
  strategy: 'aa',
  data: 'bb',
  params: { short_ma_window: 10, position_sizing: { base_size: 0.95, method: 'fixed_percent' } },
  settings: {},
  window: { from: 0, to: 5000 },
  seed: 42,
};

test('the order of keys does not matter', () => {
  const reordered = {
    ...TRIAL,
    params: { position_sizing: { method: 'fixed_percent', base_size: 0.95 }, short_ma_window: 10 },
  };
  expect(trialIdentity(reordered)).toBe(trialIdentity(TRIAL));
});

test('everything that a result depends on changes the identity', () => {
  const others: Partial<TrialContent>[] = [
    { engine: '0.1.1' },
    { strategy: 'ab' },
    { data: 'bc' },
    { params: { ...(TRIAL.params as object), short_ma_window: 11 } },
    { settings: { execution: { slippage: 0 } } },
    { window: { from: 1, to: 5000 } },
    { seed: 0 },
  ];
  const ids = [TRIAL, ...others.map((o) => ({ ...TRIAL, ...o }))].map(trialIdentity);
  expect(new Set(ids).size).toBe(8);
  expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
});
