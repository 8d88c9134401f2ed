import { DAY_MS, formatTime } from '../../base/time.js';
import type { Market, SessionColumns } from '../../data/market.js';
import type { ActorTable } from '../../engine/record/record.js';
import { factorAttribution, rangeStatistics, scoreBuckets } from './attribution.js';
import { FACTORS, type Scorer } from './factors.js';
import type { OrbParams } from './params.js';
import type { OpeningRange } from './ranges.js';
import { sideName, signalTable, tradeId } from './signals.js';
import type { OrbTrade } from './trade.js';

/** What a recorded run tells of itself: opening ranges, events of governance, samples of the factors, signals. */
export class OrbLog {
  readonly #events: (string | number)[][] = [];
  readonly #trades: OrbTrade[] = [];
  readonly #market: Market;
  readonly #sessions: SessionColumns;
  readonly #ranges: readonly OpeningRange[];
  readonly #scorer: Scorer;
  readonly #p: OrbParams;
  readonly #to: number;
  readonly #bySession: ReadonlyMap<number, OpeningRange>;

  /** @param ranges those of the window, in order; `to` is its end, exclusive */
  constructor(
    market: Market,
    sessions: SessionColumns,
    ranges: readonly OpeningRange[],
    scorer: Scorer,
    p: OrbParams,
    to: number,
  ) {
    this.#market = market;
    this.#to = to;
    this.#sessions = sessions;
    this.#ranges = ranges;
    this.#scorer = scorer;
    this.#p = p;
    this.#bySession = new Map(ranges.map((range) => [range.session, range]));
  }

  event(time: number, event: 'lockout' | 'signal_blocked', reason: string, side: 1 | -1): void {
    this.#events.push([formatTime(time), event, reason, sideName(side)]);
  }

  enter(trade: OrbTrade): void {
    this.#trades.push(trade);
  }

  tables(): Readonly<Record<string, ActorTable>> {
    const p = this.#p;
    return {
      or_log: this.#rangeTable(),
      governance_events: { columns: ['timestamp', 'event', 'reason', 'direction'], rows: this.#events },
      factor_samples: this.#sampleTable(),
      signals: signalTable(this.#trades, {
        p,
        market: this.#market,
        scorer: this.#scorer,
        to: this.#to,
        rangeAt: (bar) => this.#rangeAt(bar),
      }),
      r_equity: this.#equityTable(),
      ...this.#summaries(),
    };
  }

  /** What the closed trades and the ranges come to by score, by factor and by length. */
  #summaries(): Readonly<Record<string, ActorTable>> {
    const scored = this.#trades
      .filter((trade) => trade.isClosed)
      .map(({ side, entryBar, result }) => {
        const range = this.#rangeAt(entryBar);
        const flags = { ...this.#scorer.flags(entryBar - 1, side, range) };
        return { result, score: this.#scorer.score(entryBar - 1, side, range), flags };
      });
    return {
      score_buckets: scoreBuckets(scored),
      factor_attribution: factorAttribution(scored, FACTORS),
      or_stats: rangeStatistics(this.#ranges),
    };
  }

  #rangeAt(bar: number): OpeningRange {
    return this.#bySession.get(this.#sessions.index[bar]!)!;
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
    const every = Math.max(1, this.#p.scoring.sample_bars);
    const rows: (string | number | null)[][] = [];
    for (const range of this.#ranges) {
      for (let i = range.finalBar; i <= range.lastBar; i++) {
        if (i % every !== 0) continue;
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
          ...[k + 1, tradeId(this.#market, trade), formatTime(time[trade.entryBar]!), formatTime(time[exit.bar]!)],
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
}
