import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../src/config/schema-shape.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import scalping from '../../src/strategies/scalping-ema-rsi.js';
import { rulesOf } from '../_support/backtest.js';
import { fileWith, findingsOf } from '../config/_files.js';
import { randomMarket } from '../_support/random-run.js';
import { runScalping, withoutBars } from '../_support/scalping.js';

interface Change {
  readonly before: unknown;
  readonly after: unknown;
  /** What must be set beside it, as dotted paths. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** A change of each parameter that acts on the fixture. */
const CHANGES: Readonly<Record<string, Change>> = {
  ema_fast: { before: 3, after: 2 },
  ema_slow: { before: 8, after: 9 },
  rsi_period: { before: 7, after: 6 },
  rsi_method: { before: 'sma', after: 'wilder' },
  rsi_long_min: { before: 50, after: 62 },
  rsi_long_max: { before: 75, after: 65 },
  rsi_short_min: { before: 25, after: 36 },
  rsi_short_max: { before: 50, after: 38 },
  rsi_extreme_low: { before: 20, after: 35 },
  rsi_extreme_high: { before: 80, after: 65 },
  volume_multiplier: { before: 0.5, after: 1 },
  volume_lookback: { before: 20, after: 5, beside: { volume_multiplier: 1 } },
  atr_period: { before: 14, after: 10 },
  atr_min_threshold: { before: 0.2, after: 1.4 },
  atr_min_pct: { before: null, after: 0.013 },
  sl_atr_multiple: { before: 1, after: 1.2 },
  tp_atr_multiple: { before: 2, after: 2.5 },
  allow_reversal: { before: false, after: true },
  min_candles_required: { before: 30, after: 300 },
  'risk.default_risk_per_trade': { before: 0.01, after: 0.005 },
  'risk.max_exposure': { before: 0.5, after: null },
  'risk.default_sl_atr_mult': { before: 1.5, after: 2, beside: { sl_atr_multiple: null } },
  'risk.default_tp_atr_mult': { before: 3, after: 2, beside: { tp_atr_multiple: null } },
  'risk.min_position_size_usd': { before: 10, after: 6000 },
  'risk.enable_trailing_stop': { before: true, after: false },
  'risk.trailing_stop_pct': { before: 0.01, after: 0.015 },
  'risk.allow_tight_stop': { before: false, after: true, beside: { sl_atr_multiple: 0.08 } },
  'safety.max_daily_loss_pct': { before: 0.02, after: 0.01 },
  'safety.max_open_trades': { before: 10, after: 1 },
  'safety.max_exposure_pct': { before: 2, after: 0.8 },
  'safety.max_consecutive_failures': { before: 3, after: 1, beside: { 'risk.max_exposure': 1 } },
  'safety.daily_loss_basis': { before: 'day_start', after: 'peak' },
  'safety.halt_scope': { before: 'day', after: 'run' },
  'safety.flatten_on_halt': { before: false, after: true },
  'safety.kill_switch': { before: false, after: 'on' },
  'safety.kill_switch_at': { before: null, after: Date.UTC(2024, 0, 20) },
};

const markets = ['A', 'B', 'C'].map((symbol, k) => withoutBars(symbol, randomMarket(21 + k, 2000, 0.02), () => false));
const BASE = {
  ema_fast: 3,
  ema_slow: 8,
  volume_multiplier: 0.5,
  sl_atr_multiple: 1,
  tp_atr_multiple: 2,
  'risk.max_exposure': 0.5,
  'risk.trailing_stop_pct': 0.01,
  'safety.max_exposure_pct': 2,
};

function equityWith(values: Readonly<Record<string, unknown>>): number {
  const params: Record<string, unknown> & { risk: object; safety: object } = { risk: {}, safety: {} };
  for (const [path, value] of Object.entries(values)) {
    const [section, field] = path.split('.') as [string, string?];
    params[section] = field === undefined ? value : { ...(params[section] as object), [field]: value };
  }
  const rules = rulesOf({
    account: { kind: 'margin', initialCash: 10_000 },
    execution: { fees: { maker: 0.0005, taker: 0.0005, fixed: 0, perUnit: 0 }, slippage: 0.0005 },
  });
  return runScalping(markets, params, rules).finalEquity;
}

describe('every parameter is live:', () => {
  test('the table names all of them but those that a sweep refuses', () => {
    const names = [...leavesOf(scalping.params).keys()];
    expect([...Object.keys(CHANGES), ...scalping.ignored!].sort()).toEqual(names.sort());
  });

  test.each(['safety.max_risk_per_trade_pct', 'risk.default_slippage'])('%s is refused in a sweep', async (path) => {
    const file = fileWith(
      'strategy: scalping-ema-rsi\ndata: {source: synthetic}\naccount: {type: margin}\nmetric: total_return\n' +
        `space:\n  ${path}: [0.01, 0.02]\n`,
    );
    expect(await findingsOf(() => loadSweepFile(file))).toMatchObject([{ code: 'HG-CONFIG-034', value: path }]);
  });

  test.each(Object.entries(CHANGES))('%s', (path, { before, after, beside = {} }) => {
    const base = { ...BASE, ...beside };
    expect(equityWith({ ...base, [path]: after })).not.toBe(equityWith({ ...base, [path]: before }));
  });
});
