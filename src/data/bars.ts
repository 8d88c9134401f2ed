import type { SourceName } from './market.js';

/** Columns of bars before they are shared: what sources produce and tests write down. Equal lengths, oldest first, `time` = bar open in UTC epoch ms. */
export type BarColumns = Readonly<Record<SourceName, ArrayLike<number>>>;

/** Bars as a test or a program states them. */
export interface BarsInput extends BarColumns {
  readonly symbol: string;
  readonly intervalMs: number;
}
