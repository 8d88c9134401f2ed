import { timelineOf } from '../../src/engine/timeline.js';
import { GRID_SCORE } from './grid-score.js';
import type { Market } from '../../src/data/market.js';
import type { RunCounters, RunRecord } from '../../src/engine/record/record.js';
import type { ExitReason, TradeTable } from '../../src/engine/record/trade-table.js';
import type { GridScoreRules } from '../../src/engine/rules.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 0, 1);

/** A closed trade; what is left out is a flat one of size 1 at price 100 on bars 0..1. */
export interface TradeSketch {
  entryBar?: number;
  exitBar?: number;
  side?: 1 | -1;
  quantity?: number;
  entryPrice?: number;
  exitPrice?: number;
  fees?: number;
  funding?: number;
  /** Net profit. */
  pnl?: number;
  exitReason?: ExitReason;
  readonly initialRisk?: number;
}

/** What a test says of a run; the rest follows from it or is zero. */
export interface RunSketch {
  /** Equity at the samples, the starting equity first; each sample is one daily bar. */
  equity?: readonly number[];
  /** In place of `equity`: simple returns on a starting equity of 100,000. */
  returns?: ArrayLike<number>;
  trades?: readonly TradeSketch[];
  counters?: Partial<RunCounters>;
  periodsPerYear?: number;
  riskFreeRate?: number;
  gridScore?: GridScoreRules;
  totalFees?: number;
  netFunding?: number;
  turnover?: number;
  takerSlippage?: number;
  unrealizedPnl?: number;
}

const NO_COUNTS: RunCounters = {
  ordersSubmitted: 0,
  ordersPlaced: 0,
  ordersFilled: 0,
  ordersRejected: 0,
  ordersCancelled: 0,
  entriesSubmitted: 0,
  entriesFilled: 0,
  fills: 0,
  makerFills: 0,
  ambiguousBars: 0,
  exposedBars: 0,
  openCloses: 0,
  ruined: 0,
  liquidations: 0,
  dailyLossStops: 0,
  circuitBreaks: 0,
  negativeCashBars: 0,
};

/** The record of a run over daily bars, one return a bar, the drawdowns taken from the equity at the samples. */
export function runRecord(sketch: RunSketch = {}): RunRecord {
  const equity = sketch.equity ?? chain(100_000, sketch.returns ?? []);
  const trades = tradeTable(sketch.trades ?? []);
  const bars = Math.max(equity.length - 1, 0, ...trades.exitBar.map((i) => i + 1));
  const returns = sketch.returns
    ? Float64Array.from(sketch.returns)
    : Float64Array.from(equity.slice(1), (value, k) => value / equity[k]! - 1);
  const market = dailyMarket(bars);
  return {
    market,
    markets: [market],
    timeline: timelineOf([market]),
    isHedged: false,
    from: 0,
    to: bars,
    meanEquity: equity.slice(1).reduce((sum, one) => sum + one, 0) / (equity.length - 1),
    initialEquity: equity[0]!,
    finalEquity: equity.at(-1)!,
    returns,
    periodsPerYear: sketch.periodsPerYear ?? 365,
    riskFreeRate: sketch.riskFreeRate ?? 0,
    gridScore: sketch.gridScore ?? GRID_SCORE,
    trades,
    sides: { long: { held: 0, most: 0, resting: 0 }, short: { held: 0, most: 0, resting: 0 } },
    drawdown: drawdowns(equity),
    counters: { ...NO_COUNTS, ...sketch.counters },
    strategyCounters: {},
    totalFees: sketch.totalFees ?? 0,
    netFunding: sketch.netFunding ?? 0,
    fundingReceived: Math.max(0, sketch.netFunding ?? 0),
    fundingPaid: Math.max(0, -(sketch.netFunding ?? 0)),
    stopReason: '',
    turnover: sketch.turnover ?? 0,
    takerSlippage: sketch.takerSlippage ?? 0,
    unrealizedPnl: sketch.unrealizedPnl ?? 0,
    open: [],
    journal: null,
  };
}

function chain(start: number, returns: ArrayLike<number>): number[] {
  const equity = [start];
  for (const r of Array.from(returns)) equity.push(equity.at(-1)! * (1 + r));
  return equity;
}

function tradeTable(list: readonly TradeSketch[]): TradeTable {
  const column = (of: (trade: TradeSketch) => number) => Float64Array.from(list, of);
  const pnl = (t: TradeSketch) => t.pnl ?? 0;
  const fees = (t: TradeSketch) => t.fees ?? 0;
  const funding = (t: TradeSketch) => t.funding ?? 0;
  return {
    count: list.length,
    instrument: new Uint16Array(list.length),
    entryBar: Int32Array.from(list, (t) => t.entryBar ?? 0),
    exitBar: Int32Array.from(list, (t) => t.exitBar ?? (t.entryBar ?? 0) + 1),
    tag: new Int32Array(list.length),
    lot: new Int32Array(list.length),
    liveFrom: new Int32Array(list.length).fill(-1),
    liveTo: new Int32Array(list.length).fill(-1),
    side: Int8Array.from(list, (t) => t.side ?? 1),
    quantity: column((t) => t.quantity ?? 1),
    entryPrice: column((t) => t.entryPrice ?? 100),
    exitPrice: column((t) => t.exitPrice ?? 100),
    grossPnl: column((t) => pnl(t) + fees(t) - funding(t)),
    fees: column(fees),
    funding: column(funding),
    pnl: column(pnl),
    initialRisk: column((t) => t.initialRisk ?? NaN),
    exitReason: list.map((t) => t.exitReason ?? 'signal'),
  };
}

/** The textbook definition, sample by sample. */
function drawdowns(equity: readonly number[]): RunRecord['drawdown'] {
  const depths: number[] = [];
  let peak = equity[0]!;
  let peakIndex = 0;
  let deepest = 0;
  let longestBars = 0;
  equity.forEach((value, i) => {
    if (value >= peak) {
      if (deepest > 0) depths.push(deepest);
      peak = value;
      peakIndex = i;
      deepest = 0;
      return;
    }
    deepest = Math.max(deepest, (peak - value) / peak);
    longestBars = Math.max(longestBars, i - peakIndex);
  });
  if (deepest > 0) depths.push(deepest);
  return {
    peak: Math.max(...equity),
    max: Math.max(0, ...depths),
    depthSum: depths.reduce((a, b) => a + b, 0),
    count: depths.length,
    longestBars,
    longestMs: longestBars * DAY_MS,
  };
}

/** Daily bars at a price of 100 without any movement: the metrics read times only. */
function dailyMarket(length: number): Market {
  const price = () => new Float64Array(length).fill(100);
  const blocks = () => ({ lowMin: price(), highMax: price(), closeMin: price(), closeMax: price() });
  return {
    symbol: 'TEST',
    intervalMs: DAY_MS,
    digest: '',
    length,
    time: Float64Array.from({ length }, (_, i) => START + i * DAY_MS),
    open: price(),
    high: price(),
    low: price(),
    close: price(),
    volume: new Float64Array(length),
    dayEnd: Int32Array.from({ length }, (_, i) => i),
    blocks: blocks(),
    superBlocks: blocks(),
  };
}
