import { GRID_SCORE } from '../_support/grid-score.js';
import { shareMarket, attachMarket } from '../../src/data/shared/shared.js';
import type { Actor } from '../../src/engine/actor.js';
import type { Desk } from '../../src/engine/desk.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import { Engine } from '../../src/engine/run-engine.js';
import type { RunReport } from '../../src/report/run-report.js';

const DAY = 86_400_000;
/** Four daily bars around the turn of a month: 2024-01-30 to 2024-02-02. */
const market = attachMarket(
  shareMarket({
    symbol: 'TEST',
    intervalMs: DAY,
    time: [0, 1, 2, 3].map((k) => Date.UTC(2024, 0, 30) + k * DAY),
    open: [100, 100, 110, 121],
    high: [101, 111, 122, 130],
    low: [99, 99, 109, 120],
    close: [100, 110, 121, 125],
    volume: [1, 1, 1, 1],
  }),
);

const rules = (flattenAtEnd: boolean): RunRules => ({
  account: { initialCash: 1_000, kind: 'cash', leverage: 1, maintenanceRate: 0 },
  instrument: {
    positionMode: 'netting',
    allowShort: false,
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
  },
  execution: {
    fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 },
    slippage: 0,
    path: 'adaptive',
    targetSlippage: true,
    limitGap: 'open',
    sameBarExits: false,
    slippagePrice: 0,
    slippageOnTick: true,
    funding: true,
    fillModel: { type: 'naive', makerProbability: 1, takerProbability: 1 },
    impact: null,
    flattenAtSessionEnd: false,
    flattenAtEnd,
    latency: { min: 0, max: 0, step: 1 },
    participation: { bps: null, volume: 'current' },
    limitTouch: true,
    stopGap: 'open',
  },
  risk: { maxDrawdown: Infinity, maxDailyLoss: Infinity, stopOnLiquidation: false, breaker: null },
  seed: 42,
  mode: 'sleep',
  returns: { every: 'day', kind: 'simple' },
  periodsPerYear: 365,
  riskFreeRate: 0,
  gridScore: GRID_SCORE,
});

/** Buys 5 at the second bar's open; one more order is too large to be filled when `sells` is false. */
function actor(sells: boolean): Actor {
  return {
    warmup: 0,
    onBar(i: number, desk: Desk) {
      if (i === 0) desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 5 }, reason: 'entry' });
      if (i === 2 && sells) desk.close('signal');
    },
  };
}

/** Buys 5 at 100 on 2024-01-31 and, when `sells`, closes at 121 on 2024-02-02. Fee 0.001, no slippage. */
export function recordedRun(sells = true): RunRecord {
  return new Engine().run({
    traders: [{ market, actor: actor(sells) }],
    rules: rules(sells),
    window: { from: 0, to: 4 },
    recording: true,
  });
}

/** A report on that run with two metrics. */
export function runReport(overrides: Partial<RunReport> = {}): RunReport {
  return {
    name: 'demo',
    strategy: 'fixture',
    trial: 7,
    seed: 42,
    config: { strategy: { name: 'fixture', params: { window: 20 } } },
    fingerprint: { engine: 'e', strategy: 's', data: 'd', sweep: 'w' },
    metricNames: ['total_return', 'sharpe_ratio'],
    units: { total_return: 'fraction', sharpe_ratio: 'ratio' },
    descriptions: { total_return: 'Final over initial equity, less one' },
    record: recordedRun(),
    metrics: Float64Array.of(0.103895, NaN),
    accounts: null,
    worst: null,
    sameBarExits: null,
    ...overrides,
  };
}
