import type { SettingWarning } from '../_strategy.js';
import type { OrbParams } from './params.js';

/** Least `low_norm_vol` that the plain ratio of the two ranges never reaches: bars of some minutes move by a fraction of the day. */
const RAW_LEVEL = 0.3;

/** Settings that do not do what they seem to. */
export const ORB_WARNINGS: readonly SettingWarning<OrbParams>[] = [
  {
    code: 'HG-ORB-004',
    rule: 'the contracts of an entry are worth more at the first price than account.leverage allows, and nothing refuses them',
    hint: 'lower backtest.contracts_per_trade, or set account.leverage to what the broker lends',
    when({ backtest }, { instruments, firstPrices, account, isOneAccount }) {
      const values = instruments.map(
        ({ multiplier }, k) => backtest.contracts_per_trade * multiplier * (firstPrices[k] ?? 0),
      );
      const most = isOneAccount ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
      return most > account.leverage * (backtest.initial_capital ?? account.initialCash);
    },
  },
  {
    code: 'HG-ORB-005',
    rule: 'entry.fresh_cross_only changes nothing with fills.factor_timing close_confirm, where no order rests',
    hint: 'use it with factor_timing: prior_bar',
    when: ({ entry, fills }) => entry.fresh_cross_only && fills.factor_timing === 'close_confirm',
  },
  {
    code: 'HG-ORB-006',
    rule: 'with orb.norm_vol_scaling raw the volatility stays far below orb.low_norm_vol, so that every opening range is short',
    hint: 'set low_norm_vol and high_norm_vol to about 0.05 and 0.1, or norm_vol_scaling: sqrt_time',
    when: ({ orb }) => orb.adaptive && orb.norm_vol_scaling === 'raw' && orb.low_norm_vol >= RAW_LEVEL,
  },
];
