import type { ExecutionRules, RunRules } from '../../engine/rules.js';
import type { SmaExtendedParams } from './params.js';

type Sim = SmaExtendedParams['sim'];

/** Rules of the run, with the costs that the strategy's `sim` section names in place of the run's own. */
export function withSim({ sim }: SmaExtendedParams, rules: RunRules): RunRules {
  const { execution } = rules;
  return {
    ...rules,
    execution: {
      ...execution,
      ...slippageOf(sim),
      ...limitsOf(sim, execution),
      ...gapsOf(sim),
      fees: feesOf(sim, execution.fees),
    },
  };
}

function slippageOf(sim: Sim): Partial<ExecutionRules> {
  const { spread_bps, k, min_volume_guard, k_unit } = sim.slippage_params;
  switch (sim.slippage_model) {
    case null:
      return {};
    case 'none':
      return { slippage: 0, slippagePrice: 0, impact: null };
    case 'SlippageModel':
      return { slippage: (sim.slippage_bps ?? 0) / 1e4, slippagePrice: 0, impact: null };
    case 'SpreadPovSlippage':
      return {
        slippage: spread_bps / 20_000,
        slippagePrice: 0,
        impact: { factor: k, unit: k_unit, leastVolume: min_volume_guard },
      };
  }
}

/** What the volume and the way to the venue allow. */
function limitsOf(
  { participation_bps, participation_volume, latency_ms }: Sim,
  { participation }: ExecutionRules,
): Partial<ExecutionRules> {
  const bps = participation_bps === undefined ? participation.bps : participation_bps;
  return {
    participation: { bps, volume: participation_volume ?? participation.volume },
    ...(latency_ms && { latency: latency_ms }),
  };
}

/** How resting orders trade. */
const gapsOf = ({ conservative_gaps, limit_touch }: Sim): Partial<ExecutionRules> => ({
  ...(conservative_gaps !== null && { stopGap: conservative_gaps ? 'open' : 'stop' }),
  ...(limit_touch !== null && { limitTouch: limit_touch }),
});

function feesOf(sim: Sim, given: ExecutionRules['fees']): ExecutionRules['fees'] {
  const free = { maker: 0, taker: 0, fixed: 0, perUnit: 0 };
  switch (sim.fee_model) {
    case null:
      return given;
    case 'ZeroFees':
      return free;
    case 'FixedBps':
      return { ...free, maker: sim.fee_bps / 1e4, taker: sim.fee_bps / 1e4 };
    case 'MakerTakerBps':
      return { ...free, maker: sim.maker_bps / 1e4, taker: sim.taker_bps / 1e4 };
  }
}
