import type { RunRecord } from '../../src/engine/record/record.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import orb from '../../src/strategies/orb-confluence.js';
import { rulesOf, type Bar, type RuleChanges } from './backtest.js';
import { runStrategy } from './run-strategy.js';
import { marketOfSessions, type SessionSketch } from './session-market.js';

/** An opening range of five minutes, 100.60 / 99.90; the triggers lie at 100.70 and 99.80. */
export const WINDOW: readonly Bar[] = [
  [100.1, 100.4, 99.9, 100.2],
  [100.2, 100.5, 100.1, 100.3],
  [100.3, 100.6, 100.0, 100.1],
  [100.1, 100.45, 100.05, 100.3],
  [100.3, 100.55, 100.2, 100.4],
];
/** A bar inside the range. */
export const QUIET: Bar = [100.3, 100.35, 100.25, 100.3];
/** A long entry inside its bar, at 100.70. */
export const LONG: Bar = [100.62, 100.9, 100.6, 100.85];
/** The bar of its full stop, at 99.85. */
export const STOP: Bar = [100.5, 100.6, 99.82, 99.9];

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A fixed range of five minutes, every score passing, no cutoff; tests name what they change. */
function paramsOf(changes: Sections): Sections {
  const out: Record<string, Record<string, unknown>> = {
    orb: { base_minutes: 5, adaptive: false, enable_validity_filter: false },
    scoring: { enabled: false },
    governance: { time_cutoff: null },
  };
  for (const [section, values] of Object.entries(changes)) out[section] = { ...out[section], ...values };
  return out;
}

export function playSessions(
  sessions: readonly SessionSketch[],
  changes: Sections = {},
  rules: RuleChanges = {},
  minutes = 390,
): RunRecord {
  const market = marketOfSessions(sessions, minutes);
  const strategy = orb as unknown as StrategyDefinition;
  return runStrategy(strategy, market, paramsOf(changes), rulesOf({ account: { kind: 'margin' }, ...rules }));
}

/** Runs the bars that follow the window of one session. */
export const play = (bars: readonly Bar[], changes: Sections = {}, rules: RuleChanges = {}, minutes = 390): RunRecord =>
  playSessions([{ date: '2024-01-02', bars: [...WINDOW, ...bars] }], changes, rules, minutes);

/** Result of a trade in multiples of its risk. */
export const resultOf = ({ trades }: RunRecord, k = 0): number => trades.pnl[k]! / trades.initialRisk[k]!;
export const fillsOf = (run: RunRecord) => run.journal!.fills.map((f) => [f.bar, f.side, f.price, f.reason]);
