import type { Market } from '../../src/data/market.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Actor } from '../../src/engine/actor.js';
import type { InstrumentRules, RunRules } from '../../src/engine/rules.js';
import { Engine } from '../../src/engine/run-engine.js';
import { timelineOf } from '../../src/engine/timeline.js';
import type { ScalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { ScalpingSession } from '../../src/strategies/scalping-ema-rsi/session.js';
import type { ScalpingColumns } from '../../src/strategies/scalping-ema-rsi/signals.js';
import { ScalpingTrader } from '../../src/strategies/scalping-ema-rsi/trader.js';
import scalping from '../../src/strategies/scalping-ema-rsi.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { DAY, HOUR, marketOf, rulesOf, type Bar, type RuleChanges } from './backtest.js';

const START = Date.UTC(2024, 0, 1);

/** What stands between a strategy and the engine. */
type Guard = (actor: Actor, market: Market, instrument: InstrumentRules) => Actor;

/** Runs the scalping strategy on one account, with recording on unless told otherwise. */
export function runScalping(
  markets: readonly Market[],
  params: Record<string, unknown>,
  rules: RunRules,
  columnsOf: (p: ScalpingParams, market: Market) => ScalpingColumns = computedColumns,
  recording = true,
  guard: Guard = (actor) => actor,
): RunRecord {
  const p = scalping.params.parse(params);
  const shared = new ScalpingSession(p.safety, rules.account.initialCash);
  const traders = markets
    .toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
    .map((market) => {
      const surroundings = {
        instrument: rules.instrument,
        execution: rules.execution,
        account: rules.account,
        from: 0,
        to: market.length,
        barsPerYear: (365 * DAY) / market.intervalMs,
        shared,
        recording,
      };
      const actor = new ScalpingTrader(p, columnsOf(p, market), market, surroundings);
      return { market, actor: guard(actor, market, rules.instrument) };
    });
  const window = { from: 0, to: timelineOf(traders.map((t) => t.market)).length };
  return new Engine().run({ traders, rules, window, recording });
}

function computedColumns(p: ScalpingParams, market: Market): ScalpingColumns {
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

/** Bars before the first signal of a script. */
export const QUIET = 10;

/** One instrument of a script: bars after the quiet ones, and signals by the bar's number among these (0 = the last quiet bar). */
export interface Script {
  readonly symbol?: string;
  readonly bars: readonly Bar[];
  readonly signals: Readonly<Record<number, 1 | -1>>;
  /** Average range of every bar. */
  readonly range?: number;
  /** Numbers of bars that the market leaves out. */
  readonly gaps?: readonly number[];
}

/** Runs signals that a test places by hand: the crossings are given, everything after them is the strategy's. */
export function runSignals(
  scripts: readonly Script[],
  params: Record<string, unknown> = {},
  changes: RuleChanges = {},
  guard?: Guard,
): RunRecord {
  const bySymbol = new Map(scripts.map((script, k) => [script.symbol ?? `S${k}`, script]));
  const markets = [...bySymbol].map(([symbol, script]) => scriptedMarket(symbol, script));
  const quiet = { ema_fast: 1, ema_slow: 2, rsi_period: 2, atr_period: 1, min_candles_required: 0 };
  const rules = rulesOf({ ...changes, account: { kind: 'margin', initialCash: 10_000, ...changes.account } });
  return runScalping(
    markets,
    { ...quiet, volume_multiplier: 0, volume_lookback: 1, atr_min_threshold: 0, ...params },
    rules,
    (_, market) => {
      const { signals, range = 1 } = bySymbol.get(market.symbol)!;
      const crossing = Array.from(market.time, (t) => signals[(t - START) / HOUR - QUIET] ?? 0);
      const constant = (value: number) => new Float64Array(market.length).fill(value);
      return {
        fast: Float64Array.from(crossing),
        slow: constant(0),
        strength: constant(50),
        range: constant(range),
        volume: null,
      };
    },
    true,
    guard,
  );
}

function scriptedMarket(symbol: string, { bars, gaps = [] }: Script): Market {
  const [first] = bars;
  if (!first) throw new Error('a script needs bars');
  const quiet = Array.from({ length: QUIET + 1 }, (): Bar => [first[0], first[0], first[0], first[0]]);
  return withoutBars(symbol, marketOf([...quiet, ...bars], { intervalMs: HOUR, start: START }), (i) =>
    gaps.includes(i - QUIET),
  );
}

/** A market under another name, some of its bars left out. */
export function withoutBars(symbol: string, market: Market, isGap: (bar: number) => boolean): Market {
  const kept = Array.from({ length: market.length }, (_, i) => i).filter((i) => !isGap(i));
  const column = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
  const { intervalMs } = market;
  return buildMarket({
    symbol,
    intervalMs,
    time: column(market.time),
    open: column(market.open),
    high: column(market.high),
    low: column(market.low),
    close: column(market.close),
    volume: column(market.volume),
  });
}

/** Fills as [symbol's number, bar after the quiet ones, side, reason]. */
export const storyOf = (run: RunRecord) =>
  run.journal!.fills.map((f) => [f.instrument, f.bar - QUIET, f.side, f.reason] as const);
