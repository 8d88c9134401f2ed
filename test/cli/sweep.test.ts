import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const DAY = 86_400_000;

const SWEEP = `
name: small
strategy: { name: dma-atr-trend, params: { trend_ma_window: 0 } }
data: { path: bars.csv, symbol: WAVES, interval: 1d }
space:
  short_ma_window: [3, 5]
  long_ma_window: [8, 12, 20]
sampler: grid
metric: total_return
`;

let dir: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hgopt-cli-'));
  write('sweep.yaml', SWEEP);
  write(
    'bars.csv',
    dailyBars((i) => 100 + 10 * Math.sin(i / 9)),
  );
  write(
    'flat.csv',
    dailyBars(() => 100),
  );
});
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

const write = (name: string, text: string): void => fs.writeFileSync(path.join(dir, name), text);
const read = (name: string): string => fs.readFileSync(path.join(dir, name), 'utf8');
const has = (name: string): boolean => fs.existsSync(path.join(dir, name));

function dailyBars(price: (i: number) => number): string {
  const line = (i: number): string => {
    const [open, close] = [price(i), price(i + 1)].map((x) => Number(x.toFixed(2))) as [number, number];
    return [Date.UTC(2020, 0, 1) + i * DAY, open, Math.max(open, close), Math.min(open, close), close, 10].join(',');
  };
  return `time,open,high,low,close,volume\n${Array.from({ length: 400 }, (_, i) => line(i)).join('\n')}\n`;
}

function sweep(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'sweep', 'sweep.yaml', ...args], {
    cwd: dir,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('hgopt sweep', () => {
  test('prints the best rows on stdout and progress on stderr, and writes to results/<name>', () => {
    const { code, stdout, stderr } = sweep();
    expect(code).toBe(0);
    expect(stdout).toContain('6 trials: 6 ranked');
    expect(stdout).toContain('files: results/small');
    expect(stderr).toMatch(/^small: 6 trials, 400 bars, \d+ workers\n/);
    expect(stderr).toContain('done: 6/6 trials');
    expect(read('results/small/optimization_results.csv').split('\n')[0]).toMatch(
      /^rank,trial,status,short_ma_window,long_ma_window,total_return,.*,stop_reason,error$/,
    );
    const best = JSON.parse(read('results/small/best_params.json')) as Record<string, unknown>;
    expect(Object.keys(best)).toEqual([
      ...[
        'strategy',
        'metric',
        'direction',
        'value',
        'trial',
        'seed',
        'params',
        'metrics',
        'fingerprint',
        'worst_path',
        'same_bar_exits',
      ],
    ]);
    expect(fs.readdirSync(path.join(dir, 'results/small/best_backtest'))).toHaveLength(17);
  });

  test('gives the winner as a preset whose backtest has the metrics of its row', () => {
    sweep();
    write(
      'again.yaml',
      SWEEP.replace(/^strategy:.*$/m, 'strategy: results/small/small_best.yaml').replace(/space:[^]*$/, ''),
    );
    const { status } = spawnSync(process.execPath, [MAIN, 'backtest', 'again.yaml', '--out', 'again'], { cwd: dir });
    expect(status).toBe(0);
    const { metrics } = JSON.parse(read('results/small/best_params.json')) as { metrics: object };
    expect(JSON.parse(read('again/summary.json'))).toMatchObject({ metrics });
  });

  test('writes files that agree with each other: trades, fees, months and equity add up', () => {
    const table = (name: string): Record<string, string>[] => {
      const [head, ...rows] = read(`results/small/best_backtest/${name}`)
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      return rows.map((cells) => Object.fromEntries(cells.map((cell, k) => [head![k]!, cell])));
    };
    const sum = (rows: Record<string, string>[], column: string): number =>
      rows.reduce((total, row) => total + Number(row[column]), 0);
    const summary = JSON.parse(read('results/small/best_backtest/summary.json')) as Record<string, number> & {
      metrics: Record<string, number>;
    };
    const [trades, equity] = [table('trades.csv'), table('equity.csv')];
    expect(trades.length).toBeGreaterThan(3);
    expect(trades).toHaveLength(summary.metrics['total_trades']!);
    expect(sum(trades, 'pnl')).toBeCloseTo(summary['final_equity']! - summary['initial_equity']!, 6);
    expect(sum(table('fills.csv'), 'fee')).toBeCloseTo(sum(trades, 'fees'), 6);
    expect(Number(equity.at(-1)?.['equity'])).toBe(summary['final_equity']);
    expect(Math.max(...equity.map((row) => Number(row['drawdown'])))).toBeCloseTo(summary.metrics['max_drawdown']!, 12);
    const months = table('monthly_returns.csv');
    expect(sum(months, 'trades')).toBe(trades.length);
    expect(months.reduce((product, row) => product * (1 + Number(row['return'])), 1) - 1).toBeCloseTo(
      summary.metrics['total_return']!,
      10,
    );
  });

  test('is followed by a replay of its winner with the very bytes of best_backtest', () => {
    const { trial } = JSON.parse(read('results/small/best_params.json')) as { trial: number };
    const words = ['replay', 'results/small', '--trial', String(trial), '--out', 'again'];
    const { status, stdout } = spawnSync(process.execPath, [MAIN, ...words], { cwd: dir, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain(`small trial ${trial}: dma-atr-trend on WAVES`);
    const names = fs.readdirSync(path.join(dir, 'again')).sort();
    expect(names).toEqual(fs.readdirSync(path.join(dir, 'results/small/best_backtest')).sort());
    for (const name of names) expect(read(`again/${name}`), name).toBe(read(`results/small/best_backtest/${name}`));
  });

  test('prints one JSON event a line with --json and nothing else on stdout', () => {
    const { code, stdout } = sweep('--json', '--out', 'json');
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events[0]).toMatchObject({ event: 'start', name: 'small', trials: 6, bars: 400 });
    expect(events.at(-1)).toMatchObject({ event: 'done', status: 'complete', done: 6, failed: 0, out: 'json' });
  });

  test('prints nothing with --quiet', () => {
    expect(sweep('--quiet', '--out', 'quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('gives the same bytes from one worker and from two', () => {
    for (const workers of ['1', '2'])
      expect(sweep('--quiet', '--workers', workers, '--out', `w${workers}`).code).toBe(0);
    for (const name of ['optimization_results.csv', 'best_params.json', 'best_backtest/equity.csv']) {
      expect(read(`w2/${name}`)).toBe(read(`w1/${name}`));
    }
  });

  test('ranks all ties by trial number', () => {
    expect(sweep('--quiet', '--out', 'ties', '--set', 'data.path=flat.csv').code).toBe(0);
    const trials = read('ties/optimization_results.csv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).join());
    expect(trials).toEqual(['1,0', '2,1', '3,2', '4,3', '5,4', '6,5']);
  });

  test('ends with 4, a table and no winner when the metric has no value in any trial, and removes an earlier winner', () => {
    expect(sweep('--quiet', '--out', 'none').code).toBe(0);
    expect(has('none/best_params.json')).toBe(true);
    const { code, stdout } = sweep('--out', 'none', '--set', 'data.path=flat.csv', '--set', 'metric=sharpe_ratio');
    expect(code).toBe(4);
    expect(stdout).toContain('no trial has a value of sharpe_ratio to rank by');
    expect(read('none/optimization_results.csv').trimEnd().split('\n')).toHaveLength(7);
    expect(has('none/best_params.json')).toBe(false);
    expect(has('none/best_backtest')).toBe(false);
  });

  test('keeps rows that break a result constraint, unranked and with the reason', () => {
    const { code, stdout } = sweep('--out', 'filtered', '--set', 'filters={total_trades: 100000}');
    expect(code).toBe(4);
    expect(stdout).toContain('6 trials: 0 ranked, 6 filtered');
    expect(read('filtered/optimization_results.csv')).toMatch(/^,0,filtered,.*"?total_trades \d+, minimum 100000"?$/m);
  });

  test('ends with 5 before any trial when the output directory cannot be made', () => {
    write('file', '');
    const { code, stderr } = sweep('--out', 'file/results');
    expect(code).toBe(5);
    expect(stderr).toMatch(/HG-\w+-\d+ at .*file\/results/);
    expect(stderr).not.toContain('trials,');
  });

  test('says what is wrong in a sweep file with line and nearest name', () => {
    write('wrong.yaml', SWEEP.replace('short_ma_window:', 'shrt_ma_window:'));
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'sweep', 'wrong.yaml'], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/at wrong\.yaml:\d+:\d+/);
    expect(stderr).toContain('did you mean short_ma_window?');
    expect(stderr).toContain('saved: nothing was started');
  });

  test('draws on a terminal, and writes plain lines on one without a width', ({ skip }) => {
    // Nobody looks at the terminal of a CI machine: nothing is drawn where CI is set.
    const bare = { ...process.env };
    delete bare['CI'];
    const terminal = (columns: number): string | null => {
      const line = `stty cols ${columns}; exec "${process.execPath}" "${MAIN}" sweep sweep.yaml --out tty${columns}`;
      const { status, stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
        ...{ cwd: dir, encoding: 'utf8', timeout: 20_000, env: { ...bare, TERM: 'xterm' } },
      });
      return status === 0 ? String(stdout) : null;
    };
    if (spawnSync('script', ['--version']).status !== 0) skip('there is no script command to make a terminal with');
    expect(terminal(100)).toContain('\u001b[?25l');
    expect(terminal(0)).not.toContain('\u001b[?25l');
    expect(terminal(0)).toContain('done: 6/6');
  });
});
