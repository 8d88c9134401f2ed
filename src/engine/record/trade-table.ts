/** Why a position or a part of it was closed; strategies may use words of their own. */
export type ExitReason =
  'stop' | 'target' | 'signal' | 'session_end' | 'end_of_data' | 'liquidated' | 'ruined' | (string & {});

/** Closed trades as columns of length `count`, in order of their exit. A trade is a round trip from flat to flat or to a change of sign, a lot in hedge mode. */
export interface TradeTable {
  readonly count: number;
  /** Number of the instrument, in the order of `RunRecord.markets`. */
  readonly instrument: Uint16Array;
  /** Frames: bar indices when there is one instrument. */
  readonly entryBar: Int32Array;
  readonly exitBar: Int32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  /** What the entry's ticket said, such as the rung of a ladder; 0 where it said nothing. */
  readonly tag: Int32Array;
  /** Lot that the trade was; 0 in netting mode. */
  readonly lot: Int32Array;
  /** First frame over all of which the exits of the lot were live; -1 in netting mode. */
  readonly liveFrom: Int32Array;
  /** Last frame in which they were live, before `liveFrom` when they never were; -1 in netting mode. */
  readonly liveTo: Int32Array;
  /** Largest absolute quantity held, base units. */
  readonly quantity: Float64Array;
  /** Quantity-weighted means. */
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  /** Before fees and funding, quote currency. */
  readonly grossPnl: Float64Array;
  readonly fees: Float64Array;
  /** Received (+) or paid (-). */
  readonly funding: Float64Array;
  /** grossPnl - fees + funding. */
  readonly pnl: Float64Array;
  /** What the first entry's attached stop put at stake over all its fills, quote currency; NaN without a stop. One R. */
  readonly initialRisk: Float64Array;
  readonly exitReason: readonly ExitReason[];
}
