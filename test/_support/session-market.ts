import { buildMarket } from '../../src/data/shared/shared.js';
import { findSessions } from '../../src/data/sessions/session-columns.js';
import { sessionSchedule } from '../../src/data/sessions/session-schedule.js';
import type { Market } from '../../src/data/market.js';
import type { Bar } from './backtest.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** One session of a fixture: its date and bars, each at a minute after the open. */
export interface SessionSketch {
  readonly date: string;
  readonly bars: readonly Bar[];
  /** Minutes of the bars; by default one after the other. */
  readonly minutes?: readonly number[];
}

/** One-minute bars in sessions that open at 14:30 UTC. */
export function marketOfSessions(sketches: readonly SessionSketch[], minutes = 390): Market {
  const open = 14 * 60 + 30;
  const rows = sketches.flatMap(({ date, bars, minutes: at }) =>
    bars.map((bar, k) => ({ bar, time: Date.parse(date) + (open + (at?.[k] ?? k)) * MINUTE })),
  );
  const column = (k: number, missing = 1) => Float64Array.from(rows, ({ bar }) => bar[k] ?? missing);
  const time = Float64Array.from(rows, (row) => row.time);
  const market = buildMarket({
    symbol: 'TEST',
    intervalMs: MINUTE,
    time,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  });
  const schedule = sessionSchedule.parse({ open: clock(open), close: clock(open + minutes), timezone: 'UTC' });
  return { ...market, sessions: findSessions(time, MINUTE, schedule).columns };
}

/** Bars one after the other in daily sessions of some minutes each. */
export function inSessions(bars: readonly Bar[], minutes = 40): Market {
  const sketches: SessionSketch[] = [];
  for (let k = 0; k < bars.length; k += minutes) {
    const date = new Date(Date.UTC(2024, 0, 1) + (k / minutes) * DAY).toISOString().slice(0, 10);
    sketches.push({ date, bars: bars.slice(k, k + minutes) });
  }
  return marketOfSessions(sketches, minutes);
}
