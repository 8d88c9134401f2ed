import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/engine/record/record.js';
import { Engine } from '../../src/engine/run-engine.js';
import { rulesOf } from '../_support/backtest.js';
import { anyRules } from '../_support/random-rules.js';
import { randomActor, randomMarket } from '../_support/random-run.js';

/** All that a run leaves behind, as plain data that keeps every bit. */
function contentOf({ trades, journal, returns, ...rest }: RunRecord) {
  const columns = Object.entries(trades).filter(([, column]) => ArrayBuffer.isView(column));
  return {
    ...rest,
    returns: Array.from(returns),
    trades: columns.map(([name, column]) => [name, Array.from((column as Float64Array).subarray(0, trades.count))]),
    reasons: [...trades.exitReason],
    journal: journal && Object.entries(journal).map(([name, rows]) => [name, Array.from(rows as ArrayLike<unknown>)]),
  };
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 10_000 }));

test('sleeping over bars on which nothing can happen gives the bits of visiting every bar', () => {
  const engine = new Engine();
  fc.assert(
    fc.property(
      seeds,
      lengths,
      fc.integer({ min: 0, max: 40 }),
      anyRules,
      fc.constantFrom(0.002, 0.02, 0.1, 0.6),
      (seed, length, actions, changes, volatility) => {
        const market = randomMarket(seed, length, volatility);
        const window = { from: Math.floor(length / 7), to: length };
        const run = (mode: 'sleep' | 'every-bar', recording: boolean) =>
          contentOf(
            engine.run({
              traders: [{ market, actor: randomActor(seed, market, actions) }],
              rules: rulesOf({ ...changes, mode }),
              window,
              recording,
            }),
          );
        const reference = run('every-bar', true);
        expect(run('sleep', true)).toEqual(reference);
        expect(run('sleep', false)).toEqual({ ...reference, journal: null });
      },
    ),
    { numRuns: 300 },
  );
});
