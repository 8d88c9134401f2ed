import { Book } from './book.js';
import { EngineDesk } from './engine-desk.js';
import { EquityTracker } from './account/equity-tracker.js';
import { AccountRisk } from './risk/account-risk.js';
import { applyBarRules } from './risk/account-rules.js';
import { closeOut } from './matching/fills.js';
import { Ledger } from './account/ledger.js';
import type { OrderIds } from './orders.js';
import { Portfolio } from './account/portfolio.js';
import type { EngineInput } from './input.js';
import type { RunRecord } from './record/record.js';
import { countBooks, summarizeRun, toldBy } from './record/run-summary.js';
import { JointSleep, recordFrame } from './joint-sleep.js';
import type { RunRules } from './rules.js';
import { Tally } from './record/tally.js';
import { Recorder } from './record/recorder.js';
import { hasFilled, IDLE, matchSeats, tellEvents, wantsEvents, type Seat } from './seat.js';
import { timelineOf, type Timeline } from './timeline.js';
import { TradeLog } from './record/trade-log.js';
import { Wake } from './wake.js';

/**
 * The backtest core: one account, one or several instruments. An engine is built once a thread and runs trial after trial in the same
 * buffers; the tables of a record are valid until the next run.
 *
 * Order of events at a frame, each phase over all instruments before the next begins: funding, closing and opening market orders, the other orders
 * along the path, fills told, account rules, marks, strategies, samples.
 */
export class Engine {
  readonly #ids: OrderIds = { last: 0, placed: 0, ofMoment: 0, taken: new Map() };
  readonly #ledger = new Ledger();
  readonly #trades = new TradeLog();
  readonly #pool: Seat[] = [];
  readonly #equity = new EquityTracker();
  readonly #wake = new Wake();
  readonly #joint = new JointSleep();
  readonly #risk = new AccountRisk();
  #seats: readonly Seat[] = [];
  #rules!: RunRules;
  #portfolio = new Portfolio<Book>(this.#ledger, []);
  readonly #tally = new Tally();
  #frame = -1;
  /** Whether any actor wants to know of what becomes of its orders. */
  #tells = false;

  /** Frame at which a run broke off, -1 when none did; asking clears it. */
  takeBrokenBar(): number {
    const frame = this.#frame;
    this.#frame = -1;
    return frame;
  }

  run(input: EngineInput): RunRecord {
    const { rules, window } = input;
    this.#rules = rules;
    const timeline = input.timeline ?? timelineOf(input.traders.map((trader) => trader.market));
    const recorder = input.recording ? new Recorder(window.from, window.to, input.traders.length) : null;
    this.#open(input, timeline, recorder);
    const last = window.to - 1;
    let frame = window.from;
    while (frame < window.to) {
      this.#frame = frame;
      const wasOpen = !this.#portfolio.isFlat;
      this.#enter(frame, timeline);
      matchSeats(this.#seats, timeline.time[frame]!);
      this.#tellEvents();
      this.#applyAccountRules();
      this.#risk.judgeEquity(this.#seats, this.#portfolio.equity, this.#equity.peak, frame, frame === last);
      this.#judgeFailures(frame);
      if (frame < last) this.#equity.mark(frame, this.#portfolio.equity);
      this.#askActors();
      this.#judgeFailures(frame);
      if (frame === last) this.#finish(rules.execution.flattenAtEnd);
      if (wasOpen || hasFilled(this.#seats, frame)) this.#tally.exposedBars++;
      frame = this.#advance(frame, last, timeline, rules.mode === 'every-bar', recorder);
    }
    this.#equity.finish(this.#portfolio.equity);
    this.#frame = -1;
    const books = this.#seats.map((seat) => seat.book);
    return {
      ...summarizeRun(input, timeline, this.#portfolio, books),
      returns: this.#equity.returns,
      meanEquity: this.#equity.meanEquity,
      drawdown: this.#equity.drawdown,
      trades: this.#trades,
      sides: { long: this.#tally.side('long'), short: this.#tally.side('short') },
      counters: {
        ...countBooks(books),
        ...this.#tally.counts,
        ...this.#risk.counts,
        ordersSubmitted: this.#ids.last,
        ordersPlaced: this.#ids.placed,
        fills: this.#ledger.fills,
        makerFills: this.#ledger.makerFills,
      },
      stopReason: this.#risk.guard.stopReason,
      journal: recorder ? recorder.close(rules.account.initialCash, toldBy(input.traders)) : null,
    };
  }

  #open({ traders, rules, window }: EngineInput, timeline: Timeline, recorder: Recorder | null): void {
    while (this.#pool.length < traders.length) {
      const book = new Book(this.#ledger, this.#trades, this.#ids);
      this.#pool.push({ book, desk: new EngineDesk(book), actor: IDLE, wanted: 0 });
    }
    this.#ids.taken.clear();
    this.#ids.last = this.#ids.placed = 0;
    this.#tally.reset();
    this.#ledger.reset(rules.account.initialCash);
    this.#trades.clear();
    if (this.#seats.length !== traders.length) {
      this.#seats = this.#pool.slice(0, traders.length);
      this.#portfolio = new Portfolio(
        this.#ledger,
        this.#seats.map((seat) => seat.book),
      );
    }
    this.#seats.forEach((seat, number) => {
      const { market, actor, instrument = rules.instrument, symbolIndex = number } = traders[number]!;
      seat.actor = actor;
      seat.wanted = 0;
      seat.book.open({
        number,
        symbolIndex,
        market,
        instrument,
        portfolio: this.#portfolio,
        rules,
        recorder,
        actor,
        desk: seat.desk,
      });
    });
    this.#portfolio.refresh();
    this.#tells = traders.some(({ actor }) => wantsEvents(actor));
    this.#risk.reset(rules.risk, timeline, window.from, rules.account.initialCash);
    this.#equity.reset(traders[0]!.market, timeline, window, rules.account.initialCash, rules.returns);
  }

  #enter(frame: number, { bars }: Timeline): void {
    this.#ids.ofMoment = 0;
    for (let k = 0; k < this.#seats.length; k++) {
      this.#seats[k]!.book.enter(frame, bars === null ? frame : bars[k]![frame]!);
    }
  }

  #tellEvents(): void {
    if (!this.#tells) return;
    for (let k = 0; k < this.#seats.length; k++) tellEvents(this.#seats[k]!);
  }

  /** Liquidation at the extremes, session ends at the close; then the closes are the marks, and ruin is judged by them. */
  #applyAccountRules(): void {
    for (let k = 0; k < this.#seats.length; k++) {
      const { book } = this.#seats[k]!;
      if (book.bar < 0) continue;
      if (!book.holding.isFlat) this.#tally.liquidations += applyBarRules(book);
      book.mark = book.market.close[book.bar]!;
    }
    if (this.#tally.liquidations > 0) this.#risk.guard.noteLiquidation();
    // With nothing left to close, an account without equity is a matter of the drawdown rule, where there is one.
    const { equity, isFlat } = this.#portfolio;
    const isRuined = equity <= 0 && !(isFlat && this.#risk.guard.stopsAt(equity));
    if (this.#tally.ruined === 0 && isRuined) {
      this.#tally.ruined = 1;
      this.#closeAll('ruined');
      this.#risk.guard.noteRuin();
    }
    this.#tellEvents();
  }

  /** Before the strategies' turns for what failed in the matching, and after them for what they have just submitted. */
  #judgeFailures(frame: number): void {
    if (this.#risk.judgeFailures(this.#seats, frame)) this.#tellEvents();
  }

  #askActors(): void {
    for (let k = 0; k < this.#seats.length; k++) {
      const seat = this.#seats[k]!;
      const { bar } = seat.book;
      if (bar < 0) continue;
      seat.wanted = bar < seat.actor.warmup ? seat.actor.warmup : (seat.actor.onBar(bar, seat.desk) ?? bar + 1);
      if (this.#tells) tellEvents(seat);
    }
  }

  /** The last frame: orders are cancelled and, unless positions stay open, flattened before the last mark. */
  #finish(flatten: boolean): void {
    if (flatten) this.#closeAll('end_of_data');
    else for (let k = 0; k < this.#seats.length; k++) this.#seats[k]!.book.cancelAll('end_of_data', false);
    this.#tellEvents();
    this.#equity.mark(this.#frame, this.#portfolio.equity);
  }

  #closeAll(reason: string): void {
    for (let k = 0; k < this.#seats.length; k++) closeOut(this.#seats[k]!.book, this.#seats[k]!.book.mark, reason);
  }

  /** Goes to the next frame at which something can happen; the frames slept over are marked, sampled and recorded. */
  #advance(frame: number, last: number, timeline: Timeline, visitsAll: boolean, recorder: Recorder | null): number {
    const isAwake = visitsAll || frame >= last;
    const { isFlat } = this.#portfolio;
    const next =
      this.#seats.length === 1
        ? this.#advanceOne(this.#seats[0]!, frame, isAwake, last, recorder)
        : this.#advanceSeveral(frame, isAwake, last, timeline, recorder);
    this.#tally.pass(this.#seats, next - frame, isFlat, this.#ledger.cash);
    return next;
  }

  #advanceOne(seat: Seat, frame: number, isAwake: boolean, last: number, recorder: Recorder | null): number {
    const { book } = seat;
    const next = isAwake ? frame + 1 : this.#sleep(seat, last);
    for (let f = frame; recorder && f < next; f++)
      recordFrame(recorder, this.#seats, f, this.#portfolio.equityWith(book, book.market.close[f]!));
    this.#equity.sample(next, this.#portfolio.base, book.holding.slope);
    return next;
  }

  #sleep({ book, wanted }: Seat, last: number): number {
    const wake = this.#wake;
    const from = book.bar + 1;
    const guarded = this.#risk.nextFrame(book.bar, book.holding.isFlat);
    wake.plan(book, Math.min(Math.max(Math.min(wanted, guarded), from), last));
    wake.planAccount(book);
    this.#equity.watch(this.#rules.risk.maxDrawdown, this.#risk.floor(this.#seats));
    const { base } = this.#portfolio;
    return this.#equity.advance(from, Math.max(wake.bar, from), wake.below, wake.above, base, book.holding.slope);
  }

  #advanceSeveral(
    frame: number,
    isAwake: boolean,
    last: number,
    timeline: Timeline,
    recorder: Recorder | null,
  ): number {
    const portfolio = this.#portfolio;
    const { equity } = portfolio;
    this.#equity.sample(frame + 1, equity, 0);
    if (recorder) recordFrame(recorder, this.#seats, frame, equity);
    if (isAwake) return frame + 1;
    this.#equity.watch(this.#rules.risk.maxDrawdown, this.#risk.floor(this.#seats));
    const until = Math.min(last, this.#risk.nextFrame(frame, portfolio.isFlat));
    return this.#joint.pass(this.#seats, frame, until, timeline, { portfolio, equity: this.#equity, recorder });
  }
}
