import type { ResultWarning, SettingWarning } from '../_strategy.js';
import type { ScalpingParams } from './params.js';

/** Allowed settings of the risk engine and the safety monitor that change nothing or more than is wise. */
export const SETTING_WARNINGS: readonly SettingWarning<ScalpingParams>[] = [
  {
    code: 'HG-SCALP-001',
    rule: 'risk.default_risk_per_trade is above 0.05 of the equity',
    hint: 'a fraction is meant: 0.01 is one per cent',
    when: ({ risk }) => risk.default_risk_per_trade > 0.05,
  },
  {
    code: 'HG-SCALP-002',
    rule: 'risk.default_risk_per_trade is more than 0.001 below safety.max_risk_per_trade_pct, which then bounds nothing',
    hint: 'bring the two together',
    when: ({ risk, safety }) => safety.max_risk_per_trade_pct - risk.default_risk_per_trade > 0.001 + 1e-12,
  },
  {
    code: 'HG-SCALP-003',
    rule: 'risk.max_exposure is above safety.max_exposure_pct and changes nothing: the smaller of the two caps a position',
    hint: 'raise safety.max_exposure_pct, or leave risk.max_exposure null',
    when: ({ risk, safety }) => (risk.max_exposure ?? 0) > safety.max_exposure_pct,
  },
  {
    code: 'HG-SCALP-004',
    rule: 'risk.max_exposure is more than 0.01 below safety.max_exposure_pct: one position never uses what the account allows',
    hint: 'right for several positions at a time; else bring the two together',
    when: ({ risk, safety }) => safety.max_exposure_pct - (risk.max_exposure ?? Infinity) > 0.01 + 1e-12,
  },
  {
    code: 'HG-SCALP-005',
    rule: 'safety.max_daily_loss_pct is above 0.5',
    hint: 'a fraction is meant: 0.02 is two per cent',
    when: ({ safety }) => safety.max_daily_loss_pct > 0.5,
  },
  {
    code: 'HG-SCALP-006',
    rule: 'safety.max_risk_per_trade_pct is above 0.05',
    hint: 'a fraction is meant: 0.01 is one per cent',
    when: ({ safety }) => safety.max_risk_per_trade_pct > 0.05,
  },
  {
    code: 'HG-SCALP-007',
    rule: 'safety.max_exposure_pct is above 1, more than the whole equity',
    hint: 'a fraction is meant: 0.2 is twenty per cent',
    when: ({ safety }) => safety.max_exposure_pct > 1,
  },
  {
    code: 'HG-SCALP-008',
    rule: 'one position may take more than half of safety.max_exposure_pct, so that two capped positions never stand side by side',
    hint: 'lower risk.max_exposure or raise safety.max_exposure_pct where several symbols share an account',
    when({ risk, safety }, { instruments, isOneAccount }) {
      const cap = Math.min(risk.max_exposure ?? Infinity, safety.max_exposure_pct);
      return isOneAccount && instruments.length > 1 && cap * 2 > safety.max_exposure_pct;
    },
  },
];

/** Results that an assumption decides rather than the signal. */
export const RESULT_WARNINGS: readonly ResultWarning[] = [
  {
    code: 'HG-SCALP-020',
    rule: 'more than half of the signals were refused because their stop lies within the cost of slippage (rejected_stop_inside_slippage)',
    hint: 'widen sl_atr_multiple or lower execution.slippage',
    when: (value) => value('rejected_stop_inside_slippage') > 0.5 * (value('signal_long') + value('signal_short')),
  },
  {
    code: 'HG-SCALP-021',
    rule: 'in more than 5 % of the exits one bar met both stop and target, so that the assumed path decides the result (ambiguous_share)',
    hint: 'compare with the figures of the worst path, or widen stop and target',
    when: (value) => value('ambiguous_share') > 0.05,
  },
];
