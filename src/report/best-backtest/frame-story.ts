import { firstAtLeast } from '../../base/sorted.js';
import type { FillRow, OrderRow, RunJournal, RunRecord } from '../../engine/record/record.js';
import type { AccountStory } from './account-story.js';
import type { LotPart } from './fifo-lots.js';
import { timeText } from '../time-text.js';
import { orderName } from './order-names.js';

type Payload = Readonly<Record<string, unknown>>;
export type FrameEvent = readonly [topic: string, payload: Payload];

/** Events of one frame of a recorded run, in the order in which they are told. */
export class FrameStory {
  readonly events: FrameEvent[] = [];
  readonly #record: RunRecord;
  readonly #account: AccountStory;
  readonly #lots: ReadonlyMap<FillRow, readonly LotPart[]>;
  /** Orders of the frame that have not been told yet, by their id. */
  readonly #untold: Map<number, OrderRow>;

  constructor(
    record: RunRecord,
    account: AccountStory,
    submitted: readonly OrderRow[],
    lots: ReadonlyMap<FillRow, readonly LotPart[]>,
  ) {
    this.#record = record;
    this.#account = account;
    this.#lots = lots;
    this.#untold = new Map(submitted.map((order) => [order.id, order]));
  }

  tell(topic: string, payload: Payload): void {
    this.events.push([topic, payload]);
  }

  /** A fill; the exits of an entry can fill in the frame that placed them. */
  fill(fill: FillRow): void {
    const { orderId, instrument, lot, side, quantity, price, rawPrice, fee, liquidity, reason, slippage } = fill;
    const order = this.#untold.get(orderId);
    if (order) this.#intent(order);
    this.tell('orders.fills', {
      ...this.#name(instrument, orderId),
      ...(lot > 0 && { lot }),
      ...{ side: sideOf(side), quantity, price, raw_price: rawPrice, fee, liquidity, reason },
      ...this.#timesOf(fill),
      ...(slippage && { mid: rawPrice, half_spread: slippage.halfSpread, impact: slippage.impact }),
      ...(slippage && { volume_used: slippage.volume }),
    });
    const parts = this.#lots.get(fill) ?? [];
    this.#account.book(fill, parts);
    for (const part of parts) {
      this.tell('account.lot', {
        symbol: this.#symbol(instrument),
        side: part.entry.side > 0 ? 'LONG' : 'SHORT',
        quantity: part.quantity,
        entry_ts: this.#timesOf(part.entry).fill_ts,
        entry_price: part.entry.price,
        exit_ts: this.#timesOf(fill).fill_ts,
        exit_price: price,
        realized_pnl: this.#account.pnlOf(part),
        fee_entry: part.entryFee,
        fee_exit: part.exitFee,
      });
    }
  }

  end({ instrument, id, status, code, filledQuantity }: OrderRow): void {
    const name = this.#name(instrument, id);
    if (status === 'REJECTED') this.tell('orders.rejected', { ...name, code });
    else this.tell('orders.canceled', { ...name, status, code, filled_qty: filledQuantity });
  }

  /** Orders that were decided in the frame, and those of them that it ended. */
  decisions(isFinal: (reason: string) => boolean): void {
    for (const order of [...this.#untold.values()]) {
      if (isFinal(order.reason)) continue;
      this.#intent(order);
      const isOver = order.closedBar === order.submittedBar && order.status !== 'FILLED' && !isFinal(order.code);
      if (isOver && order.status !== 'REJECTED') this.end(order);
    }
  }

  trades(frame: number): void {
    const { trades } = this.#record;
    for (let k = firstAtLeast(trades.exitBar, frame, 0, trades.count); trades.exitBar[k] === frame; k++) {
      if (k >= trades.count) return;
      this.tell('account.trade', {
        symbol: this.#symbol(trades.instrument[k]!),
        side: trades.side[k]! > 0 ? 'LONG' : 'SHORT',
        quantity: trades.quantity[k],
        entry_price: trades.entryPrice[k],
        exit_price: trades.exitPrice[k],
        pnl: trades.pnl[k],
        exit_reason: trades.exitReason[k],
      });
    }
  }

  snapshot(frame: number, journal: RunJournal): void {
    this.tell('account.snapshot', this.#account.snapshot(frame, journal));
  }

  #intent(order: OrderRow): void {
    const { id, instrument, side, type, quantity, price, role, reason, tag } = order;
    this.#untold.delete(id);
    const name = this.#name(instrument, id);
    const terms = { side: sideOf(side), type, quantity: known(quantity), price: known(price), role };
    this.tell('orders.intent', { ...name, ...terms, ...(tag !== 0 && { tag }), reason });
    const isRefused = order.status === 'REJECTED' && order.closedBar === order.submittedBar;
    if (isRefused) this.tell('orders.rejected', { ...name, code: order.code });
    else this.tell('orders.ack', name);
  }

  #name(instrument: number, id: number): Payload {
    return { symbol: this.#symbol(instrument), order: orderName(this.#record, instrument, id) };
  }

  /** A fill at the open of its bar is stamped with its start, any other with its end. */
  #timesOf({ instrument, bar: frame, rawPrice }: FillRow): { readonly fill_ts: string; readonly bar_end: string } {
    const { timeline, markets } = this.#record;
    const bar = timeline.bars === null ? frame : timeline.bars[instrument]![frame]!;
    const start = timeline.time[frame]!;
    const end = start + timeline.intervalMs;
    const isAtOpen = bar >= 0 && markets[instrument]!.open[bar] === rawPrice;
    return { fill_ts: timeText(isAtOpen ? start : end), bar_end: timeText(end) };
  }

  #symbol(instrument: number): string {
    return this.#record.markets[instrument]!.symbol;
  }
}

const sideOf = (side: number): string => (side > 0 ? 'BUY' : 'SELL');

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
