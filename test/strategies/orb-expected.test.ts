import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dataSpec, loadMarket } from '../../src/data/load.js';
import { sessionSchedule } from '../../src/data/session-schedule.js';
import { attachMarket } from '../../src/data/shared.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import orb from '../../src/strategies/orb-confluence.js';
import { loadMetrics } from '../../src/metrics/load.js';
import { rulesOf } from '../_support/backtest.js';
import { runStrategy } from '../_support/run-strategy.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/us-equity-1m/', import.meta.url));
const FILE = `${FOLDER}QQQ_1min.csv.gz`;

async function runQqq(mode: 'sleep' | 'every-bar') {
  const { market, report } = await loadMarket(
    dataSpec.parse({ path: FILE, symbol: 'QQQ', interval: '1m', timezone: 'America/New_York' }),
    {
      baseDir: FOLDER,
      session: sessionSchedule.parse({ open: '09:30:00', close: '16:00:00', timezone: 'America/New_York' }),
    },
  );
  expect(report.sessions).toEqual({ count: 129, outside: 0 });
  const rules = rulesOf({ account: { kind: 'margin' }, mode });
  return runStrategy(orb as unknown as StrategyDefinition, attachMarket(market), {}, rules);
}

test.skipIf(!existsSync(FILE))(
  'half a year of QQQ gives the figures that were worked out apart from this code',
  async () => {
    const run = await runQqq('sleep');
    const names = ['win_rate', 'total_r', 'profit_factor_r', 'max_drawdown_r', 'total_pnl'];
    const metrics = await loadMetrics(names);
    const expected = [0.6, 9.88021, 1.55853, 4.169811, 33.183125];
    metrics.forEach((metric, k) => expect(metric.compute(run) / expected[k]!).toBeCloseTo(1, 6));
    expect(run.trades.count).toBe(50);
    expect(run.strategyCounters).toMatchObject({ late_entries: 22, tradable_sessions: 37 });
    const ranges = new Map(run.journal!.tables['or_log']!.rows.map((row) => [row[0], row.slice(3)]));
    const near = (value: number) => expect.closeTo(value, 6);
    expect(ranges.get('2025-10-13')).toEqual([
      30,
      601.24,
      597.335,
      near(3.905),
      near(1.519755),
      near(1.452245),
      true,
      '',
    ]);
    expect(ranges.get('2025-10-28')).toEqual([
      ...[10, 631.3, 630.15, near(1.15), near(2.860698), near(0.279465), false, 'too wide'],
    ]);
    expect(ranges.get('2025-11-11')).toEqual([15, 621.54, 620.2, near(1.34), near(1.085676), near(0.456569), true, '']);
    const stops = run.journal!.orders.filter(({ type, role }) => type === 'stop' && role === 'entry');
    const onDay = (date: string) =>
      stops.filter((o) => new Date(run.market.time[o.submittedBar]!).toISOString().startsWith(date));
    expect(new Set(onDay('2025-10-13').map((o) => o.price))).toEqual(new Set([601.34]));
  },
);

test.skipIf(!existsSync(FILE))('visiting every bar of QQQ gives the same bits', async () => {
  const [sleeping, visiting] = await Promise.all([runQqq('sleep'), runQqq('every-bar')]);
  expect(visiting.journal!.equity).toEqual(sleeping.journal!.equity);
  expect(visiting.journal!.fills).toEqual(sleeping.journal!.fills);
  expect(visiting.counters).toEqual(sleeping.counters);
  expect(visiting.strategyCounters).toEqual(sleeping.strategyCounters);
  expect(visiting.journal!.tables).toEqual(sleeping.journal!.tables);
});
