import { isMap, type ConfigDocument } from '../yaml/document.js';

/** Strategy whose own files hold its parameters section by section, with a label where presets name a strategy. */
const OWNER = 'hedge-grid';

/**
 * A preset as presets are written: `name` and `params`. A strategy file of the live grid, which has a section `strategy` and its parameters
 * in sections beside it, becomes the preset that it means; places still point at what the user wrote.
 */
export function asPreset(document: ConfigDocument): ConfigDocument {
  const { value } = document;
  if (!isMap(value) || !isMap(value['strategy'] ?? null) || value['params'] !== undefined) return document;
  const { name = OWNER, ...params } = value;
  return {
    ...document,
    value: { name, params },
    place: (path, part) => document.place(path[0] === 'params' ? path.slice(1) : path, part),
    placeInText: (path, offset) => document.placeInText(path[0] === 'params' ? path.slice(1) : path, offset),
  };
}
