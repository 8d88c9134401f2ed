import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { DAY, rulesOf, runActor } from './backtest.js';

/** Runs a strategy with recording on, as a trial does: under the rules and in the window that its parameters set. */
export function runStrategy(
  strategy: StrategyDefinition,
  market: Market,
  given: unknown = {},
  base = rulesOf(),
  { recording = true }: { readonly recording?: boolean } = {},
): RunRecord {
  const params = strategy.params.parse(given);
  const rules = strategy.rules?.(params, base) ?? base;
  const whole = { from: 0, to: market.length };
  const window = strategy.window?.(params, market, whole) ?? whole;
  const store = new ColumnStore(market, null, 1e9);
  const columns: Record<string, unknown> = {};
  for (const [name, request] of Object.entries(strategy.columns)) {
    const wanted = request(params, rules.instrument);
    columns[name] = wanted ? store.get(wanted) : null;
  }
  const { instrument, execution, account } = rules;
  const barsPerYear = (365 * DAY) / market.intervalMs;
  const shared = strategy.share?.(params, { markets: [market], instruments: [instrument], account, barsPerYear });
  const actor = strategy.create(params, columns as never, market, {
    instrument,
    execution,
    account,
    barsPerYear,
    recording,
    shared,
    ...window,
  });
  return runActor(market, actor, rules, window);
}
