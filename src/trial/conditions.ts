import type { Json } from '../base/json.js';
import { instrumentRules } from '../config/settings/instrument.js';
import { aggregateOf, type AggregateKind } from '../config/settings/portfolio.js';
import { toEntryLimits } from '../config/settings/risk.js';
import { barsPerYear, runSettings, toRunRules } from '../config/settings/run-settings.js';
import type { Market } from '../data/market.js';
import type { EntryLimits } from '../engine/risk/entry-limits.js';
import type { InstrumentRules, RunRules } from '../engine/rules.js';

/** What a trial runs under, derived from its settings. */
export interface Conditions {
  /** With the instrument rules of the first market. */
  readonly rules: RunRules;
  /** Of each market. */
  readonly instruments: readonly InstrumentRules[];
  /** What refuses entries of any strategy; null when nothing does. */
  readonly entryLimits: EntryLimits | null;
  readonly barsPerYear: number;
  /** How the metrics of independent accounts are put together; null when one account trades everything. */
  readonly aggregate: AggregateKind | null;
  /** Of each market: its own parameters over those of the strategy; null where it has none. */
  readonly ownParams: readonly (Json | null)[];
}

/**
 * @param markets of one interval, at least one
 * @param seed of the run
 */
export function conditionsOf(settings: Json, markets: readonly Market[], seed: number): Conditions {
  const { venue, portfolio, risk } = runSettings.parse(settings);
  const [first] = markets as readonly [Market];
  return {
    rules: toRunRules(settings, { intervalMs: first.intervalMs, symbol: first.symbol, seed }),
    instruments: markets.map(({ symbol }) => instrumentRules(venue, symbol)),
    entryLimits: toEntryLimits(risk),
    barsPerYear: barsPerYear(venue, first.intervalMs),
    aggregate: aggregateOf(portfolio, markets.length),
    ownParams: markets.map(({ symbol }) => portfolio?.per_symbol?.[symbol] ?? null),
  };
}
