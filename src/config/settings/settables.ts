import type { Json, ParamValue } from '../../base/json.js';
import type { StrategyDefinition } from '../../strategies/_strategy.js';
import { valueAt } from '../yaml/document.js';
import { instrumentOf, instrumentSettings, type VenueInstrument } from './instrument.js';
import { runSettings, type RunSettings } from './run-settings.js';
import { defaultOf, leavesOf } from '../schema-shape.js';
import type { Settable } from '../space-section.js';

/** Settings that change no result, or what a result means: sweeping them would compare unlike things. */
const FIXED_SETTINGS: ReadonlySet<string> = new Set([
  'venue.name',
  'venue.instruments',
  'account.currency',
  'execution.mode',
]);

/** Sessions shape the bars themselves, which all trials of a sweep share. */
const isFixed = (path: string): boolean =>
  FIXED_SETTINGS.has(path) || /^(venue\.(instruments\..+\.)?session|portfolio|metrics)\./.test(path);

const isScalar = (value: unknown): value is ParamValue =>
  value === null || ['number', 'string', 'boolean'].includes(typeof value);

function baseOf(root: Json, path: string, schema: Settable['schema']): ParamValue | undefined {
  const value = valueAt(root, path.split('.')) ?? defaultOf(schema);
  return isScalar(value) ? value : undefined;
}

/** What an instrument has, be it of its own or its venue's. */
const instrumentBase = (venue: RunSettings['venue'], symbol: string, path: string): ParamValue =>
  instrumentOf(venue, symbol)[path.slice(path.lastIndexOf('.') + 1) as Exclude<keyof VenueInstrument, 'session'>];

/**
 * Everything that a trial can set, by dotted path: the strategy's parameters, then the run settings. A parameter of the strategy goes
 * before a setting of the same path.
 */
export function settablesOf(
  definition: StrategyDefinition,
  params: Json,
  settings: RunSettings,
): ReadonlyMap<string, Settable> {
  const settables = new Map<string, Settable>();
  for (const [path, schema] of leavesOf(definition.params)) {
    const isIgnored = definition.ignored?.includes(path) === true;
    settables.set(path, { schema, target: 'params', base: baseOf(params, path, schema), isIgnored });
  }
  for (const [path, schema] of leavesOf(runSettings)) {
    if (settables.has(path) || isFixed(path)) continue;
    settables.set(path, { schema, target: 'settings', base: baseOf(settings as Json, path, schema) });
  }
  for (const symbol of Object.keys(settings.venue.instruments ?? {})) {
    if (symbol.includes('.')) continue;
    for (const [path, schema] of leavesOf(instrumentSettings, `venue.instruments.${symbol}.`))
      if (!isFixed(path))
        settables.set(path, { schema, target: 'settings', base: instrumentBase(settings.venue, symbol, path) });
  }
  return settables;
}
