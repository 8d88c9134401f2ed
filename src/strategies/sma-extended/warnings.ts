import type { SettingWarning } from '../_strategy.js';
import type { SmaExtendedParams } from './params.js';

/** Allowed settings that do not do what they seem to. */
export const SETTING_WARNINGS: readonly SettingWarning<SmaExtendedParams>[] = [
  {
    code: 'HG-SMA-001',
    rule: 'sl_pct is not below trail_pct: the trailing stop always sells first, so that sl_pct only names some of its exits',
    hint: 'give sl_pct a value below trail_pct, or set it to null; as a constraint: trail_pct == null || sl_pct == null || sl_pct < trail_pct',
    when: ({ sl_pct, trail_pct }) => sl_pct !== null && trail_pct !== null && sl_pct >= trail_pct,
  },
];
