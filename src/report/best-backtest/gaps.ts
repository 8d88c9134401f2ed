import type { RunRecord } from '../../engine/record/record.js';

/** Bars that are missing before one that is there. */
export interface Gap {
  /** Frame of the bar after the gap. */
  readonly frame: number;
  /** Number of the instrument. */
  readonly instrument: number;
  /** From the end of the bar before to the start of the one after. */
  readonly gapMs: number;
}

/** Gaps in the bars that a run traded, by frame and then by instrument; the time between two sessions is one, too. */
export function* gapsOf({ markets, timeline, from, to }: RunRecord): Generator<Gap> {
  for (let frame = from; frame < to; frame++) {
    for (const [instrument, { time, intervalMs }] of markets.entries()) {
      const bar = timeline.bars === null ? frame : timeline.bars[instrument]![frame]!;
      const gapMs = bar > 0 ? time[bar]! - time[bar - 1]! - intervalMs : 0;
      if (gapMs > 0) yield { frame, instrument, gapMs };
    }
  }
}
