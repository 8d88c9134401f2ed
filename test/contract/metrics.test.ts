import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPlugins } from '../../src/base/plugin.js';
import { ConfigError } from '../../src/base/errors.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { loadMetrics, metricNames } from '../../src/metrics/load.js';
import { runRecord } from '../_support/run-record.js';

const files = listPlugins(new URL('../../src/metrics/', import.meta.url));
const metrics = await loadMetrics();

/** Metrics that have a value without any trade, and which; the others have none. */
const WITHOUT_TRADES: Record<string, number> = {
  total_return: 0,
  annualized_return: 0,
  volatility: 0,
  max_drawdown: 0,
  avg_drawdown: 0,
  max_drawdown_duration: 0,
  max_drawdown_duration_bars: 0,
  var_95: 0,
  cvar_95: 0,
  total_trades: 0,
  winning_trades: 0,
  losing_trades: 0,
  no_losses: 0,
  max_consecutive_wins: 0,
  max_consecutive_losses: 0,
  total_fees: 0,
  net_funding: 0,
  total_orders: 0,
  exposure_time: 0,
  turnover: 0,
  turnover_ratio: 0,
  total_fills: 0,
  avg_long_exposure: 0,
  avg_short_exposure: 0,
  max_long_exposure: 0,
  max_short_exposure: 0,
  avg_ladder_depth_long: 0,
  avg_ladder_depth_short: 0,
  funding_paid: 0,
  funding_received: 0,
  negative_cash_bars: 0,
  ambiguous_bars: 0,
  ruined: 0,
  stop_code: 0,
  circuit_breaks: 0,
  daily_loss_stops: 0,
  liquidations: 0,
  total_pnl: 0,
  total_realized_pnl: 0,
  total_unrealized_pnl: 0,
  final_balance: 100_000,
  peak_equity: 100_000,
  ulcer_index: 0,
};

const NEEDS_RETURNS = [
  ...['annualized_return', 'var_95', 'cvar_95', 'turnover_ratio', 'avg_long_exposure', 'avg_short_exposure'],
  ...['avg_ladder_depth_long', 'avg_ladder_depth_short'],
];

const fraction = fc.double({ min: -0.4, max: 0.4, noNaN: true }).map((x) => Math.round(x * 1e4) / 1e4);
const runs = fc
  .record({
    returns: fc.array(fraction, { maxLength: 40 }),
    profits: fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 20 }),
    totalFees: fc.integer({ min: 0, max: 99 }),
    netFunding: fc.integer({ min: -99, max: 99 }),
    unrealizedPnl: fc.integer({ min: -99, max: 99 }),
    orders: fc.integer({ min: 0, max: 9 }),
    ambiguousBars: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ profits, orders, ambiguousBars, ...rest }) =>
    runRecord({
      ...rest,
      turnover: 1000 * profits.length,
      trades: profits.map((pnl, k) => ({
        pnl,
        entryBar: k,
        exitBar: k + (k % 3),
        exitReason: k % 2 ? 'stop' : 'signal',
      })),
      counters: { ordersSubmitted: orders, ordersFilled: orders >> 1, ambiguousBars, exposedBars: 0 },
    }),
  );

/** The same run in a currency of which one unit is 1/1024 of the old one. */
function inSmallerUnits(run: RunRecord): RunRecord {
  const larger = (column: Float64Array) => column.map((x) => x * 1024);
  const { trades } = run;
  return {
    ...run,
    meanEquity: run.meanEquity * 1024,
    initialEquity: run.initialEquity * 1024,
    finalEquity: run.finalEquity * 1024,
    totalFees: run.totalFees * 1024,
    netFunding: run.netFunding * 1024,
    fundingPaid: run.fundingPaid * 1024,
    fundingReceived: run.fundingReceived * 1024,
    turnover: run.turnover * 1024,
    unrealizedPnl: run.unrealizedPnl * 1024,
    drawdown: { ...run.drawdown, peak: run.drawdown.peak * 1024 },
    trades: {
      ...trades,
      entryPrice: larger(trades.entryPrice),
      exitPrice: larger(trades.exitPrice),
      grossPnl: larger(trades.grossPnl),
      fees: larger(trades.fees),
      funding: larger(trades.funding),
      pnl: larger(trades.pnl),
    },
  };
}

test('results begin with the standard metrics, the others follow in code-point order', () => {
  const names = metricNames();
  expect(names.slice(0, 24)).toEqual([
    'total_return',
    'annualized_return',
    'volatility',
    'sharpe_ratio',
    'sortino_ratio',
    'calmar_ratio',
    'max_drawdown',
    'avg_drawdown',
    'max_drawdown_duration',
    'var_95',
    'cvar_95',
    'total_trades',
    'win_rate',
    'profit_factor',
    'avg_trade_return',
    'avg_trade_duration',
    'expectancy',
    'total_fees',
    'net_funding',
    'fill_rate',
    'exposure_time',
    'total_r',
    'expectancy_r',
    'ambiguous_bars',
  ]);
  expect(names.slice(23)).toEqual(names.slice(23).toSorted());
  expect(names.toSorted()).toEqual(files.map((file) => file.replaceAll('-', '_')).toSorted());
});

test('metrics are loaded in the order asked for; an unknown one is refused with the nearest name', async () => {
  expect((await loadMetrics(['win_rate', 'total_return'])).map((metric) => metric.name)).toEqual([
    'win_rate',
    'total_return',
  ]);
  const refused = await loadMetrics(['sharp_ratio']).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ConfigError);
  expect((refused as ConfigError).findings[0]?.hint).toContain('sharpe_ratio');
});

test('metrics of two runs asked in turn are those of each run alone', () => {
  const alone = [runRecord({ returns: [0.1, -0.2] }), runRecord({ returns: [0.3, -0.1], trades: [{ pnl: 5 }] })];
  const expected = alone.map((run) => metrics.map((metric) => metric.compute({ ...run })));
  const inTurn = alone.map((): number[] => []);
  for (const metric of metrics) alone.forEach((run, k) => inTurn[k]!.push(metric.compute(run)));
  expect(inTurn).toEqual(expected);
});

describe.each(metrics.map((metric, k) => [metric.name, metric, metricNames()[k]] as const))(
  'metric %s',
  (name, metric, expectedName) => {
    test('is named as its file and says what it is', () => {
      expect(name).toBe(expectedName);
      expect(metric.summary).toMatch(/^[A-Z1-9].*[^.]$/);
      expect(['maximize', 'minimize', 'none']).toContain(metric.direction);
      expect(['fraction', 'ratio', 'quote currency', 'bars', 'ms', 'count']).toContain(metric.unit);
    });

    test('has the value of a run without trades on a flat equity, which is 0 or none', () => {
      expect(metric.compute(runRecord({ returns: new Float64Array(30) }))).toBe(WITHOUT_TRADES[name] ?? NaN);
    });

    test('has the same value for a run without bars, unless it needs returns', () => {
      expect(metric.compute(runRecord())).toBe(NEEDS_RETURNS.includes(name) ? NaN : (WITHOUT_TRADES[name] ?? NaN));
    });

    test('is a finite number or no value, depends on the record alone, and leaves it as it was', () => {
      fc.assert(
        fc.property(runs, (run) => {
          const copy = structuredClone(run);
          const value = metric.compute(run);
          expect(Number.isFinite(value) || Number.isNaN(value)).toBe(true);
          expect(metric.compute(copy)).toBe(value);
          expect(copy).toEqual(run);
        }),
      );
    });

    test('counts money in the unit of the account, and is the same in any when it is not money', () => {
      fc.assert(
        fc.property(runs, (run) => {
          const factor = metric.unit === 'quote currency' ? 1024 : 1;
          expect(metric.compute(inSmallerUnits(run))).toBe(factor * metric.compute(run));
        }),
      );
    });
  },
);
