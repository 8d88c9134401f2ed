import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { prepareSweep } from '../../src/coordinator/prepare-sweep.js';
import { planSweep } from '../../src/coordinator/plan-sweep.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { IGNORED_PARAMS } from '../../src/strategies/hedge-grid/params.js';
import { fileWith, findingsOf } from '../config/_files.js';
import { nested } from '../_support/nested.js';

type Values = Readonly<Record<string, unknown>>;

/** A day of a made-up perpetual near 60,000, with funding, and a ladder that is well inside its caps. */
const MARKET = { bars: 1440, seed: 3, initial_price: 60_000, volatility: 0.6, tick: 0.1 };
const RUN: Values = {
  strategy: { name: 'hedge-grid', params: { grid: { grid_levels_long: 4, grid_levels_short: 4, base_qty: 0.01 } } },
  data: { source: 'synthetic', symbol: 'PERP', ...MARKET, funding: 'synthetic' },
  venue: { position_mode: 'hedge', allow_short: true, tick_size: 0.1, lot_size: 0.001, min_notional: 5 },
  account: { type: 'margin', initial_cash: 10_000, leverage: 10, maintenance_rate: 0.005 },
};
const backtestWith = (params: Values = {}, sections: Values = {}): string =>
  fileWith(
    JSON.stringify({ ...RUN, strategy: { name: 'hedge-grid', params: nested(params) }, ...sections }),
    'run.json',
  );
const sweepWith = (space: Values, sections: Values = {}): string =>
  fileWith(JSON.stringify({ ...RUN, metric: 'total_return', space, ...sections }), 'sweep.json');

const counter = (report: Awaited<ReturnType<typeof runBacktest>>, name: string): number =>
  report.metrics[report.metricNames.indexOf(name)]!;
const codesOf = ({ warnings = [] }: { readonly warnings?: readonly { readonly code: string }[] }): readonly string[] =>
  warnings.map(({ code }) => code);

describe('contradicting options are refused, each at its place:', () => {
  test.each([
    ['a target beyond three stops', { 'exit.tp_steps': 10, 'exit.sl_steps': 3 }, 'tp_steps must be at most'],
    ['averages of the wrong order', { 'regime.ema_fast': 30, 'regime.ema_slow': 30 }, 'ema_fast must be below'],
    ['percent for a fraction', { 'position.max_position_pct': 65 }, 'a fraction of the wallet, not percent'],
    ['more levels than there are', { 'grid.grid_levels_long': 101 }, '100'],
    ['no quantity', { 'grid.base_qty': 0 }, '0'],
  ])('%s', async (_name, params, rule) => {
    const [finding, ...others] = await findingsOf(() => loadBacktestFile(backtestWith(params)));
    expect(others).toEqual([]);
    expect(finding!.rule).toContain(rule);
    expect(finding!.place).toMatch(/^run\.json:\d+:\d+/);
  });

  test.each([
    ['one position at a time', { venue: { allow_short: true } }, 'venue.position_mode: hedge'],
    ['no shorts', { venue: { position_mode: 'hedge', allow_short: false } }, 'venue.allow_short: true'],
    ['a cash account', { account: { type: 'cash' } }, 'account.type: margin'],
  ])('%s', async (_name, sections, rule) => {
    const findings = await findingsOf(() => loadBacktestFile(backtestWith({}, sections)));
    expect(findings).toMatchObject([{ code: 'HG-CONFIG-054' }]);
    expect(findings[0]!.rule).toContain(rule);
  });

  test('all of several mistakes are told at once', async () => {
    const wrong = { 'grid.grid_step_bps': 4, 'grid.grid_stepbps': 20, 'policy.counter_levels': 21 };
    expect(await findingsOf(() => loadBacktestFile(backtestWith(wrong)))).toHaveLength(3);
  });
});

describe('impossible ladders:', () => {
  test('prices that would not stay positive are refused', async () => {
    const deep = { 'grid.grid_levels_long': 80, 'exit.sl_steps': 20, 'grid.grid_step_bps': 100 };
    const findings = await findingsOf(() => loadBacktestFile(backtestWith(deep)));
    expect(findings[0]!.rule).toContain('prices stay positive');
    const far = { 'exit.tp_steps': 100, 'exit.sl_steps': 60, 'grid.grid_step_bps': 100 };
    expect((await findingsOf(() => loadBacktestFile(backtestWith(far))))[0]!.rule).toContain('prices stay positive');
  });

  test('a lot that no rung reaches is told, and the run trades nothing', async () => {
    const report = await runBacktest(backtestWith({ 'grid.base_qty': 0.0005, 'grid.qty_scale': 1 }));
    expect(codesOf(report)).toContain('HG-GRID-004');
    expect(counter(report, 'total_orders')).toBe(0);
  });
});

describe('inventory caps that bind:', () => {
  test('cut the ladder, and each cut is counted', async () => {
    const report = await runBacktest(backtestWith({ 'rebalance.max_inventory_quote': 1_000, 'grid.base_qty': 0.01 }));
    expect(counter(report, 'cap_truncations')).toBe(counter(report, 'recenters'));
    expect(counter(report, 'cap_truncations')).toBeGreaterThan(0);
    const loose = await runBacktest(backtestWith({ 'rebalance.max_inventory_quote': 1e6, 'grid.base_qty': 0.01 }));
    expect(counter(loose, 'cap_truncations')).toBe(0);
  });

  test('end the run where that is asked for, with the amount', async () => {
    const strict = {
      'rebalance.max_inventory_quote': 1_000,
      'rebalance.on_cap_breach': 'error',
      'grid.base_qty': 0.01,
    };
    await expect(runBacktest(backtestWith(strict))).rejects.toMatchObject({
      findings: [{ code: 'HG-RUN-002', rule: expect.stringContaining('rebalance.max_inventory_quote') }],
    });
  });

  test('leave out the points of a sweep whose first rung alone breaks them at the first price', async () => {
    // At 60,000 the first rung costs 600: caps of 599 and below leave nothing, 610 leaves one rung.
    const sweep = sweepWith({ 'rebalance.max_inventory_quote': [500, 590, 610, 10_000], 'exit.tp_steps': [2, 3] });
    const { candidates, warnings } = await prepareSweep(sweep, {});
    expect(candidates.trials).toEqual([4, 5, 6, 7]);
    const rule =
      'the first rung alone exceeds rebalance.max_inventory_quote at the first price: nothing is traded there';
    expect(candidates.excluded).toEqual({ [rule]: 4 });
    expect(codesOf({ warnings })).not.toContain('HG-GRID-005');
    const plan = await planSweep(sweep, {});
    expect(plan.candidates).toMatchObject({ examined: 8, feasibleShare: 0.5, excluded: { [rule]: 4 } });
  });

  test('are judged with the parameters of the point: the same cap holds for a smaller rung', async () => {
    const sweep = sweepWith({ 'grid.base_qty': [0.001, 0.02], 'rebalance.max_inventory_quote': [1_000] });
    expect((await prepareSweep(sweep, {})).candidates.trials).toEqual([0]);
  });

  test('that leave out everything refuse the sweep with the reason', async () => {
    const sweep = sweepWith({ 'rebalance.max_inventory_quote': [100, 200] });
    const findings = await findingsOf(() => prepareSweep(sweep, {}));
    expect(findings).toMatchObject([{ code: 'HG-CONFIG-052' }]);
    expect(findings[0]!.value).toContain('the first rung alone exceeds rebalance.max_inventory_quote');
  });
});

describe('lots larger than the capital:', () => {
  test('are told before the run, never placed, and counted where they are refused', async () => {
    const report = await runBacktest(
      backtestWith({ 'grid.base_qty': 0.5, 'rebalance.max_inventory_quote': 1e6 }, { risk: {} }),
    );
    expect(codesOf(report)).toContain('HG-GRID-006');
    expect(counter(report, 'rejected_exposure')).toBeGreaterThan(0);
    expect([counter(report, 'total_orders'), counter(report, 'total_trades')]).toEqual([0, 0]);
  });

  test('are no points of a sweep: two full ladders have to fit the share of the wallet at the first price', async () => {
    // 2 x 4.641 x 0.01 at 60,000 are worth 5,569; the wallet offers 95 % of 5,800 and of 10,000.
    const sweep = sweepWith({ 'account.initial_cash': [5_800, 10_000] });
    const { candidates } = await prepareSweep(sweep, {});
    expect(candidates.trials).toEqual([1]);
    expect(Object.keys(candidates.excluded)[0]).toContain('position.max_position_pct');
  });
});

test('a perpetual without funding is told in a run and in a sweep, unless funding is switched off', async () => {
  const data = { source: 'synthetic', symbol: 'PERP', ...MARKET };
  expect(codesOf(await runBacktest(backtestWith({}, { data })))).toContain('HG-GRID-009');
  expect(codesOf(await prepareSweep(sweepWith({ 'exit.tp_steps': [2, 3] }, { data }), {}))).toContain('HG-GRID-009');
  const off = await runBacktest(backtestWith({}, { data, execution: { funding: false } }));
  expect(codesOf(off)).not.toContain('HG-GRID-009');
});

describe('a sweep refuses what no trial could obey:', () => {
  test.each(IGNORED_PARAMS)('%s', async (path) => {
    const findings = await findingsOf(() => loadSweepFile(sweepWith({ [path]: [1, 2] })));
    expect(findings).toMatchObject([
      { code: 'HG-CONFIG-034', value: path, place: expect.stringMatching(/^sweep\.json:/) },
    ]);
    expect(findings[0]!.rule).toContain('changes no result');
  });

  test.each([
    'operations.kill_switch.max_drawdown_pct',
    'execution.latency.order_cancel_ms',
    'execution.latency.fill_mean_ms',
    'venue.api.testnet',
    'venue.rate_limits.orders_per_second',
  ])('%s', async (path) => {
    expect(await findingsOf(() => loadSweepFile(sweepWith({ [path]: [1, 2] })))).toMatchObject([
      { code: 'HG-CONFIG-010', value: path },
    ]);
  });
});
