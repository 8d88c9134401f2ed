import type { RuleChanges } from './backtest.js';

/** Parameters under which a strategy trades often on a few hundred bars. */
export const LIVELY: Readonly<Record<string, Record<string, unknown>>> = {
  'dma-atr-trend': {
    short_ma_window: 3,
    long_ma_window: 8,
    trend_ma_window: 20,
    atr_period: 5,
    use_volume_filter: true,
  },
  // Without prices of its own, so that it does not depend on the unit of the market's.
  'hedge-grid': {
    grid: { grid_step_bps: 50, grid_levels_long: 4, grid_levels_short: 4, base_qty: 10 },
    exit: { tp_steps: 2, sl_steps: 4 },
    rebalance: { recenter_trigger_bps: 150, max_inventory_quote: 1e12 },
    regime: { adx_len: 5, ema_fast: 5, ema_slow: 10, hysteresis_bps: 20 },
    position: { max_position_size: 1e6 },
  },
  'orb-confluence': {
    orb: { base_minutes: 5, adaptive: false, enable_validity_filter: false, atr_period: 5 },
    buffers: { fixed: 0, use_atr: true, atr_mult: 0 },
    scoring: { base_required: 1, weak_trend_required: 1 },
    trade: { extra_stop_buffer: 0, be_buffer: 0, runner_r: 1.6 },
    governance: { time_cutoff: null, second_chance_minutes: 120, max_signals_per_day: 10, lockout_after_losses: 10 },
  },
  // Limits in money would change with the unit of the money.
  'sma-extended': {
    fast: 2,
    slow: 4,
    qty: 1,
    cooldown_bars: 1,
    tp_pct: 0.05,
    sl_pct: 0.02,
    trail_pct: 0.03,
    daily_loss_limit: 1e9,
  },
  'scalping-ema-rsi': {
    ema_fast: 2,
    ema_slow: 4,
    rsi_period: 3,
    atr_period: 3,
    volume_multiplier: 0.5,
    volume_lookback: 3,
    min_candles_required: 0,
    atr_min_pct: 0,
    sl_atr_multiple: 1,
    tp_atr_multiple: 2,
    // A floor in money would change with the unit of the money.
    risk: { min_position_size_usd: 0 },
  },
};

/** What a strategy needs of its venue and account. */
export const NEEDS: Readonly<Record<string, RuleChanges>> = {
  'hedge-grid': { instrument: { positionMode: 'hedge' }, account: { kind: 'margin', leverage: 5 } },
};
