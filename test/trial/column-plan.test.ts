import { describe, expect, test } from 'vitest';
import type { DimensionSpec } from '../../src/search/dimension-spec.js';
import { createSpace } from '../../src/search/space.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import { planColumns, planColumnsOfTrials } from '../../src/trial/column-plan.js';
import { rulesOf } from '../_support/backtest.js';

const strategy = dmaAtrTrend as unknown as StrategyDefinition;
const defaults = strategy.params.parse({});
const list = (name: string, ...values: (number | string | boolean | null)[]): DimensionSpec => ({
  kind: 'list',
  name,
  values,
});
const plan = (...dimensions: DimensionSpec[]) =>
  planColumns(strategy, createSpace(dimensions), defaults, rulesOf().instrument);
const kinds = (requests: readonly { key: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { key } of requests)
    counts[key.slice(0, key.indexOf('('))] = (counts[key.slice(0, key.indexOf('('))] ?? 0) + 1;
  return counts;
};

describe('the columns of a space', () => {
  test('of 1,200 points are 11 averages, 3 ranges and 25 lists of crossings', () => {
    const { requests, isComplete } = plan(
      list('short_ma_window', 10, 15, 20, 25, 30),
      list('long_ma_window', 40, 50, 60, 70, 80),
      list('atr_period', 10, 14, 20),
      list('sl_atr_multiplier', 1.5, 2, 2.5, 3),
      list('tp_atr_multiplier', 3, 4, 5, 6),
    );
    expect(kinds(requests)).toEqual({ sma: 11, atr: 3, crossings: 25 });
    expect(isComplete).toBe(true);
  });

  test('are found without listing the points: ten thousand million of them cost as much as the windows they read', () => {
    const hundred = Array.from({ length: 100 }, (_, k) => 1 + k / 10);
    const { requests, isComplete } = plan(
      list('atr_period', 10, 14),
      list('sl_atr_multiplier', ...hundred),
      list('tp_atr_multiplier', ...hundred),
      list('risk_per_trade', ...hundred.map((x) => x / 100)),
      list('max_position_size', ...hundred.map((x) => x / 100)),
    );
    expect(kinds(requests)).toEqual({ sma: 3, atr: 2, crossings: 1 });
    expect(isComplete).toBe(true);
  });

  test('follow the parameters that are read only when another one says so', () => {
    const off = plan(list('adx_period', 7, 14, 21));
    expect(kinds(off.requests)).not.toHaveProperty('adx');
    const some = plan(list('use_adx', false, true), list('adx_period', 7, 14, 21));
    expect(kinds(some.requests)['adx']).toBe(3);
  });

  test('follow nested parameters by their dotted path', () => {
    const { requests } = plan(
      list('position_sizing.method', 'fixed_percent', 'atr_based'),
      list('position_sizing.atr_period', 5, 7),
    );
    expect(kinds(requests)['atr']).toBe(3);
  });

  test('are left to the threads where an axis cannot be listed', () => {
    const whole = { kind: 'int', name: 'atr_period', min: 2, max: 2_000_000 } as const;
    expect(plan(whole).isComplete).toBe(false);
  });

  test('have their inputs before them', () => {
    const { requests } = plan(list('short_ma_window', 5, 6));
    const seen = new Set<string>();
    for (const request of requests) {
      for (const input of request.inputs) if (typeof input !== 'string') expect(seen).toContain(input.key);
      seen.add(request.key);
    }
  });
});

test('of a random design only columns that two trials read are shared', () => {
  const trials = [10, 11, 10].map((window) => strategy.params.parse({ short_ma_window: window }));
  const { requests } = planColumnsOfTrials(strategy, trials, rulesOf().instrument);
  expect(requests.map((r) => r.key).filter((key) => key.startsWith('sma({"window":1'))).toEqual([
    'sma({"window":10};close)',
  ]);
});
