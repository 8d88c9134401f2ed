import type { OrderRow } from '../engine/record/record.js';
import type { z } from 'zod';
import type { Actor } from '../engine/actor.js';
import type { ColumnKind, ColumnKinds, ColumnRequest } from '../indicators/_indicator.js';
import type { Market } from '../data/market.js';
import type { AccountRules, ExecutionRules, InstrumentRules, RunRules, RunWindow } from '../engine/rules.js';

/**
 * The columns a strategy reads, each a function of the parameters and, where steps of price or quantity matter, of the instrument's rules. A
 * column that reads few parameters is shared by many trials.
 */
export type ColumnPlan<P> = Readonly<Record<string, (params: P, instrument: InstrumentRules) => ColumnRequest | null>>;

/** The values of a plan, by name; null where the plan asked for none. */
export type ColumnValues<C> = {
  readonly [N in keyof C]: C[N] extends (params: never, instrument: never) => infer R
    ? R extends ColumnRequest<infer K extends ColumnKind>
      ? ColumnKinds[K]
      : null
    : never;
};

/** What a strategy may know of the run besides its columns. */
export interface Surroundings<S = unknown> {
  readonly instrument: InstrumentRules;
  readonly execution: ExecutionRules;
  readonly account: AccountRules;
  /** First bar that may give an order, and the bar after the last. */
  readonly from: number;
  readonly to: number;
  /** Bars a year, for volatilities. */
  readonly barsPerYear: number;
  /** Whether everything is kept of the run; a strategy may then tell more of itself, but must not decide otherwise. */
  readonly recording?: boolean;
  /** What `share` made for the account that this instrument is traded on; undefined without `share`. */
  readonly shared: S;
}

/** What `share` may know: all instruments of one account, in code-point order of their symbols. */
export interface SharedSurroundings {
  readonly markets: readonly Market[];
  readonly instruments: readonly InstrumentRules[];
  readonly account: AccountRules;
  readonly barsPerYear: number;
}

/** What the conflict of a combination may come from. */
export interface ConflictRules {
  readonly instrument: InstrumentRules;
  readonly account: AccountRules;
  readonly execution: ExecutionRules;
  /** Instruments that are traded on one account. */
  readonly instruments: number;
}

/** What a warning of settings may know besides the parameters: the run before its first bar. */
export interface Outset {
  /** Rules of each instrument and its first close, in code-point order of their symbols. */
  readonly instruments: readonly InstrumentRules[];
  readonly firstPrices: readonly number[];
  readonly markets: readonly Market[];
  readonly account: AccountRules;
  readonly execution: ExecutionRules;
  /** Whether all instruments are traded on one account. */
  readonly isOneAccount: boolean;
}

interface Warning {
  /** `HG-<AREA>-<nnn>`, unique within the strategy. */
  readonly code: `HG-${string}`;
  /** What is degenerate about the run, as a sentence. */
  readonly rule: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Settings that are allowed and do not do what they seem to. The trial runs all the same. */
export interface SettingWarning<P = unknown> extends Warning {
  /** Whether a sweep leaves such settings out: a combination that it applies to is no trial. A single run is warned only. */
  readonly excludes?: boolean;
  /** Whether the settings are such. Pure; called with complete parameters. */
  when(params: P, outset: Outset): boolean;
}

/** A result that says less than it seems to. */
export interface ResultWarning extends Warning {
  /** @param value of a metric or counter by its name, NaN where it has none */
  when(value: (name: string) => number): boolean;
}

/** One counter over another, a fraction. */
export interface CounterShare {
  readonly summary: string;
  readonly part: string;
  readonly whole: string;
}

export interface StrategyDefinition<P = unknown, C extends ColumnPlan<P> = ColumnPlan<P>, S = unknown> {
  readonly summary: string;
  /** Strict object schema with a default for every key; its refinements are constraints of the search space. */
  readonly params: z.ZodType<P>;
  /** Other spellings of a parameter, alias -> name. Both in one file is an error. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Dotted paths of parameters that are accepted because files hold them, and that nothing obeys; a sweep refuses them. */
  readonly ignored?: readonly string[];
  readonly columns: C;
  /** Names and meanings of the strategy's own counters (`Actor.counters`); each becomes a column of the results. */
  readonly counters?: Readonly<Record<string, string>>;
  /** Shares among the counters, results of their own by name: `part` over `whole`, no value where the latter is 0. */
  readonly shares?: Readonly<Record<string, CounterShare>>;
  /** What the parameters ask for and the venue or the account does not give, as a sentence; null when they agree. */
  conflict?(params: P, rules: ConflictRules): string | null;
  /**
   * Degenerate settings, told before a run and by `hgopt plan`: how many trials they affect, and one of them. For what cannot work use
   * `conflict`, which shuts a combination out.
   */
  readonly warnings?: readonly SettingWarning<P>[];
  /** Results to be read with care, told after a backtest, a replay and of the winner of a sweep. */
  readonly cautions?: readonly ResultWarning[];
  /** Whether the strategy reads the sessions of its market and cannot run on one without. */
  readonly needsSessions?: boolean;
  /** Rules of the run where the strategy's own parameters set some of them. */
  rules?(params: P, rules: RunRules): RunRules;
  /** Part of the window that is traded, where the parameters name one; a range of bars inside `window`. */
  window?(params: P, market: Market, window: RunWindow): RunWindow;
  /**
   * What the files of a run call an order that the strategy did not name when it placed it, null for its symbol and number. Names are
   * unique; `order.id` is.
   *
   * @param time open of the bar that placed it, UTC epoch ms
   */
  orderName?(order: OrderRow, time: number): string | null;
  /** Bars of history that the columns need to settle before the first order; a shorter one is reported. */
  prefix?(params: P): number;
  /**
   * Makes what the instruments of an account have in common in one trial, such as a limit over all positions: each `create` finds it in
   * its surroundings. Called once an account, before `create`. Stands before `create`, so that its type is known there.
   */
  share?(params: P, surroundings: SharedSurroundings): S;
  /**
   * Sets up one trial on one instrument; called for each, in code-point order of their symbols. Pure: no clock, no randomness of its own,
   * no state that outlives the trial.
   */
  create(params: P, columns: ColumnValues<C>, market: Market, surroundings: Surroundings<S>): Actor;
}

/** Declares a strategy; the default export of its file. The types of the columns follow from their requests. */
export function defineStrategy<P, C extends ColumnPlan<P>, S = undefined>(
  definition: StrategyDefinition<P, C, S>,
): StrategyDefinition<P, C, S> {
  return definition;
}
