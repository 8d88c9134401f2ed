import type { WakeUp } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import type { SafetyParams } from './params.js';
import { SafetyMonitor } from './safety.js';
import { ScalpingTradeLog } from './trade-log.js';

/** One who may have to leave its position on a halt. */
export interface HaltListener {
  flatten(): void;
}

/** What the instruments of one account have in common: the safety monitor, its clock and the trade log. Made once a run. */
export class ScalpingSession {
  /** Filled in recorded runs only. */
  readonly log: ScalpingTradeLog;
  readonly #params: SafetyParams;
  readonly #monitor: SafetyMonitor;
  readonly #listeners: HaltListener[] = [];
  #closed = -Infinity;
  #failed = -Infinity;

  /** @param balance equity at the start */
  constructor(params: SafetyParams, balance: number) {
    this.#params = params;
    this.log = new ScalpingTradeLog(balance);
    this.#monitor = new SafetyMonitor(params, balance);
  }

  /** @returns the instrument's number in the account */
  join(listener: HaltListener): number {
    return this.#listeners.push(listener) - 1;
  }

  get halts(): number {
    return this.#monitor.halts;
  }

  /** The monitor in a bar that opens at `open`. */
  at(open: number): SafetyMonitor {
    this.#monitor.open(open);
    return this.#monitor;
  }

  /** Judges the account at the close of a bar, once for all instruments and before any of them decides. */
  close(open: number, end: number, desk: Desk): void {
    if (open === this.#closed) return;
    this.#closed = open;
    const monitor = this.at(open);
    monitor.close(desk.equity);
    if (!this.#params.flatten_on_halt || !monitor.isHalted(end)) return;
    for (const listener of this.#listeners) listener.flatten();
  }

  /** Notes the equity at which the monitor must see a close; each one, where a halt is to close positions. */
  wake(wakeUp: WakeUp): void {
    const monitor = this.#monitor;
    wakeUp.equityBelow = this.#params.flatten_on_halt && monitor.mayBeHalted ? Infinity : monitor.floor;
  }

  fail(open: number): void {
    this.#failed = open;
    this.#monitor.fail();
  }

  /** An exit filled. At one open exits come before entries, so that a failure of the same bar is the later of the two. */
  succeed(open: number, atOpen: boolean): void {
    if (!atOpen || this.#failed !== open) this.#monitor.succeed();
  }
}
