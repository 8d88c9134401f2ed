import type { SweepEvent } from './coordinator/progress/events.js';
import type { SweepOptions, SweepOutcome } from './coordinator/run-sweep.js';

export { defineStrategy } from './strategies/_strategy.js';
export type {
  ColumnPlan,
  ColumnValues,
  Outset,
  ResultWarning,
  SettingWarning,
  SharedSurroundings,
  StrategyDefinition,
  Surroundings,
} from './strategies/_strategy.js';
export type { Actor, EntryRequest, Fill, OrderEnd, WakeUp } from './engine/actor.js';
export type { Desk, StopLeg, TargetLeg, Bracket, OrderTicket, Size } from './engine/desk.js';
export type { RunRecord, RunJournal } from './engine/record/record.js';
export type { TradeTable } from './engine/record/trade-table.js';
export type { ExecutionRules, InstrumentRules, RunRules, RunWindow } from './engine/rules.js';
export type { Market } from './data/market.js';

export { defineIndicator } from './indicators/_indicator.js';
export type { ColumnRequest, Events, Indicator, Series, SeriesInput } from './indicators/_indicator.js';
export { movingAverage } from './indicators/_averages.js';
export { above } from './indicators/above.js';
export { adx } from './indicators/adx.js';
export { atr } from './indicators/atr.js';
export { crossings } from './indicators/crossings.js';
export { cutlerRsi } from './indicators/cutler-rsi.js';
export { ema } from './indicators/ema.js';
export { engulfing } from './indicators/engulfing.js';
export { kellyFraction } from './indicators/kelly-fraction.js';
export { previousSessionLevel } from './indicators/previous-session-level.js';
export { priceSeededEma } from './indicators/price-seeded-ema.js';
export { priceStructure } from './indicators/price-structure.js';
export { relativeVolume } from './indicators/relative-volume.js';
export { returnsDeviation } from './indicators/returns-deviation.js';
export { rsi } from './indicators/rsi.js';
export { runningAdx } from './indicators/running-adx.js';
export { sessionAtr } from './indicators/session-atr.js';
export { sessionVwap } from './indicators/session-vwap.js';
export { simpleAtr } from './indicators/simple-atr.js';
export { sma } from './indicators/sma.js';
export { tickSma } from './indicators/tick-sma.js';
export { trendRegime } from './indicators/trend-regime.js';
export { trueRange } from './indicators/true-range.js';
export { wma } from './indicators/wma.js';

export { defineMetric } from './metrics/_metric.js';
export type { Metric } from './metrics/_metric.js';
export { defineSampler } from './search/samplers/_sampler.js';
export type { Sampler, SamplerInstance } from './search/samplers/_sampler.js';
export type { Dimension, Space } from './search/space.js';

export { HgoptError, ConfigError, DataError, StorageError, TrialError } from './base/errors.js';
export type { Finding } from './base/errors.js';
export type { SweepEvent } from './coordinator/progress/events.js';
export type { SweepOptions, SweepOutcome } from './coordinator/run-sweep.js';
export type { RankedRow } from './analysis/ranking.js';
export type { ResultRow, ResultTable, Target } from './analysis/result-table.js';

/**
 * Runs a sweep file as `hgopt sweep` does: journal, ranking and all output files. `onEvent` is told of its progress.
 *
 * @throws ConfigError, DataError before anything is written; StorageError, TrialError with the line that resumes the run
 */
export async function runSweep(
  file: string,
  options: SweepOptions = {},
  onEvent: (event: SweepEvent) => void = () => undefined,
): Promise<SweepOutcome> {
  // A strategy in a worker thread imports this file, too; only a program that runs sweeps pays for loading the coordinator.
  const coordinator = await import('./coordinator/run-sweep.js');
  return coordinator.runSweep(file, options, onEvent);
}
