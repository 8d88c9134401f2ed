import type { StopLeg } from '../../engine/desk.js';

/** One side of a breakout in the current session, and its working order. */
export class OrbSide {
  readonly side: 1 | -1;
  hasSignalled = false;
  /** A close lay between the triggers since the last signal. */
  hasReturned = false;
  hasLoggedBlock = false;
  hasLoggedRisk = false;
  /** The close of the bar before lay beyond the trigger already. */
  isLate = false;
  order = 0;
  price = NaN;
  stop: StopLeg = {};

  constructor(side: 1 | -1) {
    this.side = side;
  }

  beginSession(): void {
    this.hasSignalled = this.hasReturned = this.hasLoggedBlock = this.hasLoggedRisk = false;
  }
}
