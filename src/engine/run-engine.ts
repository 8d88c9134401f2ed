import type { Market } from '../data/market.js';
import type { Actor } from './actor.js';
import { Book } from './book.js';
import { EngineDesk } from './engine-desk.js';
import { EquityTracker } from './equity-tracker.js';
import { closeOut } from './fills.js';
import { matchBar } from './matching.js';
import type { RunRecord } from './record.js';
import { Recorder } from './recorder.js';
import type { RunRules, RunWindow } from './rules.js';
import { Wake } from './wake.js';

export interface EngineInput {
  readonly market: Market;
  readonly rules: RunRules;
  readonly window: RunWindow;
  readonly actor: Actor;
  /** Keep every order, fill and bar (replay). */
  readonly recording: boolean;
}

/**
 * The backtest core: one instrument, one strategy, one account. An engine is built once a thread and runs trial after trial in the
 * same buffers; the tables of a record are valid until the next run.
 *
 * Order of events at a bar: matching, fills told, liquidation, mark at the close, account rules, the strategy, samples.
 */
export class Engine {
  readonly #book = new Book();
  readonly #desk = new EngineDesk(this.#book);
  readonly #equity = new EquityTracker();
  readonly #wake = new Wake();
  #bar = -1;

  /** Bar at which a run broke off, -1 when none did; asking clears it. */
  takeBrokenBar(): number {
    const bar = this.#bar;
    this.#bar = -1;
    return bar;
  }

  run({ market, rules, window, actor, recording }: EngineInput): RunRecord {
    const { from, to } = window;
    const book = this.#book;
    const { account, orders } = book;
    const tracker = this.#equity;
    const recorder = recording ? new Recorder(from, to) : null;
    book.open(market, rules, recorder, actor.onFill !== undefined);
    tracker.reset(market, from, to, account.cash, rules.returns === 'bar');
    const last = to - 1;
    const visitsAll = rules.mode === 'every-bar';
    let exposedBars = 0;
    let i = from;
    while (i < to) {
      this.#bar = i;
      const wasOpen = account.quantity !== 0;
      if (orders.count > 0) matchBar(book, i);
      if (book.fills.length > 0) this.#tellFills(actor, i);
      this.#applyAccountRules(i);
      if (book.fills.length > 0) this.#tellFills(actor, i);
      if (i < last) tracker.mark(i, account.equityAt(market.close[i]!));
      let wanted = actor.warmup;
      if (i >= actor.warmup) {
        this.#desk.bar = i;
        wanted = actor.onBar(i, this.#desk) ?? i + 1;
      }
      if (i === last) this.#finish(actor, i);
      if (wasOpen || account.lastFillBar === i) exposedBars++;
      recorder?.bar(i, account.cash, account.equityAt(market.close[i]!), account.quantity);

      const next = visitsAll || i === last ? i + 1 : this.#sleep(i, Math.min(Math.max(wanted, i + 1), last));
      if (account.quantity !== 0) exposedBars += next - i - 1;
      if (recorder)
        for (let k = i + 1; k < next; k++)
          recorder.bar(k, account.cash, account.equityAt(market.close[k]!), account.quantity);
      tracker.sample(next, account.base, account.slope);
      i = next;
    }
    tracker.finish(account.equityAt(market.close[last]!));
    this.#bar = -1;
    return this.#record(market, rules, window, actor, exposedBars, recorder);
  }

  /** Next bar at which something can happen, at most `wanted`; the bars before it are marked. */
  #sleep(bar: number, wanted: number): number {
    const wake = this.#wake;
    const { account } = this.#book;
    wake.plan(this.#book, bar, wanted);
    return this.#equity.advance(
      bar + 1,
      Math.max(wake.bar, bar + 1),
      wake.below,
      wake.above,
      account.base,
      account.slope,
    );
  }

  #tellFills(actor: Actor, bar: number): void {
    const { fills } = this.#book;
    this.#desk.bar = bar;
    for (let k = 0; k < fills.length; k++) actor.onFill!(fills[k]!, this.#desk);
    fills.length = 0;
  }

  #applyAccountRules(i: number): void {
    const book = this.#book;
    const { account, market, rules } = book;
    if (account.quantity !== 0 && rules.account.maintenanceRate > 0) {
      const adverse = account.quantity > 0 ? market.low[i]! : market.high[i]!;
      if (account.equityAt(adverse) <= rules.account.maintenanceRate * Math.abs(account.slope) * adverse) {
        book.liquidations++;
        closeOut(book, i, adverse, 'liquidated');
      }
    }
    if (rules.execution.flattenAtSessionEnd && account.quantity !== 0 && isLastOfSession(market, i)) {
      closeOut(book, i, market.close[i]!, 'session_end');
    }
    if (book.ruined === 0 && account.equityAt(market.close[i]!) <= 0) {
      book.ruined = 1;
      book.halted = 'RUINED';
      closeOut(book, i, market.close[i]!, 'ruined');
    }
  }

  #finish(actor: Actor, i: number): void {
    const book = this.#book;
    const { account, market } = book;
    if (book.rules.execution.flattenAtEnd) closeOut(book, i, market.close[i]!, 'end_of_data');
    else book.cancelAll(i, 'end_of_data', false);
    if (book.fills.length > 0) this.#tellFills(actor, i);
    this.#equity.mark(i, account.equityAt(market.close[i]!));
  }

  #record(
    market: Market,
    rules: RunRules,
    window: RunWindow,
    actor: Actor,
    exposedBars: number,
    recorder: Recorder | null,
  ): RunRecord {
    const book = this.#book;
    const { account } = book;
    const lastClose = market.close[window.to - 1]!;
    return {
      market,
      from: window.from,
      to: window.to,
      initialEquity: rules.account.initialCash,
      finalEquity: account.equityAt(lastClose),
      returns: this.#equity.returns,
      periodsPerYear: rules.periodsPerYear,
      trades: book.trades,
      drawdown: this.#equity.drawdown,
      counters: {
        ordersSubmitted: book.orders.lastId,
        ordersFilled: book.filled,
        ordersRejected: book.rejected,
        ordersCancelled: book.cancelled,
        fills: account.fills,
        makerFills: account.makerFills,
        ambiguousBars: book.ambiguousBars,
        exposedBars,
        ruined: book.ruined,
        liquidations: book.liquidations,
      },
      strategyCounters: actor.counters ?? {},
      totalFees: account.totalFees,
      netFunding: account.netFunding,
      turnover: account.turnover,
      unrealizedPnl: account.unrealizedAt(lastClose),
      journal: recorder ? recorder.close(rules.account.initialCash) : null,
    };
  }
}

function isLastOfSession({ sessions }: Market, i: number): boolean {
  return sessions !== undefined && sessions.last[sessions.index[i]!] === i;
}
