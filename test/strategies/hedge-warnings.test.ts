import { expect, test } from 'vitest';
import hedgeGrid from '../../src/strategies/hedge-grid.js';
import { hedgeParams } from '../../src/strategies/hedge-grid/params.js';
import type { RuleChanges } from '../_support/backtest.js';
import { perpetualRules } from '../_support/hedge.js';

/** A ladder that nothing is wrong with, on 10,000 at a price of 50,000. */
const SOUND = {
  grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
};

function warningsOf(given: Record<string, object> = {}, changes: RuleChanges = {}): readonly string[] {
  const sections = Object.keys({ ...SOUND, ...given });
  const both = sections.map((name) => [name, { ...SOUND[name as keyof typeof SOUND], ...given[name] }]);
  const params = hedgeParams.parse(Object.fromEntries(both));
  const { instrument, account, execution } = perpetualRules(changes);
  const outset = { instruments: [instrument], firstPrices: [50_000], account, execution, isOneAccount: true };
  return hedgeGrid.warnings!.filter(({ when }) => when(params, outset)).map(({ code }) => code);
}

test('sound settings raise none', () => {
  expect(warningsOf()).toEqual([]);
});

test('a ladder beyond the recenter trigger is told, equality passes', () => {
  expect(warningsOf({ rebalance: { recenter_trigger_bps: 75 } })).toEqual([]);
  expect(warningsOf({ rebalance: { recenter_trigger_bps: 74 } })).toEqual(['HG-GRID-001']);
  expect(warningsOf({ grid: { grid_levels_short: 7 } })).toEqual(['HG-GRID-001']);
});

test('the short example of the live grid is floored away by the lot: no counter side, and equal rungs', () => {
  const grid = { base_qty: 0.001, grid_levels_long: 6, grid_levels_short: 6 };
  expect(warningsOf({ grid })).toEqual(['HG-GRID-002', 'HG-GRID-003']);
  expect(warningsOf({ grid, policy: { counter_levels: 0 } })).toEqual(['HG-GRID-003']);
  expect(warningsOf({ grid: { ...grid, qty_scale: 1 }, policy: { counter_qty_scale: 1 } })).toEqual([]);
  // 0.001 x 1.1^8 is 0.00214: the ninth rung is the first of two lots.
  const levels = (n: number) => ({ ...grid, grid_step_bps: 10, grid_levels_long: n });
  expect(warningsOf({ grid: levels(8) })).toContain('HG-GRID-003');
  expect(warningsOf({ grid: levels(9) })).not.toContain('HG-GRID-003');
});

test('a first rung that the venue, the cap or the wallet does not admit is told', () => {
  expect(warningsOf({ grid: { base_qty: 0.0005, qty_scale: 1 } })).toEqual(['HG-GRID-002', 'HG-GRID-004']);
  expect(warningsOf({ rebalance: { max_inventory_quote: 500 } })).toEqual([]);
  expect(warningsOf({ rebalance: { max_inventory_quote: 499 } })).toEqual(['HG-GRID-005']);
  expect(warningsOf({ position: { max_position_pct: 0.5 } }, { account: { initialCash: 1000 } })).toEqual([]);
  expect(warningsOf({ position: { max_position_pct: 0.5 } }, { account: { initialCash: 999 } })).toEqual([
    'HG-GRID-006',
  ]);
});

test('a leverage above 20, and a policy that leaves nothing in trends, are told', () => {
  expect(warningsOf({ position: { max_leverage_used: 20 } })).toEqual([]);
  expect(warningsOf({ position: { max_leverage_used: 21 } })).toEqual(['HG-GRID-007']);
  expect(warningsOf({ policy: { strategy: 'core-and-scalp', counter_levels: 0 } })).toEqual(['HG-GRID-008']);
});

test('a run without a bar in a trend is to be read with care', () => {
  const [caution] = hedgeGrid.cautions!;
  expect([caution!.when(() => 0), caution!.when(() => 1)]).toEqual([true, false]);
});
