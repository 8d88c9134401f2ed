import type { OrbParams } from './params.js';

export type BlockReason = 'lockout' | 'max_signals' | 'cutoff';
export type LockReason = 'loss_streak' | 'daily_loss_cap';

/** Discipline rules of one run: they stop new entries and never touch an open trade. */
export class Governance {
  lockouts = 0;
  readonly #rules: OrbParams['governance'];
  readonly #cutoff: number;
  #session = -1;
  #signals = 0;
  #streak = 0;
  #result = 0;
  #isLocked = false;

  /** @param cutoff minute of the session from which no entry fills */
  constructor(rules: OrbParams['governance'], cutoff: number) {
    this.#rules = rules;
    this.#cutoff = cutoff;
  }

  /** Begins a session, if it is another one than before. */
  enter(session: number): boolean {
    if (session === this.#session) return false;
    this.#session = session;
    this.#signals = 0;
    this.#result = 0;
    this.#isLocked = false;
    if (this.#rules.loss_streak_scope === 'session') this.#streak = 0;
    return true;
  }

  /** Why an entry that would fill in that minute of the session is forbidden; empty when it is not. */
  block(minute: number): BlockReason | '' {
    if (this.#isLocked) return 'lockout';
    if (this.#signals >= this.#rules.max_signals_per_day) return 'max_signals';
    return minute >= this.#cutoff ? 'cutoff' : '';
  }

  /** Whether nothing can be entered from that minute of the session on. */
  isOver(minute: number): boolean {
    return this.block(minute) !== '';
  }

  countSignal(): void {
    this.#signals++;
  }

  /**
   * Books a closed trade.
   *
   * @param isFullStop it left at its stop as a whole
   * @returns why that locks the session; empty when it does not
   */
  close(result: number, isFullStop: boolean): LockReason | '' {
    this.#result += result;
    let reason: LockReason | '' = '';
    const { max_daily_loss_r: most, lockout_after_losses: losses } = this.#rules;
    if (most !== null && this.#result <= -most) reason = 'daily_loss_cap';
    if (result > 0) this.#streak = 0;
    else if (isFullStop && result < 0 && ++this.#streak >= losses && reason === '') reason = 'loss_streak';
    if (reason === '' || this.#isLocked) return '';
    this.#isLocked = true;
    this.lockouts++;
    return reason;
  }
}
