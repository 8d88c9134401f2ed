import type { Desk } from '../engine/desk.js';
import type { SafetyParams } from './_scalping-params.js';
import { SafetyMonitor } from './_scalping-safety.js';

/** One who may have to leave its position on a halt. */
export interface HaltListener {
  flatten(): void;
}

/** What the instruments of one account have in common: the safety monitor and its clock. Made once a run. */
export class ScalpingSession {
  readonly #params: SafetyParams;
  readonly #listeners: HaltListener[] = [];
  #monitor: SafetyMonitor | null = null;
  #closed = -Infinity;
  #failed = -Infinity;

  constructor(params: SafetyParams) {
    this.#params = params;
  }

  /** @returns the instrument's number in the account */
  join(listener: HaltListener): number {
    return this.#listeners.push(listener) - 1;
  }

  get halts(): number {
    return this.#monitor?.halts ?? 0;
  }

  /** The monitor at the open of a bar; before its first question the account has not traded. */
  at(open: number, desk: Desk): SafetyMonitor {
    const monitor = (this.#monitor ??= new SafetyMonitor(this.#params, desk.equity));
    monitor.open(open);
    return monitor;
  }

  /** Judges the account at the close of a bar, once for all instruments and before any of them decides. */
  close(open: number, end: number, desk: Desk): void {
    if (open === this.#closed) return;
    this.#closed = open;
    const monitor = this.at(open, desk);
    monitor.close(desk.equity);
    if (!this.#params.flatten_on_halt || !monitor.isHalted(end)) return;
    for (const listener of this.#listeners) listener.flatten();
  }

  fail(open: number): void {
    this.#failed = open;
    this.#monitor?.fail();
  }

  /** An exit filled. At one open exits come before entries, so that a failure of the same bar is the later of the two. */
  succeed(open: number, atOpen: boolean): void {
    if (!atOpen || this.#failed !== open) this.#monitor?.succeed();
  }
}
