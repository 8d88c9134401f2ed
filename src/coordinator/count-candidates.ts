import type { ParamValue } from '../base/json.js';
import { MAX_EXAMINED, feasibleTrials, type Exclusions } from '../search/candidates.js';
import { createDesign, type Design } from '../search/design.js';
import type { Space } from '../search/space.js';

/** Candidates that are looked at one by one. */
const MOST_COUNTED = 1_000_000;
/** Candidates that an estimate is made from. */
const SAMPLE = 10_000;

export interface CandidateCount {
  /** Candidates of the design, in decimal digits; null when an axis is continuous and there is no end of them. */
  readonly total: string | null;
  /** Candidates that were looked at. */
  readonly examined: number;
  /** Share of them that satisfies all constraints. */
  readonly feasibleShare: number;
  /** Whether all candidates were looked at. */
  readonly isExact: boolean;
  /** Candidates looked at that are no trials, by reason. */
  readonly excluded: Exclusions;
}

export interface CountOptions {
  /** null for values that may run, else why they do not. */
  readonly reject: (values: readonly ParamValue[]) => string | null;
  readonly seed: number;
  readonly space: Space;
  readonly design: Design;
  readonly maxTrials: number | undefined;
}

export interface Counted {
  readonly count: CandidateCount;
  /** Feasible trials of the design, to try out: a part of those that will run. */
  readonly sample: readonly number[];
  /** A design, and trials of it that stand for the whole space; numbered as in the sweep when the design is its own. */
  readonly spread: { readonly design: Design; readonly trials: readonly number[] };
  /** Trials that will run; null when the design is too large to run as a whole. */
  readonly trials: number | null;
}

/** Counts the candidates of a sweep: one by one up to a million, beyond by a random sample of the space, at any size within a second or so. */
export async function countCandidates({ reject, seed, space, design, maxTrials }: CountOptions): Promise<Counted> {
  const wanted = Math.min(design.samples ?? Infinity, maxTrials ?? Infinity);
  const isSmall = design.size <= BigInt(MOST_COUNTED);
  if (isSmall || wanted <= MOST_COUNTED) {
    const found = feasibleTrials(design, reject, { maxTrials });
    const { examined, excluded, trials } = found;
    const isExact = found.end === 'all' || BigInt(examined) === design.size;
    const count = {
      total: totalOf(space, design),
      examined,
      feasibleShare: trials.length / Math.max(1, examined),
      isExact,
      excluded,
    };
    return { count, sample: trials, spread: { design, trials }, trials: trials.length };
  }
  // Places drawn at random stand for a grid whose first ones would all share the first values.
  const scattered = await createDesign({ name: 'random', params: { samples: SAMPLE } }, { space, seed });
  const found = feasibleTrials(scattered, reject, { maxTrials: SAMPLE, maxExamined: SAMPLE });
  const feasibleShare = found.trials.length / Math.max(1, found.examined);
  const count = {
    total: totalOf(space, design),
    examined: found.examined,
    feasibleShare,
    isExact: false,
    excluded: found.excluded,
  };
  const { trials: sample } = feasibleTrials(design, reject, { maxTrials: 1000, maxExamined: SAMPLE });
  const canRun = design.size <= BigInt(MAX_EXAMINED);
  const spread = { design: scattered, trials: found.trials };
  return { count, sample, spread, trials: canRun ? Math.round(Number(design.size) * feasibleShare) : null };
}

const totalOf = (space: Space, design: Design): string | null => (space.size === null ? null : design.size.toString());
