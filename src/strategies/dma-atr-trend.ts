import type { Actor } from '../engine/actor.js';
import type { Desk } from '../engine/desk.js';
import { movingAverage } from '../indicators/_averages.js';
import { compareAverages } from '../indicators/_tie.js';
import { adx } from '../indicators/adx.js';
import { atr } from '../indicators/atr.js';
import { crossings } from '../indicators/crossings.js';
import { sma } from '../indicators/sma.js';
import { dividesBudget, sizeAt, sizingColumn } from './_position-sizing.js';
import { defineStrategy } from './_strategy.js';
import { Weights } from './_weights.js';
import { exitDistances, trendParams, type TrendParams } from './dma-atr-trend/params.js';
import { SETTING_WARNINGS } from './dma-atr-trend/warnings.js';

const fast = (p: TrendParams) => movingAverage(p.short_ma_type ?? p.ma_type, p.short_ma_window);
const slow = (p: TrendParams) => movingAverage(p.long_ma_type ?? p.ma_type, p.long_ma_window);
const readsAverages = (p: TrendParams) => p.signal_confirmation_bars > 0 || p.min_separation_pct > 0;
const filtersVolume = (p: TrendParams) => p.use_volume_filter || p.volume_factor !== null;
const settling = (type: string, window: number) => (type === 'EMA' ? 5 * window : window);

/**
 * Trend following: enters when the fast average crosses the slow one and the filters agree, with a stop and a target in multiples of the
 * average true range, and leaves at these or at the opposite crossing. Decides at the close of bar i, fills at the next open.
 */
export default defineStrategy({
  summary: 'Two moving averages with stop and target in average true ranges, long and short',
  params: trendParams,
  warnings: SETTING_WARNINGS,
  aliases: {
    fast_window: 'short_ma_window',
    fast_period: 'short_ma_window',
    slow_window: 'long_ma_window',
    slow_period: 'long_ma_window',
    atr_window: 'atr_period',
    atr_multiplier_sl: 'sl_atr_multiplier',
    atr_multiplier_tp: 'tp_atr_multiplier',
    use_adx_filter: 'use_adx',
  },
  columns: {
    crosses: (p: TrendParams) => crossings({}, fast(p), slow(p)),
    fast: (p: TrendParams) => (readsAverages(p) ? fast(p) : null),
    slow: (p: TrendParams) => (readsAverages(p) ? slow(p) : null),
    trend: (p: TrendParams) =>
      p.trend_ma_window ? movingAverage(p.trend_ma_type ?? p.ma_type, p.trend_ma_window) : null,
    range: (p: TrendParams) => atr({ window: p.atr_period }),
    strength: (p: TrendParams) => (p.use_adx ? adx({ window: p.adx_period }) : null),
    volume: (p: TrendParams) => (filtersVolume(p) ? sma({ window: p.volume_window }, 'volume') : null),
    sizing: (p: TrendParams) => sizingColumn(p.position_sizing),
  },
  counters: { ignored_same_side: 'Entry signals ignored because a position or entry of that side existed' },
  conflict: (p, { instrument, account, instruments }) => {
    if (p.enable_short_trades === true && !instrument.allowShort) {
      return 'enable_short_trades is true, but the venue does not allow shorts (venue.allow_short)';
    }
    if (p.max_position_size > account.leverage) return 'max_position_size is above account.leverage';
    if (dividesBudget(p.position_sizing) && instruments === 1) {
      const { method } = p.position_sizing;
      return `position_sizing.method ${method} divides a budget among the symbols of an account, and there is one; use fixed_percent`;
    }
    return null;
  },
  prefix: (p) =>
    Math.max(
      settling(p.short_ma_type ?? p.ma_type, p.short_ma_window),
      settling(p.long_ma_type ?? p.ma_type, p.long_ma_window) + 1,
      settling(p.trend_ma_type ?? p.ma_type, p.trend_ma_window ?? 0),
      5 * p.atr_period,
      p.use_adx ? 5 * p.adx_period : 0,
      filtersVolume(p) ? p.volume_window : 0,
    ) + p.signal_confirmation_bars,
  share: () => new Weights(),
  create(p, columns, market, { from, instrument, barsPerYear, shared }): Actor {
    const { crosses, fast, slow, trend, range, strength, volume, sizing } = columns;
    const { close } = market;
    const shortsAllowed = p.enable_short_trades ?? instrument.allowShort;
    const { sl_atr_multiplier: stopMultiple, tp_atr_multiplier: targetMultiple } = exitDistances(p);
    const volumeFactor = p.volume_factor ?? 1;
    const confirmation = p.signal_confirmation_bars;
    const limits = { riskPerTrade: p.risk_per_trade, cap: p.max_position_size };
    const number = shared.join(market, sizing);
    const weigh = (i: number): number =>
      p.position_sizing.method === 'equal_weight' ? shared.equal : shared.inverseVolatility(number, i);
    const counters = { ignored_same_side: 0 };

    const NEVER = Number.MAX_SAFE_INTEGER;
    let next = 0;
    while (next < crosses.length && barOf(crosses[next]!) < from - confirmation) next++;
    /** Entry that waits for its confirmation: its side and bar. */
    let waitingSide: 1 | -1 = 1;
    let waitingBar = NEVER;
    let lastEntry = -Infinity;
    let entryId = 0;
    let entrySide = 0;

    const passesFilters = (i: number, side: 1 | -1): boolean => {
      if (side < 0 && !shortsAllowed) return false;
      if (trend && !(side > 0 ? close[i]! > trend[i]! : close[i]! < trend[i]!)) return false;
      if (strength && !(strength[i]! >= p.adx_threshold)) return false;
      if (volume && !(market.volume[i]! > volumeFactor * volume[i]!)) return false;
      if (p.min_separation_pct > 0 && !(Math.abs(fast![i]! - slow![i]!) / slow![i]! > p.min_separation_pct))
        return false;
      return !Number.isNaN(range[i]!);
    };

    const hasHeld = (i: number, side: 1 | -1): boolean => {
      for (let k = i - confirmation; k <= i; k++) if (compareAverages(fast![k]!, slow![k]!) !== side) return false;
      return true;
    };

    const enter = (i: number, side: 1 | -1, desk: Desk): void => {
      if (!passesFilters(i, side)) return;
      const isPending = entryId !== 0 && desk.isWorking(entryId);
      if (desk.position * side > 0 || (isPending && entrySide === side)) {
        counters.ignored_same_side++;
        return;
      }
      if (!p.exit_on_cross && (desk.position !== 0 || isPending)) return;
      if (i - lastEntry < p.min_signal_gap || !(range[i]! > 0)) return;
      const size = sizeAt(i, p.position_sizing, sizing, market, barsPerYear, weigh, limits);
      if (!size) return;
      const stop = { distance: stopMultiple * range[i]! };
      const bracket = targetMultiple === null ? { stop } : { stop, target: { distance: targetMultiple * range[i]! } };
      entryId = desk.submit({ type: 'market', side, size, bracket, reason: side > 0 ? 'cross_up' : 'cross_down' });
      entrySide = side;
      lastEntry = i;
    };

    return {
      warmup: from,
      counters,
      onBar(i, desk) {
        while (next < crosses.length && barOf(crosses[next]!) <= i) {
          const side = crosses[next]! >= 0 ? 1 : -1;
          waitingSide = side;
          waitingBar = barOf(crosses[next]!) + confirmation;
          if (p.exit_on_cross && barOf(crosses[next]!) === i) {
            if (desk.position * side < 0) desk.close('signal');
            if (entrySide === -side && desk.isWorking(entryId)) desk.cancel(entryId);
          }
          next++;
        }
        if (i === waitingBar) {
          if (confirmation === 0 || hasHeld(i, waitingSide)) enter(i, waitingSide, desk);
          waitingBar = NEVER;
        }
        return Math.min(waitingBar, next < crosses.length ? barOf(crosses[next]!) : NEVER);
      },
    };
  },
});

/** Bar of an event, upwards or downwards. */
const barOf = (event: number): number => (event >= 0 ? event : ~event);
