import { GRID_SCORE } from './grid-score.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { Market } from '../../src/data/market.js';
import type { Actor } from '../../src/engine/actor.js';
import type { Desk } from '../../src/engine/desk.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { AccountRules, ExecutionRules, InstrumentRules, RiskRules, RunRules } from '../../src/engine/rules.js';
import { Engine } from '../../src/engine/run-engine.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { Weights } from '../../src/strategies/_weights.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';

export const HOUR = 3_600_000;
export const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

export type Bar = readonly [open: number, high: number, low: number, close: number, volume?: number];

export function marketOf(
  bars: readonly Bar[],
  { intervalMs = DAY, start = START }: { intervalMs?: number; start?: number } = {},
): Market {
  const column = (k: number, missing = 1) => Float64Array.from(bars, (bar) => bar[k] ?? missing);
  return buildMarket({
    symbol: 'TEST',
    intervalMs,
    time: Float64Array.from(bars, (_, i) => start + i * intervalMs),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  });
}

/** The same latency for every order. */
export const constantLatency = (ms: number): ExecutionRules['latency'] => ({ min: ms, max: ms, step: 1 });

export interface RuleChanges {
  readonly account?: Partial<AccountRules>;
  readonly instrument?: Partial<InstrumentRules>;
  readonly execution?: Partial<ExecutionRules>;
  readonly risk?: Partial<RiskRules>;
  readonly mode?: RunRules['mode'];
  readonly returns?: RunRules['returns'] | 'day' | 'bar';
}

/** Rules without costs or filters, shorts allowed; tests name what they change. */
export function rulesOf({
  account,
  instrument,
  execution,
  risk,
  mode = 'sleep',
  returns = 'day',
}: RuleChanges = {}): RunRules {
  return {
    account: { initialCash: 100_000, kind: 'cash', leverage: 1, maintenanceRate: 0, ...account },
    instrument: {
      positionMode: 'netting',
      allowShort: true,
      multiplier: 1,
      tick: null,
      lot: null,
      minQuantity: null,
      maxQuantity: null,
      minNotional: null,
      maxNotional: null,
      priceBand: { low: null, high: null },
      isListed: true,
      isTrading: true,
      ...instrument,
    },
    execution: {
      fees: { maker: 0, taker: 0, fixed: 0, perUnit: 0 },
      slippage: 0,
      fillModel: { type: 'naive', makerProbability: 1, takerProbability: 1 },
      slippagePrice: 0,
      slippageOnTick: true,
      funding: true,
      impact: null,
      targetSlippage: true,
      path: 'adaptive',
      limitGap: 'open',
      sameBarExits: false,
      flattenAtEnd: true,
      flattenAtSessionEnd: false,
      latency: { min: 0, max: 0, step: 1 },
      participation: { bps: null, volume: 'current' },
      limitTouch: true,
      stopGap: 'open',
      ...execution,
    },
    risk: { maxDrawdown: Infinity, maxDailyLoss: Infinity, stopOnLiquidation: false, breaker: null, ...risk },
    seed: 42,
    mode,
    returns: typeof returns === 'string' ? { every: returns === 'day' ? 'day' : null, kind: 'simple' } : returns,
    periodsPerYear: 365,
    riskFreeRate: 0,
    gridScore: GRID_SCORE,
  };
}

export function runActor(
  market: Market,
  actor: Actor,
  rules = rulesOf(),
  window = { from: 0, to: market.length },
): RunRecord {
  return new Engine().run({ traders: [{ market, actor }], rules, window, recording: true });
}

/** Runs what a script does at the close of some bars, and nothing in between. */
export function runScript(
  bars: readonly Bar[],
  script: Readonly<Record<number, (desk: Desk) => void>>,
  rules = rulesOf(),
): RunRecord {
  const actor: Actor = { warmup: 0, onBar: (i, desk) => void script[i]?.(desk) };
  return runActor(marketOf(bars), actor, rules);
}

/** Runs the double moving-average strategy with recording on. */
export function runDma(
  market: Market,
  params: Record<string, unknown>,
  rules = rulesOf(),
  window = { from: 0, to: market.length },
): RunRecord {
  const parsed = dmaAtrTrend.params.parse(params);
  const store = new ColumnStore(market, null, 1e9);
  const columns: Record<string, unknown> = {};
  for (const [name, request] of Object.entries(dmaAtrTrend.columns)) {
    const wanted = request(parsed);
    columns[name] = wanted ? store.get(wanted) : null;
  }
  const barsPerYear = (365 * DAY) / market.intervalMs;
  const actor = dmaAtrTrend.create(parsed, columns as never, market, {
    instrument: rules.instrument,
    execution: rules.execution,
    account: rules.account,
    barsPerYear,
    shared: new Weights(),
    ...window,
  });
  return runActor(market, actor, rules, window);
}

/** The fills of a recorded run as [bar, side, price], for literals. */
export const fillsOf = (run: RunRecord) => run.journal!.fills.map((f) => [f.bar, f.side, f.price] as const);
/** The trades of a run as [exit bar, reason, exit price]. */
export const exitsOf = (run: RunRecord) =>
  run.trades.exitReason.map((reason, k) => [run.trades.exitBar[k], reason, run.trades.exitPrice[k]] as const);
