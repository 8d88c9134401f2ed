import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import type { Json, ParamValue } from '../base/json.js';
import { sectionsOf, type RunData } from '../data/data-sections.js';
import { createConditions } from '../search/condition.js';
import { createDimension, type DimensionSpec } from '../search/dimension.js';
import { ownResults } from '../strategies/_own-results.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { withCanonicalNames } from './originals/aliases.js';
import { compileConstraints, createFeasibility, scopeOf } from './feasibility.js';
import type { ProfileNote } from './originals/profiles.js';
import { openRunFile, runFileShape, runName, type LoadOptions } from './run-file.js';
import type { RunSettings } from './settings/run-settings.js';
import { settleSettings } from './settings/settle-settings.js';
import { samplerOf, samplerSection, type SamplerChoice } from './sampler-section.js';
import { leavesOf } from './schema-shape.js';
import { settablesOf } from './settings/settables.js';
import { dimensionSection, dimensionsOf } from './space-section.js';
import { LIVE_NAMES } from './originals/live-run.js';
import type { StrategyRef } from './strategy-ref.js';
import { loadStrategySection } from './strategy-section.js';
import { filtersOf, targetOf, type SweepFilter, type SweepTarget } from './target-section.js';
import { symbolParams, withSymbolParams } from './per-symbol.js';
import { validate } from './validate.js';
import type { WindowSection } from './window-section.js';

const autoOr = (most: number) => z.union([z.literal('auto'), z.int().min(1).max(most)]).default('auto');

/** A sweep file as it is written, names canonical and the venue file in place. */
export const sweepFile = z.strictObject({
  ...runFileShape,
  space: z
    .record(z.string(), dimensionSection)
    .describe('what varies: a list, a range or a value for each dotted path'),
  constraints: z
    .array(z.string().min(1))
    .default([])
    .describe('expressions that hold for every trial, such as fast * 2 < slow'),
  sampler: samplerSection.default('grid').describe('which combinations are tried'),
  metric: z.string().min(1).describe('what the ranking is by, see: hgopt list metrics'),
  filters: z
    .record(z.string(), z.number())
    .default({})
    .describe('bounds that a result must keep to be ranked: {total_trades: 30, max_drawdown: 0.2}'),
  limits: z
    .strictObject({
      trial_seconds: z.number().positive().max(86_400).default(60).describe('seconds after which a trial is given up'),
      heap_mb: z.int().min(32).max(65_536).default(1024).describe('MB of JavaScript heap a worker'),
      max_trials: z.int().min(1).optional().describe('trials at most'),
    })
    .prefault({})
    .describe('bounds of the run'),
  parallel: z
    .strictObject({
      workers: autoOr(1024).describe('worker threads; auto = processors'),
      trials_per_job: autoOr(1_000_000).describe('trials handed out at once; auto = 50 to 200 ms of work'),
    })
    .prefault({})
    .describe('how the work is spread; results do not depend on it'),
});

/** A sweep, checked and resolved: all names canonical, files read, defaults filled in. */
export interface SweepFile {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  /** Directory that the file's relative paths start from. */
  readonly baseDir: string;
  readonly strategy: StrategyRef;
  readonly definition: StrategyDefinition;
  /** Parameters as given, without defaults. */
  readonly params: Json;
  /** Complete run settings. */
  readonly settings: Json;
  readonly data: RunData;
  readonly window: WindowSection | undefined;
  /** In file order. */
  readonly dimensions: readonly DimensionSpec[];
  readonly constraints: readonly string[];
  /** null for values that may run, else the constraint they break. */
  readonly reject: (values: readonly ParamValue[]) => string | null;
  readonly sampler: SamplerChoice;
  readonly seed: number;
  readonly target: SweepTarget;
  readonly filters: readonly SweepFilter[];
  readonly limits: { readonly trialSeconds: number; readonly heapMb: number; readonly maxTrials: number | undefined };
  readonly parallel: { readonly workers: number | 'auto'; readonly trialsPerJob: number | 'auto' };
  /** What was left out while the file was read. */
  readonly notes: readonly ProfileNote[];
}

/**
 * Other names of what a sweep varies: the aliases of the strategy, for each parameter the place where it stands in the file, and the names of
 * a live scalper's file.
 */
function otherNames({ params, aliases = {} }: StrategyDefinition): Readonly<Record<string, string>> {
  const leaves = leavesOf(params);
  const names = [...[...leaves.keys()].map((path) => [path, path] as const), ...Object.entries(aliases)];
  const live = Object.entries(LIVE_NAMES).filter(
    ([, path]) => leaves.has(path) || /^(account|execution|venue)\./.test(path),
  );
  return {
    ...aliases,
    ...Object.fromEntries(live),
    ...Object.fromEntries(names.map(([name, path]) => [`strategy.params.${name}`, path])),
  };
}

/** A dimension inside `execution.fees` needs the fees apart, or the one that is not swept would fall back to its default. */
function splitFees(settings: RunSettings, dimensions: readonly DimensionSpec[]): Json {
  const { fees } = settings.execution;
  const isInside = dimensions.some((d) => d.target === 'settings' && d.name.startsWith('execution.fees.'));
  if (typeof fees !== 'number' || !isInside) return settings as Json;
  return { ...settings, execution: { ...settings.execution, fees: { maker: fees, taker: fees } } } as Json;
}

/**
 * Loads a sweep file.
 *
 * @throws ConfigError with a finding for each mistake: place, value, rule, hint
 */
export async function loadSweepFile(file: string, options: LoadOptions = {}): Promise<SweepFile> {
  const opened = withCanonicalNames(openRunFile(file, options), [], { optimization_ranges: 'space' });
  const first = validate(sweepFile, opened);
  const loaded = await loadStrategySection(opened, options.environment);
  const { definition } = loaded;
  const document = withCanonicalNames(opened, ['space'], otherNames(definition));
  const section = document === opened ? first : validate(sweepFile, document);
  const { data, account, execution, venue, risk, metrics, portfolio } = section;
  const symbols = sectionsOf(data).map(({ symbol }) => symbol);
  if (typeof venue === 'string') throw new TypeError('a venue file was not read');
  const { perSymbol, notes } = symbolParams(document, loaded, symbols, false, options.environment);
  const sections = { account, execution, venue, risk, metrics, ...withSymbolParams(portfolio, perSymbol) };
  const settings = settleSettings(sections, symbols.length, document);
  const settables = settablesOf(definition, loaded.params, settings);
  const dimensions = dimensionsOf(section.space, settables, document);
  if (dimensions.length === 0) {
    throw new ConfigError({
      code: 'HG-CONFIG-032',
      place: document.place(['space']),
      rule: 'a sweep varies at least one parameter',
      hint: 'for example space: {short_ma_window: [10, 20]}, or use hgopt backtest',
    });
  }
  createConditions(dimensions, dimensions.map(createDimension), (k, offset) =>
    document.placeInText(['space', dimensions[k]?.name ?? '', 'when'], offset),
  );
  const scope = scopeOf(dimensions, settables);
  const constraints = compileConstraints(section.constraints, scope, (k, offset) =>
    document.placeInText(['constraints', k], offset),
  );
  const base = { params: loaded.params, settings: splitFees(settings, dimensions) };
  return {
    name: runName(section.name, file),
    description: section.description,
    file,
    baseDir: dirname(file),
    strategy: loaded.ref,
    definition,
    ...base,
    data,
    window: section.window,
    dimensions,
    constraints: section.constraints,
    reject: createFeasibility({ definition, base, dimensions, constraints, scope, symbols }),
    sampler: await samplerOf(section.sampler, document),
    seed: options.seed ?? section.seed,
    target: await targetOf(section.metric, document),
    filters: await filtersOf(section.filters, Object.keys(ownResults(definition)), document),
    limits: {
      trialSeconds: section.limits.trial_seconds,
      heapMb: section.limits.heap_mb,
      maxTrials: section.limits.max_trials,
    },
    parallel: { workers: section.parallel.workers, trialsPerJob: section.parallel.trials_per_job },
    notes,
  };
}
