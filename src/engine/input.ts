import type { Market } from '../data/market.js';
import type { Actor } from './actor.js';
import type { InstrumentRules, RunRules, RunWindow } from './rules.js';
import type { Timeline } from './timeline.js';

/** One instrument of a run and the strategy at work on it. */
export interface Trader {
  readonly market: Market;
  readonly actor: Actor;
  /** Default: the rules of the run. */
  readonly instrument?: InstrumentRules;
  /** Place of its symbol among all of the run, which random draws depend on; default: its place among the traders. */
  readonly symbolIndex?: number;
}

export interface EngineInput {
  /** In code-point order of the markets' symbols: the order in which every phase of a frame visits them. */
  readonly traders: readonly Trader[];
  readonly rules: RunRules;
  /** In frames. */
  readonly window: RunWindow;
  /** Default: the union of the traders' bars; a sweep works it out once. */
  readonly timeline?: Timeline;
  /** Keep every order, fill and frame (replay). */
  readonly recording: boolean;
}
