import { formatTime } from '../../base/time.js';
import type { Market } from '../../data/market.js';
import type { Fill } from '../../engine/actor.js';
import type { ActorTable } from '../../engine/record/record.js';

const COLUMNS = [
  'timestamp',
  'session_start',
  'order_id',
  'symbol',
  'action',
  'side',
  'quantity',
  'entry_price',
  'fill_price',
  'fill_value',
  'commission',
  'slippage',
  'realized_pnl',
  'pnl_pct',
  'balance',
  'equity',
  'open_positions',
  'reason',
  'strategy',
  'stop_loss',
  'take_profit',
  'unrealized_pnl',
] as const;
const STRATEGY = 'scalping-ema-rsi';

/** A fill with what the log needs beside it. */
interface Entry extends Readonly<Fill> {
  readonly market: Market;
  readonly multiplier: number;
  /** Levels that the position started with. */
  readonly stop: number;
  readonly target: number;
}

/** Order of a bar's fills over all instruments: closing at the open, opening, exits inside the bar, the end of the data. */
function phaseOf({ isEntry, reason }: Entry): number {
  if (isEntry) return 1;
  if (reason === 'opposite_signal' || reason === 'halt') return 0;
  return reason === 'end_of_data' ? 3 : 2;
}

/**
 * The log of a paper trader over all symbols of an account: a line for the start, then one a fill. Its balance moves at exits only, by the
 * net profit; its equity is the balance and the unrealised profits at the latest closes, entry commissions not deducted.
 */
export class ScalpingTradeLog {
  /** At the start. */
  readonly balance: number;
  readonly #entries: Entry[] = [];
  readonly #symbols: string[] = [];
  #start = Infinity;
  #end = -Infinity;
  #bars = 0;
  #intervalMs = 0;

  constructor(balance: number) {
    this.balance = balance;
  }

  /** Counts the bars [from, to) of an instrument to the session. */
  cover({ symbol, time, length, intervalMs }: Market, from: number, to: number): void {
    this.#symbols.push(symbol);
    this.#intervalMs = intervalMs;
    if (from >= length || from >= to) return;
    this.#bars += Math.min(to, length) - from;
    this.#start = Math.min(this.#start, time[from]!);
    this.#end = Math.max(this.#end, time[Math.min(to, length) - 1]!);
  }

  add(fill: Fill, position: Pick<Entry, 'market' | 'multiplier' | 'stop' | 'target'>): void {
    this.#entries.push({ ...fill, ...position });
  }

  /** What was traded: [start, end) in UTC ms, bars over all symbols. */
  get session(): {
    readonly start: number;
    readonly end: number;
    readonly intervalMs: number;
    readonly symbols: readonly string[];
    readonly bars: number;
  } {
    const intervalMs = this.#intervalMs;
    return { start: this.#start, end: this.#end + intervalMs, intervalMs, symbols: this.#symbols, bars: this.#bars };
  }

  /** Net profit of each exit, in their order. */
  get profits(): readonly number[] {
    const exits = this.table().rows.filter((row) => row[COLUMNS.indexOf('action')] === 'CLOSE');
    return exits.map((row) => Number(row[COLUMNS.indexOf('realized_pnl')]));
  }

  /** `config_backtest_YYYYMMDD_YYYYMMDD`, by the days of the first and the last bar. */
  get name(): string {
    const day = (time: number) => formatTime(time).slice(0, 10).replaceAll('-', '');
    return `config_backtest_${day(this.#start)}_${day(this.#end)}`;
  }

  table(): ActorTable {
    const start = formatTime(this.#start);
    const held = new Map<string, Entry>();
    const numbers = new Map<string, number>();
    let { balance } = this;
    const blank = (count: number): null[] => Array.from({ length: count }, () => null);
    const rows: ActorTable['rows'][number][] = [
      [start, start, null, null, 'INIT', ...blank(9), balance, balance, 0, null, STRATEGY, ...blank(2), 0],
    ];
    const timeOf = ({ market, bar }: Entry) => market.time[bar]!;
    const inOrder = this.#entries.toSorted((a, b) => timeOf(a) - timeOf(b) || phaseOf(a) - phaseOf(b));
    for (const entry of inOrder) {
      const { market, multiplier, quantity, price, rawPrice, fee, isEntry, reason } = entry;
      const { symbol } = market;
      const opened = isEntry ? entry : held.get(symbol)!;
      const number = (numbers.get(symbol) ?? 0) + 1;
      numbers.set(symbol, number);
      let profit = 0;
      if (isEntry) held.set(symbol, entry);
      else {
        profit = unrealized(opened, price) - opened.fee - fee;
        balance += profit;
        held.delete(symbol);
      }
      const open = [...held.values()].reduce((sum, position) => sum + unrealized(position, markOf(position, entry)), 0);
      rows.push([
        formatTime(timeOf(entry)),
        start,
        `${symbol}-${number}`,
        symbol,
        isEntry ? 'OPEN' : 'CLOSE',
        opened.side > 0 ? 'LONG' : 'SHORT',
        quantity,
        opened.price,
        price,
        quantity * price * multiplier,
        fee,
        quantity * Math.abs(price - rawPrice) * multiplier,
        profit,
        (profit / (opened.price * quantity * multiplier)) * 100,
        balance,
        balance + open,
        held.size,
        reason,
        STRATEGY,
        opened.stop,
        opened.target,
        open,
      ]);
    }
    return { columns: COLUMNS, rows };
  }
}

const unrealized = ({ side, quantity, price, multiplier }: Entry, mark: number): number =>
  side * quantity * (mark - price) * multiplier;

/** Latest price of a position when another fill happens: the close of its bar before, its own fill when there is none since. */
function markOf(position: Entry, { market, bar, reason }: Entry): number {
  const now = market.time[bar]! + (reason === 'end_of_data' ? 1 : 0);
  const { time, close } = position.market;
  let low = position.bar - 1;
  let high = time.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (time[middle]! < now) low = middle;
    else high = middle - 1;
  }
  return low < position.bar ? position.price : close[low]!;
}
