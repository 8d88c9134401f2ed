import { DAY_MS, formatTime } from '../../base/time.js';
import type { Market, SessionColumns } from '../../data/market.js';
import type { ActorTable } from '../../engine/record/record.js';
import type { FactorFlags, Scorer } from './factors.js';
import type { OpeningRange } from './ranges.js';
import type { OrbTrade } from './trade.js';

const FACTORS = ['price_action', 'rel_vol', 'profile', 'vwap', 'adx'] as const satisfies (keyof FactorFlags)[];

/** What a recorded run tells of itself: opening ranges, events of governance, samples of the factors, signals. */
export class OrbLog {
  readonly #events: (string | number)[][] = [];
  readonly #trades: OrbTrade[] = [];
  readonly #market: Market;
  readonly #sessions: SessionColumns;
  readonly #ranges: readonly OpeningRange[];
  readonly #scorer: Scorer;
  readonly #sampleBars: number;

  /** @param ranges those of the window, in order */
  constructor(
    market: Market,
    sessions: SessionColumns,
    ranges: readonly OpeningRange[],
    scorer: Scorer,
    sampleBars: number,
  ) {
    this.#market = market;
    this.#sessions = sessions;
    this.#ranges = ranges;
    this.#scorer = scorer;
    this.#sampleBars = Math.max(1, sampleBars);
  }

  event(time: number, event: 'lockout' | 'signal_blocked', reason: string, side: 1 | -1): void {
    this.#events.push([formatTime(time), event, reason, sideName(side)]);
  }

  enter(trade: OrbTrade): void {
    this.#trades.push(trade);
  }

  tables(): Readonly<Record<string, ActorTable>> {
    return {
      or_log: this.#rangeTable(),
      governance_events: { columns: ['timestamp', 'event', 'reason', 'direction'], rows: this.#events },
      factor_samples: this.#sampleTable(),
      signals: this.#signalTable(),
      r_equity: this.#equityTable(),
    };
  }

  #date(session: number): string {
    return formatTime(this.#sessions.day[session]! * DAY_MS).slice(0, 10);
  }

  #rangeTable(): ActorTable {
    return {
      columns: [
        ...['session', 'start', 'end', 'minutes', 'high', 'low', 'width', 'width_atr', 'norm_vol', 'valid', 'reason'],
      ],
      rows: this.#ranges.map((r) => [
        ...[this.#date(r.session), formatTime(r.start), formatTime(r.end), r.minutes],
        ...[r.high, r.low, r.high - r.low, r.widthRatio, r.normVol, r.valid, r.reason],
      ]),
    };
  }

  #sampleTable(): ActorTable {
    const market = this.#market;
    const rows: (string | number | null)[][] = [];
    for (const range of this.#ranges) {
      for (let i = range.finalBar; i <= range.lastBar; i++) {
        if (i % this.#sampleBars !== 0) continue;
        const long = this.#scorer.flags(i, 1, range);
        const short = this.#scorer.flags(i, -1, range);
        rows.push([
          ...[formatTime(market.time[i]!), market.close[i]!],
          ...FACTORS.flatMap((name) => [long[name], short[name]]),
          ...[this.#scorer.score(i, 1, range), this.#scorer.score(i, -1, range), this.#scorer.required(i)],
        ]);
      }
    }
    const factors = FACTORS.flatMap((name) => [`${name}_long`, `${name}_short`]);
    return { columns: ['timestamp', 'close', ...factors, 'score_long', 'score_short', 'required'], rows };
  }

  #idOf({ side, entryBar }: OrbTrade): string {
    const { symbol, time } = this.#market;
    return `${symbol}_${sideName(side)}_${stamp(time[entryBar]!)}`;
  }

  /** Running sum of the closed trades in R; its highest value starts at 0. */
  #equityTable(): ActorTable {
    const { time } = this.#market;
    let total = 0;
    let peak = 0;
    const rows = this.#trades
      .filter((trade) => trade.isClosed)
      .map((trade, k) => {
        total += trade.result;
        peak = Math.max(peak, total);
        const exit = trade.exits[trade.exits.length - 1]!;
        return [
          ...[k + 1, this.#idOf(trade), formatTime(time[trade.entryBar]!), formatTime(time[exit.bar]!)],
          ...[trade.result, total, peak, peak - total],
        ];
      });
    return {
      columns: [
        ...['trade_number', 'trade_id', 'entry_timestamp', 'exit_timestamp'],
        ...['realized_r', 'cumulative_r', 'running_max', 'drawdown_r'],
      ],
      rows,
    };
  }

  /** The entries in multiples of their risk, with the score of the bar that ordered them. */
  #signalTable(): ActorTable {
    const { time } = this.#market;
    const bySession = new Map(this.#ranges.map((range) => [range.session, range]));
    const rows = this.#trades.map((trade) => {
      const { side, entryBar, entry, stop, risk, hasMoved, result } = trade;
      const range = bySession.get(this.#sessions.index[entryBar]!)!;
      const flags = this.#scorer.flags(entryBar - 1, side, range);
      const [best, worst] = excursions(trade, this.#market);
      return [
        ...[this.#idOf(trade), sideName(side), formatTime(time[entryBar]!)],
        ...[entry, stop, risk, hasMoved, trade.isClosed ? result : null, best, worst, range.high, range.low],
        ...[this.#scorer.score(entryBar - 1, side, range), this.#scorer.required(entryBar - 1)],
        ...FACTORS.map((name) => flags[name]),
      ];
    });
    return {
      columns: [
        ...['trade_id', 'direction', 'entry_timestamp', 'entry_price', 'stop_price_initial', 'initial_risk'],
        ...['moved_to_breakeven', 'realized_r', 'max_favorable_r', 'max_adverse_r', 'or_high', 'or_low'],
        ...['confluence_score', 'confluence_required', ...FACTORS],
      ],
      rows,
    };
  }
}

const sideName = (side: 1 | -1): string => (side > 0 ? 'LONG' : 'SHORT');

/** `YYYYMMDD_HHMMSS`, UTC. */
const stamp = (time: number): string => formatTime(time).slice(0, 19).replace(/[-:]/g, '').replace('T', '_');

/**
 * Best and worst price in multiples of the risk, never below 0 on their side. The entry bar counts only when the entry filled at its
 * open, and the bar of a stop not beyond its fill.
 */
function excursions({ side, entryBar, entry, risk, exits }: OrbTrade, market: Market): readonly [number, number] {
  const last = exits[exits.length - 1];
  const end = last?.bar ?? market.length - 1;
  let best = 0;
  let worst = 0;
  for (let i = market.open[entryBar] === entry ? entryBar : entryBar + 1; i <= end; i++) {
    const favorable = side > 0 ? market.high[i]! : market.low[i]!;
    let adverse = side > 0 ? market.low[i]! : market.high[i]!;
    if (i === end && last?.reason.startsWith('stop'))
      adverse = side > 0 ? Math.max(adverse, last.price) : Math.min(adverse, last.price);
    best = Math.max(best, (side * (favorable - entry)) / risk);
    worst = Math.max(worst, (side * (entry - adverse)) / risk);
  }
  return [best, worst];
}
