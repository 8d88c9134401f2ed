import type { ExitReason, TradeTable } from './trade-table.js';

/** Closed trades as growing columns; cleared, not freed, between runs so that a sweep allocates them once a thread. */
export class TradeLog implements TradeTable {
  count = 0;
  instrument = new Uint16Array(256);
  entryBar = new Int32Array(256);
  exitBar = new Int32Array(256);
  side = new Int8Array(256);
  tag = new Int32Array(256);
  lot = new Int32Array(256);
  liveFrom = new Int32Array(256);
  liveTo = new Int32Array(256);
  quantity = new Float64Array(256);
  entryPrice = new Float64Array(256);
  exitPrice = new Float64Array(256);
  grossPnl = new Float64Array(256);
  fees = new Float64Array(256);
  funding = new Float64Array(256);
  pnl = new Float64Array(256);
  initialRisk = new Float64Array(256);
  exitReason: ExitReason[] = [];

  clear(): void {
    this.count = 0;
    this.exitReason.length = 0;
  }

  /** Appends a row and returns its index; the caller fills the columns. */
  append(reason: ExitReason): number {
    if (this.count === this.pnl.length) this.#grow();
    this.exitReason.push(reason);
    return this.count++;
  }

  #grow(): void {
    const size = this.count * 2;
    const wider = <T extends Int32Array | Uint16Array | Int8Array | Float64Array>(old: T, next: T): T => (
      next.set(old),
      next
    );
    this.instrument = wider(this.instrument, new Uint16Array(size));
    this.entryBar = wider(this.entryBar, new Int32Array(size));
    this.exitBar = wider(this.exitBar, new Int32Array(size));
    this.side = wider(this.side, new Int8Array(size));
    this.tag = wider(this.tag, new Int32Array(size));
    this.lot = wider(this.lot, new Int32Array(size));
    this.liveFrom = wider(this.liveFrom, new Int32Array(size));
    this.liveTo = wider(this.liveTo, new Int32Array(size));
    this.quantity = wider(this.quantity, new Float64Array(size));
    this.entryPrice = wider(this.entryPrice, new Float64Array(size));
    this.exitPrice = wider(this.exitPrice, new Float64Array(size));
    this.grossPnl = wider(this.grossPnl, new Float64Array(size));
    this.fees = wider(this.fees, new Float64Array(size));
    this.funding = wider(this.funding, new Float64Array(size));
    this.pnl = wider(this.pnl, new Float64Array(size));
    this.initialRisk = wider(this.initialRisk, new Float64Array(size));
  }
}

const COLUMNS = [
  ...(['instrument', 'entryBar', 'exitBar', 'side', 'tag', 'lot', 'liveFrom', 'liveTo', 'quantity'] as const),
  ...(['entryPrice', 'exitPrice', 'grossPnl', 'fees', 'funding', 'pnl', 'initialRisk'] as const),
];

/** The trades of one instrument, in their order. */
export function tradesOf(trades: TradeTable, instrument: number): TradeTable {
  const log = new TradeLog();
  for (let k = 0; k < trades.count; k++) {
    if (trades.instrument[k] !== instrument) continue;
    const at = log.append(trades.exitReason[k]!);
    for (const name of COLUMNS) log[name][at] = trades[name][k]!;
  }
  return log;
}
