import type { HedgeParams } from './params.js';

/** Pauses the entries when too many orders were refused within a window. */
export interface CircuitBreaker {
  /** Refused attempts of a bar, by its open; ask `isPaused` afterwards. */
  note(open: number, attempts: number): void;
  /** Judges a close: trips when the window holds too many, and ends a pause that has lasted long enough. */
  isPaused(open: number, close: number): boolean;
  /** End of the pause, UTC epoch ms; 0 when there is none. */
  readonly pausedUntil: number;
  readonly trips: number;
}

/** @param risk `risk_management` of the parameters; times in seconds */
export function createBreaker(risk: HedgeParams['risk_management']): CircuitBreaker {
  const window = risk.circuit_breaker_window_seconds * 1000;
  const cooldown = risk.circuit_breaker_cooldown_seconds * 1000;
  let errors: { readonly open: number; readonly attempts: number }[] = [];
  let pausedUntil = 0;
  let trips = 0;
  return {
    get pausedUntil() {
      return pausedUntil;
    },
    get trips() {
      return trips;
    },
    note(open, attempts) {
      if (attempts > 0) errors.push({ open, attempts });
    },
    isPaused(open, close) {
      if (!risk.enable_circuit_breaker) return false;
      errors = errors.filter((error) => error.open > open - window);
      if (errors.reduce((sum, { attempts }) => sum + attempts, 0) >= risk.max_errors_per_minute) {
        errors = [];
        trips++;
        pausedUntil = close + cooldown;
      }
      if (close >= pausedUntil) pausedUntil = 0;
      return pausedUntil > 0;
    },
  };
}
