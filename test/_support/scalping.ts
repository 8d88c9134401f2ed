import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import { Engine } from '../../src/engine/run-engine.js';
import { timelineOf } from '../../src/engine/timeline.js';
import type { ScalpingParams } from '../../src/strategies/_scalping-params.js';
import { ScalpingSession } from '../../src/strategies/_scalping-session.js';
import { ScalpingTrader } from '../../src/strategies/_scalping-trader.js';
import scalping from '../../src/strategies/scalping-ema-rsi.js';
import { ColumnStore } from '../../src/trial/column-store.js';

/** Runs the scalping strategy on one account with recording on. */
export function runScalping(markets: readonly Market[], params: Record<string, unknown>, rules: RunRules): RunRecord {
  const p = scalping.params.parse(params);
  const session = new ScalpingSession(p.safety);
  const traders = markets.map((market) => {
    const surroundings = {
      instrument: rules.instrument,
      execution: rules.execution,
      from: 0,
      to: market.length,
      barsPerYear: 365,
      shared: session,
    };
    return { market, actor: new ScalpingTrader(p, scalpingColumns(p, market), market, surroundings, session) };
  });
  const window = { from: 0, to: timelineOf(markets).length };
  return new Engine().run({ traders, rules, window, recording: true });
}

function scalpingColumns(p: ScalpingParams, market: Market) {
  const store = new ColumnStore(market, null, 1e9);
  const { fast, slow, strength, range, volume } = scalping.columns;
  const spikes = volume(p);
  return {
    fast: store.get(fast(p)),
    slow: store.get(slow(p)),
    strength: store.get(strength(p)),
    range: store.get(range(p)),
    volume: spikes ? store.get(spikes) : null,
  };
}
