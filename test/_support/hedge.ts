import { parseStep } from '../../src/base/step.js';
import { fundingColumns, type FundingSeries } from '../../src/data/funding-columns.js';
import type { Market } from '../../src/data/market.js';
import type { Actor } from '../../src/engine/actor.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import hedgeGrid from '../../src/strategies/hedge-grid.js';
import { hedgeParams } from '../../src/strategies/hedge-grid/params.js';
import { hedgeActor } from '../../src/strategies/hedge-grid/actor.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { marketOf, rulesOf, runActor, type Bar, type RuleChanges } from './backtest.js';

export const MINUTE = 60_000;
const START = Date.UTC(2025, 4, 5);

/** Rules of a perpetual venue: hedge mode, margin, 2 and 5 basis points, resting orders at their limit. */
export const perpetualRules = (changes: RuleChanges = {}): RunRules =>
  rulesOf({
    ...changes,
    account: { initialCash: 10_000, kind: 'margin', leverage: 10, maintenanceRate: 0.005, ...changes.account },
    instrument: {
      positionMode: 'hedge',
      tick: parseStep('0.01'),
      lot: parseStep('0.001'),
      minQuantity: 0.001,
      minNotional: 5,
      ...changes.instrument,
    },
    execution: {
      fees: { maker: 0.0002, taker: 0.0005, fixed: 0, perUnit: 0 },
      limitGap: 'limit',
      slippageOnTick: false,
      ...changes.execution,
    },
  });

export function perpetual(bars: readonly Bar[], funding?: FundingSeries, start = START): Market {
  const market = marketOf(bars, { intervalMs: MINUTE, start });
  return funding ? { ...market, funding: fundingColumns(market, funding) } : market;
}
export const minutes = (n: number): number => START + n * MINUTE;

/** Runs the grid with a warm detector that says sideways throughout, from bar 0 on. */
export function runSideways(market: Market, params: unknown, given = perpetualRules()): RunRecord {
  const p = hedgeParams.parse(params);
  const rules = hedgeGrid.rules?.(p, given) ?? given;
  const around = {
    instrument: rules.instrument,
    execution: rules.execution,
    account: rules.account,
    from: 0,
    to: market.length,
    barsPerYear: 525_600,
    shared: undefined,
  };
  const actor: Actor = hedgeActor(p, new Float64Array(market.length), market, around);
  return runActor(market, Object.defineProperty(actor, 'warmup', { value: 0 }), rules);
}

/** Runs the grid as it stands, columns included. */
export function runGrid(
  market: Market,
  params: unknown,
  given = perpetualRules(),
  window = { from: 0, to: market.length },
): RunRecord {
  const p = hedgeParams.parse(params);
  const rules = hedgeGrid.rules?.(p, given) ?? given;
  const store = new ColumnStore(market, null, 1e9);
  const around = {
    instrument: rules.instrument,
    execution: rules.execution,
    account: rules.account,
    ...window,
    barsPerYear: 525_600,
    shared: undefined,
  };
  const actor = hedgeGrid.create(p, { regime: store.get(hedgeGrid.columns.regime(p)) }, market, around);
  return runActor(market, actor, rules, window);
}
