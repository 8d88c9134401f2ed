import { firstAtLeast } from '../base/sorted.js';
import type { RunRecord } from '../engine/record/record.js';
import { sum } from '../base/stats.js';
import { perRun } from './_per-run.js';

/** What several metrics want to know of the trades in R. */
export interface TradesInR {
  /** Net profit of each trade over what its first entry's stop put at stake, in order of exit. */
  readonly values: Float64Array;
  /** Sums of the gains, and of the losses as a negative number; how many there are of each. */
  readonly won: number;
  readonly lost: number;
  readonly wins: number;
  readonly losses: number;
  /** R of each session of the run, or of each UTC day of a market without sessions; 0 where no trade left. */
  readonly daily: Float64Array;
}

/** Trades without a stop, or with one at the entry, have no R and are left out. */
export const describeInR = perRun<TradesInR>((run) => {
  const { trades } = run;
  const days = dayOf(run);
  const values = new Float64Array(trades.count);
  const daily = new Float64Array(run.to > run.from ? days(run.to - 1) - days(run.from) + 1 : 0);
  let count = 0;
  for (let k = 0; k < trades.count; k++) {
    const risk = trades.initialRisk[k]!;
    if (!(risk > 0)) continue;
    const value = trades.pnl[k]! / risk;
    values[count++] = value;
    daily[days(trades.exitBar[k]!) - days(run.from)]! += value;
  }
  const known = values.slice(0, count);
  const gains = known.filter((r) => r > 0);
  const losses = known.filter((r) => r < 0);
  return { values: known, won: sum(gains), lost: sum(losses), wins: gains.length, losses: losses.length, daily };
});

/** Number of a frame's session, or of its UTC day; several instruments share no sessions. */
function dayOf({ market: { sessions }, timeline: { bars, dayEnd } }: RunRecord): (frame: number) => number {
  if (sessions && bars === null) return (frame) => sessions.index[frame]!;
  return (frame) => firstAtLeast(dayEnd, frame, 0, dayEnd.length - 1);
}

/** Periods a year of daily results in R: sessions, or days of a market that never closes. */
export const daysPerYear = ({ market }: RunRecord): number => (market.sessions ? 252 : 365);
