import type { RunRules } from '../../../../src/engine/rules.js';
import type { HedgeParams } from '../../../../src/strategies/hedge-grid/params.js';
import * as work from './ladder-work.js';
import { MINUTE, PlainBook, type PlainInput, type PlainTrade } from './book.js';
import { plainRegimes, sign, type PlainRung, type SideName } from './shape.js';

/** A whole run of the grid by looking at every bar, every order and every lot. Slow and plain on purpose; minute bars. */
export class PlainGrid {
  readonly equity: number[] = [];
  readonly counts = { recenters: 0, cap_truncations: 0, post_only_rejects: 0, rejected_exposure: 0, breaker_trips: 0 };
  stopReason = '';
  readonly p: HedgeParams;
  readonly rules: RunRules;
  readonly #input: PlainInput;
  readonly #book: PlainBook;
  #peak: number;
  #center = 0;
  #rungs: readonly PlainRung[] = [];
  #refused: ReadonlySet<string> = new Set();
  /** Refusals up to here were cleared by a trip. */
  #cleared = 0;
  #leaving = '';
  #day = -1;
  #dayStart: number;
  #pausedDay = -1;
  #pausedUntil = 0;

  constructor(p: HedgeParams, rules: RunRules, input: PlainInput) {
    this.p = p;
    this.rules = rules;
    this.#input = input;
    this.#book = new PlainBook(p, rules, input);
    this.#peak = this.#dayStart = rules.account.initialCash;
    const regimes = plainRegimes(p, input.bars);
    for (let i = input.from; i < input.bars.length; i++) this.#bar(i, regimes[i]!);
    this.counts.post_only_rejects = this.#book.refusals.length;
  }

  get trades(): readonly PlainTrade[] {
    return this.#book.trades;
  }

  #bar(i: number, regime: number): void {
    const { bars } = this.#input;
    const bar = bars[i]!;
    const book = this.#book;
    const isLast = i === bars.length - 1;
    book.fund(i);
    if (this.#leaving !== '') book.closeAll(i, bar.open, this.#leaving);
    this.#leaving = '';
    book.activate(i);
    book.walk(i);
    book.liquidate(i);
    if (book.wasLiquidated && this.rules.risk.stopOnLiquidation && this.stopReason === '')
      this.stopReason = 'liquidated';
    this.#decide(i, regime, isLast);
    if (isLast && this.rules.execution.flattenAtEnd) book.closeAll(i, bar.close, 'end_of_data');
    this.equity.push(book.equityAt(bar.close));
  }

  #decide(i: number, regime: number, isLast: boolean): void {
    const { time, close } = this.#input.bars[i]!;
    const { risk_management: own } = this.p;
    const { risk } = this.rules;
    const now = time + MINUTE;
    const equity = this.#book.equityAt(close);
    const day = Math.floor(time / 86_400_000);
    if (this.#day >= 0 && day !== this.#day) this.#dayStart = this.equity.at(-1)!;
    this.#day = day;
    if (this.stopReason !== '') return;
    this.#peak = Math.max(this.#peak, equity);
    const leave = (reason: string): void => {
      this.#book.orders = [];
      if (isLast) this.#book.closeAll(i, close, reason);
      else this.#leaving = reason;
    };
    const most = own.enable_drawdown_protection ? own.max_drawdown_pct / 100 : Infinity;
    if ((this.#peak - equity) / this.#peak > Math.min(risk.maxDrawdown, most)) {
      this.stopReason = 'max_drawdown';
      return leave('max_drawdown');
    }
    if (this.#pausedDay !== day && (this.#dayStart - equity) / this.#dayStart > risk.maxDailyLoss) {
      this.#pausedDay = day;
      leave('daily_loss');
    }
    const recent = this.#book.refusals
      .slice(this.#cleared)
      .filter((at) => at > time - own.circuit_breaker_window_seconds * 1000).length;
    if (own.enable_circuit_breaker && recent >= own.max_errors_per_minute) {
      this.counts.breaker_trips++;
      this.#cleared = this.#book.refusals.length;
      this.#pausedUntil = now + own.circuit_breaker_cooldown_seconds * 1000;
    }
    if (i + 1 < Math.max(this.p.regime.ema_slow, 2 * this.p.regime.adx_len) || isLast) return;
    if (this.#pausedDay === day || now < this.#pausedUntil) this.#book.orders = [];
    else this.#place(close, now, regime);
  }

  #guard(now: number): Readonly<Record<SideName, number>> {
    const { funding_window_minutes: window, funding_max_cost_bps: most } = this.p.funding;
    const { time, rate } = this.#input.rates ?? { time: [], rate: [] };
    const past = time.filter((at) => at <= now).length;
    const next = time[past] ?? (Math.floor(now / (480 * MINUTE)) + 1) * 480 * MINUTE;
    const minutes = (next - now) / MINUTE;
    const paid = past === 0 ? 0 : rate[past - 1]!;
    const cost = (Math.abs(paid) * 10_000 * window) / 480;
    const scale =
      minutes > window || !work.exceeds(cost, most, 1e-9) ? 1 : Math.min(1, Math.ceil((8 * minutes) / window) / 8);
    return { LONG: paid > 0 ? scale : 1, SHORT: paid < 0 ? scale : 1 };
  }

  #place(close: number, now: number, regime: number): void {
    const { p, rules } = this;
    const distance = (Math.abs(close - this.#center) / this.#center) * 10_000;
    if (this.#center === 0 || work.exceeds(distance, p.rebalance.recenter_trigger_bps)) {
      this.#center = close;
      const { rungs, isCut } = work.cappedLadders(p, close, this.#input.tick, this.#input.lot);
      this.#rungs = rungs;
      this.counts.recenters++;
      if (isCut) this.counts.cap_truncations++;
    }
    const step = (this.#center * p.grid.grid_step_bps) / 10_000;
    const at = (rung: PlainRung) => this.#book.orders.find((o) => o.side === rung.side && o.level === rung.level);
    const wanted = work
      .takenByVenue(work.shapedRungs(this.#rungs, p, regime, this.#guard(now)), rules, this.#input.lot)
      .filter(
        ({ side, level }) =>
          p.grid.rearm === 'next_bar' || !this.#book.lots.some((lot) => lot.side === side && lot.level === level),
      )
      .filter((rung) => at(rung)?.ticks === rung.ticks || sign(rung.side) * (close - rung.price) > 0);
    const state = { wallet: this.#book.wallet, center: this.#center, lots: this.#book.lots, orders: this.#book.orders };
    const { admitted, refused } = work.admittedRungs(wanted, p, rules, state);
    this.counts.rejected_exposure += [...refused].filter((key) => !this.#refused.has(key)).length;
    this.#refused = refused;
    this.#book.orders = admitted.map((rung) => {
      const order = at(rung);
      return work.isNear(rung, order, p) ? order! : { ...rung, step, placed: now, isTested: false, takes: false };
    });
  }
}
