import Table from 'cli-table3';
import { figureText } from './figure-text.js';
import type { RunReport } from './run-report.js';

/** What a console shows of a run, in this order; all metrics are in its files. */
const HEADLINE = [
  ...['final_balance', 'total_pnl', 'total_return', 'annualized_return'],
  ...[
    'sharpe_ratio',
    'sortino_ratio',
    'calmar_ratio',
    'max_drawdown',
    'max_drawdown_duration',
    'peak_equity',
    'volatility',
  ],
  ...['total_trades', 'win_rate', 'profit_factor', 'expectancy', 'avg_win', 'avg_loss', 'avg_trade_duration'],
  ...['total_r', 'expectancy_r'],
  ...['total_orders', 'fill_rate', 'success_rate', 'total_fills', 'total_fees', 'net_funding', 'avg_slippage_bps'],
  ...['exposure_time', 'ambiguous_bars', 'liquidations'],
];
/** Shown only where they say something: with a value, other than 0. */
const SOMETIMES = new Set(['success_rate', 'total_r', 'expectancy_r', 'net_funding', 'ambiguous_bars', 'liquidations']);

/** Headline metrics of a run and what its strategy counted, or those that the run asks for, beside the same run on other assumptions about the prices inside a bar where they differ. No colours. */
export function metricsTable({ metricNames, metrics, worst, sameBarExits, units, record, output }: RunReport): string {
  const others = [
    ['worst path', worst],
    ['same-bar exits', sameBarExits],
  ] as const;
  const headline = [...HEADLINE.filter((name) => metricNames.includes(name)), ...Object.keys(record.strategyCounters)];
  const chosen = output?.metrics;
  const rows = (chosen ?? headline).flatMap((name) => {
    const k = metricNames.indexOf(name);
    const value = k < 0 ? NaN : metrics[k]!;
    const isCounter = Object.hasOwn(record.strategyCounters, name);
    if (!chosen && (isCounter || SOMETIMES.has(name)) && !(Math.abs(value) > 0)) return [];
    const unit = isCounter ? (Number.isInteger(value) ? 'count' : 'ratio') : units[name];
    const text = figureText(value, unit);
    const aside = others.map(([, other]) =>
      other === null || Object.is(other[k], value) ? '' : figureText(other[k]!, unit),
    );
    return [{ name, text, aside: aside.map((adverse) => (adverse === text ? '' : adverse)) }];
  });
  const shown = others.map((_, n) => n).filter((n) => rows.some(({ aside }) => aside[n] !== ''));
  const grid = new Table({
    head: ['metric', 'value', ...shown.map((n) => others[n]![0])],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', ...shown.map(() => 'right' as const)],
  });
  for (const { name, text, aside } of rows) grid.push([name, text, ...shown.map((n) => aside[n]!)]);
  return grid.toString();
}
