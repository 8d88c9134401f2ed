import fc from 'fast-check';
import type { BreakerRules } from '../../src/engine/rules.js';
import { parseStep } from '../../src/base/step.js';
import { constantLatency, DAY, HOUR, type RuleChanges } from './backtest.js';

const anyBreaker = (failures: number): BreakerRules => ({ failures, windowMs: 20 * HOUR, cooldownMs: 30 * HOUR });

/** Rules of all kinds: costs, paths, gap rules, filters, accounts, latency, participation, risk. */
export const anyRules: fc.Arbitrary<RuleChanges> = fc.record({
  account: fc.oneof(
    fc.constant({ kind: 'cash' } as const),
    fc.record({
      kind: fc.constant('margin' as const),
      leverage: fc.constantFrom(1, 5, 20),
      maintenanceRate: fc.constantFrom(0, 0.02),
    }),
  ),
  instrument: fc.record({
    allowShort: fc.boolean(),
    tick: fc.constantFrom(null, parseStep('0.01')),
    lot: fc.constantFrom(null, parseStep('0.1')),
    minNotional: fc.constantFrom(null, 500),
  }),
  execution: fc.record({
    fees: fc.constantFrom(
      { maker: 0, taker: 0, fixed: 0, perUnit: 0 },
      { maker: 0.0002, taker: 0.0005, fixed: 1, perUnit: 0 },
    ),
    slippage: fc.constantFrom(0, 0.0005),
    targetSlippage: fc.boolean(),
    path: fc.constantFrom('adaptive' as const, 'ohlc' as const, 'olhc' as const, 'worst' as const),
    limitGap: fc.constantFrom('open' as const, 'limit' as const),
    sameBarExits: fc.boolean(),
    flattenAtEnd: fc.boolean(),
    latency: fc.constantFrom(constantLatency(0), constantLatency(0), constantLatency(1000), constantLatency(3 * HOUR), {
      min: HOUR,
      max: 6 * HOUR,
      step: HOUR / 2,
    }),
    participation: fc.constantFrom(
      { bps: null, volume: 'current' as const },
      { bps: null, volume: 'previous' as const },
      { bps: 5000, volume: 'current' as const },
      { bps: 20_000, volume: 'previous' as const },
      { bps: 0, volume: 'current' as const },
    ),
    impact: fc.constantFrom(null, { factor: 0.01, unit: 'bps' as const, leastVolume: 1 }),
    limitTouch: fc.boolean(),
    stopGap: fc.constantFrom('open' as const, 'stop' as const),
  }),
  risk: fc.record({
    maxDrawdown: fc.constantFrom(Infinity, Infinity, 0.05, 0.3),
    maxDailyLoss: fc.constantFrom(Infinity, Infinity, 0.01, 0.1),
    breaker: fc.constantFrom(null, null, anyBreaker(1), anyBreaker(3)),
  }),
  returns: fc.constantFrom(
    'day' as const,
    'day' as const,
    'bar' as const,
    { every: 6 * HOUR, kind: 'log' as const },
    { every: 2 * DAY, kind: 'simple' as const },
  ),
});
