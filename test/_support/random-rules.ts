import fc from 'fast-check';
import { parseStep } from '../../src/base/step.js';
import type { RuleChanges } from './backtest.js';

/** Rules of all kinds: costs, paths, gap rules, filters, accounts, latency. */
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
    latencyMs: fc.constantFrom(0, 0, 1000, 3 * 3_600_000),
  }),
  returns: fc.constantFrom('day' as const, 'day' as const, 'bar' as const),
});
