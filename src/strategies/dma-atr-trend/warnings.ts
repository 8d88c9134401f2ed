import type { SettingWarning } from '../_strategy.js';
import type { TrendParams } from './params.js';

const longest = (p: TrendParams): number => Math.max(p.long_ma_window + 1, p.trend_ma_window ?? 0, p.atr_period + 1);

/** Allowed settings under which an instrument is never traded. */
export const SETTING_WARNINGS: readonly SettingWarning<TrendParams>[] = [
  {
    code: 'HG-TREND-001',
    rule: 'the volume filter has no volume to judge by: that of an instrument is 0 on every bar, and it is never entered',
    hint: 'bring in bars with volume, or leave out use_volume_filter and volume_factor',
    when: ({ use_volume_filter, volume_factor }, { markets }) =>
      (use_volume_filter || volume_factor !== null) && markets.some(({ volume }) => volume.every((v) => v === 0)),
  },
  {
    code: 'HG-TREND-002',
    rule: 'an instrument has fewer bars than an average or the range takes to begin, and is never entered',
    hint: 'bring in more bars, or shorten the windows',
    when: (params, { markets }) => markets.some((market) => market.length < longest(params)),
  },
];
