import type { Json } from '../../base/json.js';
import { openingRangePreset } from './opening-range.js';
import { asTrendPreset, isTrendStrategy } from './trend-strategy.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from '../yaml/document.js';

/** Strategy whose own files hold its parameters section by section, with a label where presets name a strategy. */
const OWNER = 'hedge-grid';

/** A strategy file of the event-driven engine: a section `info` with its name, parameters that also name the instruments and their bars. */
const isEventStrategy = (value: Json): boolean =>
  isMap(value) && isMap(value['info'] ?? null) && isMap(value['params'] ?? null);

/** A strategy file of the live grid: by its section `strategy`, or where that is left out by others that no preset has. */
const isGridFile = (value: Readonly<Record<string, Json>>): boolean =>
  value['params'] === undefined &&
  (isMap(value['strategy'] ?? null) || (value['name'] === undefined && isMap(value['grid'] ?? null)));

/**
 * A preset as presets are written: `name` and `params`. A strategy file of the live grid, which has its parameters in sections, one of the
 * event-driven engine, with a section `info`, one of the trend or of the opening-range program, becomes the preset that
 * it means; places still point at what the user wrote.
 */
export function asPreset(document: ConfigDocument): ConfigDocument {
  const { value } = document;
  if (isEventStrategy(value)) return asEventPreset(document);
  if (isTrendStrategy(value)) return asTrendPreset(document);
  const openingRange = openingRangePreset(document);
  if (openingRange) return openingRange;
  if (!isMap(value) || !isGridFile(value)) return document;
  const { name = OWNER, ...params } = value;
  return {
    ...document,
    value: { name, params },
    place: (path, part) => document.place(path[0] === 'params' ? path.slice(1) : path, part),
    placeInText: (path, offset) => document.placeInText(path[0] === 'params' ? path.slice(1) : path, offset),
  };
}

/** The name may carry a label behind a dash; the version is of no effect; a quantity may be the text of a decimal. */
function asEventPreset(document: ConfigDocument): ConfigDocument {
  const value = document.value as Readonly<Record<string, Json>>;
  const { name, description } = value['info'] as Readonly<Record<string, Json>>;
  const { symbols, timeframe, qty, ...params } = value['params'] as Readonly<Record<string, Json>>;
  void [symbols, timeframe];
  const placeOf = (path: ValuePath): ValuePath => (path[0] === 'params' ? path : ['info', ...path]);
  return {
    ...document,
    value: {
      ...(typeof name === 'string' && { name: name.split('-')[0]!.replaceAll('_', '-') }),
      ...(description !== undefined && { description }),
      params: { ...params, ...(qty !== undefined && { qty: typeof qty === 'string' ? Number(qty) : qty }) },
    },
    place: (path, part) => document.place(placeOf(path), part),
    placeInText: (path, offset) => document.placeInText(placeOf(path), offset),
  };
}

/** What a strategy file says of the data (`symbols`, `resample`), as a part of a data section; null where it says nothing. */
export function presetData(document: ConfigDocument): ConfigDocument | null {
  if (!isEventStrategy(document.value)) return null;
  const symbols = valueAt(document.value, ['params', 'symbols']);
  const timeframe = valueAt(document.value, ['params', 'timeframe']);
  const placeOf = ([key]: ValuePath): ValuePath => ['params', key === 'resample' ? 'timeframe' : (key ?? '')];
  return {
    ...document,
    value: { ...(symbols !== undefined && { symbols }), ...(timeframe !== undefined && { resample: timeframe }) },
    place: (path, part) => document.place(placeOf(path), part),
    placeInText: (path, offset) => document.placeInText(placeOf(path), offset),
  };
}
