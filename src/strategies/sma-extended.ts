import { above } from '../indicators/above.js';
import { tickSma } from '../indicators/tick-sma.js';
import { SmaExtendedAccount } from './sma-extended/account.js';
import { wholeLotsOf } from './sma-extended/entry.js';
import { OF_RESTING_ORDERS, smaExtendedParams } from './sma-extended/params.js';
import { withSim } from './sma-extended/rules.js';
import { SmaExtendedTrader } from './sma-extended/trader.js';
import { SETTING_WARNINGS } from './sma-extended/warnings.js';
import { defineStrategy } from './_strategy.js';

/**
 * Holds while the fast average of the closes lies above the slow one; a gain, a loss, a fall from the best close or the averages end a
 * position. All is judged at closes and filled at the next open: a take-profit of 6 % may fill at 8 %, a stop of 3 % at 3.3 %.
 */
export default defineStrategy({
  summary: 'Two averages, long only, with take-profit, stop, trailing stop, cooldown and a daily loss limit',
  params: smaExtendedParams,
  ignored: OF_RESTING_ORDERS,
  columns: {
    rising: ({ fast, slow }, { tick }) => above({}, tickSma({ window: fast, tick }), tickSma({ window: slow, tick })),
    falling: ({ fast, slow }, { tick }) => above({}, tickSma({ window: slow, tick }), tickSma({ window: fast, tick })),
  },
  counters: {
    signals_generated: 'Orders decided on, rejected ones included',
    signals_rejected: 'Orders that the venue or the account rejected',
    positions_held: 'Instruments still held at the end',
    pnl_strategy: 'Result that was realised, net of fees, quote currency',
  },
  warnings: SETTING_WARNINGS,
  rules: withSim,
  conflict: ({ qty }, { instrument }) =>
    wholeLotsOf(qty, instrument) > 0 ? null : `qty ${qty} is less than one lot of the venue`,
  prefix: ({ slow }) => slow,
  share: () => new SmaExtendedAccount(),
  create: (p, trends, market, surroundings) =>
    new SmaExtendedTrader(p, trends, market, surroundings, surroundings.shared),
});
