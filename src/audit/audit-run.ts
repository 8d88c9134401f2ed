import { Books } from './books.js';
import { Check } from './check.js';
import type { ExactTrade } from './exact-position.js';
import { Rational } from './rational.js';
import type { Row, RunFiles } from './run-files.js';

/** Prices of the market that the run traded on. */
export interface MarketPrices {
  /** Latest bar of a symbol at or before a moment, its open time as in the files; null when there is none. */
  barAt(symbol: string, time: string): { readonly low: number; readonly high: number; readonly close: number } | null;
}

/**
 * Books a recorded run once more, in exact fractions, from its list of fills and funding payments alone, and holds what the run's files claim
 * against the result. Without prices of the market, equity is judged where nothing is held.
 *
 * @returns the checks, in the order of the books
 */
export function auditRun(files: RunFiles, prices: MarketPrices | null): readonly Check[] {
  const books = new Books(files);
  return [
    checkFills(files, prices),
    checkCash(files, books),
    ...checkEquity(files, prices),
    checkTrades(files, books.trades),
    checkTotals(files, books),
  ];
}

/** The fill list says what the ledger says, and no fill lies outside its bar before slippage. */
function checkFills({ fills, ledger }: RunFiles, prices: MarketPrices | null): Check {
  const check = new Check(prices ? 'fills: as in the ledger, inside their bars' : 'fills: as in the ledger');
  const lines = ledger.filter((line) => line.kind === 'fill');
  check.equal('fills.csv: rows', fills.length, lines.length);
  fills.forEach((row, k) => {
    const place = `fills.csv:${row.line}`;
    const line = lines[k];
    if (line) {
      check.equal(`${place} time`, row['time'], line.time);
      check.equal(`${place} symbol`, row['symbol'], line.symbol);
      check.equal(`${place} side`, row['side'], line.side > 0 ? 'BUY' : 'SELL');
      check.amount(`${place} quantity`, row['quantity'], line.quantity, 0);
      check.amount(`${place} price`, row['price'], line.price, 0);
      check.amount(`${place} fee`, row['fee'], line.fee, 0);
    }
    const bar = prices?.barAt(row['symbol'] ?? '', row['time'] ?? '');
    const raw = Number(row['raw_price']);
    if (bar)
      check.holds(`${place} raw_price`, raw >= bar.low && raw <= bar.high, String(raw), `${bar.low} to ${bar.high}`);
  });
  return check;
}

function checkCash({ ledger }: RunFiles, books: Books): Check {
  const check = new Check('cash after every fill and payment');
  const scale = books.initial.toNumber();
  for (const line of ledger) {
    const { cash } = books.book(line);
    check.amount(`ledger.jsonl:${line.line} cash`, line.cash.toNumber(), cash, scale);
  }
  return check;
}

/** Walks the ledger once more beside the equity curve. */
function checkEquity(files: RunFiles, prices: MarketPrices | null): Check[] {
  const books = new Books(files);
  const cash = new Check('cash at every bar');
  const equity = new Check(prices ? 'equity at every bar' : 'equity at every bar without a position');
  const drawdown = new Check('drawdown at every bar');
  const scale = books.initial.toNumber();
  let next = 0;
  let held = books.sum((account) => account.cash);
  let peak = books.initial.toNumber();
  for (const row of files.equity) {
    const time = row['time'] ?? '';
    const before = next;
    while (next < files.ledger.length && files.ledger[next]!.time <= time) books.book(files.ledger[next++]!);
    if (next > before) held = books.sum((account) => account.cash);
    const place = `equity.csv:${row.line}`;
    cash.amount(`${place} cash`, row['cash'], held, scale);
    const marked = books.isFlat ? held : prices && books.equity((symbol) => priceOf(prices, symbol, time));
    if (marked) equity.amount(`${place} equity`, row['equity'], marked, scale);
    const claimed = Number(row['equity']);
    peak = Math.max(peak, claimed);
    const depth = Rational.parse((peak - claimed) / peak);
    if (depth) drawdown.amount(`${place} drawdown`, row['drawdown'], depth, 1);
  }
  return [cash, equity, drawdown];
}

function priceOf(prices: MarketPrices, symbol: string, time: string): Rational | null {
  const bar = prices.barAt(symbol, time);
  return bar && Rational.parse(bar.close);
}

function checkTrades({ trades }: RunFiles, found: readonly ExactTrade[]): Check {
  const check = new Check('trades: round trips, profits, fees, funding');
  check.equal('trades.csv: rows', trades.length, found.length);
  trades.forEach((row, k) => {
    const trade = found[k];
    if (trade) checkTrade(check, row, trade);
  });
  return check;
}

function checkTrade(check: Check, row: Row, trade: ExactTrade): void {
  const place = `trades.csv:${row.line}`;
  const value = Math.abs(Number(row['entry_price']) * Number(row['quantity'])) || 1;
  check.equal(`${place} symbol`, row['symbol'], trade.symbol);
  check.equal(`${place} side`, row['side'], trade.side);
  check.equal(`${place} entry_time`, row['entry_time'], trade.entryTime);
  check.equal(`${place} exit_time`, row['exit_time'], trade.exitTime);
  check.amount(`${place} quantity`, row['quantity'], trade.quantity, 0);
  check.amount(`${place} gross_pnl`, row['gross_pnl'], trade.grossPnl, value);
  check.amount(`${place} fees`, row['fees'], trade.fees, value);
  check.amount(`${place} funding`, row['funding'], trade.funding, value);
  check.amount(`${place} pnl`, row['pnl'], trade.grossPnl.minus(trade.fees).plus(trade.funding), value);
}

/** Figures of the summary that the books alone determine. Those of independent accounts are aggregates and are left out. */
function checkTotals(files: RunFiles, books: Books): Check {
  const check = new Check('totals of the summary');
  const { summary, config } = files;
  const place = (name: string): string => `summary.json ${name}`;
  const last = files.equity.at(-1);
  check.amount(place('final_equity'), summary.final_equity, Rational.parse(last?.['equity'] ?? '') ?? Rational.ZERO, 0);
  const { metrics = {} } = summary;
  if (config.portfolio?.mode === 'independent') return check;
  const initial = books.initial;
  const claims: Readonly<Record<string, () => readonly [Rational, number]>> = {
    total_trades: () => [new Rational(BigInt(books.trades.length), 1n), 0],
    total_fees: () => [books.sum((account) => account.fees), initial.toNumber()],
    net_funding: () => [books.sum((account) => account.funding), initial.toNumber()],
    total_return: () => [
      Rational.parse(last?.['equity'] ?? '')!
        .over(initial)
        .minus(new Rational(1n, 1n)),
      1,
    ],
    max_drawdown: () => [Rational.parse(deepest(files))!, 1],
  };
  for (const [name, claim] of Object.entries(claims)) {
    const claimed = metrics[name];
    if (claimed === undefined || claimed === null) continue;
    const [expected, scale] = claim();
    check.amount(place(name), claimed, expected, scale);
  }
  return check;
}

const deepest = ({ equity }: RunFiles): number =>
  equity.reduce((most, row) => Math.max(most, Number(row['drawdown'])), 0);
