import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = join(ROOT, '../shared/reference/oracle/dma.c');
const BTC = join(ROOT, '../shared/data/freqtrade-hourly/BTC_USDT_USDT-1h-futures.csv.gz');
const SP500 = join(ROOT, 'node_modules/vega-datasets/data/sp500-2000.csv');
const GOLDEN = new URL('../golden/dma-sp500.txt', import.meta.url);

/** One trial's answer: trades and wins are exact, the others to 1e-9 relative. */
interface Answer {
  readonly trades: number;
  readonly wins: number;
  readonly totalReturn: number;
  readonly maxDrawdown: number;
  readonly sharpe: number;
}

const parseAnswers = (text: string): Map<number, Answer> =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .map(([trial, trades, wins, totalReturn, maxDrawdown, sharpe]) => [
        trial!,
        { trades: trades!, wins: wins!, totalReturn: totalReturn!, maxDrawdown: maxDrawdown!, sharpe: sharpe! },
      ]),
  );

interface Case {
  readonly data: string;
  readonly periods: number;
  readonly fee: number;
  readonly slippage: number;
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hgopt-oracle-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the 1,200 points with the command that users run and reads its results file. */
function sweep({ data, periods, fee, slippage }: Case): Map<number, Answer> {
  const file = join(dir, 'sweep.yaml');
  writeFileSync(
    file,
    `name: oracle
strategy: { name: dma-atr-trend, params: { trend_ma_window: 200 } }
data: ${data}
venue: { name: oracle, allow_short: true, periods_per_year: ${periods} }
execution: { path: worst, fees: ${fee}, slippage: ${slippage} }
space:
  short_ma_window: [10, 15, 20, 25, 30]
  long_ma_window: [40, 50, 60, 70, 80]
  atr_period: [10, 14, 20]
  sl_atr_multiplier: [1.5, 2, 2.5, 3]
  tp_atr_multiplier: [3, 4, 5, 6]
sampler: grid
metric: sharpe_ratio
`,
  );
  const out = join(dir, 'out');
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [join(ROOT, 'dist/src/cli/main.js'), 'sweep', file, '--out', out, '--quiet'], {
    cwd: ROOT,
  });
  const [header, ...rows] = readFileSync(join(out, 'optimization_results.csv'), 'utf8').trim().split('\n');
  const names = header!.split(',');
  const column = (name: string) => {
    const k = names.indexOf(name);
    if (k < 0) throw new Error(`no column ${name}`);
    return k;
  };
  const at = ['trial', 'total_trades', 'winning_trades', 'total_return', 'max_drawdown', 'sharpe_ratio'].map(column);
  return parseAnswers(rows.map((row) => at.map((k) => row.split(',')[k]).join(' ')).join('\n'));
}

function expectAgreement(ours: Map<number, Answer>, theirs: Map<number, Answer>): void {
  const relative = (a: number, b: number) => Math.abs(a / b - 1);
  const faults: string[] = [];
  for (const [trial, b] of theirs) {
    const a = ours.get(trial);
    const agrees =
      a !== undefined &&
      a.trades === b.trades &&
      a.wins === b.wins &&
      relative(1 + a.totalReturn, 1 + b.totalReturn) <= 1e-9 &&
      relative(a.maxDrawdown, b.maxDrawdown) <= 1e-9 &&
      relative(a.sharpe, b.sharpe) <= 1e-9;
    if (!agrees) faults.push(`trial ${trial}: ${JSON.stringify(a)} instead of ${JSON.stringify(b)}`);
  }
  expect(faults.slice(0, 5)).toEqual([]);
}

const sp500 = `{ path: ${JSON.stringify(SP500)}, symbol: SP500, interval: 1d, timezone: UTC }`;

test('the trials of the S&P 500 grid agree with answers that another program gave', () => {
  const golden = parseAnswers(readFileSync(GOLDEN, 'utf8'));
  expect(golden.size).toBe(60);
  expectAgreement(sweep({ data: sp500, periods: 252, fee: 0.001, slippage: 0.0005 }), golden);
});

const hasCompiler = (): boolean => {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

// The program is no part of this repository; where it or a C compiler is missing, the golden table above stands in for it.
describe.skipIf(!existsSync(SOURCE) || !hasCompiler())('all 1,200 trials agree with an independent C program', () => {
  const run = (args: readonly (string | number)[]) =>
    execFileSync(join(dir, 'dma'), args.map(String), { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const answers = (csv: string, { periods, fee, slippage }: Omit<Case, 'data'>) =>
    parseAnswers(run(['run', csv, 'bar', 2, 1, periods, fee, slippage, 'dump']).toString());
  const generated = (name: string, bars: number, intervalMs: number): string => {
    const csv = join(dir, name);
    if (!existsSync(csv)) writeFileSync(csv, run(['gen', bars, intervalMs, 1]));
    return csv;
  };
  const expectSame = (csv: string, data: string, costs: Omit<Case, 'data'>) => {
    const theirs = answers(csv, costs);
    expect(theirs.size).toBe(1200);
    expectAgreement(sweep({ data, ...costs }), theirs);
  };
  const standard = { periods: 365, fee: 0.001, slippage: 0.0005 };
  const cheap = { periods: 365, fee: 0.00002, slippage: 0.00001 };

  beforeAll(() => {
    execFileSync('gcc', ['-O2', '-pthread', '-o', join(dir, 'dma'), SOURCE, '-lm']);
  });

  test.each([
    ['at the default costs', standard],
    ['at costs so low that returns say something', cheap],
  ])('on a year of generated hours %s', (_, costs) => {
    const csv = generated('1h.csv', 8760, 3_600_000);
    expectSame(csv, `{ path: ${csv}, symbol: GEN, interval: 1h }`, costs);
  });

  test.each([
    ['at the default costs', standard],
    ['at costs so low that returns say something', cheap],
  ])(
    'on a year of generated minutes %s',
    (_, costs) => {
      const csv = generated('1m.csv', 525_600, 60_000);
      expectSame(csv, `{ path: ${csv}, symbol: GEN, interval: 1m }`, costs);
    },
    180_000,
  );

  test('on the S&P 500 with 252 days a year', () => {
    const rows = readFileSync(SP500, 'utf8').trim().split('\n').slice(1);
    const csv = join(dir, 'sp500.csv');
    const converted = rows
      .map((row) => row.split(','))
      .map(([date, open, high, low, close, , volume]) =>
        [Date.parse(`${date}T00:00:00Z`), open, high, low, close, volume].join(','),
      );
    writeFileSync(csv, ['time,open,high,low,close,volume', ...converted, ''].join('\n'));
    expectSame(csv, sp500, { periods: 252, fee: 0.001, slippage: 0.0005 });
  });

  test.skipIf(!existsSync(BTC))('on six and a half years of real hours of a BTC perpetual', () => {
    const csv = join(dir, 'btc.csv');
    writeFileSync(csv, gunzipSync(readFileSync(BTC)));
    expectSame(csv, `{ path: ${JSON.stringify(BTC)}, symbol: BTCUSDT, interval: 1h }`, standard);
  });
});
