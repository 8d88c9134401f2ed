import type { Market } from '../data/market.js';
import { EntryGate } from '../engine/risk/entry-limits.js';
import type { Trader } from '../engine/input.js';
import type { RunRecord } from '../engine/record/record.js';
import type { IntrabarPath, RunRules, RunWindow } from '../engine/rules.js';
import { Engine } from '../engine/run-engine.js';
import { timelineOf, type Timeline } from '../engine/timeline.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { barWindow, frameWindow } from './bar-window.js';
import type { ColumnStore } from './column-store.js';
import type { Conditions } from './conditions.js';
import { withOrderNames } from './order-names.js';

/** An instrument as the trials of a thread meet it. */
export interface Instrument {
  readonly market: Market;
  readonly columns: ColumnStore;
}

/** What a run assumes about the prices inside a bar, in place of what its settings say. */
export interface Assumption {
  readonly path?: IntrabarPath;
  readonly sameBarExits?: boolean;
}

export interface RunOptions {
  readonly recording?: boolean;
  readonly assumption?: Assumption;
}

/** Complete parameters of a trial. */
export interface TrialParams {
  readonly common: unknown;
  /** Of each instrument of the run: the common ones, but for what is set for its symbol alone. */
  readonly own: readonly unknown[];
}

/** One account and the instruments that are traded on it, for trial after trial. Its record is valid until its next run. */
export class Account {
  readonly markets: readonly Market[];
  readonly #instruments: readonly Instrument[];
  /** Number of its first instrument among those of the run. */
  readonly #offset: number;
  readonly #timeline: Timeline;
  readonly #window: RunWindow;
  /** The window in bars of each instrument. */
  readonly #barWindows: readonly RunWindow[];
  readonly #engine = new Engine();

  /** @param window in frames of `timeline` */
  constructor(instruments: readonly Instrument[], offset: number, timeline: Timeline, window: RunWindow) {
    this.#instruments = instruments;
    this.#offset = offset;
    this.markets = instruments.map(({ market }) => market);
    this.#barWindows = this.markets.map((market) => barWindow(market, timeline, window));
    const [only] = this.#barWindows as readonly [RunWindow];
    this.#timeline = instruments.length === 1 ? timelineOf(this.markets) : timeline;
    this.#window = instruments.length === 1 ? only : window;
  }

  /** Frame at which a run broke off, -1 when none did; asking clears it. */
  takeBrokenBar(): number {
    return this.#engine.takeBrokenBar();
  }

  /** Close of a frame, UTC epoch ms. */
  closeOf(frame: number): number {
    return this.#timeline.time[frame]! + this.#timeline.intervalMs;
  }

  /** @throws whatever the strategy throws */
  run(strategy: StrategyDefinition, params: TrialParams, conditions: Conditions, options: RunOptions): RunRecord {
    const recording = options.recording === true;
    const { markets } = this;
    const { barsPerYear, entryLimits } = conditions;
    const gate = entryLimits && new EntryGate(entryLimits);
    const own = params.own.slice(this.#offset, this.#offset + markets.length);
    const rules = own.map((given, k) => this.#rulesOf(k, strategy, given, conditions, options.assumption));
    const common = this.#rulesOf(0, strategy, params.common, conditions, options.assumption);
    const { account } = common;
    const instruments = rules.map(({ instrument }) => instrument);
    const windows = this.#barWindows.map((window, k) => strategy.window?.(own[k]!, markets[k]!, window) ?? window);
    const shared = strategy.share?.(params.common, { markets, instruments, account, barsPerYear });
    const traders = this.#instruments.map(({ market, columns }, k): Trader => {
      const values: Record<string, unknown> = {};
      for (const [name, request] of Object.entries(strategy.columns)) {
        const wanted = request(own[k]!, rules[k]!.instrument);
        values[name] = wanted ? columns.get(wanted) : null;
      }
      const { instrument, execution, account } = rules[k]!;
      const { from, to } = windows[k]!;
      const surroundings = { instrument, execution, account, from, to, barsPerYear, shared, recording };
      const actor = strategy.create(own[k]!, values as never, market, surroundings);
      return {
        market,
        instrument,
        actor: gate ? gate.guard(actor, market, instrument) : actor,
        symbolIndex: this.#offset + k,
      };
    });
    const timeline = this.#timeline;
    const window = strategy.window ? frameWindow(markets, windows, timeline) : this.#window;
    return withOrderNames(this.#engine.run({ traders, timeline, rules: common, window, recording }), strategy);
  }

  /** Rules of the run as instrument k has them. */
  #rulesOf(
    k: number,
    strategy: StrategyDefinition,
    params: unknown,
    { rules, instruments }: Conditions,
    assumption: Assumption | undefined,
  ): RunRules {
    const execution = { ...rules.execution, ...assumption };
    const given = { ...rules, execution, instrument: instruments[this.#offset + k]! };
    return strategy.rules?.(params, given) ?? given;
  }
}
