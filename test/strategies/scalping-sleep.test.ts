import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { rulesOf } from '../_support/backtest.js';
import { randomMarket } from '../_support/random-run.js';
import { runScalping } from '../_support/scalping.js';

/** A random market under a name, some of its bars missing. */
function marketWith(symbol: string, seed: number, length: number, missing: number): Market {
  const { intervalMs, time, open, high, low, close, volume } = randomMarket(seed, length, 0.02);
  const keep = (column: Float64Array) => column.filter((_, i) => (i * 7919 + seed) % 100 >= missing);
  const columns = { open: keep(open), high: keep(high), low: keep(low), close: keep(close), volume: keep(volume) };
  return buildMarket({ symbol, intervalMs, time: keep(time), ...columns });
}

const tradesOf = ({ trades }: Pick<RunRecord, 'trades'>) => [trades.exitReason, trades.pnl.slice(0, trades.count)];

const anyParams = fc.record({
  volume_multiplier: fc.constantFrom(0, 1),
  atr_min_threshold: fc.constant(0),
  sl_atr_multiple: fc.constantFrom(1, 4, 12),
  tp_atr_multiple: fc.constantFrom(2, 8, 30),
  allow_reversal: fc.boolean(),
  risk: fc.record({
    enable_trailing_stop: fc.boolean(),
    trailing_stop_pct: fc.constantFrom(0.003, 0.02, 0.1),
    max_exposure: fc.constantFrom(0.2, null),
  }),
  safety: fc.record({
    max_daily_loss_pct: fc.constantFrom(0.0005, 0.003, 0.02),
    max_exposure_pct: fc.constantFrom(0.2, 2),
    max_consecutive_failures: fc.constantFrom(1, 3),
    daily_loss_basis: fc.constantFrom('day_start', 'peak'),
    halt_scope: fc.constantFrom('day', 'run'),
    flatten_on_halt: fc.boolean(),
    kill_switch_at: fc.constantFrom(null, Date.UTC(2024, 0, 20, 7)),
  }),
});

test('over several instruments, holding or flat, sleeping and visiting every bar agree to the bit', () => {
  let trades = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 3 }), anyParams, (seed, count, params) => {
      const markets = Array.from({ length: count }, (_, k) => marketWith(`S${k}`, seed + k, 900, 10 * k));
      const run = (mode: 'sleep' | 'every-bar', recording = true) => {
        const rules = rulesOf({ mode, account: { kind: 'margin' }, execution: { slippage: 0.0002 } });
        return runScalping(markets, params, rules, undefined, recording);
      };
      const [sleeping, visiting] = [run('sleep'), run('every-bar')];
      expect(sleeping.journal).toEqual(visiting.journal);
      expect(sleeping.returns).toEqual(visiting.returns);
      expect(sleeping.drawdown).toEqual(visiting.drawdown);
      expect(sleeping.counters).toEqual(visiting.counters);
      expect(sleeping.strategyCounters).toEqual(visiting.strategyCounters);
      // A trial of a sweep is not recorded, and sleeps more.
      const { journal: told, ...rest } = run('sleep', false);
      expect(told).toBeNull();
      expect({ ...rest, trades: tradesOf(rest) }).toEqual({
        ...visiting,
        journal: undefined,
        trades: tradesOf(visiting),
      });
      trades += sleeping.trades.count;
    }),
    { numRuns: 60 },
  );
  expect(trades).toBeGreaterThan(1000);
});
