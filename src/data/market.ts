/** Bars per block of the first and the second level of block summaries. */
export const BLOCK = 64;
export const SUPER_BLOCK = 4096;

/**
 * Extremes of whole blocks of bars: entry b covers bars [b * size, (b + 1) * size), the last one possibly fewer.
 * With them the engine settles a block in which nothing can happen without looking inside.
 */
export interface BlockSummary {
  readonly lowMin: Float64Array;
  readonly highMax: Float64Array;
  readonly closeMin: Float64Array;
  readonly closeMax: Float64Array;
}

/** Trading sessions of a market that does not trade around the clock. */
export interface SessionColumns {
  /** Local time of the scheduled open, minutes after midnight. */
  readonly openMinute: number;
  /** Length of a regular session, minutes. */
  readonly minutes: number;
  /** Local date of each session, days since 1970-01-01; of one over midnight the date on which it ends. */
  readonly day: Int32Array;
  /** Number of each bar's session, from 0. */
  readonly index: Int32Array;
  /** Minutes from the scheduled open of its session to each bar's open. */
  readonly minute: Int32Array;
  /** Last bar of each session; -1 for a last session that the data cut short. */
  readonly last: Int32Array;
}

/** Settlements of a perpetual's funding, oldest first, as columns of equal length. */
export interface FundingColumns {
  /** UTC epoch ms. */
  readonly time: Float64Array;
  /** Fraction of the value that longs pay shorts. */
  readonly rate: Float64Array;
  /** Mark price at the settlement; NaN where none is known. */
  readonly mark: Float64Array;
  /** Bar in which each is paid: the first that closes after it, the number of bars when there is none, -1 for those before the first bar. */
  readonly bar: Int32Array;
}

/**
 * One instrument's bars as columns of equal length, oldest first. Every value is finite; times strictly increase;
 * low <= open, close <= high. The decision time of bar i is its close, `time[i] + intervalMs`.
 */
export interface Market {
  readonly symbol: string;
  /** Length of a bar, ms. */
  readonly intervalMs: number;
  /** Digest of the bars (sha256, hex): the identity of the data in fingerprints. */
  readonly digest: string;
  readonly length: number;
  /** Bar open, UTC epoch ms. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Index of the last bar of each UTC day that has a bar, oldest first. A bar belongs to the day of its close time minus 1 ms. */
  readonly dayEnd: Int32Array;
  readonly blocks: BlockSummary;
  readonly superBlocks: BlockSummary;
  readonly sessions?: SessionColumns;
  /** Absent where nothing is known of funding. */
  readonly funding?: FundingColumns;
}

/** The price columns a strategy or an indicator may read by name. */
export const SOURCE_NAMES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** The session columns an indicator may read by name, as doubles: number of the bar's session, minutes since its scheduled open. */
export const SESSION_NAMES = ['session', 'session_minute'] as const;
export type SessionName = (typeof SESSION_NAMES)[number];
