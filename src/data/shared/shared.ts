import type { BarsInput } from '../bars.js';
import { summarizeBlocks } from './block-summary.js';
import { dayEnds } from '../sessions/day-end.js';
import { digestBars, digestFunding } from './digest.js';
import {
  BLOCK,
  SOURCE_NAMES,
  SUPER_BLOCK,
  type BlockSummary,
  type Market,
  type SessionColumns,
  type SourceName,
} from '../market.js';
import { attachFunding, shareFunding, type SharedFunding } from './shared-funding.js';
import type { FundingSeries } from '../funding-columns.js';
import { attachSessions, shareSessions, type SharedSessions } from './shared-sessions.js';

/**
 * A market as plain data and shared memory: what a message to a worker thread carries.
 * The columns are found by offset, so that a worker needs no decoder.
 */
export interface SharedMarket {
  readonly symbol: string;
  /** Length of a bar, ms. */
  readonly intervalMs: number;
  readonly digest: string;
  readonly length: number;
  /** Bytes that hold the six columns: an Arrow file, or the bare columns. */
  readonly bars: SharedArrayBuffer;
  /** Byte offset of each column in `bars`, a multiple of 8. */
  readonly offsets: Readonly<Record<SourceName, number>>;
  /** Block summaries and day ends. */
  readonly derived: SharedArrayBuffer;
  /** Number of UTC days that have a bar. */
  readonly days: number;
  readonly sessions?: SharedSessions;
  readonly funding?: SharedFunding;
}

/** Where the bars of a market lie, before the derived columns exist. */
export type SharedBars = Omit<SharedMarket, 'derived' | 'days' | 'sessions' | 'funding'>;

const blockCount = (length: number, size: number): number => Math.ceil(length / size);

/** Layout of `derived`: four columns a block level, the finer level first, then the day ends. */
function derivedViews(derived: SharedArrayBuffer, length: number, days: number) {
  let offset = 0;
  const column = (count: number): Float64Array => {
    const view = new Float64Array(derived, offset, count);
    offset += view.byteLength;
    return view;
  };
  const summary = (size: number): BlockSummary => {
    const count = blockCount(length, size);
    return { lowMin: column(count), highMax: column(count), closeMin: column(count), closeMax: column(count) };
  };
  const blocks = summary(BLOCK);
  const superBlocks = summary(SUPER_BLOCK);
  return { blocks, superBlocks, dayEnd: new Int32Array(derived, offset, days) };
}

/** The six columns over the shared bytes, without a copy. */
export function columnsOf(shared: SharedBars): Record<SourceName, Float64Array> {
  const view = (name: SourceName) => new Float64Array(shared.bars, shared.offsets[name], shared.length);
  return {
    time: view('time'),
    open: view('open'),
    high: view('high'),
    low: view('low'),
    close: view('close'),
    volume: view('volume'),
  };
}

/** The market over its shared bytes: nothing is copied, nothing is decoded. */
export function attachMarket(shared: SharedMarket): Market {
  const { symbol, intervalMs, digest, length } = shared;
  return {
    symbol,
    intervalMs,
    digest,
    length,
    ...columnsOf(shared),
    ...derivedViews(shared.derived, length, shared.days),
    ...(shared.sessions && { sessions: attachSessions(shared.sessions, length) }),
    ...(shared.funding && { funding: attachFunding(shared.funding) }),
  };
}

/** Computes what every trial needs to know about the bars, once, into shared memory of its own. */
export function deriveColumns(shared: SharedBars): SharedMarket {
  const columns = columnsOf(shared);
  const ends = dayEnds(columns.time, shared.intervalMs);
  const { length } = shared;
  const summaries = blockCount(length, BLOCK) + blockCount(length, SUPER_BLOCK);
  const derived = new SharedArrayBuffer(summaries * 4 * 8 + ends.byteLength);
  const views = derivedViews(derived, length, ends.length);
  summarizeBlocks(BLOCK, columns, views.blocks);
  summarizeBlocks(SUPER_BLOCK, columns, views.superBlocks);
  views.dayEnd.set(ends);
  return { ...shared, derived, days: ends.length };
}

/** The same market with its sessions, one entry a bar. */
export const withSessions = (shared: SharedMarket, sessions: SessionColumns): SharedMarket => ({
  ...shared,
  sessions: shareSessions(sessions),
});

/** Identity of what a market holds at the moment: equal to its digest as long as nobody has written into it. */
export function digestMarket(shared: SharedMarket): string {
  const bars = digestBars({ ...columnsOf(shared), intervalMs: shared.intervalMs });
  return shared.funding ? digestFunding(bars, shared.funding.columns) : bars;
}

/** The same market with its funding; the identity of the data changes with it. */
export function withFunding(shared: SharedMarket, series: FundingSeries): SharedMarket {
  const funding = shareFunding({ time: columnsOf(shared).time, intervalMs: shared.intervalMs }, series);
  return { ...shared, funding, digest: digestFunding(shared.digest, funding.columns) };
}

/**
 * Puts bars that are known to be good into shared memory, as bare columns.
 * Nothing is validated here: sources pass through `validate`, tests state what they mean. A digest that is known already is not computed again.
 *
 * @throws RangeError when the columns differ in length
 */
export function shareMarket(bars: BarsInput & { readonly digest?: string }): SharedMarket {
  const { symbol, intervalMs } = bars;
  const { length } = bars.time;
  const memory = new SharedArrayBuffer(SOURCE_NAMES.length * length * 8);
  const offsets = Object.fromEntries(SOURCE_NAMES.map((name, k) => [name, k * length * 8])) as Record<
    SourceName,
    number
  >;
  const shared = { symbol, intervalMs, digest: '', length, bars: memory, offsets };
  const columns = columnsOf(shared);
  for (const name of SOURCE_NAMES) {
    if (bars[name].length !== length)
      throw new RangeError(`${name} has ${bars[name].length} values, time has ${length}`);
    columns[name].set(bars[name]);
  }
  return deriveColumns({ ...shared, digest: bars.digest ?? digestBars({ ...columns, intervalMs }) });
}

/** A market out of plain arrays: `attachMarket(shareMarket(bars))`. */
export const buildMarket = (bars: BarsInput): Market => attachMarket(shareMarket(bars));
