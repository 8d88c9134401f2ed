import { adx } from '../../indicators/adx.js';
import { atr } from '../../indicators/atr.js';
import { engulfing } from '../../indicators/engulfing.js';
import { previousSessionLevel } from '../../indicators/previous-session-level.js';
import { priceStructure } from '../../indicators/price-structure.js';
import { relativeVolume } from '../../indicators/relative-volume.js';
import { sessionAtr } from '../../indicators/session-atr.js';
import { sessionVwap } from '../../indicators/session-vwap.js';
import type { OrbParams } from './params.js';
import type { ColumnValues } from '../_strategy.js';

const widthRange = (minutes: number, p: OrbParams) => sessionAtr({ window: p.orb.atr_period, minutes });

/**
 * What the strategy reads of the market. Average ranges start with the first bar's own range. Those of whole sessions are there even where
 * nothing depends on them: the log of the opening ranges shows them.
 */
export const orbColumns = {
  barRange: (p: OrbParams) =>
    p.buffers.use_atr || p.trade.stop_mode === 'atr_capped' ? atr({ window: p.orb.atr_period, first_bar: true }) : null,
  dailyRange: (p: OrbParams) => sessionAtr({ window: p.orb.atr_period, minutes: null }),
  intradayRange: (p: OrbParams) => widthRange(p.orb.intraday_minutes, p),
  baseRange: (p: OrbParams) => widthRange(p.orb.base_minutes, p),
  shortRange: (p: OrbParams) => (p.orb.adaptive ? widthRange(p.orb.short_or_minutes, p) : null),
  longRange: (p: OrbParams) => (p.orb.adaptive ? widthRange(p.orb.long_or_minutes, p) : null),
  relativeVolume: ({ factors: { rel_volume: f } }: OrbParams) =>
    f.enabled ? relativeVolume({ window: f.lookback }) : null,
  engulfing: ({ factors: { price_action: f } }: OrbParams) => (f.enabled && f.enable_engulfing ? engulfing({}) : null),
  structure: ({ factors: { price_action: f } }: OrbParams) =>
    f.enabled && f.enable_structure ? priceStructure({ window: f.pivot_len }) : null,
  valueLow: ({ factors: { profile_proxy: f } }: OrbParams) =>
    f.enabled ? previousSessionLevel({ share: f.val_pct }) : null,
  valueHigh: ({ factors: { profile_proxy: f } }: OrbParams) =>
    f.enabled ? previousSessionLevel({ share: f.vah_pct }) : null,
  vwap: ({ factors: { vwap: f } }: OrbParams) => (f.enabled && f.reset_mode === 'session' ? sessionVwap({}) : null),
  adx: ({ factors: { adx: f } }: OrbParams) => (f.enabled ? adx({ window: f.period }) : null),
};
export type OrbColumns = ColumnValues<typeof orbColumns>;
