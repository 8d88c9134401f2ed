import { expect, test } from 'vitest';
import type { Market } from '../../src/data/market.js';
import hedgeGrid from '../../src/strategies/hedge-grid.js';
import { hedgeParams } from '../../src/strategies/hedge-grid/params.js';
import type { Bar, RuleChanges } from '../_support/backtest.js';
import { minutes, perpetual, perpetualRules } from '../_support/hedge.js';

/** A ladder that nothing is wrong with, on 10,000 at a price of 50,000. */
const SOUND = {
  grid: { grid_step_bps: 25, grid_levels_long: 3, grid_levels_short: 3, base_qty: 0.01, qty_scale: 1.1 },
};

/** Sixty closes at 50,000, a jump to 51,000, and funding: the averages part and meet again. */
const RATES = { time: [minutes(10)], rate: [0.0001] };
const jump = (after: number): readonly Bar[] =>
  Array.from({ length: 120 }, (_, i): Bar => {
    const price = i < 60 ? 50_000 : after;
    return [price, price, price, price];
  });
const JUMP = perpetual(jump(51_000), RATES);

function warningsOf(
  given: Record<string, object> = {},
  changes: RuleChanges = {},
  market: Market = JUMP,
): readonly string[] {
  const sections = Object.keys({ ...SOUND, ...given });
  const both = sections.map((name) => [name, { ...SOUND[name as keyof typeof SOUND], ...given[name] }]);
  const params = hedgeParams.parse(Object.fromEntries(both));
  const { instrument, account, execution } = perpetualRules(changes);
  const instruments = [instrument];
  const outset = { instruments, firstPrices: [50_000], markets: [market], account, execution, isOneAccount: true };
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
  const half = { position: { max_position_pct: 0.5 } };
  expect(warningsOf(half, { account: { initialCash: 1000 } })).not.toContain('HG-GRID-006');
  expect(warningsOf(half, { account: { initialCash: 999 } })).toContain('HG-GRID-006');
});

test('a leverage above 20, and a policy that leaves nothing in trends, are told', () => {
  expect(warningsOf({ position: { max_leverage_used: 20 } })).toEqual([]);
  expect(warningsOf({ position: { max_leverage_used: 21 } })).toEqual(['HG-GRID-007']);
  expect(warningsOf({ policy: { strategy: 'core-and-scalp', counter_levels: 0 } })).toEqual(['HG-GRID-008']);
});

test('two full ladders that are worth more than the share of the wallet are told, at the real price and wallet', () => {
  // 2 x 0.01 x (1.2^5 - 1) / 0.2 = 0.148832, at 50,000 worth 7,441.60; 2 x 0.005 x (1.1^5 - 1) / 0.1 = 0.061051, worth 3,052.55.
  const wide = { grid: { grid_levels_long: 5, grid_levels_short: 5, qty_scale: 1.2 } };
  const wallet = (initialCash: number): RuleChanges => ({ account: { initialCash } });
  const all = { position: { max_position_pct: 1 } };
  expect(warningsOf({ ...wide, ...all }, wallet(7_441.5))).toEqual(['HG-GRID-010']);
  expect(warningsOf({ ...wide, ...all }, wallet(7_441.7))).toEqual([]);
  const narrow = { grid: { ...wide.grid, base_qty: 0.005, qty_scale: 1.1 } };
  const share = (max_position_pct: number) => ({ ...narrow, position: { max_position_pct } });
  expect(warningsOf(share(0.6), wallet(5_000))).toEqual(['HG-GRID-010']);
  expect(warningsOf(share(0.65), wallet(5_000))).toEqual([]);
  const unguarded = { risk_management: { enable_position_validation: false } };
  expect(warningsOf({ ...wide, ...all, ...unguarded }, wallet(7_000))).toEqual([]);
  // Without a scale the sum is the number of rungs: 2 x 5 x 0.01 x 50,000.
  const flat = { grid: { ...wide.grid, qty_scale: 1 } };
  expect(warningsOf({ ...flat, ...all }, wallet(4_999))).toEqual(['HG-GRID-010']);
  expect(warningsOf({ ...flat, ...all }, wallet(5_000))).toEqual([]);
});

test('a step below 10 basis points is told', () => {
  expect(warningsOf({ grid: { grid_step_bps: 9.9 } })).toEqual(['HG-GRID-011']);
  expect(warningsOf({ grid: { grid_step_bps: 10 } })).toEqual([]);
});

test('fills of resting orders at better prices than their own are told', () => {
  expect(warningsOf({}, { execution: { limitGap: 'open' } })).toEqual(['HG-GRID-013']);
});

test('a perpetual without funding rates is told, unless funding is switched off', () => {
  const without = perpetual(jump(51_000));
  expect(warningsOf({}, {}, without)).toEqual(['HG-GRID-009']);
  expect(warningsOf({}, { execution: { funding: false } }, without)).toEqual([]);
  const ofYesterday = perpetual(jump(51_000), { time: [minutes(-60)], rate: [0.0001] });
  expect(warningsOf({}, {}, ofYesterday)).toEqual(['HG-GRID-009']);
});

test('a band that no spread of the averages reaches is told before the run', () => {
  const band = (hysteresis_bps: number) => ({ regime: { ema_fast: 5, ema_slow: 10, hysteresis_bps } });
  // After a jump of 2 %, fast less slow is 1000 x ((1 - 2/11)^k - (1 - 2/6)^k), at its widest after three bars: 251.41 of 50,452.29.
  expect(warningsOf(band(49.8))).toEqual([]);
  expect(warningsOf(band(49.9))).toEqual(['HG-GRID-012']);
  expect(warningsOf(band(10), {}, perpetual(jump(50_000), RATES))).toEqual(['HG-GRID-012']);
  expect(warningsOf(band(0), {}, perpetual(jump(50_000), RATES))).toEqual([]);
});

test('what a sweep leaves out is a first rung beyond the cap, ladders beyond the wallet, and a step below 10', () => {
  const left = hedgeGrid.warnings!.filter(({ excludes }) => excludes === true).map(({ code }) => code);
  expect(left).toEqual(['HG-GRID-005', 'HG-GRID-010', 'HG-GRID-011']);
});

test('a run without a bar in a trend is to be read with care', () => {
  const [caution] = hedgeGrid.cautions!;
  expect([caution!.when(() => 0), caution!.when(() => 1)]).toEqual([true, false]);
});
