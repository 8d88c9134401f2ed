import { EquityTracker } from '../engine/account/equity-tracker.js';
import type { CashFlow, OrderRow, RunCounters, RunJournal, RunRecord } from '../engine/record/record.js';
import type { TradeTable } from '../engine/record/trade-table.js';
import { Recorder } from '../engine/record/recorder.js';
import { joinDocuments, joinTables } from '../engine/record/run-summary.js';
import type { RunRules, RunWindow } from '../engine/rules.js';
import type { Timeline } from '../engine/timeline.js';
import { TradeLog } from '../engine/record/trade-log.js';

/**
 * The records of independent accounts, one instrument each, as one: what the accounts hold together. Frames are those of the common
 * timeline, where an account without a bar stands as it stood before; orders are numbered through. Its measures are those of the sum, not
 * the aggregate of the accounts' own.
 *
 * @param records recorded runs, in the order of the timeline's instruments
 */
export function combineRecords(
  records: readonly RunRecord[],
  timeline: Timeline,
  window: RunWindow,
  returnsKind: RunRules['returns'],
): RunRecord {
  const sum = (of: (record: RunRecord) => number): number => records.reduce((total, record) => total + of(record), 0);
  const frames = records.map((_, k) => framesOf(timeline.bars![k]!));
  const journal = combineJournals(records, frames, timeline, window);
  const initialEquity = sum((record) => record.initialEquity);
  const [first] = records as readonly [RunRecord];
  const tracker = trackerOf(journal, first, timeline, window, initialEquity, returnsKind);
  return {
    market: first.market,
    markets: records.map(({ market }) => market),
    timeline,
    isHedged: records.some(({ isHedged }) => isHedged),
    from: window.from,
    to: window.to,
    initialEquity,
    finalEquity: sum((record) => record.finalEquity),
    returns: tracker.returns,
    meanEquity: tracker.meanEquity,
    periodsPerYear: first.periodsPerYear,
    riskFreeRate: first.riskFreeRate,
    gridScore: first.gridScore,
    trades: combineTrades(records, frames),
    sides: { long: sidesOf(records, 'long'), short: sidesOf(records, 'short') },
    drawdown: tracker.drawdown,
    counters: addUp(records.map(({ counters }) => ({ ...counters }))) as unknown as RunCounters,
    strategyCounters: addUp(records.map(({ strategyCounters }) => strategyCounters)),
    totalFees: sum((record) => record.totalFees),
    netFunding: sum((record) => record.netFunding),
    fundingReceived: sum((record) => record.fundingReceived),
    fundingPaid: sum((record) => record.fundingPaid),
    turnover: sum((record) => record.turnover),
    takerSlippage: sum((record) => record.takerSlippage),
    unrealizedPnl: sum((record) => record.unrealizedPnl),
    stopReason: [...new Set(records.map(({ stopReason }) => stopReason).filter((reason) => reason !== ''))].join(' '),
    open: records.flatMap(({ open }, k) =>
      open.map((held) => ({ ...held, instrument: k, openedBar: frames[k]![held.openedBar]! })),
    ),
    journal,
  };
}

/** What the accounts held and had resting, together. */
function sidesOf(records: readonly RunRecord[], side: 'long' | 'short'): RunRecord['sides']['long'] {
  const sum = (of: keyof RunRecord['sides']['long']) =>
    records.reduce((total, { sides }) => total + sides[side][of], 0);
  return { held: sum('held'), most: sum('most'), resting: sum('resting') };
}

/** Frame of each bar, from the bar of each frame. */
function framesOf(bars: Int32Array): Int32Array {
  const frames = new Int32Array(bars.length);
  bars.forEach((bar, frame) => {
    if (bar >= 0) frames[bar] = frame;
  });
  return frames;
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of counts) for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count;
  return total;
}

function combineTrades(records: readonly RunRecord[], frames: readonly Int32Array[]): TradeTable {
  const rows = records.flatMap(({ trades }, k) =>
    Array.from({ length: trades.count }, (_, row) => ({ k, row, exit: frames[k]![trades.exitBar[row]!]! })),
  );
  rows.sort((a, b) => a.exit - b.exit || a.k - b.k || a.row - b.row);
  const log = new TradeLog();
  for (const { k, row, exit } of rows) {
    const { trades } = records[k]!;
    const at = log.append(trades.exitReason[row]!);
    for (const name of AMOUNTS) log[name][at] = trades[name][row]!;
    log.instrument[at] = k;
    log.entryBar[at] = frames[k]![trades.entryBar[row]!]!;
    log.exitBar[at] = exit;
    log.side[at] = trades.side[row]!;
    log.tag[at] = trades.tag[row]!;
    log.lot[at] = trades.lot[row]!;
    const live = trades.liveFrom[row]!;
    log.liveFrom[at] = live < 0 ? -1 : (frames[k]![live] ?? exit + 1);
  }
  return log;
}

const AMOUNTS = [
  ...(['quantity', 'entryPrice', 'exitPrice', 'grossPnl', 'fees', 'funding', 'pnl', 'initialRisk'] as const),
];

function combineJournals(
  records: readonly RunRecord[],
  frames: readonly Int32Array[],
  timeline: Timeline,
  { from, to }: RunWindow,
): RunJournal {
  const recorder = new Recorder(from, to, records.length);
  const frameOf = (k: number, bar: number): number => frames[k]![bar] ?? -1;
  const orders = records.flatMap(({ journal }, k) =>
    journal!.orders.map((order): OrderRow => {
      const [submittedBar, closedBar] = [frameOf(k, order.submittedBar), frameOf(k, order.closedBar)];
      return { ...order, instrument: k, submittedBar, closedBar };
    }),
  );
  orders.sort((a, b) => a.submittedBar - b.submittedBar || a.instrument - b.instrument || a.id - b.id);
  const ids = records.map(() => new Map<number, number>());
  orders.forEach((order, n) => {
    ids[order.instrument]!.set(order.id, n + 1);
    recorder.order({ ...order, id: n + 1 });
  });
  const flows = records.flatMap(({ journal }, k) =>
    journal!.ledger.map((flow): CashFlow => {
      if (flow.kind === 'funding') return { ...flow, instrument: k, bar: frameOf(k, flow.bar) };
      const { bar, orderId } = flow.fill;
      return { ...flow, fill: { ...flow.fill, instrument: k, bar: frameOf(k, bar), orderId: ids[k]!.get(orderId)! } };
    }),
  );
  const placeOf = (flow: CashFlow): { readonly bar: number; readonly instrument: number } =>
    flow.kind === 'fill' ? flow.fill : flow;
  flows.sort((a, b) => placeOf(a).bar - placeOf(b).bar || placeOf(a).instrument - placeOf(b).instrument);
  for (const flow of flows) {
    if (flow.kind === 'fill') recorder.fill(flow.fill, flow.cash);
    else recorder.funding(flow);
  }
  const bar = records.map(() => -1);
  for (let frame = from; frame < to; frame++) {
    let [cash, equity] = [0, 0];
    records.forEach((record, k) => {
      const at = timeline.bars![k]![frame]!;
      if (at >= 0) bar[k] = at - record.from;
      const row = bar[k]!;
      cash += row < 0 ? record.initialEquity : record.journal!.cash[row]!;
      equity += row < 0 ? record.initialEquity : record.journal!.equity[row]!;
      const { positions, longs } = record.journal!;
      recorder.position(frame, k, row < 0 ? 0 : positions[0]![row]!, row < 0 ? 0 : longs[0]![row]!);
    });
    recorder.frame(frame, cash, equity);
  }
  const told = {
    tables: joinTables(records.map(({ market, journal }) => [market.symbol, journal!.tables] as const)),
    documents: joinDocuments(records.map(({ market, journal }) => [market.symbol, journal!.documents] as const)),
  };
  return recorder.close(
    records.reduce((total, record) => total + record.initialEquity, 0),
    told,
  );
}

/** Follows the sum as the engine follows an account. */
function trackerOf(
  { equity }: RunJournal,
  { market }: RunRecord,
  timeline: Timeline,
  window: RunWindow,
  initialEquity: number,
  returns: RunRules['returns'],
): EquityTracker {
  const tracker = new EquityTracker();
  tracker.reset(market, timeline, window, initialEquity, returns);
  equity.forEach((value, row) => {
    tracker.mark(window.from + row, value);
    tracker.sample(window.from + row + 1, value, 0);
  });
  tracker.finish(equity[equity.length - 1]!);
  return tracker;
}
