import { power } from '../../base/power.js';
import { floorSteps } from '../../base/step.js';
import type { Market } from '../../data/market.js';
import type { InstrumentRules } from '../../engine/rules.js';
import type { Outset, ResultWarning, SettingWarning } from '../_strategy.js';
import { fitRung, TOLERANCE } from './ladder.js';
import type { HedgeParams } from './params.js';
import { spreadReaches } from './spreads.js';

/** Quantity of a rung at the first price as the venue takes it; 0 where it does not. */
function fitted(quantity: number, level: number, { instruments, firstPrices }: Outset): number {
  return fitRung({ side: 1, level, price: firstPrices[0]!, quantity }, instruments[0]!)?.quantity ?? 0;
}

/** Whether whole lots make all rungs of the longer ladder equal although the scale asks for different ones. */
function isScaleLost({ grid }: HedgeParams, lot: InstrumentRules['lot']): boolean {
  const levels = Math.max(grid.grid_levels_long, grid.grid_levels_short);
  if (grid.qty_scale === 1 || levels === 1 || lot === null) return false;
  const lots = (level: number): number => floorSteps(lot, grid.base_qty * power(grid.qty_scale, level - 1));
  return lots(1) === lots(levels);
}

/** Whether a settlement is paid in one of the bars. */
const hasFunding = ({ funding, length }: Market): boolean =>
  funding?.bar.some((bar) => bar >= 0 && bar < length) === true;

/** Quantity of both ladders in full, neither rounded nor capped. */
function fullExposure({ base_qty: first, qty_scale: scale, ...grid }: HedgeParams['grid']): number {
  const sum = (levels: number): number => (scale === 1 ? levels : (power(scale, levels) - 1) / (scale - 1));
  return first * (sum(grid.grid_levels_long) + sum(grid.grid_levels_short));
}

const isWider = (levels: number, { grid, rebalance }: HedgeParams): boolean =>
  levels * grid.grid_step_bps > rebalance.recenter_trigger_bps;

/** Allowed settings of the grid that do not do what they seem to. */
export const SETTING_WARNINGS: readonly SettingWarning<HedgeParams>[] = [
  {
    code: 'HG-GRID-001',
    rule: 'a ladder reaches farther than rebalance.recenter_trigger_bps: its outer rungs trade only inside one bar',
    hint: 'raise recenter_trigger_bps, or lower grid_step_bps or the levels',
    when: (p) => isWider(Math.max(p.grid.grid_levels_long, p.grid.grid_levels_short), p),
  },
  {
    code: 'HG-GRID-002',
    rule: 'the first counter rung is less than the venue takes: trends switch the counter side off',
    hint: 'raise grid.base_qty or policy.counter_qty_scale, or set policy.counter_levels: 0 if that is meant',
    when: ({ grid, policy }, outset) =>
      policy.counter_levels > 0 && fitted(grid.base_qty * policy.counter_qty_scale, 1, outset) === 0,
  },
  {
    code: 'HG-GRID-003',
    rule: 'whole lots make all rungs equal, grid.qty_scale changes nothing',
    hint: 'raise grid.base_qty, or set qty_scale: 1',
    when: (p, { instruments }) => isScaleLost(p, instruments[0]!.lot),
  },
  {
    code: 'HG-GRID-004',
    rule: 'the first rung is less than the venue takes at the first price: nothing is traded there',
    hint: 'raise grid.base_qty',
    when: ({ grid }, outset) => fitted(grid.base_qty, 1, outset) === 0,
  },
  {
    code: 'HG-GRID-005',
    rule: 'the first rung alone exceeds rebalance.max_inventory_quote at the first price: nothing is traded there',
    hint: 'lower grid.base_qty or raise max_inventory_quote',
    excludes: true,
    when: ({ grid, rebalance }, { firstPrices }) =>
      grid.base_qty * Math.min(...firstPrices) > rebalance.max_inventory_quote * (1 + TOLERANCE),
  },
  {
    code: 'HG-GRID-006',
    rule: 'the first rung alone is worth more than position.max_position_pct of the wallet at the first price: nothing is traded there',
    hint: 'lower grid.base_qty or raise account.initial_cash',
    when: ({ grid, position, risk_management: risk }, { firstPrices, account }) =>
      risk.enable_position_validation &&
      grid.base_qty * firstPrices[0]! > account.initialCash * position.max_position_pct * (1 + TOLERANCE),
  },
  {
    code: 'HG-GRID-007',
    rule: 'position.max_leverage_used is above 20',
    hint: 'a move of a few percent then takes the account; lower it',
    when: ({ position }) => position.max_leverage_used > 20,
  },
  {
    code: 'HG-GRID-008',
    rule: 'policy core-and-scalp with counter_levels 0 trades nothing in trends',
    hint: 'raise policy.counter_levels, or use throttled-counter to keep the trend side',
    when: ({ policy }) => policy.strategy === 'core-and-scalp' && policy.counter_levels === 0,
  },
  {
    code: 'HG-GRID-009',
    rule: 'no funding rate falls into the data: lots neither pay nor receive funding, and the funding guard never acts',
    hint: 'name the rates in data.funding, import them beside the bars, or set execution.funding: false if that is meant',
    when: (_params, { markets, execution }) => execution.funding && !markets.every(hasFunding),
  },
  {
    code: 'HG-GRID-010',
    rule: 'both ladders, filled to the last rung at the first price, are worth more than position.max_position_pct of the wallet: outer rungs are refused',
    hint: 'lower grid.base_qty, grid.qty_scale or the levels, or raise account.initial_cash',
    excludes: true,
    when: ({ grid, position, risk_management: risk }, { firstPrices, account }) =>
      risk.enable_position_validation &&
      fullExposure(grid) * Math.min(...firstPrices) > account.initialCash * position.max_position_pct * (1 + TOLERANCE),
  },
  {
    code: 'HG-GRID-011',
    rule: 'grid.grid_step_bps is below 10: the fees of entry and exit take most of a step',
    hint: 'a step of 30 to 100 basis points is usual for BTC',
    excludes: true,
    when: ({ grid }) => grid.grid_step_bps < 10,
  },
  {
    code: 'HG-GRID-013',
    rule: 'execution.limit_gap is open: rungs and targets that an open has passed fill at prices better than their own',
    hint: 'a resting order fills at its price; set execution.limit_gap: limit',
    when: (_params, { execution }) => execution.limitGap === 'open',
  },
  {
    code: 'HG-GRID-012',
    rule: 'no spread of the averages is as wide as regime.hysteresis_bps: the policy never acts',
    hint: 'lower regime.hysteresis_bps',
    when: ({ regime }, { markets }) =>
      markets.every((market) => !spreadReaches(market, regime.ema_fast, regime.ema_slow, regime.hysteresis_bps)),
  },
];

/** Results of the grid to be read with care. */
export const RESULT_WARNINGS: readonly ResultWarning[] = [
  {
    code: 'HG-GRID-020',
    rule: 'no bar was in a trend: regime.hysteresis_bps exceeds every spread of the averages, and the policy never acted',
    hint: 'lower regime.hysteresis_bps',
    when: (value) => value('trend_bars') === 0,
  },
];
