import type { z } from 'zod';

/** Bars to cut: their open times and the end of the last one, UTC ms, ascending. */
export interface SplitBars {
  readonly time: Float64Array;
  readonly end: number;
}

/** Part of the data: bars [from, to), which open in [start, end), UTC ms. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Where parameters are chosen, and where they are judged afterwards. No bar of `test` is in or before `train`. */
export interface SplitWindow {
  readonly train: Span;
  readonly test: Span;
}

export interface Split {
  /** In the order of time. */
  readonly windows: readonly SplitWindow[];
  /** Windows left out, because they held too few bars. */
  readonly skipped: number;
}

export interface Splitter<P = unknown> {
  /** Public name; equals the file name. */
  readonly name: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  /** Pure: the same bars give the same windows. */
  split(params: P, bars: SplitBars): Split;
}

export const defineSplitter = <P>(splitter: Splitter<P>): Splitter<P> => splitter;
