import { ema } from '../indicators/ema.js';
import { runningAdx } from '../indicators/running-adx.js';
import { trendRegime } from '../indicators/trend-regime.js';
import { firstWarmBar, hedgeActor } from './hedge-grid/actor.js';
import { gridOrderName } from './hedge-grid/order-name.js';
import { hedgeParams, IGNORED_PARAMS, type HedgeParams } from './hedge-grid/params.js';
import { RESULT_WARNINGS, SETTING_WARNINGS } from './hedge-grid/warnings.js';
import { defineStrategy } from './_strategy.js';

/**
 * A grid on both sides of a center: buy limits below open long lots, sell limits above open short lots, each lot with a take-profit and a
 * stop-loss of its own. The center follows the price in jumps; trends thin the counter side, funding the side that pays it.
 */
export default defineStrategy({
  summary: 'Hedged grid of long and short lots around a moving center, for perpetual futures',
  params: hedgeParams,
  ignored: IGNORED_PARAMS,
  warnings: SETTING_WARNINGS,
  cautions: RESULT_WARNINGS,
  columns: {
    regime: ({ regime }: HedgeParams) =>
      trendRegime(
        { band: regime.hysteresis_bps },
        ema({ window: regime.ema_fast }),
        ema({ window: regime.ema_slow }),
        runningAdx({ window: regime.adx_len }),
      ),
  },
  counters: {
    recenters: 'Times the center moved, the first placement included',
    cap_truncations: 'Recenters on which the inventory cap cut a ladder',
    post_only_rejects: 'Attempts of grid orders that were refused because they would have taken',
    rejected_exposure: 'Times a rung came to be refused by the exposure gate',
    breaker_trips: 'Times refused orders paused the entries',
    trend_bars: 'Bars of a rising or falling regime',
    grid_orders_added: 'Grid orders placed where none rested',
    grid_orders_replaced: 'Grid orders placed in exchange for another',
    grid_orders_cancelled: 'Grid orders withdrawn without another in their place',
  },
  conflict: (_params, { instrument, account }) => {
    if (instrument.positionMode !== 'hedge') return 'the grid holds lots on both sides; set venue.position_mode: hedge';
    if (!instrument.allowShort) return 'the grid sells short; set venue.allow_short: true';
    if (account.kind !== 'margin') return 'lots on both sides need a margin account; set account.type: margin';
    return null;
  },
  rules: ({ risk_management: own }, rules) => {
    if (!own.enable_drawdown_protection) return rules;
    const maxDrawdown = Math.min(rules.risk.maxDrawdown, own.max_drawdown_pct / 100);
    return { ...rules, risk: { ...rules.risk, maxDrawdown } };
  },
  prefix: firstWarmBar,
  orderName: gridOrderName,
  create: (p, { regime }, market, around) => hedgeActor(p, regime, market, around),
});
