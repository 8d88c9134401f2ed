import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { runFiles } from '../../src/report/best-backtest/files.js';
import type { RunReport } from '../../src/report/run-report.js';
import { runText } from '../../src/report/run-text.js';
import { fileWith, findingsOf } from '../config/_files.js';

const BACKTEST = fileURLToPath(new URL('../../configs/backtest/scalping-ema-rsi.yaml', import.meta.url));
const SHORT = ['data.bars=6000'];
const valueOf = ({ metrics, metricNames }: RunReport, name: string) => metrics[metricNames.indexOf(name)]!;

describe('the shipped backtest', () => {
  const run = runBacktest(BACKTEST, { set: SHORT });

  test('shows on a console what the original does, and where its files are', async () => {
    const text = runText(await run, 'out');
    expect(text).toMatch(
      /^2024-01-01T00:00:00.000Z to 2024-01-05T03:59:00.000Z, 6,000 bars, starting with \$10,000.00$/m,
    );
    for (const name of ['final_balance', 'total_pnl', 'total_trades', 'win_rate', 'peak_equity', 'max_drawdown'])
      expect(text).toMatch(new RegExp(`^│ ${name} +│ +[-$\\d]`, 'm'));
    for (const name of ['signal_long', 'orders_total', 'success_rate']) expect(text).toContain(`│ ${name} `);
    expect(text).toMatch(
      /^files: out \(all metrics: performance_metrics.csv; of the strategy: config_backtest_20240101_20240105.csv, signals.csv, result.json\)$/m,
    );
  });

  test('has orders that filled over all orders as a result of its own, a fraction', async () => {
    const report = await run;
    const rate = valueOf(report, 'success_rate');
    expect(rate).toBe(valueOf(report, 'orders_successful') / valueOf(report, 'orders_total'));
    expect(rate).toBeLessThan(1);
    expect(report.units['success_rate']).toBe('fraction');
    expect(report.descriptions['success_rate']).toBe('Orders that filled over all orders decided on');
  });

  test('writes the result, which agrees with the metrics', async () => {
    const report = await run;
    const files = runFiles(report);
    const result = JSON.parse(files.get('result.json') as string) as Record<string, Record<string, unknown>>;
    expect(result['performance']).toMatchObject({
      total_trades: valueOf(report, 'total_trades'),
      winning_trades: valueOf(report, 'winning_trades'),
      losing_trades: valueOf(report, 'losing_trades'),
      win_rate: valueOf(report, 'win_rate'),
      total_return: valueOf(report, 'total_return'),
      execution_stats: { success_rate: valueOf(report, 'success_rate') },
    });
    expect(result['statistics']).toMatchObject({ candles_processed: 12_000 });
    expect([...files.keys()]).toContain(result['log_file'] as unknown as string);
  });
});

test('the original settings refuse nearly every signal for slippage, and one warning says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hgopt-scalping-'));
  const original = BACKTEST.replace('backtest/scalping-ema-rsi', 'strategies/scalping-ema-rsi-original');
  const text = readFileSync(BACKTEST, 'utf8')
    .replace('../strategies/scalping-ema-rsi.yaml', original)
    .replace('../venues/', BACKTEST.replace('backtest/scalping-ema-rsi.yaml', 'venues/'))
    .replace('slippage: 0.0001', 'slippage: 0.0005');
  writeFileSync(join(folder, 'original.yaml'), text);
  const report = await runBacktest(join(folder, 'original.yaml'), { set: SHORT });
  const signals = valueOf(report, 'signal_long') + valueOf(report, 'signal_short');
  expect(valueOf(report, 'rejected_stop_inside_slippage')).toBeGreaterThan(0.9 * signals);
  expect(report.warnings!.filter(({ code }) => code === 'HG-SCALP-020')).toHaveLength(1);
});

describe('a sweep', () => {
  const HEAD = 'strategy: scalping-ema-rsi\ndata: {source: synthetic}\naccount: {type: margin}\nmetric: total_return\n';
  const load = (space: string) => loadSweepFile(fileWith(`${HEAD}space:\n${space}`));

  test('takes parameters by where they stand in the file or by their short paths', async () => {
    const { dimensions } = await load(
      '  strategy.params.ema_fast: [3, 4]\n  strategy.params.rsi_overbought: [70, 75]\n  strategy.params.risk.trailing_stop_pct: [0.01, 0.02]\n' +
        '  risk.max_exposure: [0.1, 0.2]\n  safety.max_daily_loss_pct: [0.01, 0.02]\n  execution.slippage: [0.0001, 0.0002]\n',
    );
    expect(dimensions.map(({ name, target }) => [name, target])).toEqual([
      ['ema_fast', 'params'],
      ['rsi_long_max', 'params'],
      ['risk.trailing_stop_pct', 'params'],
      ['risk.max_exposure', 'params'],
      ['safety.max_daily_loss_pct', 'params'],
      ['execution.slippage', 'settings'],
    ]);
  });

  test('refuses one parameter under both names', async () => {
    const [finding] = await findingsOf(() => load('  ema_fast: [3, 4]\n  strategy.params.ema_fast: [3, 4]\n'));
    expect(finding).toMatchObject({ code: 'HG-CONFIG-013', value: 'strategy.params.ema_fast', hint: 'keep ema_fast' });
  });

  test.each(['advanced.buffer_size', 'advanced.status_update_interval', 'logging.level', 'execution.log_trades'])(
    'does not know what only a live program has: %s',
    async (path) => {
      expect(await findingsOf(() => load(`  ${path}: [1, 2]\n`))).toMatchObject([{ code: 'HG-CONFIG-010' }]);
    },
  );

  test.each([
    'risk.base_account_size',
    'risk.default_slippage',
    'safety.mode',
    'safety.max_risk_per_trade_pct',
    'safety.allow_live_trading',
    'safety.require_live_confirmation',
    'safety.log_all_decisions',
  ])('refuses %s, which changes no result', async (path) => {
    expect(await findingsOf(() => load(`  ${path}: [0.01, 0.02]\n`))).toMatchObject([{ code: 'HG-CONFIG-034' }]);
  });
});
