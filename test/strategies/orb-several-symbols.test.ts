import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import type { RunReport } from '../../src/report/run-report.js';

const folder = mkdtempSync(join(tmpdir(), 'hgopt-orb-symbols-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SYMBOLS = ['B', 'A', 'C'];

/** A run over made-up sessions of these symbols; a symbol has the same bars in every one that holds others, too. */
function run(
  symbols: readonly string[],
  portfolio?: object,
  params: object = {},
  execution: object = {},
): Promise<RunReport> {
  const file = join(folder, 'run.json');
  writeFileSync(
    file,
    JSON.stringify({
      strategy: { name: 'orb-confluence', params: { orb: { max_atr_mult: 10 }, ...params } },
      data: { source: 'synthetic', symbols, bars: 20 * 390, sessions: {}, start: '2024-11-04' },
      venue: {
        calendar: 'sessions',
        allow_short: true,
        session: { open: '08:30', close: '15:00', timezone: 'America/Chicago' },
      },
      account: { type: 'margin' },
      execution: { fees: 0, slippage: 0, ...execution },
      ...(portfolio && { portfolio }),
    }),
  );
  return runBacktest(file);
}

const valuesOf = ({ metricNames, metrics }: Pick<RunReport, 'metricNames' | 'metrics'>, names: readonly string[]) =>
  names.map((name) => metrics[metricNames.indexOf(name)]!);

test('independent runs have the mean, the median or the worst of what the symbols have on their own', async () => {
  const names = ['total_r', 'expectancy_r', 'max_drawdown_r', 'total_trades', 'late_entries', 'sharpe_r'];
  for (const aggregate of ['mean', 'median', 'worst'] as const) {
    const together = await run(SYMBOLS, { mode: 'independent', aggregate });
    const { accounts, metricNames } = together;
    const own = accounts!.map((metrics) => valuesOf({ metricNames, metrics }, names));
    expect(new Set(own.map(String)).size).toBe(3);
    const expected = names.map((name, k) => {
      const values = own.map((account) => account[k]!);
      const sorted = values.toSorted((a, b) => a - b) as [number, number, number];
      if (aggregate === 'mean') return values.reduce((sum, value) => sum + value, 0) / 3;
      return aggregate === 'median' ? sorted[1] : name === 'max_drawdown_r' ? sorted[2] : sorted[0];
    });
    expect(valuesOf(together, names)).toEqual(expected);
  }
});

test('one account over several symbols trades each as it is traded alone, while the cash binds nobody', async () => {
  const independent = await run(SYMBOLS, { mode: 'independent', aggregate: 'mean' });
  const { record } = await run(SYMBOLS);
  const tradesOf = ({ trades, markets, timeline }: RunReport['record']) =>
    Array.from({ length: trades.count }, (_, k) => [
      ...[markets[trades.instrument[k]!]!.symbol, timeline.time[trades.exitBar[k]!], trades.entryPrice[k]],
      ...[trades.exitPrice[k], trades.exitReason[k]],
    ]);
  expect(record.trades.count).toBeGreaterThan(10);
  expect(tradesOf(record)).toEqual(tradesOf(independent.record));
  expect(record.markets.map(({ symbol }) => symbol)).toEqual(['A', 'B', 'C']);
});

test('a run that could not trade says why', async () => {
  const codesOf = async (params: object) =>
    ((await run(['A'], undefined, params)).warnings ?? []).map(({ code }) => code);
  expect(await codesOf({})).toEqual([]);
  expect(await codesOf({ orb: { min_atr_mult: 8, max_atr_mult: 9 } })).toEqual([]);
  expect(await codesOf({ orb: { min_atr_mult: 8, max_atr_mult: 9 }, backtest: { start_date: '2024-11-27' } })).toEqual([
    'HG-ORB-001',
  ]);
  expect(await codesOf({ governance: { time_cutoff: '08:40' } })).toEqual(['HG-ORB-002']);
});

test('settings that do not do what they seem to are told', async () => {
  const codesOf = async (symbols: readonly string[], params: object, portfolio?: object) =>
    ((await run(symbols, portfolio, params)).warnings ?? []).map(({ code }) => code);
  // Prices are near 100 and the account has 100,000, without leverage.
  const contracts = (count: number) => ({ backtest: { contracts_per_trade: count } });
  expect(await codesOf(['A'], contracts(900))).toEqual([]);
  expect(await codesOf(['A'], contracts(1_100))).toEqual(['HG-ORB-004']);
  expect(await codesOf(['A', 'B'], contracts(600))).toEqual(['HG-ORB-004']);
  expect(await codesOf(['A', 'B'], contracts(600), { mode: 'independent' })).toEqual([]);
  const confirmed = { fills: { factor_timing: 'close_confirm' }, entry: { fresh_cross_only: true } };
  expect(await codesOf(['A'], confirmed)).toEqual(['HG-ORB-005']);
  const raw = { orb: { max_atr_mult: 10, norm_vol_scaling: 'raw' } };
  expect(await codesOf(['A'], raw)).toEqual(['HG-ORB-006']);
  const fitted = { orb: { ...raw.orb, low_norm_vol: 0.05, high_norm_vol: 0.1 } };
  expect(await codesOf(['A'], fitted)).toEqual([]);
});

test('dates without a session are a setting to correct, with the dates that there are', async () => {
  await expect(run(['A'], undefined, { backtest: { start_date: '2030-01-01' } })).rejects.toMatchObject({
    exitCode: 2,
    findings: [
      {
        code: 'HG-ORB-003',
        rule: expect.stringMatching(
          /^backtest\.start_date: no session from 2030-01-01 to the last is in the data, .* 2024-11-04 to 2024-11-29$/,
        ),
      },
    ],
  });
});

test('shares of the volume are refused: a signal is one fill, from whose price stop and targets follow', async () => {
  await expect(run(['A'], undefined, {}, { participation_bps: 500 })).rejects.toMatchObject({
    exitCode: 2,
    findings: [{ code: 'HG-CONFIG-054', rule: expect.stringContaining('execution.participation_bps: null') }],
  });
});
