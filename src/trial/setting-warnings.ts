import { ConfigError } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { resolvePoint, type Point } from '../config/yaml/resolve-point.js';
import type { Market } from '../data/market.js';
import type { Space } from '../search/space.js';
import type { Outset, SettingWarning, StrategyDefinition } from '../strategies/_strategy.js';
import type { RunWindow } from '../engine/rules.js';
import { timelineOf } from '../engine/timeline.js';
import { barWindow } from './bar-window.js';
import { conditionsOf, type Conditions } from './conditions.js';
import { shortHistory } from './short-history.js';

/** A warning of the strategy that applies. */
export interface RaisedWarning {
  readonly code: string;
  readonly rule: string;
  readonly hint: string;
  /** Trials that it applies to, of how many that were judged. */
  readonly trials: number;
  readonly judged: number;
  /** The first of them: its number where it has one, and the values of its dimensions. */
  readonly example: { readonly trial: number | null; readonly values: Readonly<Record<string, ParamValue>> };
}

export interface JudgedRun {
  readonly definition: StrategyDefinition;
  /** Parameters and settings before a trial's values are set. */
  readonly base: Point;
  readonly space: Space;
  readonly seed: number;
  readonly markets: readonly Market[];
  /** What is traded, in frames; default: all. */
  readonly window?: RunWindow;
}

export interface JudgedTrials extends JudgedRun {
  /** Ascending. */
  readonly trials: readonly number[];
  valuesOf(trial: number): readonly ParamValue[];
  /** Whether the numbers of the trials are those of the sweep; default true. */
  readonly areNumbered?: boolean;
}

/** Trials that are judged one by one; of more, as many at even distances. */
export const MOST_JUDGED = 4_000;

/**
 * Warnings of a strategy that apply to at least one trial, in the order of their declaration, and that of a short history. A function of the sweep alone: the work is
 * bounded, and neither workers nor finished trials enter it.
 *
 * @throws ConfigError HG-CONFIG-024 when a condition throws
 */
export function settingWarnings(run: JudgedTrials): readonly RaisedWarning[] {
  const { space, trials, valuesOf, areNumbered = true } = run;
  const { definition, markets, window } = run;
  const warnings = [...(definition.warnings ?? []), ...shortHistory(definition, markets, window)];
  if (warnings.length === 0 || trials.length === 0) return [];
  const judged = Math.min(trials.length, MOST_JUDGED);
  const counts = warnings.map(() => 0);
  const examples: (number | null)[] = warnings.map(() => null);
  const appliesTo = createJudge(run);
  for (let k = 0; k < judged; k++) {
    const trial = trials[Math.floor((k * trials.length) / judged)]!;
    const isRaised = appliesTo(valuesOf(trial));
    warnings.forEach((warning, w) => {
      if (!isRaised(warning)) return;
      counts[w]!++;
      examples[w] ??= trial;
    });
  }
  return warnings.flatMap(({ code, rule, hint }, w) => {
    const trial = examples[w]!;
    if (trial === null) return [];
    const values = valuesOf(trial).map((value, d) => [space.dimensions[d]!.name, value] as const);
    const example = { trial: areNumbered ? trial : null, values: Object.fromEntries(values) };
    return [{ code, rule, hint, trials: counts[w]!, judged, example }];
  });
}

/**
 * What a sweep leaves out because of its bars: null for values that may run, else the rule of the warning that excludes them. Undefined
 * when the strategy has no such warning, so that nothing is asked a million times.
 *
 * @throws ConfigError HG-CONFIG-024 when a condition throws
 */
export function createExclusion(run: JudgedRun): ((values: readonly ParamValue[]) => string | null) | undefined {
  const excluding = run.definition.warnings?.filter(({ excludes }) => excludes === true) ?? [];
  if (excluding.length === 0) return undefined;
  const appliesTo = createJudge(run);
  return (values) => excluding.find(appliesTo(values))?.rule ?? null;
}

/** Tells of the values of a trial which warnings they raise. */
function createJudge({
  definition,
  base,
  space,
  seed,
  markets,
  window,
}: JudgedRun): (values: readonly ParamValue[]) => (warning: SettingWarning) => boolean {
  const conditions = conditionsOf(base.settings, markets, seed);
  const firstPrices = pricesAtStart(markets, window);
  return (values) => {
    const point = resolvePoint(base, space, values);
    const params = definition.params.safeParse(point.params);
    // A trial that cannot run fails by itself.
    if (!params.success) return () => false;
    const own = point.settings === base.settings ? conditions : conditionsOf(point.settings, markets, seed);
    const outset = outsetOf(definition, params.data, own, markets, firstPrices);
    return (warning) => applies(warning.code, () => warning.when(params.data, outset));
  };
}

function outsetOf(
  definition: StrategyDefinition,
  params: unknown,
  { rules, instruments, aggregate }: Conditions,
  markets: readonly Market[],
  firstPrices: readonly number[],
): Outset {
  const own = instruments.map((instrument) => {
    const given = { ...rules, instrument };
    return definition.rules?.(params, given) ?? given;
  });
  const { account, execution } = own[0]!;
  return {
    instruments: own.map(({ instrument }) => instrument),
    firstPrices,
    markets,
    account,
    execution,
    isOneAccount: aggregate === null,
  };
}

/** First close of each market that is traded; its last where all of its bars lie before. */
function pricesAtStart(markets: readonly Market[], window: RunWindow | undefined): readonly number[] {
  if (window === undefined) return markets.map(({ close }) => close[0]!);
  const timeline = timelineOf(markets);
  return markets.map((market) => {
    const { from } = barWindow(market, timeline, window);
    return market.close[Math.min(from, market.length - 1)]!;
  });
}

/** A condition, or the error that it is wrong. */
export function applies(code: string, condition: () => boolean): boolean {
  try {
    return condition();
  } catch (error) {
    throw new ConfigError({
      code: 'HG-CONFIG-024',
      place: `warning ${code} of the strategy`,
      value: error instanceof Error ? error.message : String(error),
      rule: 'the condition of a warning must not throw',
      hint: 'correct the strategy',
    });
  }
}
