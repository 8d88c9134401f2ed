import type { CashFlow, FillRow, OrderRow, RunJournal } from './record.js';

/** Keeps the full story of a run. Only replays have one; a sweep's trials record what their metrics need. */
export class Recorder {
  readonly #orders: OrderRow[] = [];
  readonly #fills: FillRow[] = [];
  readonly #ledger: CashFlow[] = [];
  readonly #from: number;
  readonly #cash: Float64Array;
  readonly #equity: Float64Array;
  readonly #positions: readonly Float64Array[];
  readonly #longs: readonly Float64Array[];

  constructor(from: number, to: number, instruments: number) {
    this.#from = from;
    this.#cash = new Float64Array(to - from);
    this.#equity = new Float64Array(to - from);
    const columns = () => Array.from({ length: instruments }, () => new Float64Array(to - from));
    this.#positions = columns();
    this.#longs = columns();
  }

  order(row: OrderRow): void {
    this.#orders.push(row);
  }

  /** @param cash of the account after the fill */
  fill(row: FillRow, cash: number): void {
    this.#fills.push(row);
    this.#ledger.push({ kind: 'fill', fill: row, cash });
  }

  funding(row: Extract<CashFlow, { readonly kind: 'funding' }>): void {
    this.#ledger.push(row);
  }

  /** State of the account at the close of a frame. */
  frame(frame: number, cash: number, equity: number): void {
    this.#cash[frame - this.#from] = cash;
    this.#equity[frame - this.#from] = equity;
  }

  /** Signed quantity of an instrument at the close of a frame, and what of it is long. */
  position(frame: number, instrument: number, quantity: number, long: number): void {
    this.#positions[instrument]![frame - this.#from] = quantity;
    this.#longs[instrument]![frame - this.#from] = long;
  }

  /** @param initialEquity the first peak of the drawdown column */
  close(initialEquity: number, told: Pick<RunJournal, 'tables' | 'documents'>): RunJournal {
    const drawdown = new Float64Array(this.#equity.length);
    let peak = initialEquity;
    for (let row = 0; row < drawdown.length; row++) {
      const equity = this.#equity[row]!;
      if (equity > peak) peak = equity;
      drawdown[row] = (peak - equity) / peak;
    }
    return {
      orders: this.#orders.sort((a, b) => a.id - b.id),
      fills: this.#fills,
      ledger: this.#ledger,
      cash: this.#cash,
      equity: this.#equity,
      drawdown,
      positions: this.#positions,
      longs: this.#longs,
      ...told,
    };
  }
}
