import { z } from 'zod';
import type { Actor } from '../engine/actor.js';
import type { Desk } from '../engine/desk.js';
import { movingAverage } from '../indicators/_averages.js';
import { compareAverages } from '../indicators/_tie.js';
import { adx } from '../indicators/adx.js';
import { atr } from '../indicators/atr.js';
import { crossings } from '../indicators/crossings.js';
import { sma } from '../indicators/sma.js';
import { dividesBudget, positionSizing, sizeAt, sizingColumn } from './_position-sizing.js';
import { defineStrategy } from './_strategy.js';
import { Weights } from './_weights.js';

const averageType = z.enum(['SMA', 'EMA', 'WMA']);

/** Stop and target in ranges: as they are given, else by what sets both together, else by the defaults. */
const exitDistances = (p: {
  readonly sl_atr_multiplier?: number | undefined;
  readonly tp_atr_multiplier?: number | null | undefined;
  readonly atr_multiplier: number | null;
}) => ({
  sl_atr_multiplier: p.sl_atr_multiplier ?? p.atr_multiplier ?? 2,
  tp_atr_multiplier:
    p.tp_atr_multiplier === undefined ? (p.atr_multiplier === null ? 4 : 1.5 * p.atr_multiplier) : p.tp_atr_multiplier,
});

const params = z
  .strictObject({
    short_ma_window: z.int().min(1).default(20).describe('bars of the fast average'),
    long_ma_window: z.int().min(2).default(50).describe('bars of the slow average'),
    trend_ma_window: z.int().min(0).nullable().default(200).describe('bars of the trend filter; 0 or null = off'),
    ma_type: averageType.default('SMA').describe('kind of all three averages'),
    short_ma_type: averageType.nullable().default(null).describe('kind of the fast average; null = ma_type'),
    long_ma_type: averageType.nullable().default(null).describe('kind of the slow average; null = ma_type'),
    trend_ma_type: averageType.nullable().default(null).describe('kind of the trend average; null = ma_type'),
    atr_period: z.int().min(1).default(14).describe('bars of the average true range (Wilder)'),
    sl_atr_multiplier: z
      .number()
      .positive()
      .optional()
      .describe('stop distance in ranges; default atr_multiplier, else 2'),
    tp_atr_multiplier: z
      .number()
      .positive()
      .nullable()
      .optional()
      .describe('target distance in ranges; null = no target; default 1.5 x atr_multiplier, else 4'),
    atr_multiplier: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('sets stop and target together where they are not given'),
    use_adx: z.boolean().default(false).describe('enter only when the ADX reaches its threshold'),
    adx_period: z.int().min(2).default(14).describe('bars of the ADX (Wilder)'),
    adx_threshold: z.number().min(0).max(100).default(25).describe('least ADX of an entry'),
    use_volume_filter: z
      .boolean()
      .default(false)
      .describe('enter only on volume above its average; implied by volume_factor'),
    volume_window: z.int().min(1).default(20).describe('bars of the average volume'),
    volume_factor: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('times the average volume to exceed; null = 1'),
    enable_short_trades: z
      .boolean()
      .nullable()
      .default(null)
      .describe('sell short on crossings down; null = where the venue allows it'),
    min_separation_pct: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('fraction by which the averages must differ on the signal bar'),
    min_signal_gap: z.int().min(0).default(1).describe('least bars between two entry signals'),
    signal_confirmation_bars: z
      .int()
      .min(0)
      .default(0)
      .describe('bars that a crossing must hold before it is an entry'),
    exit_on_cross: z.boolean().default(true).describe('close on the opposite crossing'),
    risk_per_trade: z
      .number()
      .positive()
      .max(1)
      .default(0.02)
      .describe('fraction of equity lost at the stop (sizing atr_risk)'),
    max_position_size: z.number().positive().default(1).describe('cap of a position, fraction of equity'),
    position_sizing: positionSizing.prefault({}),
  })
  .overwrite((p) => ({ ...p, ...exitDistances(p) }))
  .refine((p) => p.short_ma_window < p.long_ma_window, {
    path: ['short_ma_window'],
    message: 'short_ma_window must be below long_ma_window',
  })
  .refine((p) => !p.trend_ma_window || p.long_ma_window < p.trend_ma_window, {
    path: ['long_ma_window'],
    message: 'long_ma_window must be below trend_ma_window',
  });
type Params = z.output<typeof params>;

const fast = (p: Params) => movingAverage(p.short_ma_type ?? p.ma_type, p.short_ma_window);
const slow = (p: Params) => movingAverage(p.long_ma_type ?? p.ma_type, p.long_ma_window);
const readsAverages = (p: Params) => p.signal_confirmation_bars > 0 || p.min_separation_pct > 0;
const filtersVolume = (p: Params) => p.use_volume_filter || p.volume_factor !== null;
const settling = (type: string, window: number) => (type === 'EMA' ? 5 * window : window);

/**
 * Trend following: enters when the fast average crosses the slow one and the filters agree, with a stop and a target in multiples of the
 * average true range, and leaves at these or at the opposite crossing. Decides at the close of bar i, fills at the next open.
 */
export default defineStrategy({
  summary: 'Two moving averages with stop and target in average true ranges, long and short',
  params,
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
    crosses: (p: Params) => crossings({}, fast(p), slow(p)),
    fast: (p: Params) => (readsAverages(p) ? fast(p) : null),
    slow: (p: Params) => (readsAverages(p) ? slow(p) : null),
    trend: (p: Params) => (p.trend_ma_window ? movingAverage(p.trend_ma_type ?? p.ma_type, p.trend_ma_window) : null),
    range: (p: Params) => atr({ window: p.atr_period }),
    strength: (p: Params) => (p.use_adx ? adx({ window: p.adx_period }) : null),
    volume: (p: Params) => (filtersVolume(p) ? sma({ window: p.volume_window }, 'volume') : null),
    sizing: (p: Params) => sizingColumn(p.position_sizing),
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
