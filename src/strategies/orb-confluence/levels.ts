import { ceilSteps, floorSteps, parseStep, stepValue } from '../../base/step.js';
import type { Market, SessionColumns } from '../../data/market.js';
import { stopPrice } from '../../engine/bracket.js';
import type { Bracket, StopLeg, TargetLeg } from '../../engine/desk.js';
import type { InstrumentRules } from '../../engine/rules.js';
import type { OrbColumns } from './columns.js';
import type { OrbParams } from './params.js';
import type { OpeningRange } from './ranges.js';

/** Part of a tick by which a risk may fall short of one: prices carry rounding. */
const TOLERANCE = 1e-6;

/** Where entries trigger and what guards them, at the close of a bar. */
export interface Levels {
  readonly tick: number;
  upper(i: number, range: OpeningRange): number;
  lower(i: number, range: OpeningRange): number;
  stop(i: number, side: 1 | -1, range: OpeningRange): StopLeg;
  /** Exits of an entry decided at bar i; the engine refuses one whose risk is below a tick. */
  bracket(stop: StopLeg): Bracket;
  /** Whether an entry at a price would put at least a tick at risk. */
  hasRisk(stop: StopLeg, entry: number, side: 1 | -1): boolean;
}

/** Targets with their shares; levels without a share are left out, the last one takes the rest. */
export function targetsOf({ trade }: OrbParams): readonly TargetLeg[] {
  if (!trade.partials) return [{ risks: trade.primary_r, type: 'limit', reason: 'target' }];
  const legs = [
    { risks: trade.t1_r, share: trade.t1_pct },
    { risks: trade.t2_r, share: trade.t2_pct },
    { risks: trade.runner_r, share: 1 - trade.t1_pct - trade.t2_pct },
  ].filter(({ share }) => share > 1e-9);
  const last = legs.length - 1;
  const closing = legs.length === 1 ? 'target' : 'all_targets';
  return legs.map((leg, k) => ({ ...leg, type: 'limit', reason: k === last ? closing : 'target' }));
}

/** Tick of the triggers: as stated, else the venue's, else a cent. */
export const tickOf = (p: OrbParams, { tick }: InstrumentRules) =>
  (p.instrument.tick_size === null ? tick : parseStep(p.instrument.tick_size)) ?? { m: 1, scale: 100 };

export function createLevels(
  p: OrbParams,
  columns: OrbColumns,
  market: Market,
  sessions: SessionColumns,
  instrument: InstrumentRules,
): Levels {
  const { buffers, trade } = p;
  const step = tickOf(p, instrument);
  const tick = stepValue(step, 1);
  const targets = targetsOf(p);
  const swingBars = 2 * p.factors.price_action.pivot_len + 1;

  /** Average range of one bar; 0 while it is missing. */
  const rangeAt = (i: number): number => {
    const range = columns.barRange![i]!;
    return Number.isNaN(range) ? 0 : range;
  };
  const buffer = (i: number): number => buffers.fixed + (buffers.use_atr ? buffers.atr_mult * rangeAt(i) : 0);

  /** Extreme of the last bars against a side, inside the session. */
  const swing = (i: number, side: 1 | -1): number => {
    let extreme = side > 0 ? Infinity : -Infinity;
    for (let k = Math.max(0, i - swingBars + 1); k <= i; k++) {
      if (sessions.index[k] !== sessions.index[i]) continue;
      extreme = side > 0 ? Math.min(extreme, market.low[k]!) : Math.max(extreme, market.high[k]!);
    }
    return extreme;
  };

  return {
    tick,
    upper: (i, range) => stepValue(step, ceilSteps(step, range.high + buffer(i))),
    lower: (i, range) => stepValue(step, floorSteps(step, range.low - buffer(i))),
    stop(i, side, range) {
      const anchor = trade.stop_mode === 'swing' ? swing(i, side) : side > 0 ? range.low : range.high;
      const leg = { price: anchor - side * trade.extra_stop_buffer, gapReason: 'stop_gap' };
      const cap = trade.stop_mode === 'atr_capped' ? trade.atr_stop_cap_mult * rangeAt(i) : 0;
      return cap > 0 ? { ...leg, distance: cap } : leg;
    },
    bracket: (stop) => ({ stop, target: targets, minRisk: tick * (1 - TOLERANCE) }),
    hasRisk(stop, entry, side) {
      const price = stopPrice({ stop }, entry, side);
      return price > 0 && side * (entry - price) >= tick * (1 - TOLERANCE);
    },
  };
}
