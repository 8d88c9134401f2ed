import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, type Finding } from '../base/errors.js';
import type { LedgerLine } from './exact-account.js';
import { Rational } from './rational.js';

/** A CSV file as rows of texts by column; `line` of the file as an editor counts. */
export type Row = Readonly<Record<string, string>> & { readonly line: string };

/** What a recorded run left behind, its texts still as they stand in the files. */
export interface RunFiles {
  readonly dir: string;
  readonly config: RunConfig;
  readonly summary: {
    readonly final_equity?: number;
    readonly metrics?: Readonly<Record<string, number | null>>;
    readonly symbols?: readonly string[];
    readonly symbol?: string;
  };
  readonly ledger: readonly LedgerLine[];
  readonly fills: readonly Row[];
  readonly trades: readonly Row[];
  readonly equity: readonly Row[];
}

/** What the books need to know of config.json. */
export interface RunConfig {
  readonly account: { readonly initial_cash: number; readonly type: 'cash' | 'margin' };
  readonly venue?: {
    readonly multiplier?: number;
    readonly instruments?: Readonly<Record<string, { readonly multiplier?: number }>>;
  };
  readonly portfolio?: { readonly mode?: 'portfolio' | 'independent' };
}

/**
 * Reads a directory of a backtest, a replay or a best_backtest; of a sweep's directory the best_backtest inside.
 *
 * @throws DataError when files are missing or are not what a run writes
 */
export function readRunFiles(given: string): RunFiles {
  const inner = join(given, 'best_backtest');
  const dir = existsSync(join(inner, 'config.json')) ? inner : given;
  const text = (name: string): string => {
    try {
      return readFileSync(join(dir, name), 'utf8');
    } catch {
      throw new DataError({
        code: 'HG-AUDIT-001',
        place: join(dir, name),
        rule: 'an audit needs config.json, summary.json, ledger.jsonl, fills.csv, trades.csv and equity.csv of one run',
        hint: 'name the output directory of hgopt backtest, replay or sweep',
      });
    }
  };
  const json = (name: string): unknown => {
    try {
      return JSON.parse(text(name));
    } catch (error) {
      if (error instanceof DataError) throw error;
      throw notOurs(join(dir, name), 'this is no JSON');
    }
  };
  const config = json('config.json') as RunConfig;
  if (typeof config?.account?.initial_cash !== 'number')
    throw notOurs(join(dir, 'config.json'), 'there is no account.initial_cash');
  return {
    dir,
    config,
    summary: json('summary.json') as RunFiles['summary'],
    ledger: readLedger(join(dir, 'ledger.jsonl'), text('ledger.jsonl')),
    fills: readTable(text('fills.csv')),
    trades: readTable(text('trades.csv')),
    equity: readTable(text('equity.csv')),
  };
}

const notOurs = (place: string, rule: string): DataError =>
  new DataError({ code: 'HG-AUDIT-002', place, rule, hint: 'run the backtest or the replay again' });

function readLedger(place: string, text: string): LedgerLine[] {
  const findings: Finding[] = [];
  const lines = text.split('\n').flatMap((line, k): LedgerLine[] => {
    if (line === '') return [];
    const parsed = ledgerLine(line, k + 1);
    if (parsed) return [parsed];
    const rule = 'this is no line of a ledger';
    findings.push(...notOurs(`${place}:${k + 1}`, rule).findings.map((f) => ({ ...f, value: line })));
    return [];
  });
  if (findings.length > 0) throw new DataError(findings.slice(0, 20));
  return lines;
}

function ledgerLine(text: string, line: number): LedgerLine | null {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  const number = (name: string): Rational | null => (typeof row[name] === 'number' ? Rational.parse(row[name]) : null);
  const { time, symbol, kind, side, lot } = row;
  const [quantity, price, cash] = [number('quantity'), number('price'), number('cash')];
  if (typeof time !== 'string' || typeof symbol !== 'string' || !quantity || !price || !cash) return null;
  const head = { line, time, symbol, quantity, price, cash };
  if (kind === 'funding') {
    const rate = number('rate');
    return rate && { ...head, kind, rate };
  }
  const fee = number('fee');
  if (kind !== 'fill' || !fee || (side !== 'BUY' && side !== 'SELL') || quantity.sign <= 0) return null;
  return { ...head, kind, side: side === 'BUY' ? 1 : -1, lot: typeof lot === 'number' ? lot : 0, fee };
}

function readTable(text: string): Row[] {
  const [header = '', ...rows] = text.split('\n');
  const names = cellsOf(header);
  return rows.flatMap((row, k): Row[] => {
    if (row === '') return [];
    const cells = cellsOf(row);
    return [{ ...Object.fromEntries(names.map((name, n) => [name, cells[n] ?? ''])), line: String(k + 2) }];
  });
}

/** Cells of a line of ours: quoted where they hold a comma or a quote, never over several lines. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );
}
