import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditDirectory } from '../../src/coordinator/audit.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { writeRunOutputs } from '../../src/report/write-run.js';

const FILES = fileURLToPath(new URL('../../configs/backtest/', import.meta.url));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hgopt-audit-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const failures = async (dir: string): Promise<string[]> =>
  (await auditDirectory(dir, FILES)).checks.flatMap(({ differences }) => differences.map(({ place }) => place));

test.each(['dma-atr-trend', 'hedge-grid', 'orb-confluence', 'scalping-ema-rsi', 'sma-extended'])(
  'the exact books of configs/backtest/%s.yaml agree with its files to 1e-12',
  async (name) => {
    const dir = join(root, name);
    writeRunOutputs(dir, await runBacktest(join(FILES, `${name}.yaml`)));
    const { checks, withoutPrices } = await auditDirectory(dir, FILES);
    expect(withoutPrices).toBeNull();
    expect(checks.flatMap((check) => check.differences)).toEqual([]);
    for (const check of checks) {
      expect(check.compared, check.name).toBeGreaterThan(4);
      expect(check.largest, check.name).toBeLessThan(1e-12);
    }
  },
);

test('independent accounts have books of their own', async () => {
  const dir = join(root, 'independent');
  const set = ['portfolio.mode=independent', 'account.initial_cash=20000'];
  writeRunOutputs(dir, await runBacktest(join(FILES, 'sma-extended.yaml'), { set }));
  expect(await failures(dir)).toEqual([]);
});

describe('a run whose files were changed is found out:', () => {
  const changed = async (file: string, change: (lines: string[]) => void): Promise<string[]> => {
    const dir = mkdtempSync(join(root, 'changed-'));
    cpSync(join(root, 'hedge-grid'), dir, { recursive: true });
    const lines = readFileSync(join(dir, file), 'utf8').split('\n');
    change(lines);
    writeFileSync(join(dir, file), lines.join('\n'));
    return failures(dir);
  };
  const replaceIn = (k: number, pattern: RegExp, by: string) => (lines: string[]) => {
    const before = lines[k]!;
    lines[k] = before.replace(pattern, by);
    expect(lines[k]).not.toBe(before);
  };

  test('a fee in the ledger', async () => {
    const places = await changed('ledger.jsonl', replaceIn(3, /"fee":[\d.]+/, '"fee":0'));
    expect(places).toContain('fills.csv:5 fee');
    expect(places).toContain('ledger.jsonl:4 cash');
  });

  test('a fill that is missing in both lists', async () => {
    const dir = mkdtempSync(join(root, 'missing-'));
    cpSync(join(root, 'hedge-grid'), dir, { recursive: true });
    for (const [file, line] of [
      ['ledger.jsonl', 0],
      ['fills.csv', 1],
    ] as const) {
      const lines = readFileSync(join(dir, file), 'utf8').split('\n');
      lines.splice(line, 1);
      writeFileSync(join(dir, file), lines.join('\n'));
    }
    const places = await failures(dir);
    expect(places.some((place) => place.startsWith('ledger.jsonl'))).toBe(true);
    expect(places.some((place) => place.startsWith('trades.csv'))).toBe(true);
  });

  test('a price outside of its bar', async () => {
    const header = readFileSync(join(root, 'hedge-grid', 'fills.csv'), 'utf8')
      .split('\n')[0]!
      .split(',');
    const places = await changed('fills.csv', (lines) => {
      const cells = lines[7]!.split(',');
      cells[header.indexOf('raw_price')] = '1';
      lines[7] = cells.join(',');
    });
    expect(places).toEqual(['fills.csv:8 raw_price']);
  });

  test('an equity that no price explains', async () => {
    expect(await changed('equity.csv', replaceIn(20_000, /^([^,]*,[^,]*),[^,]*/, '$1,10123.4'))).toContain(
      'equity.csv:20001 equity',
    );
  });

  test('a profit', async () => {
    expect(await changed('trades.csv', replaceIn(2, /LONG|SHORT/, 'BOTH'))).toEqual(['trades.csv:3 side']);
  });

  test('a total', async () => {
    const places = await changed('summary.json', (lines) => {
      const k = lines.findIndex((line) => line.includes('"total_return"'));
      lines[k] = '    "total_return": 0.5,';
    });
    expect(places).toEqual(['summary.json total_return']);
  });

  test('a line that is no line of a ledger, by its number', async () => {
    await expect(changed('ledger.jsonl', replaceIn(1, /"kind":"fill"/, '"kind":"gift"'))).rejects.toMatchObject({
      exitCode: 3,
      findings: [{ code: 'HG-AUDIT-002' }],
    });
  });
});

test('a directory without a run is refused with what it lacks', async () => {
  await expect(auditDirectory(join(root, 'nothing'))).rejects.toMatchObject({
    exitCode: 3,
    findings: [{ code: 'HG-AUDIT-001' }],
  });
});

test('without the bars what is held cannot be valued, and the audit says so', async () => {
  const dir = mkdtempSync(join(root, 'bare-'));
  cpSync(join(root, 'hedge-grid'), dir, { recursive: true });
  const config = JSON.parse(readFileSync(join(dir, 'config.json'), 'utf8')) as { data: object };
  writeFileSync(join(dir, 'config.json'), JSON.stringify({ ...config, data: { path: 'gone.csv', symbol: 'PERP' } }));
  const { withoutPrices, checks } = await auditDirectory(dir, FILES);
  expect(withoutPrices).toContain('gone.csv');
  expect(checks.every((check) => check.isPassed)).toBe(true);
});
