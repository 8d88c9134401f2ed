import { auditRun, type MarketPrices } from '../../src/audit/audit-run.js';
import { Rational } from '../../src/audit/rational.js';
import type { Row, RunFiles } from '../../src/audit/run-files.js';
import type { CashFlow, RunRecord } from '../../src/engine/record/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import { equityRows } from '../../src/report/best-backtest/equity.js';
import { tradesRows } from '../../src/report/best-backtest/trades.js';
import { timeText } from '../../src/report/time-text.js';
import type { Cells } from '../../src/report/cells.js';

/**
 * What the exact books find wrong with a recorded run, as texts: cash after each fill and payment, equity and drawdown at each bar, trades
 * and totals.
 */
export function faultsOf(record: RunRecord, rules: RunRules): readonly string[] {
  const { account, instrument, execution } = rules;
  const { markets, timeline, trades, totalFees, netFunding, finalEquity, initialEquity } = record;
  const files: RunFiles = {
    dir: '',
    config: {
      account: { initial_cash: account.initialCash, type: account.kind },
      venue: { multiplier: instrument.multiplier },
    },
    summary: {
      final_equity: finalEquity,
      metrics: {
        total_trades: trades.count,
        total_fees: totalFees,
        net_funding: netFunding,
        total_return: finalEquity / initialEquity - 1,
        max_drawdown: record.drawdown.max,
      },
    },
    ledger: record.journal!.ledger.map((flow, k) => ledgerLine(record, flow, k + 1)),
    fills: record.journal!.fills.map((fill, k) => ({
      ...{ line: String(k + 2), time: timeText(timeline.time[fill.bar]!), symbol: markets[fill.instrument]!.symbol },
      ...{ side: fill.side > 0 ? 'BUY' : 'SELL', quantity: String(fill.quantity), price: String(fill.price) },
      ...{ fee: String(fill.fee), raw_price: String(fill.rawPrice) },
    })),
    trades: rowsOf(tradesRows(record)),
    equity: rowsOf(equityRows(record)),
  };
  const differences = auditRun(files, pricesOf(record)).flatMap((check) => check.differences);
  // A stop that ignores gaps fills at a price that its bar never saw.
  const isOutside = (place: string) => execution.stopGap === 'stop' && place.endsWith(' raw_price');
  return differences.filter(({ place }) => !isOutside(place)).map((d) => `${d.place}: ${d.claimed}, not ${d.expected}`);
}

const exact = (value: number): Rational => Rational.parse(value)!;

function ledgerLine(record: RunRecord, flow: CashFlow, line: number): RunFiles['ledger'][number] {
  const place = flow.kind === 'fill' ? flow.fill : flow;
  const { quantity, price } = place;
  const time = timeText(record.timeline.time[place.bar]!);
  const head = { line, time, symbol: record.markets[place.instrument]!.symbol, cash: exact(flow.cash) };
  const what = { ...head, quantity: exact(quantity), price: exact(price) };
  if (flow.kind === 'funding') return { ...what, kind: 'funding', rate: exact(flow.rate) };
  const { side, lot, fee } = flow.fill;
  return { ...what, kind: 'fill', side, lot, fee: exact(fee) };
}

function rowsOf(table: Iterable<Cells>): Row[] {
  const [head = [], ...rows] = [...table];
  return rows.map((cells, k) => ({
    line: String(k + 2),
    ...Object.fromEntries(head.map((name, n) => [String(name), String(cells[n])])),
  }));
}

function pricesOf({ markets }: RunRecord): MarketPrices {
  return {
    barAt(symbol, time) {
      const { time: opens, low, high, close } = markets.find((market) => market.symbol === symbol)!;
      const i = opens.findLastIndex((open) => open <= Date.parse(time));
      return i < 0 ? null : { low: low[i]!, high: high[i]!, close: close[i]! };
    },
  };
}
