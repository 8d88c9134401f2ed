import { z } from 'zod';
import { loadPlugin } from '../base/plugin.js';
import { SAMPLERS } from '../search/design.js';
import type { Sampler } from '../search/samplers/_sampler.js';
import type { Json } from '../base/json.js';
import { isMap, valueAt, type ConfigDocument } from './yaml/document.js';
import { validate } from './validate.js';

export const samplerSection = z.union([
  z.string().min(1),
  z.looseObject({ name: z.string().min(1).describe('sampler, see: hgopt list samplers') }),
]);

/** A sampler by name, with its own settings beside the name. */
export interface SamplerChoice {
  readonly name: string;
  readonly params: Json;
}

/** The sampler of a sweep file, its settings checked and complete. @throws ConfigError for an unknown name or settings it does not have */
export async function samplerOf(
  section: z.output<typeof samplerSection>,
  document: ConfigDocument,
): Promise<SamplerChoice> {
  const at = ['sampler'];
  const name = typeof section === 'string' ? section : section.name;
  const plugin = await loadPlugin<Sampler>(
    'sampler',
    SAMPLERS,
    name,
    document.place(typeof section === 'string' ? at : [...at, 'name']),
  );
  const written = valueAt(document.value, at);
  const settings = isMap(written) ? Object.fromEntries(Object.entries(written).filter(([key]) => key !== 'name')) : {};
  const inner: ConfigDocument = {
    ...document,
    value: settings,
    place: (path, part) => document.place([...at, ...path], part),
    placeInText: (path, offset) => document.placeInText([...at, ...path], offset),
  };
  return { name: plugin.name, params: validate(plugin.params, inner) as Json };
}
