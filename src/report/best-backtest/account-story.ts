import type { FillRow, RunJournal, RunRecord } from '../../engine/record/record.js';
import type { RunReport } from '../run-report.js';
import { exposures, latestCloses } from './exposure.js';
import type { LotPart } from './fifo-lots.js';
import { multiplierOf } from './multiplier.js';

/**
 * The account of a recorded run as its snapshots show it: what was realised and what is open, lots first in, first out. Before fees and
 * funding: equity = cash at the start + realised + unrealised - fees + funding.
 */
export class AccountStory {
  readonly #record: RunRecord;
  readonly #currency: string | undefined;
  readonly #multipliers: readonly number[];
  readonly #exposureAt: ReturnType<typeof exposures>;
  readonly #closesAt: ReturnType<typeof latestCloses>;
  /** What is left of each entry. */
  readonly #open = new Map<FillRow, number>();
  #realised = 0;
  #fees = 0;

  constructor(report: Pick<RunReport, 'record' | 'config'>) {
    const { record, config } = report;
    this.#record = record;
    this.#currency = (config as { readonly account?: { readonly currency?: string } }).account?.currency;
    this.#multipliers = record.markets.map(({ symbol }) => multiplierOf(config, symbol));
    this.#exposureAt = exposures(report);
    this.#closesAt = latestCloses(record);
  }

  /** Profit of a part before fees, quote currency. */
  pnlOf({ entry, exit, quantity }: LotPart): number {
    return entry.side * (exit.price - entry.price) * quantity * this.#multipliers[entry.instrument]!;
  }

  /** @param parts of earlier entries that the fill closed */
  book(fill: FillRow, parts: readonly LotPart[]): void {
    this.#fees += fill.fee;
    let opened = fill.quantity;
    for (const part of parts) {
      this.#realised += this.pnlOf(part);
      opened -= part.quantity;
      const left = this.#open.get(part.entry)! - part.quantity;
      if (left > part.entry.quantity * 1e-9) this.#open.set(part.entry, left);
      else this.#open.delete(part.entry);
    }
    if (opened > fill.quantity * 1e-9) this.#open.set(fill, opened);
  }

  /** Payload of a snapshot at the close of a frame; to be asked in the order of the frames. */
  snapshot(frame: number, { cash, equity, positions }: RunJournal): Readonly<Record<string, unknown>> {
    const row = frame - this.#record.from;
    const closes = this.#closesAt(frame);
    let unrealised = 0;
    for (const [{ instrument, side, price }, left] of this.#open)
      unrealised += side * (closes[instrument]! - price) * left * this.#multipliers[instrument]!;
    const { gross, net } = this.#exposureAt(frame);
    const held = positions.map((column, k) => [this.#record.markets[k]!.symbol, column[row]!] as const);
    return {
      ...(this.#currency !== undefined && { base_ccy: this.#currency }),
      cash: cash[row],
      equity: equity[row],
      upnl: unrealised,
      rpnl: this.#realised,
      gross_exposure: gross,
      net_exposure: net,
      fees_paid: this.#fees,
      positions: Object.fromEntries(held.filter(([, quantity]) => quantity !== 0)),
    };
  }
}
