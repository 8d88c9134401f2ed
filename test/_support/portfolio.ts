import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { InstrumentRules, RunRules } from '../../src/engine/rules.js';
import { Engine } from '../../src/engine/run-engine.js';
import { timelineOf } from '../../src/engine/timeline.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { DAY, rulesOf } from './backtest.js';

/** Runs a strategy on several markets of one account with recording on, as a trial does. */
export function runPortfolio(
  strategy: StrategyDefinition,
  markets: readonly Market[],
  given: unknown = {},
  base: RunRules = rulesOf(),
  instruments: readonly Partial<InstrumentRules>[] = [],
): RunRecord {
  const params = strategy.params.parse(given);
  const rules = strategy.rules?.(params, base) ?? base;
  const own = markets.map((_, k): InstrumentRules => ({ ...rules.instrument, ...instruments[k] }));
  const { account, execution } = rules;
  const barsPerYear = (365 * DAY) / markets[0]!.intervalMs;
  const shared = strategy.share?.(params, { markets, instruments: own, account, barsPerYear });
  const traders = markets.map((market, k) => {
    const store = new ColumnStore(market, null, 1e9);
    const columns: Record<string, unknown> = {};
    for (const [name, request] of Object.entries(strategy.columns)) {
      const wanted = request(params, own[k]!);
      columns[name] = wanted ? store.get(wanted) : null;
    }
    const surroundings = { instrument: own[k]!, execution, account, barsPerYear, shared, from: 0, to: market.length };
    return { market, instrument: own[k]!, actor: strategy.create(params, columns as never, market, surroundings) };
  });
  const window = { from: 0, to: timelineOf(markets).length };
  return new Engine().run({ traders, rules, window, recording: true });
}
