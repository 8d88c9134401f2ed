import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hgopt-data-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { ...process.env };
delete environment['HGOPT_CATALOG'];

/** Runs `hgopt data` with the words given, in the folder of this test. */
function data(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), 'data', ...words], {
    cwd: folder,
    env: { ...environment, NO_COLOR: '1' },
    encoding: 'utf8',
  });
}

const START = Date.UTC(2024, 0, 1);
const rows = Array.from({ length: 120 }, (_, i) => `${START + i * 60_000},100,102,99,101,5`);
writeFileSync(join(folder, 'good.csv'), `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
writeFileSync(
  join(folder, 'bad.csv'),
  `time,open,high,low,close,volume\n${rows.slice(0, 5).join('\n')}\n${START + 300_000},100,98,99,101,5\n`,
);
writeFileSync(
  join(folder, 'odd.csv'),
  `when;first;top;bottom;final\n${rows.map((row) => row.split(',').slice(0, 5).join(';')).join('\n')}\n`,
);

describe('hgopt data', () => {
  test('import puts a file into the catalog below the current folder, and list shows it', () => {
    const imported = data('import', 'good.csv', '--symbol', 'ABC');
    expect(imported).toMatchObject({ status: 0, stderr: '' });
    expect(imported.stdout).toContain('rows:       120');
    expect(existsSync(join(folder, '.hgopt/catalog/manifest.json'))).toBe(true);
    const listed = data('list');
    expect(listed.stdout.split('\n')[1]).toMatch(
      /^ABC +1m +120 +2024-01-01T00:00:00\.000Z +2024-01-01T01:59:00\.000Z +0 +good\.csv$/,
    );
    expect(JSON.parse(data('list', '--json').stdout)).toMatchObject([{ symbol: 'ABC', interval: '1m', rows: 120 }]);
  });

  test('import puts funding rates and mark prices beside the bars, together or later, and list shows them', () => {
    const stamps = [START, START + 3_600_000];
    writeFileSync(join(folder, 'rates.csv'), `time,rate\n${stamps.map((t, k) => `${t},0.000${k + 1}`).join('\n')}\n`);
    writeFileSync(join(folder, 'marks.csv'), `timestamp,mark_price\n${START},100.5\n`);
    const files = ['--funding', 'rates.csv', '--mark', 'marks.csv', '--catalog', 'funded'];
    const both = data('import', 'good.csv', '--symbol', 'PERP', ...files);
    expect(both).toMatchObject({ status: 0, stderr: '' });
    const found = '2 settlements, 2024-01-01T00:00:00.000Z .. 2024-01-01T01:00:00.000Z, rates 0.0001 .. 0.0002';
    expect(both.stdout).toContain(`funding:    ${found}; 1 with a mark price`);
    expect(data('import', '--symbol', 'LATER', ...files).stdout).toContain(`funding:    ${found}`);
    const lines = data('list', '--catalog', 'funded').stdout.split('\n');
    expect(lines[1]).toMatch(/^PERP +1m +120 /);
    expect(lines[2]).toMatch(
      /^LATER +funding +2 +2024-01-01T00:00:00\.000Z +2024-01-01T01:00:00\.000Z +rates\.csv marks\.csv$/,
    );
    expect(JSON.parse(data('list', '--json', '--catalog', 'funded').stdout)).toMatchObject([
      { symbol: 'PERP', interval: '1m' },
      { kind: 'funding', symbol: 'LATER', settlements: 2, marked: 1 },
      { kind: 'funding', symbol: 'PERP', settlements: 2, marked: 1 },
    ]);
    const { stdout } = data('check', 'good.csv', '--funding', 'rates.csv', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ rows: 120, funding: { settlements: 2, marked: 0 } });
  });

  test('nothing is written when rates or marks are refused, or when there is nothing to bring in', () => {
    writeFileSync(join(folder, 'prices.csv'), `time,rate\n${START},100\n`);
    writeFileSync(join(folder, 'rate.csv'), `time,rate\n${START},0.0001\n`);
    writeFileSync(join(folder, 'other.csv'), `timestamp,mark_price\n${START + 86_400_000},100.5\n`);
    const into = ['good.csv', '--symbol', 'PERP', '--catalog', 'refused'];
    const prices = data('import', ...into, '--funding', 'prices.csv');
    expect(prices).toMatchObject({ status: 3, stdout: '' });
    expect(prices.stderr).toContain('HG-DATA-061');
    const other = data('import', ...into, '--funding', 'rate.csv', '--mark', 'other.csv');
    expect(other).toMatchObject({ status: 3, stdout: '' });
    expect(other.stderr).toContain('HG-DATA-067');
    expect(data('import', ...into, '--mark', 'other.csv')).toMatchObject({ status: 2, stdout: '' });
    expect(data('import', '--symbol', 'PERP', '--catalog', 'refused')).toMatchObject({ status: 2, stdout: '' });
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  test('import takes every option of a data section', () => {
    const words = [
      '--columns',
      'time=when,open=first',
      '--columns',
      'high=top,low=bottom,close=final,volume=none',
      '--resample',
      '1h',
    ];
    const imported = data('import', 'odd.csv', '--symbol', 'ODD', ...words, '--catalog', 'elsewhere');
    expect(imported).toMatchObject({ status: 0, stderr: '' });
    expect(imported.stdout).toContain('interval:   1h');
    expect(JSON.parse(readFileSync(join(folder, 'elsewhere/manifest.json'), 'utf8'))).toMatchObject({
      entries: [{ symbol: 'ODD', interval: '1h', rows: 2, resampled_from: '1m' }],
    });
  });

  test('check reports a good file, as JSON too', () => {
    expect(data('check', 'good.csv').stdout).toContain('gaps:       none');
    expect(JSON.parse(data('check', 'good.csv', '--json').stdout)).toMatchObject({
      rows: 120,
      first: '2024-01-01T00:00:00.000Z',
    });
  });

  test('check tells closes that moved unlike the others by the method that is asked for', () => {
    expect(data('check', 'good.csv').stdout).not.toContain('outliers');
    expect(data('check', 'good.csv', '--outliers', 'mad').stdout).toContain('of 119 moves from close to close (mad)');
    expect(JSON.parse(data('check', 'good.csv', '--outliers', 'iqr', '--json').stdout)).toMatchObject({
      rows: 120,
      outliers: { method: 'iqr', moves: 119 },
    });
    const unknown = data('check', 'good.csv', '--outliers', 'guess');
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toContain('iqr, zscore, mad');
  });

  test('check and import refuse a bad file with exit code 3 and write nothing', () => {
    const checked = data('check', 'bad.csv');
    expect(checked).toMatchObject({ status: 3, stdout: '' });
    expect(checked.stderr).toContain('HG-DATA-033 at bad.csv row 7 (2024-01-01T00:05:00.000Z)');
    expect(checked.stderr).toContain('high=98 low=99');
    expect(data('import', 'bad.csv', '--symbol', 'BAD', '--catalog', 'none')).toMatchObject({ status: 3, stdout: '' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('check counts what repair drops', () => {
    expect(data('check', 'bad.csv', '--repair').stdout).toContain('repaired:   HG-DATA-033: 1');
  });

  test('synth generates a series into the catalog', () => {
    const made = data(
      'synth',
      '--symbol',
      'SYN',
      '--bars',
      '50',
      '--interval',
      '1h',
      '--seed',
      '9',
      '--catalog',
      'made',
    );
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(data('list', '--json', '--catalog', 'made').stdout)).toMatchObject([
      { symbol: 'SYN', interval: '1h', rows: 50, source: ['synthetic 1h seed=9'] },
    ]);
  });

  test.each([
    [['check', 'good.csv', '--interval', '1x'], '--interval', '1x'],
    [['check', 'good.csv', '--timezone', 'Mars'], '--timezone', 'Mars'],
    [['check', 'good.csv', '--price-scale', 'many'], '--price-scale', 'many'],
    [['check', 'good.csv', '--stamp', 'middle'], '--stamp', 'middle'],
    [['check', 'good.csv', '--columns', 'open'], '--columns', 'open'],
    [['check', 'good.csv', '--columns', 'opne=1'], '--columns', 'opne'],
    [['check', 'good.csv', '--from', 'soon'], '--from', 'soon'],
    [['synth', '--symbol', 'S', '--bars', '0'], '--bars', '0'],
  ])('%j is refused with exit code 2, naming the flag and its value', (words, flag, value) => {
    const answer = data(...words);
    expect(answer).toMatchObject({ status: 2, stdout: '' });
    expect(answer.stderr).toContain(`at ${flag}`);
    expect(answer.stderr).toContain(value);
  });
});
