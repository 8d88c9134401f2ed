import type { Json } from '../../base/json.js';
import type { WakeUp } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import type { ScalpingCounters } from './counters.js';
import type { SafetyParams } from './params.js';
import { resultOf } from './result.js';
import { SafetyMonitor } from './safety.js';
import { ScalpingTradeLog } from './trade-log.js';

/** An instrument of the account, which may have to leave its position on a halt. */
export interface Member {
  readonly counters: ScalpingCounters;
  flatten(): void;
  /** Whether the position that waited for the open has been closed at it, which the member is told of only after all fills. */
  readonly hasJustClosed: boolean;
}

/** What the instruments of one account have in common: the safety monitor, its clock and the trade log. Made once a run. */
export class ScalpingSession {
  /** Filled in recorded runs only. */
  readonly log: ScalpingTradeLog;
  readonly #params: SafetyParams;
  readonly #monitor: SafetyMonitor;
  readonly #members: Member[] = [];
  #closed = -Infinity;
  #failed = -Infinity;
  #entered = -Infinity;

  /** @param balance equity at the start */
  constructor(params: SafetyParams, balance: number) {
    this.#params = params;
    this.log = new ScalpingTradeLog(balance);
    this.#monitor = new SafetyMonitor(params, balance);
  }

  /** @returns the instrument's number in the account */
  join(member: Member): number {
    return this.#members.push(member) - 1;
  }

  get halts(): number {
    return this.#monitor.halts;
  }

  /** The monitor in a bar that opens at `open`. */
  at(open: number): SafetyMonitor {
    this.#monitor.open(open);
    return this.#monitor;
  }

  /** The monitor when entries fill at an open. What closed there did so before them and has ended a series of failures. */
  atEntry(open: number): SafetyMonitor {
    const monitor = this.at(open);
    if (open !== this.#entered && this.#members.some((member) => member.hasJustClosed)) monitor.succeed();
    this.#entered = open;
    return monitor;
  }

  /** Judges the account at the close of a bar, once for all instruments and before any of them decides. */
  close(open: number, end: number, desk: Desk): void {
    if (open === this.#closed) return;
    this.#closed = open;
    const monitor = this.at(open);
    monitor.close(desk.equity);
    if (!this.#params.flatten_on_halt || !monitor.isHalted(end)) return;
    for (const member of this.#members) member.flatten();
  }

  /**
   * Notes the equity at which the monitor must see a close; each one, where a halt is to close positions, and where the peak of a day is to
   * be told.
   */
  wake(wakeUp: WakeUp, recording: boolean): void {
    const monitor = this.#monitor;
    const seesAll = recording || (this.#params.flatten_on_halt && monitor.mayBeHalted);
    wakeUp.equityBelow = seesAll ? Infinity : monitor.floor;
  }

  /** What the run came to. To be asked in recorded runs, after their last bar. */
  result(desk: Desk): Json {
    const { log } = this;
    const { equity, openPositions, exposure } = desk;
    const safety = this.#monitor.status(log.session.end, { equity, openPositions, exposure });
    return resultOf({ log, counters: this.#members.map(({ counters }) => counters), account: desk, safety });
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
