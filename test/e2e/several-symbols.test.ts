import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hgopt, outputsOf, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;

/** The bars of the sweep upside down, without the first and the last fifty. */
function mirrored(csv: string): string {
  const [head, ...rows] = csv.trimEnd().split('\n');
  const other = rows.slice(50, -50).map((row) => {
    const [time, open, high, low, close, volume] = row.split(',').map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return [time, 250 - open, 250 - low, 250 - high, 250 - close, volume].join(',');
  });
  return `${[head, ...other].join('\n')}\n`;
}

beforeAll(() => {
  sweep = tinySweep({
    data: { path: '{symbol}.csv', symbols: ['WAVE', 'FLOW'], interval: '1h' },
    venue: { allow_short: true, instruments: { FLOW: { lot_size: 0.01, min_qty: 0.01 } } },
    space: { short_ma_window: [3, 5], long_ma_window: [10, 14, 18], sl_atr_multiplier: [1, 2] },
  });
  copyFileSync(sweep.path('bars.csv'), sweep.path('WAVE.csv'));
  writeFileSync(sweep.path('FLOW.csv'), mirrored(readFileSync(sweep.path('bars.csv'), 'utf8')));
});
afterAll(() => sweep.remove());

/** Runs the sweep into a directory of that name and returns its files. */
async function run(name: string, ...flags: readonly string[]): Promise<Map<string, string>> {
  const { code, stderr } = await hgopt(['sweep', sweep.file, '--out', sweep.path(name), '--quiet', ...flags]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return outputsOf(sweep.path(name));
}

/** The numbers of a metric by trial. */
function column(files: Map<string, string>, name: string): Map<number, number> {
  const [head = '', ...rows] = files.get('optimization_results.csv')!.trimEnd().split('\n');
  const at = head.split(',').indexOf(name);
  return new Map(rows.map((row) => row.split(',')).map((cells) => [Number(cells[1]), Number(cells[at])]));
}

describe.each(['portfolio', 'independent'])('a sweep over two symbols, %s', (mode) => {
  const set = ['--set', `portfolio.mode=${mode}`];
  let expected: Map<string, string>;
  beforeAll(async () => {
    expected = await run(mode, ...set, '--workers', '1');
  });

  test('writes the files of one symbol and one line a symbol', () => {
    expect([...expected.keys()]).toContain('best_backtest/per_symbol.csv');
    const symbols = expected
      .get('best_backtest/per_symbol.csv')!
      .trimEnd()
      .split('\n')
      .map((row) => row.split(',')[0]);
    expect(symbols).toEqual(['symbol', 'FLOW', 'WAVE']);
    const traded = new Set(
      expected
        .get('best_backtest/trades.csv')!
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',')[2]),
    );
    expect(traded).toEqual(new Set(['FLOW', 'WAVE']));
  });

  test('gives the same bytes with two workers, with the symbols listed in another order, and as a list of sections', async () => {
    expect(await run(`${mode}-workers`, ...set, '--workers', '2')).toEqual(expected);
    expect(await run(`${mode}-order`, ...set, '--set', 'data.symbols=[FLOW, WAVE]')).toEqual(expected);
    const sections = '[{path: WAVE.csv, symbol: WAVE, interval: 1h}, {path: FLOW.csv, symbol: FLOW, interval: 1h}]';
    expect(await run(`${mode}-list`, ...set, '--set', `data=${sections}`)).toEqual(expected);
  });

  test('goes on where it stopped', async () => {
    await run(`${mode}-parts`, ...set, '--max-trials', '5');
    expect(await run(`${mode}-parts`, ...set, '--resume')).toEqual(expected);
  });

  test('has rows that a replay repeats', async () => {
    const out = sweep.path(`${mode}-replay`);
    const { code, stderr, stdout } = await hgopt(['replay', sweep.path(mode), '--trial', '7', '--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('FLOW, WAVE');
    const { metrics } = JSON.parse(readFileSync(`${out}/summary.json`, 'utf8')) as { metrics: Record<string, number> };
    for (const name of ['sharpe_ratio', 'total_return', 'max_drawdown', 'total_trades'])
      expect(column(expected, name).get(7)).toBe(metrics[name]);
  });
});

test('independent accounts have the mean of what sweeps over single symbols give', async () => {
  const single = (symbol: string) =>
    run(`only-${symbol}`, '--set', `data={path: ${symbol}.csv, symbol: ${symbol}, interval: 1h}`);
  const [flow, wave] = [await single('FLOW'), await single('WAVE')];
  const both = outputsOf(sweep.path('independent'));
  for (const name of ['sharpe_ratio', 'total_return', 'max_drawdown', 'total_fees', 'avg_trade_duration']) {
    const [f, w] = [column(flow, name), column(wave, name)];
    const means = new Map([...column(both, name).keys()].map((trial) => [trial, (f.get(trial)! + w.get(trial)!) / 2]));
    expect(column(both, name)).toEqual(means);
  }
});

test('changed bars of one symbol are named when a run is to go on or to be replayed', async () => {
  const wave = sweep.path('WAVE.csv');
  const before = readFileSync(wave, 'utf8');
  writeFileSync(wave, before.trimEnd().split('\n').slice(0, -1).join('\n') + '\n');
  try {
    const out = sweep.path('portfolio');
    const resumed = await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet']);
    expect(resumed.code).toBe(2);
    expect(resumed.stderr).toContain('data.WAVE has changed');
    expect(resumed.stderr).not.toContain('data.FLOW');
    const replayed = await hgopt(['replay', out, '--trial', '7', '--out', sweep.path('changed')]);
    expect(replayed.code).toBe(3);
    expect(replayed.stderr).toContain('data of WAVE');
    expect(replayed.stderr).not.toContain('data of FLOW');
  } finally {
    writeFileSync(wave, before);
  }
});

test('missing bars of one symbol end with exit code 3 and its name, and nothing is written', async () => {
  const out = sweep.path('missing');
  const { code, stderr } = await hgopt(['sweep', sweep.file, '--out', out, '--set', 'data.symbols=[WAVE, GONE]']);
  expect(code).toBe(3);
  expect(stderr).toContain('GONE');
  expect(() => readFileSync(`${out}/journal.bin`)).toThrow('ENOENT');
  rmSync(out, { recursive: true, force: true });
});

test('a backtest over two symbols is the trial of the sweep that has its parameters', async () => {
  const file = sweep.path('run.json');
  const { data, venue, strategy } = JSON.parse(readFileSync(sweep.file, 'utf8')) as Record<string, object>;
  const params = {
    ...(strategy as { params: object }).params,
    short_ma_window: 3,
    long_ma_window: 10,
    sl_atr_multiplier: 1,
  };
  writeFileSync(file, JSON.stringify({ name: 'one', strategy: { ...strategy, params }, data, venue }));
  const out = sweep.path('one');
  const { code, stdout } = await hgopt(['backtest', file, '--out', out]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/│ FLOW +│/);
  const { metrics } = JSON.parse(readFileSync(`${out}/summary.json`, 'utf8')) as { metrics: Record<string, number> };
  expect(metrics['total_return']).toBe(column(outputsOf(sweep.path('portfolio')), 'total_return').get(0));
});
