import type { Events } from '../../indicators/_indicator.js';

const NEVER = Number.MAX_SAFE_INTEGER;

/** A strategy's walk through the stretches of bars on which something holds: begins and ends by turns, in time order. */
export class Stretches {
  readonly #events: Events;
  /** Events up to the latest bar that was asked for; odd inside a stretch. */
  #passed = 0;

  constructor(events: Events) {
    this.#events = events;
  }

  /** First bar of the stretch that bar i lies in; -1 outside of all. To be asked in the order of the bars. */
  since(i: number): number {
    this.#passed = this.#eventsUpTo(i);
    return this.#passed % 2 === 1 ? this.#events[this.#passed - 1]! : -1;
  }

  /** First bar at or after `from`, not before the latest that was asked for, that lies in a stretch; a number beyond all bars without one. */
  next(from: number): number {
    const passed = this.#eventsUpTo(from);
    return passed % 2 === 1 ? from : (this.#events[passed] ?? NEVER);
  }

  #eventsUpTo(bar: number): number {
    let k = this.#passed;
    for (; k < this.#events.length; k++) {
      const event = this.#events[k]!;
      if ((event < 0 ? ~event : event) > bar) break;
    }
    return k;
  }
}
