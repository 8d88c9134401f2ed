import { describe, expect, test } from 'vitest';
import { runFiles } from '../../src/report/best-backtest/files.js';
import type { RunReport } from '../../src/report/run-report.js';
import type { Desk } from '../../src/engine/desk.js';
import { rulesOf, runScript, type Bar } from '../_support/backtest.js';
import { recordedRun, runReport } from './recorded-run.js';

function fileText(name: string, report: RunReport = runReport()): string {
  const content = runFiles(report).get(name);
  return typeof content === 'string' ? content : [...(content ?? [])].join('');
}
const lines = (name: string, report?: RunReport): string[] => fileText(name, report).trimEnd().split('\n');

describe('the files of a recorded run', () => {
  test('are the ten of the contract, the ledger, the events, the exposures, the lots, and three of them as Parquet', () => {
    expect([...runFiles(runReport()).keys()].sort()).toEqual([
      'config.json',
      'equity.csv',
      'equity.parquet',
      'events.jsonl',
      'exposure.csv',
      'fills.csv',
      'ledger.jsonl',
      'lots.csv',
      'metrics.csv',
      'metrics.parquet',
      'monthly_returns.csv',
      'orders.csv',
      'performance_metrics.csv',
      'positions.csv',
      'summary.json',
      'trades.csv',
      'trades.parquet',
    ]);
  });

  test('list the trades with the net profit, the return per entry notional as a fraction and the duration in ms', () => {
    expect(lines('trades.csv')).toEqual([
      'entry_time,exit_time,symbol,side,entry_price,exit_price,quantity,gross_pnl,fees,funding,pnl,pnl_pct,duration,exit_reason,partials',
      '2024-01-31T00:00:00.000Z,2024-02-02T00:00:00.000Z,TEST,LONG,100,121,5,105,1.105,0,103.895,0.20779,172800000,signal,',
    ]);
  });

  test('list every order, the decision at the bar before the fill', () => {
    expect(lines('orders.csv')).toEqual([
      'client_order_id,venue_order_id,side,quantity,filled_qty,avg_px,status,type,kind,price,fee,reason,code,ts_submitted,ts_closed,symbol,position_side,level,liquidity',
      'TEST-1,SIM-1,BUY,5,5,100,FILLED,market,ENTRY,,0.5,entry,,2024-01-30T00:00:00.000Z,2024-01-31T00:00:00.000Z,TEST,LONG,,taker',
      'TEST-2,SIM-2,SELL,5,5,121,FILLED,market,EXIT,,0.605,signal,,2024-02-01T00:00:00.000Z,2024-02-02T00:00:00.000Z,TEST,LONG,,taker',
    ]);
    expect(lines('fills.csv')[1]).toBe('2024-01-31T00:00:00.000Z,TEST-1,TEST,BUY,5,100,100,0,0.5,taker,entry');
  });

  test('give a rejected order no venue id and no price', () => {
    const run = recordedRun();
    const order = {
      ...run.journal!.orders[0]!,
      status: 'REJECTED',
      quantity: NaN,
      averagePrice: NaN,
      filledQuantity: 0,
    } as const;
    const record = { ...run, journal: { ...run.journal!, orders: [order] } };
    expect(lines('orders.csv', runReport({ record }))[1]).toMatch(/^TEST-1,,BUY,,0,,REJECTED,/);
  });

  test('give equity at every bar close; it ends at the final equity', () => {
    const rows = lines('equity.csv');
    expect(rows[0]).toBe('time,cash,equity,drawdown');
    expect(rows).toHaveLength(5);
    expect(rows[4]).toBe('2024-02-02T00:00:00.000Z,1103.895,1103.895,0.0005477591670439277');
  });

  test('compound the months to the total return and count trades where they were closed', () => {
    const rows = lines('monthly_returns.csv');
    expect(rows).toEqual([
      'year,month,return,trades,win_rate,avg_return',
      '2024,1,0.0495000000000001,0,,',
      '2024,2,0.051829442591710295,1,1,0.20779',
    ]);
    const months = rows.slice(1).map((line) => Number(line.split(',')[2]));
    expect(months.reduce((product, month) => product * (1 + month), 1)).toBeCloseTo(1.103895, 12);
  });

  test('put the seven totals first and every metric after them', () => {
    const report = runReport();
    expect(lines('metrics.csv')[0]).toBe(
      'total_orders,total_positions,final_balance,total_realized_pnl,total_unrealized_pnl,total_pnl,fill_rate,total_return,sharpe_ratio',
    );
    expect(lines('performance_metrics.csv', report)).toEqual([
      'metric,value,description',
      'total_return,0.103895,"Final over initial equity, less one"',
      'sharpe_ratio,,',
    ]);
  });

  test('split the result of a position that stays open into realised and unrealised, and they add up', () => {
    const report = runReport({ record: recordedRun(false) });
    expect(lines('positions.csv', report)[1]).toBe('1,TEST,LONG,5,100,-0.5,125,2024-01-31T00:00:00.000Z,');
    const [, values] = lines('metrics.csv', report);
    expect(values?.split(',').slice(0, 7)).toEqual(['1', '1', '999.5', '-0.5', '125', '124.5', '1']);
  });

  test('give a position that is enlarged, cut and turned over its mean entry price', () => {
    const flat = (price: number): Bar => [price, price, price, price];
    const order = (side: 1 | -1, value: number) => (desk: Desk) =>
      void desk.submit({ type: 'market', side, size: { kind: 'quantity', value } });
    const rules = rulesOf({ execution: { flattenAtEnd: false } });
    const openOf = (prices: readonly number[], ...orders: readonly ((desk: Desk) => void)[]): string[] => {
      const record = runScript(prices.map(flat), { ...orders }, rules);
      return lines('positions.csv', runReport({ record })).at(-1)!.split(',');
    };
    const enlarged = openOf([90, 100, 120, 130], order(1, 1), order(1, 3), order(-1, 2));
    expect(enlarged.slice(2, 7)).toEqual(['LONG', '2', '115', '30', '30']);
    expect(enlarged[7]).toBe('2024-01-02T00:00:00.000Z');
    const turned = openOf([90, 100, 120], order(1, 1), order(-1, 3));
    expect(turned.slice(2, 7)).toEqual(['SHORT', '2', '120', '0', '0']);
    expect(turned[7]).toBe('2024-01-03T00:00:00.000Z');
  });

  test('consist of headers alone when nothing was traded', () => {
    const run = recordedRun();
    const record = {
      ...run,
      trades: { ...run.trades, count: 0 },
      journal: { ...run.journal!, orders: [], fills: [], positions: [new Float64Array(4)] },
      counters: { ...run.counters, ordersSubmitted: 0, ordersFilled: 0 },
    };
    const report = runReport({ record });
    for (const name of ['orders.csv', 'fills.csv', 'trades.csv', 'positions.csv'])
      expect(lines(name, report)).toHaveLength(1);
    expect(lines('metrics.csv', report)[1]?.split(',')[6]).toBe('');
  });

  test('say in the summary what was run, with null for a metric without a value', () => {
    const summary = JSON.parse(fileText('summary.json')) as Record<string, unknown>;
    expect(summary['metrics']).toEqual({ total_return: 0.103895, sharpe_ratio: null });
    expect(summary['time_range']).toEqual({ start: '2024-01-30T00:00:00.000Z', end: '2024-02-02T00:00:00.000Z' });
    expect(summary['worst_path']).toBeNull();
    const judged = JSON.parse(fileText('summary.json', runReport({ worst: Float64Array.of(0.05, 1) }))) as Record<
      string,
      unknown
    >;
    expect(judged['worst_path']).toEqual({ metrics: { total_return: 0.05, sharpe_ratio: 1 } });
  });
});
