import type { Best } from '../../analysis/best-so-far.js';
import type { SweepEvent } from './events.js';

/** Shortest time between two progress events, ms. */
const EVERY_MS = 200;
/** The rate is that of the last so many ms, so that it follows trials that get slower. */
const WINDOW_MS = 20_000;
/** No estimate before trials have been running for so long: the first ones pay for the start of the threads. */
const HONEST_AFTER_MS = 2000;

export interface ProgressOptions {
  readonly trials: number;
  /** Trials that were there before this run. */
  readonly resumed: number;
  readonly onEvent: (event: SweepEvent) => void;
  /** Monotonic clock, ms. */
  readonly now?: () => number;
}

/** Turns finished trials into progress events that come at most five times a second, with a rate and a remaining time that are measured. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  /** [time, trials done] of the last seconds, oldest first. */
  readonly #marks: [number, number][];
  #toldAt = -Infinity;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startedAt = this.#now();
    this.#marks = [[this.#startedAt, options.resumed]];
  }

  get seconds(): number {
    return (this.#now() - this.#startedAt) / 1000;
  }

  /** `done` trials are finished in all, `failed` of them without a result. */
  update(done: number, failed: number, best: Best | null): void {
    const now = this.#now();
    const { trials, onEvent } = this.#options;
    if (now - this.#toldAt < EVERY_MS && done < trials) return;
    this.#toldAt = now;
    this.#marks.push([now, done]);
    while (this.#marks.length > 2 && now - this.#marks[1]![0] > WINDOW_MS) this.#marks.shift();
    const [since, before] = this.#marks[0]!;
    const trialsPerSecond = now > since ? ((done - before) * 1000) / (now - since) : 0;
    const isHonest = now - this.#startedAt >= HONEST_AFTER_MS && trialsPerSecond > 0;
    const etaSeconds = done >= trials ? 0 : isHonest ? (trials - done) / trialsPerSecond : null;
    onEvent({ event: 'progress', done, failed, trials, trialsPerSecond, etaSeconds, best });
  }
}
