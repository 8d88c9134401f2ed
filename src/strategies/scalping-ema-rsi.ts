import { cutlerRsi } from '../indicators/cutler-rsi.js';
import { priceSeededEma } from '../indicators/price-seeded-ema.js';
import { rsi } from '../indicators/rsi.js';
import { simpleAtr } from '../indicators/simple-atr.js';
import { sma } from '../indicators/sma.js';
import { SCALPING_COUNTERS, SCALPING_SHARES } from './scalping-ema-rsi/counters.js';
import { scalpingParams, UNSWEPT_PARAMS, type ScalpingParams } from './scalping-ema-rsi/params.js';
import { ScalpingSession } from './scalping-ema-rsi/session.js';
import { firstSignalBar } from './scalping-ema-rsi/signals.js';
import { ScalpingTrader } from './scalping-ema-rsi/trader.js';
import { RESULT_WARNINGS, SETTING_WARNINGS } from './scalping-ema-rsi/warnings.js';
import { defineStrategy } from './_strategy.js';

/**
 * Scalping of short bars: enters on a fresh crossing of two exponential averages when the relative strength index and the volume agree,
 * with stop and target in multiples of the average range. The risk engine sizes each trade, the safety monitor guards the account.
 */
export default defineStrategy({
  summary: 'Crossing of two averages with strength and volume filters, sized by risk, guarded by a safety monitor',
  params: scalpingParams,
  aliases: { rsi_overbought: 'rsi_long_max', rsi_oversold: 'rsi_short_min' },
  ignored: UNSWEPT_PARAMS,
  columns: {
    fast: (p: ScalpingParams) => priceSeededEma({ window: p.ema_fast }),
    slow: (p: ScalpingParams) => priceSeededEma({ window: p.ema_slow }),
    strength: (p: ScalpingParams) => (p.rsi_method === 'sma' ? cutlerRsi : rsi)({ window: p.rsi_period }),
    range: (p: ScalpingParams) => simpleAtr({ window: p.atr_period }),
    volume: (p: ScalpingParams) => (p.volume_multiplier > 0 ? sma({ window: p.volume_lookback }, 'volume') : null),
  },
  counters: SCALPING_COUNTERS,
  shares: SCALPING_SHARES,
  conflict: (_, { account, instrument, execution }) => {
    if (account.kind !== 'margin')
      return 'the strategy keeps a balance and unrealised profit apart; set account.type: margin';
    if (instrument.positionMode === 'hedge')
      return 'the strategy has one position a symbol; set venue.position_mode: netting';
    if (execution.participation.bps !== null)
      return 'the paper trader fills whole orders; leave execution.participation_bps out';
    return null;
  },
  warnings: SETTING_WARNINGS,
  cautions: RESULT_WARNINGS,
  prefix: firstSignalBar,
  share: (p, { account }) => new ScalpingSession(p.safety, account.initialCash),
  create: (p, columns, market, surroundings) => new ScalpingTrader(p, columns, market, surroundings),
});
