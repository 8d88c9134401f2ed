import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/engine/actor.js';
import type { Desk } from '../../src/engine/desk.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { outputSettings } from '../../src/config/settings/output.js';
import { Engine } from '../../src/engine/run-engine.js';
import { runFiles } from '../../src/report/best-backtest/files.js';
import type { RunReport } from '../../src/report/run-report.js';
import { runText } from '../../src/report/run-text.js';
import { DAY, marketOf, rulesOf, type Bar } from '../_support/backtest.js';
import { anyRules } from '../_support/random-rules.js';
import { randomActor, randomMarket } from '../_support/random-run.js';
import { runReport } from './recorded-run.js';

const START = Date.UTC(2024, 0, 1);
const marketFrom = (symbol: string, day: number, ...prices: readonly number[]) => ({
  ...marketOf(
    prices.map((p): Bar => [p, p, p, p]),
    { start: START + day * DAY },
  ),
  symbol,
});
const buys = (quantity: number, sellsAt: number): Actor => ({
  warmup: 0,
  onBar(i: number, desk: Desk) {
    if (i === 0) desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: quantity } });
    if (i === sellsAt) desk.close('signal');
  },
});

/** A: 10 bought at 100 on day 1, sold at 110 on day 2. B, whose bars begin on day 2: 5 bought at 50 on day 3, open at 40. */
function run(): RunRecord {
  const traders = [
    { market: marketFrom('A', 0, 100, 100, 110, 110), actor: buys(10, 1) },
    { market: marketFrom('B', 2, 50, 50, 40), actor: buys(5, 9) },
  ];
  const fees = { maker: 0, taker: 0.01, fixed: 0, perUnit: 0 };
  const rules = rulesOf({ execution: { flattenAtEnd: false, fees } });
  return new Engine().run({ traders, rules, window: { from: 0, to: 5 }, recording: true });
}

function lines(name: string, report: RunReport = runReport({ record: run() })): string[] {
  const content = runFiles(report).get(name);
  return (typeof content === 'string' ? content : [...(content ?? [])].join('')).trimEnd().split('\n');
}

describe('the files of a run over several symbols', () => {
  test('give each order, fill and trade its symbol and its time', () => {
    expect(lines('orders.csv').map((line) => line.split(',')[0])).toEqual(['client_order_id', 'A-1', 'A-2', 'B-3']);
    expect(lines('fills.csv').map((line) => line.split(',').slice(0, 6).join())).toEqual([
      'time,client_order_id,symbol,side,quantity,price',
      '2024-01-02T00:00:00.000Z,A-1,A,BUY,10,100',
      '2024-01-03T00:00:00.000Z,A-2,A,SELL,10,110',
      '2024-01-04T00:00:00.000Z,B-3,B,BUY,5,50',
    ]);
    expect(lines('trades.csv')[1]).toMatch(/^2024-01-02T00:00:00.000Z,2024-01-03T00:00:00.000Z,A,LONG,100,110,10,/);
  });

  test('give a position that stays open its own figures', () => {
    expect(lines('positions.csv').slice(1)).toEqual([
      '1,A,LONG,10,100,79,0,2024-01-02T00:00:00.000Z,2024-01-03T00:00:00.000Z',
      '2,B,LONG,5,50,-2.5,-50,2024-01-04T00:00:00.000Z,',
    ]);
    const [head, values] = lines('metrics.csv').map((line) => line.split(','));
    expect(values![head!.indexOf('total_positions')]).toBe('2');
  });

  test('show what is held of each at every moment of the common timeline', () => {
    expect(lines('equity.csv')).toEqual([
      'time,cash,equity,drawdown,quantity_A,quantity_B',
      '2024-01-01T00:00:00.000Z,100000,100000,0,0,0',
      '2024-01-02T00:00:00.000Z,98990,99990,0.0001,10,0',
      '2024-01-03T00:00:00.000Z,100079,100079,0,0,0',
      `2024-01-04T00:00:00.000Z,99826.5,100076.5,${2.5 / 100_079},0,5`,
      `2024-01-05T00:00:00.000Z,99826.5,100026.5,${52.5 / 100_079},0,5`,
    ]);
  });

  test('have a line for each symbol in per_symbol.csv', () => {
    expect(lines('per_symbol.csv')).toEqual([
      'symbol,total_trades,winning_trades,losing_trades,win_rate,profit_factor,avg_trade_return,gross_pnl,fees,funding,pnl,unrealized_pnl,orders,fills',
      'A,1,1,0,1,,0.079,100,21,0,79,0,2,2',
      'B,0,0,0,,,,0,0,0,0,-50,1,1',
    ]);
  });

  test('add the metrics of each account where each symbol has its own', () => {
    const accounts = [Float64Array.of(0.1, 2), Float64Array.of(-0.2, NaN)];
    const [head, a, b] = lines('per_symbol.csv', runReport({ record: run(), accounts }));
    expect(head).toMatch(/,fills,total_return,sharpe_ratio$/);
    expect(a).toMatch(/,0.1,2$/);
    expect(b).toMatch(/,-0.2,$/);
  });

  test('name all symbols in the summary', () => {
    const summary = JSON.parse(lines('summary.json').join('\n')) as Record<string, unknown>;
    expect(summary).toMatchObject({ symbols: ['A', 'B'], accounts: 1, bars: 5 });
    expect(summary).not.toHaveProperty('symbol');
  });

  test('are followed by a table of the symbols on the console', () => {
    const text = runText(runReport({ record: run() }), 'out');
    expect(text).toMatch(/fixture on A, B\n2024-01-01/);
    expect(text).toMatch(/│ A +│ +1 │ +100.00% │ +- │ +\$21.00 │ +\$0.00 │ +\$79.00 │/);
    expect(text).toMatch(/│ B +│ +0 │ +- │/);
    expect(text).toMatch(/│ all +│ +1 │ +100.00% │/);
  });

  test('are written for each symbol alone, too', () => {
    expect(lines('per_symbol/A_trades.csv').map((line) => line.split(',')[2])).toEqual(['symbol', 'A']);
    expect(lines('per_symbol/B_trades.csv')).toHaveLength(1);
    expect(lines('per_symbol/A_metrics.csv')[0]).toMatch(/^total_trades,winning_trades,/);
    expect(lines('per_symbol/A_metrics.csv')[1]).toMatch(/^1,1,0,1,/);
    const ending = [...runFiles(runReport({ record: run() })).keys()].filter((name) => name.startsWith('per_symbol/'));
    expect(ending).toHaveLength(12);
  });

  test('tell what each symbol brought, bar by bar, as if it had the account to itself', () => {
    expect(lines('per_symbol/A_equity.csv')).toEqual([
      'time,quantity,pnl,equity,drawdown',
      '2024-01-01T00:00:00.000Z,0,0,100000,0',
      '2024-01-02T00:00:00.000Z,10,-10,99990,0.0001',
      '2024-01-03T00:00:00.000Z,0,79,100079,0',
      '2024-01-04T00:00:00.000Z,0,79,100079,0',
      '2024-01-05T00:00:00.000Z,0,79,100079,0',
    ]);
    expect(lines('per_symbol/B_equity.csv').slice(1)).toEqual([
      '2024-01-03T00:00:00.000Z,0,0,100000,0',
      '2024-01-04T00:00:00.000Z,5,-2.5,99997.5,0.000025',
      '2024-01-05T00:00:00.000Z,5,-52.5,99947.5,0.000525',
    ]);
  });
});

test('what the symbols brought adds up to what the account gained, at every moment at which all have a bar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), anyRules, (seed, changes) => {
      const names = ['A', 'B', 'C'];
      const traders = names.map((symbol, k) => {
        const market = { ...randomMarket(seed + k, 120, 0.03), symbol };
        return { market, actor: randomActor(seed + k, market, 12) };
      });
      const record = new Engine().run({
        traders,
        rules: rulesOf(changes),
        window: { from: 0, to: 120 },
        recording: true,
      });
      const report = runReport({ record, config: { venue: { multiplier: changes.instrument?.multiplier ?? 1 } } });
      const brought = names.map((symbol) =>
        lines(`per_symbol/${symbol}_equity.csv`, report)
          .slice(1)
          .map((line) => Number(line.split(',')[2])),
      );
      const { equity } = record.journal!;
      const turnover = Math.max(1e5, record.turnover);
      for (let frame = 0; frame < 120; frame++) {
        const sum = brought.reduce((total, column) => total + column[frame]!, 0);
        expect(Math.abs(equity[frame]! - record.initialEquity - sum)).toBeLessThan(1e-9 * turnover);
      }
    }),
    { numRuns: 40 },
  );
});

test('a run of one symbol has neither per_symbol.csv nor a table of symbols', () => {
  expect([...runFiles(runReport()).keys()].filter((name) => name.startsWith('per_symbol'))).toEqual([]);
  expect(runText(runReport(), 'out')).not.toContain('│ all ');
});

test('the console shows the metrics that output.metrics names, in its order, and no others', () => {
  const metrics = ['total_fees', 'total_trades'];
  const output = outputSettings.parse({ metrics });
  const names = [...runText({ ...runReport(), output }, 'out').matchAll(/^│ (\w+) /gm)].map(([, name]) => name);
  expect(names).toEqual(['metric', ...metrics]);
  expect(runText(runReport(), 'out')).toContain('│ sharpe_ratio ');
});
