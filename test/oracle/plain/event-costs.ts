import { roundedAgainst, type Step } from './event-steps.js';

/** The part of the settings that models the execution, all given. */
export interface PlainSim {
  readonly slippage_model: 'SlippageModel' | 'SpreadPovSlippage' | 'none';
  readonly slippage_bps: number | null;
  readonly slippage_params: {
    readonly spread_bps: number;
    readonly k: number;
    readonly k_unit: 'price' | 'bps';
    readonly min_volume_guard: number;
  };
  readonly fee_model: 'ZeroFees' | 'FixedBps' | 'MakerTakerBps';
  readonly fee_bps: number;
  readonly taker_bps: number;
  readonly participation_bps: number | null;
  readonly participation_volume: 'current' | 'previous';
  readonly latency_ms: { readonly min: number; readonly max: number; readonly step: number };
}

/** Fraction of the value that a market order pays. */
export function takerFee({ fee_model, fee_bps, taker_bps }: PlainSim): number {
  const bps = { ZeroFees: 0, FixedBps: fee_bps, MakerTakerBps: taker_bps };
  return bps[fee_model] / 1e4;
}

/** Price of a market fill: slipped against the trader, then rounded the same way. */
export const fillPrice = (
  sim: PlainSim,
  raw: number,
  side: number,
  quantity: number,
  volume: number,
  tick: Step,
): number => roundedAgainst(raw + side * slippage(sim, raw, quantity, volume), side, tick);

function slippage(sim: PlainSim, price: number, quantity: number, volume: number): number {
  if (sim.slippage_model === 'none') return 0;
  if (sim.slippage_model === 'SlippageModel') return (price * (sim.slippage_bps ?? 0)) / 1e4;
  const { spread_bps, k, k_unit, min_volume_guard } = sim.slippage_params;
  const share = quantity / (volume > 0 ? volume : min_volume_guard);
  const impact = k_unit === 'price' ? k * share : (k / 1e4) * price * share;
  return (price * spread_bps) / 20_000 + impact;
}

/**
 * When an order that is decided at the close of a bar arrives.
 *
 * @param open of the bar
 */
export function arrivalOf(sim: PlainSim, seed: number, open: number, intervalMs: number, symbol: number): number {
  const { min, max, step } = sim.latency_ms;
  const choices = Math.ceil((max - min) / step);
  // The ordinal is 0: a symbol has one intent a bar at most. Latencies have the purpose 4.
  const drawn = draw(seed, Math.floor(open / 60_000), symbol, 0, 4);
  const latency = choices <= 1 ? min : min + step * Math.floor((drawn * choices) / 2 ** 32);
  return open + intervalMs + latency;
}

/** The engine's hash of unsigned 32-bit words. */
const draw = (...words: number[]): number =>
  words.reduce((h, word) => mixed((((h ^ word) >>> 0) + 0x9e3779b9) >>> 0), 0);

function mixed(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
