import { createRng, type Rng } from '../../base/rng.js';
import { nearestSteps, parseStep, stepValue } from '../../base/step.js';
import { DAY_MS, formatInterval, parseInterval, parseTime } from '../../base/time.js';
import type { DataSpec } from '../data-spec.js';
import { RowBuffer } from '../row-buffer.js';
import { synthesizeSessions } from '../synthetic/sessions.js';
import { syntheticSettings, type SyntheticSettings } from '../synthetic/settings.js';
import { defineSource, type RawBars, type SourceRequest } from './_source.js';

const YEAR_MS = 365 * DAY_MS;
/** Steps of the walk inside a bar: open to close through the extremes. */
const STEPS = 4;
/** Share of yesterday's surprise in today's variance, beside what carries over. */
const SURPRISE = 0.04;

/**
 * A seeded market: geometric random walk whose variance clusters (GARCH(1,1): T. Bollerslev, Journal of Econometrics 31, 1986) and follows a daily wave,
 * as does the volume. Equal settings give equal bars; more bars prolong the same market.
 */
export default defineSource({
  name: 'synthetic',
  summary: 'Seeded random walk with volatility clustering and a daily rhythm',
  extensions: [],
  read: (request: SourceRequest): Promise<RawBars> => Promise.resolve(synthesize(request.spec)),
});

/** Standard normal draws by the polar method of Marsaglia, two at a time. */
function normals(rng: Rng): () => number {
  let spare = NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    let u: number;
    let v: number;
    let s: number;
    do {
      u = 2 * rng() - 1;
      v = 2 * rng() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    spare = v * factor;
    return u * factor;
  };
}

/** Multiplier of a bar's deviation: two peaks a day, mean about one. */
function season(time: number, strength: number): number {
  return 1 + strength * Math.sin((4 * Math.PI * (time % DAY_MS)) / DAY_MS);
}

/** Bars of the settings: of sessions, or of a walk around the clock. Prices are multiples of the tick and never below one tick. */
export function synthesize(given: DataSpec): RawBars {
  const intervalMs = parseInterval(given.interval ?? '1m');
  const spec = { ...given, ...syntheticSettings(given) };
  const buffer = spec.sessions ? synthesizeSessions(spec, spec.sessions) : walk(spec, intervalMs);
  const columns = buffer.columns(spec.bars);
  return {
    length: spec.bars,
    columns,
    stamp: 'open',
    rowName: (i) => `bar ${i}`,
    written: (i, column) => String(columns[column][i]),
    stampFault: () => 'implausible',
    units: { s: 0, ms: 0, us: 0, ns: 0 },
    mapping: `synthetic ${formatInterval(intervalMs)} seed=${spec.seed}${spec.sessions ? ' sessions' : ''}`,
    notices: [],
  };
}

function walk(spec: SyntheticSettings, intervalMs: number): RowBuffer {
  const start = parseTime(spec.start);
  const tick = parseStep(spec.tick) ?? { m: 1, scale: 100 };
  const round = (price: number): number => stepValue(tick, Math.max(1, nearestSteps(tick, price)));
  const normal = normals(createRng(spec.seed, 'synthetic'));
  const years = intervalMs / YEAR_MS;
  const mean = spec.volatility * spec.volatility * years;
  const surprise = spec.clustering === 0 ? 0 : Math.min(SURPRISE, (1 - spec.clustering) * 0.8);
  const drift = (spec.drift * years) / STEPS;
  const buffer = new RowBuffer(spec.bars);
  let variance = mean;
  let price = spec.initial_price;
  for (let i = 0; i < spec.bars; i++) {
    const time = start + i * intervalMs;
    const wave = intervalMs >= DAY_MS ? 1 : season(time, spec.seasonality);
    const deviation = Math.sqrt(variance / STEPS) * wave;
    const open = price;
    let high = open;
    let low = open;
    let move = 0;
    for (let k = 0; k < STEPS; k++) {
      const step = deviation * normal();
      move += step / wave;
      price *= Math.exp(step + drift);
      if (price > high) high = price;
      if (price < low) low = price;
    }
    variance = (1 - spec.clustering - surprise) * mean + spec.clustering * variance + surprise * move * move;
    buffer.time[i] = time;
    buffer.open[i] = round(open);
    buffer.high[i] = round(high);
    buffer.low[i] = round(low);
    buffer.close[i] = round(price);
    buffer.volume[i] = Math.round(1e5 * wave * Math.sqrt(variance / mean) * Math.exp(0.5 * normal())) / 1e3;
  }
  return buffer;
}
