import { formatTime } from '../../base/time.js';
import type { Market } from '../../data/market.js';
import type { ActorTable } from '../../engine/record/record.js';
import type { ScalpingParams } from './params.js';
import { bracketOf, type RiskEngine } from './risk.js';
import type { ScalpingColumns } from './signals.js';

const COLUMNS = [
  ...['timestamp', 'symbol', 'signal', 'side', 'entry_price', 'atr', 'rsi', 'cross', 'sl_distance', 'tp_distance'],
  ...['stop_loss', 'take_profit', 'position_size', 'risk_usd', 'position_value_usd', 'decision'],
];

/** What became of a signal at its close. */
export interface Decision {
  readonly bar: number;
  /** +1 long, -1 short. */
  readonly side: 1 | -1;
  readonly equity: number;
  /** `order`, `close`, `monitor`, or why nothing was sent. */
  readonly word: string;
}

/**
 * signals.csv: a row for each signal of an instrument with what the risk engine makes of it at its close: entry at the close, levels, size (no
 * value where it refuses one), loss at the stop and value, and what was decided. The fill is sized anew.
 */
export class SignalLog {
  readonly #p: ScalpingParams;
  readonly #columns: ScalpingColumns;
  readonly #market: Market;
  readonly #risk: RiskEngine;
  readonly #multiplier: number;
  readonly #rows: ActorTable['rows'][number][] = [];

  constructor(p: ScalpingParams, columns: ScalpingColumns, market: Market, risk: RiskEngine, multiplier: number) {
    this.#p = p;
    this.#columns = columns;
    this.#market = market;
    this.#risk = risk;
    this.#multiplier = multiplier;
  }

  add({ bar, side, equity, word }: Decision): void {
    const { symbol, time, close } = this.#market;
    const entry = close[bar]!;
    const atr = this.#columns.range[bar]!;
    const { stop, target } = bracketOf(this.#p, atr);
    const answer = this.#risk.size(side, equity, entry, stop, target);
    const size = typeof answer === 'number' ? answer : NaN;
    this.#rows.push([
      ...[formatTime(time[bar]!), symbol, side > 0 ? 'LONG' : 'SHORT', side > 0 ? 'BUY' : 'SELL'],
      ...[
        entry,
        atr,
        this.#columns.strength[bar]!,
        side > 0 ? 'BULLISH' : 'BEARISH',
        stop,
        target,
        entry - side * stop,
        entry + side * target,
      ],
      ...[size, size * stop * this.#multiplier, size * entry * this.#multiplier, word],
    ]);
  }

  table(): ActorTable {
    return { columns: COLUMNS, rows: this.#rows };
  }
}
