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

/** The account as the monitor sees it, and what it holds the account to. Shares are fractions. */
export interface SafetyStatus {
  readonly trading_halted: boolean;
  readonly halt_reason: HaltReason | 'kill_switch';
  /** Equity that the UTC day began with. */
  readonly starting_equity: number;
  readonly current_equity: number;
  readonly daily_pnl: number;
  /** Loss by the basis of `daily_loss_basis`; 0 where there is a profit. */
  readonly daily_loss_pct: number;
  readonly open_positions: number;
  readonly total_exposure: number;
  readonly exposure_pct: number;
  /** Highest equity at a close of the UTC day. */
  readonly peak_equity: number;
  readonly limits: Pick<SafetyParams, (typeof LIMITS)[number]>;
}

const LIMITS = [
  'max_daily_loss_pct',
  'max_risk_per_trade_pct',
  'max_open_trades',
  'max_exposure_pct',
  'max_consecutive_failures',
] as const;

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
    if (this.#lossAt(equity) >= this.#params.max_daily_loss_pct) this.#halt('daily_loss');
  }

  /** @param time UTC ms, for the kill switch */
  status(
    time: number,
    { equity, openPositions, exposure }: Pick<SafetyQuestion, 'equity' | 'openPositions' | 'exposure'>,
  ): SafetyStatus {
    return {
      trading_halted: this.isHalted(time),
      halt_reason: this.haltReason === '' && this.isHalted(time) ? 'kill_switch' : this.haltReason,
      starting_equity: this.dayStart,
      current_equity: equity,
      daily_pnl: equity - this.dayStart,
      daily_loss_pct: Math.max(0, this.#lossAt(equity)),
      open_positions: openPositions,
      total_exposure: exposure,
      exposure_pct: exposure / equity,
      peak_equity: this.peak,
      limits: Object.fromEntries(LIMITS.map((name) => [name, this.#params[name]])) as SafetyStatus['limits'],
    };
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

  /** Fraction of the basis; negative for a profit. */
  #lossAt(equity: number): number {
    const basis = this.#params.daily_loss_basis === 'peak' ? this.peak : this.dayStart;
    return (basis - equity) / basis;
  }

  #halt(reason: HaltReason): void {
    if (this.haltReason !== '') return;
    this.haltReason = reason;
    this.halts++;
  }
}
