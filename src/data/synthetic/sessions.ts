import { createNamedRng, type Rng } from '../../base/rng.js';
import { nearestSteps, parseStep, stepValue } from '../../base/step.js';
import { DAY_MS, formatTime, parseTime } from '../../base/time.js';
import type { DataSpec } from '../data-spec.js';
import type { SyntheticSettings } from './settings.js';
import { RowBuffer } from '../row-buffer.js';

/** Minutes of a session, and its open in minutes after midnight UTC: New York's regular hours in winter. */
const SESSION = 390;
const OPEN = 14 * 60 + 30;
const MINUTE_MS = 60_000;
const VOLATILITY = 0.0015;
const DRIFT = 0.0002;
const REVERSION = 0.002;

type Settings = NonNullable<DataSpec['sessions']>;

/** Standard normal draws by the transform of Box and Muller, in pairs. */
function normals(rng: Rng, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - rng()));
    const angle = 2 * Math.PI * rng();
    out[k] = radius * Math.cos(angle);
    if (k + 1 < count) out[k + 1] = radius * Math.sin(angle);
  }
  return out;
}

function volumeProfile(shape: Settings['volume_profile'], i: number): number {
  const t = i / (SESSION - 1);
  switch (shape) {
    case 'u_shape':
      return 1 + 0.5 * (t * t + (1 - t) * (1 - t));
    case 'morning_spike':
      return 1 + 0.8 * Math.exp(-i / (0.2 * SESSION));
    case 'flat':
      return 1;
  }
}

/** Log returns of one session. */
function returnsOf(regime: Settings['regime'], day: number, scale: number, draws: Float64Array): Float64Array {
  const kind = regime === 'alternating' ? (day % 2 === 0 ? 'trend_up' : 'mean_revert') : regime;
  const deviation = VOLATILITY * scale * (kind === 'choppy' ? 1.5 : 1);
  const drift = kind === 'trend_up' ? DRIFT : kind === 'trend_down' ? -DRIFT : 0;
  const returns = draws.map((z) => drift + deviation * z);
  if (kind !== 'mean_revert') return returns;
  // The pull is by how far the path that it is not yet part of has left the base.
  let sum = 0;
  return returns.map((move) => {
    sum += move;
    return move - REVERSION * (Math.exp(sum) - 1);
  });
}

/**
 * One-minute bars of made-up sessions on weekdays, each with a day's character: rising, falling, choppy or reverting. A day depends on
 * seed, symbol and its date alone. Prices are multiples of the tick.
 */
export function synthesizeSessions(spec: SyntheticSettings & Pick<DataSpec, 'symbol'>, settings: Settings): RowBuffer {
  const { regime, volume_profile: shape, volatility_mult: scale } = settings;
  const tick = parseStep(spec.tick) ?? { m: 1, scale: 100 };
  const round = (price: number): number => stepValue(tick, Math.max(1, nearestSteps(tick, price)));
  const buffer = new RowBuffer(spec.bars);
  let midnight = Math.ceil(parseTime(spec.start) / DAY_MS) * DAY_MS;
  let row = 0;
  for (let day = 0; row < spec.bars; midnight += DAY_MS) {
    const weekday = new Date(midnight).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const rng = createNamedRng(`${spec.seed}|${spec.symbol ?? 'SYNTHETIC'}|${formatTime(midnight).slice(0, 10)}`);
    const returns = returnsOf(regime, day, scale, normals(rng, SESSION));
    const ranges = normals(rng, SESSION);
    const volumes = normals(rng, SESSION);
    const base = spec.initial_price + 0.1 * day;
    let sum = 0;
    let before = NaN;
    for (let i = 0; i < SESSION && row < spec.bars; i++, row++) {
      sum += returns[i]!;
      const close = base * Math.exp(sum);
      const open = Number.isNaN(before) ? close : before;
      const range = Math.abs(0.001 * scale * (1 + ranges[i]! / 3));
      buffer.time[row] = midnight + (OPEN + i) * MINUTE_MS;
      buffer.open[row] = round(open);
      buffer.high[row] = round(Math.max(open, close) * (1 + range / 2));
      buffer.low[row] = round(Math.min(open, close) * (1 - range / 2));
      buffer.close[row] = round(close);
      buffer.volume[row] = Math.round(10_000 * Math.exp(0.4 * volumes[i]!) * volumeProfile(shape, i));
      before = close;
    }
    day++;
  }
  return buffer;
}
