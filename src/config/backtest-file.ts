import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import type { Json } from '../base/json.js';
import { sectionsOf, type RunData } from '../data/data-sections.js';
import { metricNames } from '../metrics/load.js';
import { ownResults } from '../strategies/_own-results.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { strategyConflict } from './feasibility.js';
import type { ProfileNote } from './originals/profiles.js';
import type { ConfigDocument } from './yaml/document.js';
import { withoutRanges } from './originals/trend-run.js';
import { openRunFile, runFileShape, runName, type LoadOptions } from './run-file.js';
import { settleSettings } from './settings/settle-settings.js';
import { outputSettings, type OutputSettings } from './settings/output.js';
import type { StrategyRef } from './strategy-ref.js';
import { loadStrategySection } from './strategy-section.js';
import { symbolParams, withSymbolParams } from './per-symbol.js';
import { unknownMetric } from './target-section.js';
import { findingsOf, validate } from './validate.js';
import type { WindowSection } from './window-section.js';

export const backtestFile = z.strictObject({
  ...runFileShape,
  output: outputSettings.prefault({}).describe('which files of the run are written, and where'),
});

/** One run, checked and resolved. */
export interface BacktestFile {
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
  readonly seed: number;
  readonly output: OutputSettings;
  /** What was left out while the file was read. */
  readonly notes: readonly ProfileNote[];
}

/**
 * Loads a backtest file.
 *
 * @throws ConfigError with a finding for each mistake: place, value, rule, hint
 */
export async function loadBacktestFile(file: string, options: LoadOptions = {}): Promise<BacktestFile> {
  const document = withoutRanges(openRunFile(file, options));
  const { name, description, data, window, account, execution, venue, risk, metrics, portfolio, seed, output } =
    validate(backtestFile, document);
  const loaded = await loadStrategySection(document, options.environment);
  const { ref, definition, params, document: given } = loaded;
  const complete = definition.params.safeParse(params);
  if (!complete.success) throw new ConfigError(findingsOf(complete.error.issues, definition.params, given));
  const symbols = sectionsOf(data).map(({ symbol }) => symbol);
  const { perSymbol, notes } = symbolParams(document, loaded, symbols, true, options.environment);
  const sections = { account, execution, venue, risk, metrics, ...withSymbolParams(portfolio, perSymbol) };
  const settings = settleSettings(sections, symbols.length, document) as Json;
  checkShown(output.metrics ?? [], definition, document);
  const conflict = strategyConflict(definition, complete.data, settings, symbols);
  if (conflict !== null) {
    throw new ConfigError({
      code: 'HG-CONFIG-054',
      place: given.place([]),
      rule: conflict,
      hint: 'change the parameter, or the venue or account that the run assumes',
    });
  }
  return {
    name: runName(name, file),
    description,
    file,
    baseDir: dirname(file),
    strategy: ref,
    definition,
    params,
    settings,
    data,
    window,
    seed: options.seed ?? seed,
    notes,
    output,
  };
}

function checkShown(names: readonly string[], definition: StrategyDefinition, document: ConfigDocument): void {
  const known = [...metricNames(), ...Object.keys(ownResults(definition))];
  const findings = names.flatMap((name, k) =>
    known.includes(name) ? [] : [unknownMetric(name, document.place(['output', 'metrics', k]), known)],
  );
  if (findings.length > 0) throw new ConfigError(findings);
}
