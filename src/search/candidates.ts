import { ConfigError } from '../base/errors.js';
import { canonicalJson, type ParamValue } from '../base/json.js';
import type { Design } from './design.js';

/** Why candidates are no trials -> how many. */
export type Exclusions = Readonly<Record<string, number>>;

export interface Candidates {
  /** Trial ids, which are candidate indices, ascending. */
  readonly trials: readonly number[];
  /** Candidates looked at, from index 0. */
  readonly examined: number;
  readonly excluded: Exclusions;
  /** `all`: the design is exhausted; `enough`: as many as were wanted; `limit`: gave up looking. */
  readonly end: 'all' | 'enough' | 'limit';
}

export interface CandidateLimits {
  /** At most this many trials, whatever the sampler asks for. */
  readonly maxTrials?: number | undefined;
  /** Candidates to look at before giving up; bounds time and memory. */
  readonly maxExamined?: number | undefined;
  /** Rejections in a row before giving up, for samplers with a wanted number. */
  readonly maxRejections?: number | undefined;
}

/** Candidates that one plan looks at unless told otherwise; a larger grid needs a sampler or a limit. */
export const MAX_EXAMINED = 10_000_000;

export const REPEATS = 'differs from another candidate in inactive parameters only';

/**
 * Walks the candidates of a design in order and keeps those that may run.
 *
 * @param reject null for a feasible candidate, else the reason under which it is counted
 */
export function feasibleTrials(
  design: Design,
  reject: (values: readonly ParamValue[]) => string | null,
  limits: CandidateLimits = {},
): Candidates {
  const { maxTrials = Infinity, maxExamined = MAX_EXAMINED } = limits;
  const wanted = Math.min(design.samples ?? Infinity, maxTrials);
  const maxRejections = Number.isFinite(wanted) ? (limits.maxRejections ?? 200_000) : Infinity;
  const size = design.size > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(design.size);
  const trials: number[] = [];
  const excluded = new Map<string, number>();
  // Continuous axes can repeat a point only by rounding (whole numbers on a log scale); grid points cannot repeat.
  const seen = design.canRepeat ? new Set<string>() : null;
  let rejections = 0;
  let index = 0;
  for (; index < size && trials.length < wanted && index < maxExamined && rejections < maxRejections; index++) {
    const values = design.at(index);
    const reason = design.isRepeat(index) || isSeen(seen, values) ? REPEATS : reject(values);
    if (reason === null) trials.push(index);
    else excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
    rejections = reason === null ? 0 : rejections + 1;
  }
  const end = trials.length >= wanted ? 'enough' : index >= size ? 'all' : 'limit';
  return { trials, examined: index, excluded: Object.fromEntries(excluded), end };
}

function isSeen(seen: Set<string> | null, values: readonly ParamValue[]): boolean {
  if (seen === null) return false;
  const key = canonicalJson(values);
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

const reasonsOf = (excluded: Exclusions): string =>
  Object.entries(excluded)
    .map(([reason, n]) => `${reason} (${n})`)
    .join('; ');

/**
 * The trials of a sweep.
 *
 * @throws ConfigError HG-CONFIG-052 when no candidate is feasible, -053 when the design is too large to be run as a whole
 */
export function plannedTrials(
  design: Design,
  reject: (values: readonly ParamValue[]) => string | null,
  limits: CandidateLimits = {},
): Candidates {
  const isWhole = design.samples === null && limits.maxTrials === undefined;
  if (isWhole && design.size > BigInt(limits.maxExamined ?? MAX_EXAMINED)) {
    throw new ConfigError({
      code: 'HG-CONFIG-053',
      place: 'space',
      value: `${design.size} combinations`,
      rule: `a sweep runs at most ${limits.maxExamined ?? MAX_EXAMINED} combinations as a whole`,
      hint: 'use sampler: {name: random, samples: 1000}, or limit the sweep with --max-trials',
    });
  }
  const candidates = feasibleTrials(design, reject, limits);
  if (candidates.trials.length === 0) {
    throw new ConfigError({
      code: 'HG-CONFIG-052',
      place: 'constraints',
      value: reasonsOf(candidates.excluded),
      rule: `0 of ${candidates.examined} combinations satisfy the constraints`,
      hint: 'widen the space or loosen the constraint that excludes most',
    });
  }
  return candidates;
}
