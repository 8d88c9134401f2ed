import { killTime, type SafetyParams } from './params.js';

const DAY_MS = 86_400_000;
/** Relative slack of the limits, more than rounding. */
const SLACK = 1 + 1e-9;

export type SafetyRefusal = 'halted' | 'risk_per_trade' | 'max_open_trades' | 'total_exposure';
export type HaltReason = '' | 'daily_loss' | 'consecutive_failures';

/** An opening order and the account that it meets. */
export interface SafetyQuestion {
  /** UTC ms. */
  readonly time: number;
  readonly equity: number;
  /** Loss at the stop, quote currency. */
  readonly risk: number;
  /** Value of the order. */
  readonly value: number;
  /** Positions that are open, and their value at the latest prices. */
  readonly openPositions: number;
  readonly exposure: number;
}

/**
 * Refuses opening orders beyond the limits of an account, and halts it after a loss or a series of failures. Its clock is the time of the
 * bars, which it is told; it keeps no books of its own.
 */
export class SafetyMonitor {
  /** Times that trading was halted. */
  halts = 0;
  haltReason: HaltReason = '';
  dayStart: number;
  peak: number;
  failures = 0;
  readonly #params: SafetyParams;
  readonly #killedFrom: number;
  #equity: number;
  #day = -Infinity;

  /** @param balance equity at the start */
  constructor(params: SafetyParams, balance: number) {
    this.#params = params;
    this.#killedFrom = killTime(params);
    this.#equity = this.dayStart = this.peak = balance;
  }

  /** To be told of the open of each bar before anything happens in it: a new UTC day starts the count of losses and failures anew. */
  open(time: number): void {
    const day = Math.floor(time / DAY_MS);
    if (day === this.#day) return;
    this.#day = day;
    this.dayStart = this.peak = this.#equity;
    this.failures = 0;
    if (this.#params.halt_scope === 'day') this.haltReason = '';
  }

  /** To be told of the equity at each close. */
  close(equity: number): void {
    this.#equity = equity;
    if (equity > this.peak) this.peak = equity;
    const basis = this.#params.daily_loss_basis === 'peak' ? this.peak : this.dayStart;
    if ((basis - equity) / basis >= this.#params.max_daily_loss_pct) this.#halt('daily_loss');
  }

  /** Equity at or below which a close may halt; Infinity where each close counts, -Infinity where none does. */
  get floor(): number {
    if (this.haltReason !== '') return -Infinity;
    if (this.#params.daily_loss_basis === 'peak') return Infinity;
    return this.dayStart * (1 - this.#params.max_daily_loss_pct) * SLACK;
  }

  /** Whether a halt holds, or the kill switch has a time. */
  get mayBeHalted(): boolean {
    return this.haltReason !== '' || this.#killedFrom < Infinity;
  }

  isHalted(time: number): boolean {
    return this.haltReason !== '' || this.#killedFrom <= time;
  }

  /** First limit that an opening order breaks; empty when it may pass. */
  refusal({ time, equity, risk, value, openPositions, exposure }: SafetyQuestion): '' | SafetyRefusal {
    const { max_risk_per_trade_pct, max_open_trades, max_exposure_pct } = this.#params;
    if (this.isHalted(time)) return 'halted';
    if (risk > equity * max_risk_per_trade_pct * SLACK) return 'risk_per_trade';
    if (openPositions >= max_open_trades) return 'max_open_trades';
    if (exposure + value > equity * max_exposure_pct * SLACK) return 'total_exposure';
    return '';
  }

  /** An order failed for want of cash or because it was invalid. */
  fail(): void {
    this.failures++;
    if (this.failures >= this.#params.max_consecutive_failures) this.#halt('consecutive_failures');
  }

  succeed(): void {
    this.failures = 0;
  }

  #halt(reason: HaltReason): void {
    if (this.haltReason !== '') return;
    this.haltReason = reason;
    this.halts++;
  }
}
