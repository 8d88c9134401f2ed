import type { HedgeParams } from '../../../../src/strategies/hedge-grid/params.js';

export interface PlainBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}
export type SideName = 'LONG' | 'SHORT';
export const sign = (side: SideName): 1 | -1 => (side === 'LONG' ? 1 : -1);

/** A step of prices or quantities: `units / 10^decimals`. */
export interface PlainStep {
  readonly units: number;
  readonly decimals: number;
}
export const stepsAt = (n: number, { units, decimals }: PlainStep): number => (n * units) / 10 ** decimals;
export const halfUp = (x: number): number => Math.floor(x + 0.5 + 1e-6);

export interface PlainRung {
  readonly side: SideName;
  readonly level: number;
  readonly ticks: number;
  readonly price: number;
  readonly quantity: number;
}

/** Both ladders around a center, uncapped, nearest rung first. */
export function plainLadders({ grid }: HedgeParams, center: number, tick: PlainStep, lot: PlainStep): PlainRung[] {
  const step = (center * grid.grid_step_bps) / 10_000;
  const isFine = stepsAt(1, lot) / 100 < 0.99e-5;
  const unit = isFine ? { units: lot.units, decimals: lot.decimals + 2 } : { units: 1, decimals: 5 };
  const rung = (side: SideName, level: number): PlainRung => {
    const ticks = halfUp((center - sign(side) * level * step) / stepsAt(1, tick));
    const raw = grid.base_qty * grid.qty_scale ** (level - 1);
    const quantity = stepsAt(halfUp(raw / stepsAt(1, unit)), unit);
    return { side, level, ticks, price: stepsAt(ticks, tick), quantity };
  };
  return [
    ...Array.from({ length: grid.grid_levels_long }, (_, k) => rung('LONG', k + 1)),
    ...Array.from({ length: grid.grid_levels_short }, (_, k) => rung('SHORT', k + 1)),
  ];
}

/** 1 up, -1 down, 0 sideways at each close, recomputed bar after bar from the definitions. */
export function plainRegimes({ regime }: HedgeParams, bars: readonly PlainBar[]): number[] {
  const mean = (n: number, i: number): number => bars.slice(i - n + 1, i + 1).reduce((a, b) => a + b.close, 0) / n;
  let [fast, slow, range, plus, minus, adx] = [NaN, NaN, NaN, NaN, NaN, NaN];
  const early: number[] = [];
  let state = 0;
  return bars.map((bar, i) => {
    const { ema_fast, ema_slow, adx_len: n, hysteresis_bps } = regime;
    fast =
      i < ema_fast - 1
        ? NaN
        : i === ema_fast - 1
          ? mean(ema_fast, i)
          : fast + ((bar.close - fast) * 2) / (ema_fast + 1);
    slow =
      i < ema_slow - 1
        ? NaN
        : i === ema_slow - 1
          ? mean(ema_slow, i)
          : slow + ((bar.close - slow) * 2) / (ema_slow + 1);
    if (i > 0) {
      const before = bars[i - 1]!;
      const tr = Math.max(bar.high - bar.low, Math.abs(bar.high - before.close), Math.abs(bar.low - before.close));
      const [up, down] = [bar.high - before.high, before.low - bar.low];
      const smooth = (old: number, x: number): number => (i === 1 ? x : (old * (n - 1) + x) / n);
      range = smooth(range, tr);
      plus = smooth(plus, up > down && up > 0 ? up : 0);
      minus = smooth(minus, down > up && down > 0 ? down : 0);
      if (range > 0 && plus + minus > 0) {
        const [a, b] = [(100 * plus) / range, (100 * minus) / range];
        const dx = (100 * Math.abs(a - b)) / (a + b);
        if (early.length < n) early.push(dx);
        else adx = (adx * (n - 1) + dx) / n;
        if (early.length === n && Number.isNaN(adx)) adx = early.reduce((x, y) => x + y, 0) / n;
      }
    }
    const spread = ((fast - slow) / slow) * 10_000;
    if (Number.isNaN(spread) || (i + 1 >= 2 * n && adx < 20)) state = 0;
    else if (Math.abs(spread) >= hysteresis_bps && spread !== 0) state = spread > 0 ? 1 : -1;
    return state;
  });
}
