import type { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';
import type { Json } from '../base/json.js';
import { withCanonicalNames } from './originals/aliases.js';
import { leftOut, readProfiles, type ProfileNote } from './originals/profiles.js';
import type { PortfolioSettings } from './settings/portfolio.js';
import type { LoadedStrategy } from './strategy-section.js';
import { findingsOf } from './validate.js';
import { isMap, valueAt, type ConfigDocument } from './yaml/document.js';
import type { Environment } from './yaml/interpolate.js';
import { mergeJson, overlay } from './yaml/mount.js';

const AT = ['portfolio', 'per_symbol'];

/** Parameters of single symbols, to be laid over those of the strategy. */
export type PerSymbol = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/**
 * What a file sets for single symbols, and why some of it is left out: profiles whose values the strategy does not take, among others.
 *
 * @param isComplete whether the parameters are all that the run has, so that rules between them can be judged; a sweep sets others
 */
export function symbolParams(
  document: ConfigDocument,
  loaded: LoadedStrategy,
  symbols: readonly (string | undefined)[],
  isComplete: boolean,
  environment?: Environment,
): { readonly perSymbol: PerSymbol | undefined; readonly notes: readonly ProfileNote[] } {
  const named = symbols.filter((symbol) => symbol !== undefined);
  const { ref, definition } = loaded;
  const strategy = { name: ref.name, aliases: definition.aliases ?? {} };
  const { params, notes } = readProfiles(document, strategy, named, environment);
  const faults = [...params].flatMap(([symbol, profile]) => faultOf(symbol, profile, loaded, isComplete) ?? []);
  const usable = new Map([...params].filter(([symbol]) => !faults.some((fault) => fault.symbol === symbol)));
  return {
    perSymbol: perSymbolOf(document, loaded, named, usable, isComplete),
    notes: [...notes, ...faults.map(({ note }) => note)],
  };
}

/** Why a profile's values cannot be used; a name that the strategy does not know is a mistake of the file instead, and ends the run later. */
function faultOf(
  symbol: string,
  profile: ConfigDocument,
  { definition, params }: LoadedStrategy,
  isComplete: boolean,
): { readonly symbol: string; readonly note: ProfileNote } | null {
  const issues = issuesOf(definition.params, mergeJson(params, profile.value), isComplete);
  if (issues.length === 0 || issues.some(({ code }) => code === 'unrecognized_keys')) return null;
  const [{ place, rule, hint } = { place: profile.file, rule: '', hint: '' }] = findingsOf(
    issues,
    definition.params,
    profile,
  );
  return { symbol, note: leftOut(symbol, rule, place, hint) };
}

/** The portfolio section with the parameters of single symbols, as a part of the run's settings. */
export const withSymbolParams = (
  portfolio: PortfolioSettings | undefined,
  perSymbol: PerSymbol | undefined,
): { readonly portfolio?: unknown } =>
  perSymbol ? { portfolio: { ...portfolio, per_symbol: perSymbol } } : portfolio ? { portfolio } : {};

/**
 * What a file sets for single symbols (`portfolio.per_symbol`), over what their profiles set, in canonical names; undefined where nothing is.
 *
 * @param profiles by symbol
 * @throws ConfigError for a symbol that the run does not trade, and for parameters that the strategy does not take
 */
function perSymbolOf(
  document: ConfigDocument,
  { definition, params }: LoadedStrategy,
  symbols: readonly string[],
  profiles: ReadonlyMap<string, ConfigDocument>,
  isComplete: boolean,
): PerSymbol | undefined {
  const section = valueAt(document.value, AT) ?? {};
  const given = isMap(section) ? Object.keys(section) : [];
  const unknown = given.filter((symbol) => !symbols.includes(symbol));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((symbol) => ({
        code: 'HG-CONFIG-011',
        place: document.place([...AT, symbol], 'key'),
        value: symbol,
        rule: 'portfolio.per_symbol: a symbol that the run trades',
        hint: didYouMean(symbol, symbols),
      })),
    );
  }
  const found: Record<string, Readonly<Record<string, Json>>> = {};
  for (const symbol of symbols) {
    const profile = profiles.get(symbol);
    if (!given.includes(symbol) && profile === undefined) continue;
    const at = [...AT, symbol];
    const own = withCanonicalNames(document, at, definition.aliases ?? {});
    const merged = overlay(profile ?? null, isMap(valueAt(own.value, at)) ? own : { ...own, value: {} }, at);
    const value = isMap(merged.value) ? merged.value : {};
    const issues = issuesOf(definition.params, mergeJson(params, value), isComplete);
    if (issues.length > 0) throw new ConfigError(findingsOf(issues, definition.params, merged));
    found[symbol] = value;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** What a schema says against parameters; rules between parameters are left to the trials of a sweep, which may set other values. */
function issuesOf(schema: z.ZodType, params: Json, isComplete: boolean): readonly z.core.$ZodIssue[] {
  const result = schema.safeParse(params);
  return result.success ? [] : result.error.issues.filter((issue) => isComplete || issue.code !== 'custom');
}
