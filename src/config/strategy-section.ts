import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import type { Json } from '../base/json.js';
import { metricNames } from '../metrics/load.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { loadStrategy } from '../strategies/load.js';
import { withCanonicalNames } from './originals/aliases.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from './yaml/document.js';
import type { Environment } from './yaml/interpolate.js';
import { overlay, sectionOf } from './yaml/mount.js';
import { readNamedFile } from './yaml/named-file.js';
import { strategyObject } from './run-file.js';
import { asPreset } from './originals/preset.js';
import { resolveStrategy, type StrategyRef } from './strategy-ref.js';
import { findingsOf, validate } from './validate.js';

/** A strategy preset: a strategy and values of its parameters. */
export const presetFile = z.strictObject({
  name: z.string().min(1).describe('built-in strategy, or path of a .ts or .js file'),
  description: z.string().max(2000).default('').describe('free text'),
  params: z.record(z.string(), z.unknown()).nullable().optional().describe('parameters of the strategy'),
});

export interface LoadedStrategy {
  readonly ref: StrategyRef;
  readonly definition: StrategyDefinition;
  /** Parameters as given, canonical names, without defaults. */
  readonly params: Json;
  /** The parameters as a document, for messages. */
  readonly document: ConfigDocument;
}

interface Source {
  readonly strategy: string;
  readonly strategyDir: string;
  readonly namedAt: string;
  readonly preset: ConfigDocument | null;
  /** Where the file's own parameters are. */
  readonly paramsAt: ValuePath;
}

function sourceOf(document: ConfigDocument, environment: Environment | undefined): Source {
  const at = ['strategy'];
  const paramsAt = [...at, 'params'];
  const { name, preset } = validate(strategyObject, document, at);
  const own = { strategyDir: dirname(document.file), namedAt: document.place([...at, 'name']), paramsAt };
  if (preset !== undefined) {
    const file = resolve(own.strategyDir, preset);
    const read = asPreset(readNamedFile('preset', file, document.place([...at, 'preset']), environment));
    const given = validate(presetFile, read);
    const params = { ...sectionOf(read, ['params']), value: valueAt(read.value, ['params']) ?? {} };
    if (name !== undefined) return { ...own, strategy: name, preset: params };
    return {
      strategy: given.name,
      strategyDir: dirname(file),
      namedAt: read.place(['name']),
      preset: params,
      paramsAt,
    };
  }
  if (name !== undefined) return { ...own, strategy: name, preset: null };
  const rule = 'strategy.name is required';
  throw new ConfigError({
    code: 'HG-CONFIG-012',
    place: document.place(at),
    rule,
    hint: 'for example strategy: {name: dma-atr-trend}',
  });
}

/** A result column has one meaning: a counter under the name of a metric would take its place. @throws ConfigError HG-CONFIG-058 */
function refuseMetricNames({ counters = {} }: StrategyDefinition, place: string, name: string): void {
  const metrics = new Set(metricNames());
  const taken = Object.keys(counters).filter((counter) => metrics.has(counter));
  if (taken.length === 0) return;
  throw new ConfigError(
    taken.map((counter) => ({
      code: 'HG-CONFIG-058',
      place,
      value: counter,
      rule: `the strategy ${name} has a counter ${counter}, which is the name of a metric`,
      hint: `give the counter another name; hgopt list metrics shows those that are taken`,
    })),
  );
}

/**
 * Loads the strategy that a file names and checks the parameters that it sets. Rules between parameters are left to the trials, which may
 * set other values.
 *
 * @throws ConfigError for an unknown strategy, a broken strategy file, unknown parameters and values out of range
 */
export async function loadStrategySection(
  document: ConfigDocument,
  environment?: Environment,
): Promise<LoadedStrategy> {
  const source = sourceOf(document, environment);
  const ref = resolveStrategy(source.strategy, source.strategyDir, source.namedAt);
  const definition = await loadStrategy(ref.url);
  refuseMetricNames(definition, source.namedAt, ref.name);
  const aliases = definition.aliases ?? {};
  const preset = source.preset === null ? null : withCanonicalNames(source.preset, [], aliases);
  const own = withCanonicalNames(document, source.paramsAt, aliases);
  const params = overlay(
    preset,
    isMap(valueAt(own.value, source.paramsAt)) ? own : { ...own, value: {} },
    source.paramsAt,
  );
  const result = definition.params.safeParse(params.value);
  const issues = result.success ? [] : result.error.issues.filter((issue) => issue.code !== 'custom');
  if (issues.length > 0) throw new ConfigError(findingsOf(issues, definition.params, params));
  return { ref, definition, params: params.value, document: params };
}
