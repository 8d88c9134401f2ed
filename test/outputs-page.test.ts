import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Actor } from '../src/engine/actor.js';
import { Engine } from '../src/engine/run-engine.js';
import type { RunRecord } from '../src/engine/record/record.js';
import { runFiles } from '../src/report/best-backtest/files.js';
import { DAY, marketOf, rulesOf, type Bar } from './_support/backtest.js';
import { runReport } from './report/recorded-run.js';

const page = readFileSync(new URL('../docs/outputs.md', import.meta.url), 'utf8');
const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

/** Two symbols of one account, in hedge mode or not, each bought with a stop and sold again. */
function record(positionMode: 'netting' | 'hedge', symbols: readonly string[]): RunRecord {
  const bars = [100, 101, 102, 103].map((p): Bar => [p, p + 1, p - 1, p]);
  const actor: Actor = {
    warmup: 0,
    onBar(i, desk) {
      const size = { kind: 'quantity', value: 1 } as const;
      if (i === 0) desk.submit({ type: 'market', side: 1, size, bracket: { stop: { distance: 50 } } });
      if (i === 1) desk.close('signal');
    },
  };
  const traders = symbols.map((symbol) => ({ market: { ...marketOf(bars, { intervalMs: DAY }), symbol }, actor }));
  const rules = rulesOf({ account: { kind: 'margin' }, instrument: { positionMode } });
  return new Engine().run({ traders, rules, window: { from: 0, to: 4 }, recording: true });
}

const textOf = (content: unknown): string =>
  typeof content === 'string' ? content : [...(content as Iterable<string>)].join('');

test.each([
  ['one symbol', record('netting', ['A'])],
  ['several symbols', record('netting', ['A', 'B'])],
  ['lots', record('hedge', ['A'])],
])('the page of outputs names every file and every column of a run of %s', (_, run) => {
  const missing: string[] = [];
  for (const [name, content] of runFiles(runReport({ record: run }))) {
    const general = name.replace(/\/[AB]_/, '/<SYMBOL>_');
    if (!named.has(general) && !named.has(general.replace(/\.parquet$/, '.csv'))) missing.push(name);
    const metrics = new Set(['total_return', 'sharpe_ratio']);
    const columns = name.endsWith('.csv') ? textOf(content).split('\n')[0]!.split(',') : [];
    for (const column of columns) {
      const known = named.has(column) || metrics.has(column) || named.has(column.replace(/_[AB]$/, '_<SYMBOL>'));
      if (!known && !page.includes(`\`${column}\``)) missing.push(`${name}: ${column}`);
    }
  }
  expect(missing).toEqual([]);
});
