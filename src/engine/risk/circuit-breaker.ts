import type { BreakerRules } from '../rules.js';
import type { Timeline } from '../timeline.js';

/** Code with which entries are refused during a pause. */
export const BREAKER_CODE = 'CIRCUIT_BREAKER';

/**
 * Pauses the entries of an account when too many of its orders failed within a window of time: orders that a rule of the venue or of the
 * account rejected, and attempts of post-only orders that would have taken. What a limit, a halt or a strategy's own check refuses is no
 * failure. Failures arise only in frames that are looked at, so a sleeping run pauses at the same moments.
 */
export class CircuitBreaker {
  #rules: BreakerRules | null = null;
  #timeline!: Timeline;
  #failures: { readonly open: number; readonly count: number }[] = [];
  /** Failures of the run that are known. */
  #known = 0;
  /** First frame at whose close entries are taken again. */
  #resume = 0;
  trips = 0;

  reset(rules: BreakerRules | null, timeline: Timeline): void {
    this.#rules = rules;
    this.#timeline = timeline;
    this.#failures = [];
    this.#known = this.#resume = this.trips = 0;
  }

  get isOn(): boolean {
    return this.#rules !== null;
  }

  /** Code with which entries are refused at the close of a frame; empty while they are not. */
  haltCode(frame: number): '' | typeof BREAKER_CODE {
    return frame < this.#resume ? BREAKER_CODE : '';
  }

  /** First frame after `frame` that the breaker wants to see; the end of time when it has no wish. */
  nextFrame(frame: number): number {
    return frame < this.#resume ? this.#resume : Number.MAX_SAFE_INTEGER;
  }

  /**
   * Takes note of the failures at the close of a frame; true when they pause the entries from now on.
   *
   * @param failures of the run so far
   */
  judge(frame: number, failures: number): boolean {
    const rules = this.#rules;
    if (rules === null || failures === this.#known) return false;
    const open = this.#timeline.time[frame]!;
    this.#failures.push({ open, count: failures - this.#known });
    this.#known = failures;
    this.#failures = this.#failures.filter((failure) => failure.open > open - rules.windowMs);
    if (this.#failures.reduce((sum, { count }) => sum + count, 0) < rules.failures) return false;
    this.#failures = [];
    this.trips++;
    this.#resume = this.#firstCloseAfter(frame, rules.cooldownMs);
    return true;
  }

  #firstCloseAfter(frame: number, wait: number): number {
    const { time, length } = this.#timeline;
    let next = frame + 1;
    while (next < length && time[next]! - time[frame]! < wait) next++;
    return next;
  }
}
