import type { RunReport } from '../run-report.js';
import { AccountStory } from './account-story.js';
import type { RunJournal, RunRecord } from '../../engine/record/record.js';
import { timeText } from '../time-text.js';
import { fifoLots } from './fifo-lots.js';
import { FrameStory, type FrameEvent } from './frame-story.js';
import { gapsOf } from './gaps.js';

/**
 * events.jsonl: what happened, event by event, one JSON object a line: `topic`, `seq` within the topic from 1, `ts`, `payload`. `ts` is the
 * close of the frame in which it happened, as long as its bars. Within a frame: gaps in the bars before it; fills, each with the lots that it closed; orders that ended
 * without one; trades; orders that were decided and what became of them; at the end of the data what was cancelled and closed there.
 * A snapshot ends each frame in which the account or an order changed; equity.csv and exposure.csv have every frame. The last event tells what the run came to.
 */
export function* eventsJsonl(report: Pick<RunReport, 'record' | 'config'>): Generator<string> {
  const { record } = report;
  const { timeline, journal } = record;
  if (!journal) return;
  const seqs = new Map<string, number>();
  for (const [frame, events] of framesOf(report, journal)) {
    const ts = timeText(timeline.time[frame]! + timeline.intervalMs);
    for (const [topic, payload] of events) {
      const seq = (seqs.get(topic) ?? 0) + 1;
      seqs.set(topic, seq);
      yield `${JSON.stringify({ topic, seq, ts, payload })}\n`;
    }
  }
}

/** The frames in which something happened, in order, and the last one. */
function* framesOf(
  report: Pick<RunReport, 'record' | 'config'>,
  journal: RunJournal,
): Generator<readonly [number, readonly FrameEvent[]]> {
  const { record } = report;
  const account = new AccountStory(report);
  const submitted = grouped(journal.orders, (order) => order.submittedBar);
  const closed = grouped(journal.orders, (order) => order.closedBar);
  const fills = grouped(journal.fills, (fill) => fill.bar);
  const lots = grouped(fifoLots(record), (part) => part.exit);
  const gaps = grouped(gapsOf(record), (gap) => gap.frame);
  const last = record.to - 1;
  const changed = new Set([...submitted.keys(), ...closed.keys(), ...fills.keys(), last]);
  const frames = new Set([...changed, ...gaps.keys()]);
  for (const frame of [...frames].sort((a, b) => a - b)) {
    const story = new FrameStory(record, account, submitted.get(frame) ?? [], lots);
    const isFinal = (reason: string) => frame === last && reason === 'end_of_data';
    const own = fills.get(frame) ?? [];
    const ended = (closed.get(frame) ?? []).filter((order) => order.status !== 'FILLED');
    for (const { instrument, gapMs } of gaps.get(frame) ?? [])
      story.tell('log.event', { event: 'gap', symbol: record.markets[instrument]!.symbol, gap_ms: gapMs });
    for (const fill of own) if (!isFinal(fill.reason)) story.fill(fill);
    for (const order of ended) if (order.submittedBar < frame && !isFinal(order.code)) story.end(order);
    story.decisions(isFinal);
    if (frame === last) story.tell('control', { event: 'end_of_data' });
    for (const order of ended) if (isFinal(order.code)) story.end(order);
    for (const fill of own) if (isFinal(fill.reason)) story.fill(fill);
    story.trades(frame);
    if (changed.has(frame)) story.snapshot(frame, journal);
    if (frame === last) story.tell('engine.report', reportOf(record));
    yield [frame, story.events];
  }
}

/** What the run came to. */
const reportOf = ({ initialEquity, finalEquity, totalFees, netFunding, counters, trades }: RunRecord) => ({
  initial_equity: initialEquity,
  final_equity: finalEquity,
  total_fees: totalFees,
  net_funding: netFunding,
  total_orders: counters.ordersSubmitted,
  total_fills: counters.fills,
  total_trades: trades.count,
});

function grouped<T, K>(rows: Iterable<T>, keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
