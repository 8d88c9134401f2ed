import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/engine/actor.js';
import type { ReturnRules } from '../../../src/engine/rules.js';
import { HOUR, marketOf, rulesOf, runActor, type Bar } from '../../_support/backtest.js';

const CLOSES = [100, 100, 110, 121, 121, 242, 121];
const BARS = CLOSES.map((close, i): Bar => {
  const open = CLOSES[i - 1] ?? close;
  return [open, Math.max(open, close), Math.min(open, close), close];
});
/** Holds one unit from the open of the second bar on, with 100 in cash at the start. */
const holder: Actor = {
  warmup: 0,
  onBar: (i, desk) => void (i === 0 && desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 1 } })),
};
const run = (returns: ReturnRules, start = Date.UTC(2024, 0, 1)) =>
  runActor(
    marketOf(BARS, { intervalMs: HOUR, start }),
    holder,
    rulesOf({ returns, account: { initialCash: 100, kind: 'margin' } }),
  );

describe('returns', () => {
  test('of each bar are growth less one', () => {
    const { returns, meanEquity } = run({ every: null, kind: 'simple' });
    expect([...returns].map((r) => Number(r.toFixed(9)))).toEqual([0, 0, 0.1, 0.1, 0, 1, -0.5]);
    expect(meanEquity).toBeCloseTo((100 + 100 + 110 + 121 + 121 + 242 + 121) / 7, 9);
  });

  test('may be logarithms, which add up to that of the whole growth', () => {
    const { returns, finalEquity } = run({ every: null, kind: 'log' });
    expect(returns.reduce((sum, r) => sum + r, 0)).toBeCloseTo(Math.log(finalEquity / 100), 12);
    expect(returns[5]).toBeCloseTo(Math.LN2, 12);
  });

  test('between longer samples run from close to close of whole intervals since midnight, a last part counts', () => {
    const { returns, meanEquity } = run({ every: 3 * HOUR, kind: 'simple' });
    expect([...returns].map((r) => Number(r.toFixed(9)))).toEqual([0.1, 1.2, -0.5]);
    expect(meanEquity).toBeCloseTo((110 + 242 + 121) / 3, 9);
  });

  test('begin with a part of an interval where the data do', () => {
    const { returns } = run({ every: 3 * HOUR, kind: 'simple' }, Date.UTC(2024, 0, 1, 2));
    expect([...returns].map((r) => Number(r.toFixed(9)))).toEqual([0, 0.21, 0]);
  });
});
