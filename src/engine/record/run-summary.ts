import type { Json } from '../../base/json.js';
import type { Book } from '../book.js';
import type { Portfolio } from '../account/portfolio.js';
import type { ActorTable, RunCounters, RunJournal, RunRecord } from './record.js';
import type { EngineInput, Trader } from '../input.js';
import type { Timeline } from '../timeline.js';

/** The parts of a record that follow from the state in which a run ends. */
export function summarizeRun(
  { traders, rules, window }: EngineInput,
  timeline: Timeline,
  portfolio: Portfolio,
  books: readonly Book[],
): Omit<RunRecord, 'sides' | 'returns' | 'meanEquity' | 'drawdown' | 'trades' | 'counters' | 'journal' | 'stopReason'> {
  const markets = traders.map((trader) => trader.market);
  const { ledger } = portfolio;
  return {
    market: markets[0]!,
    markets,
    timeline,
    isHedged: traders.some(({ instrument = rules.instrument }) => instrument.positionMode === 'hedge'),
    from: window.from,
    to: window.to,
    initialEquity: rules.account.initialCash,
    finalEquity: portfolio.equity,
    periodsPerYear: rules.periodsPerYear,
    riskFreeRate: rules.riskFreeRate,
    gridScore: rules.gridScore,
    strategyCounters: strategyCounters(traders),
    totalFees: ledger.totalFees,
    netFunding: ledger.netFunding,
    fundingReceived: ledger.fundingReceived,
    fundingPaid: ledger.fundingPaid,
    turnover: ledger.turnover,
    takerSlippage: ledger.takerSlippage,
    unrealizedPnl: books.reduce((sum, { holding, mark }) => sum + holding.unrealizedAt(mark), 0),
    open: books.flatMap(({ holding, mark }) => holding.openAt(mark)),
  };
}

/** Counters that the books keep, over all instruments. */
export function countBooks(
  books: readonly Book[],
): Pick<
  RunCounters,
  'ordersFilled' | 'ordersRejected' | 'ordersCancelled' | 'entriesSubmitted' | 'entriesFilled' | 'ambiguousBars'
> {
  const sum = (of: (book: Book) => number) => books.reduce((total, book) => total + of(book), 0);
  return {
    ordersFilled: sum((book) => book.filled),
    ordersRejected: sum((book) => book.rejected),
    ordersCancelled: sum((book) => book.cancelled),
    entriesSubmitted: sum((book) => book.entriesSubmitted),
    entriesFilled: sum((book) => book.entriesFilled),
    ambiguousBars: sum((book) => book.ambiguousBars),
  };
}

/** A strategy that works on several instruments counts for all of them. */
function strategyCounters(traders: readonly Trader[]): Readonly<Record<string, number>> {
  if (traders.length === 1) return traders[0]!.actor.counters ?? {};
  const totals: Record<string, number> = {};
  for (const { actor } of traders) {
    for (const [name, count] of Object.entries(actor.counters ?? {})) totals[name] = (totals[name] ?? 0) + count;
  }
  return totals;
}

type Tables = Readonly<Record<string, ActorTable>>;
type Documents = Readonly<Record<string, Json>>;

/** What the strategies tell of themselves; over several instruments each row and each document names its own. */
export function toldBy(traders: readonly Trader[]): Pick<RunJournal, 'tables' | 'documents'> {
  const told = traders.map(({ market, actor }) => ({
    symbol: market.symbol,
    tables: actor.tables?.() ?? {},
    documents: actor.documents?.() ?? {},
  }));
  const [first] = told;
  return {
    tables:
      told.length === 1 && first ? first.tables : joinTables(told.map((one) => [one.symbol, one.tables] as const)),
    documents: joinDocuments(told.map((one) => [one.symbol, one.documents] as const)),
  };
}

/** Documents by name; one that several instruments tell, as a map by symbol. */
export function joinDocuments(named: readonly (readonly [symbol: string, documents: Documents])[]): Documents {
  const names = new Set(named.flatMap(([, documents]) => Object.keys(documents)));
  return Object.fromEntries(
    [...names].map((name) => {
      const told = named.filter(([, documents]) => Object.hasOwn(documents, name));
      const bySymbol = told.map(([symbol, documents]) => [symbol, documents[name]!] as const);
      return [name, bySymbol.length === 1 ? bySymbol[0]![1] : Object.fromEntries(bySymbol)];
    }),
  );
}

/** Tables of several instruments as one each, with the symbol as the first column unless they have such a column of their own. */
export function joinTables(named: readonly (readonly [symbol: string, tables: Tables])[]): Tables {
  const joined = new Map<string, ActorTable>();
  for (const [symbol, tables] of named) {
    for (const [name, { columns, rows }] of Object.entries(tables)) {
      const before = joined.get(name)?.rows ?? [];
      const namesSymbols = columns.includes('symbol');
      joined.set(name, {
        columns: namesSymbols ? columns : ['symbol', ...columns],
        rows: [...before, ...(namesSymbols ? rows : rows.map((row) => [symbol, ...row]))],
      });
    }
  }
  return Object.fromEntries(joined);
}
