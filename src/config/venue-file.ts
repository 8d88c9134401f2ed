import { ConfigError } from '../base/errors.js';
import { withCanonicalNames } from './aliases.js';
import { isMap, type ConfigDocument } from './document.js';
import type { Environment } from './interpolate.js';
import { venueSettings } from './run-settings.js';
import { validate } from './validate.js';
import { readConfig } from './yaml-file.js';

/** Other spellings of venue settings. */
export const VENUE_ALIASES: Readonly<Record<string, string>> = { qty_step: 'lot_size' };

/**
 * Reads and checks a venue file: one map of venue settings.
 *
 * @param namedAt place that names the file, for the message that there is none
 * @throws ConfigError
 */
export function readVenueFile(file: string, namedAt: string, environment?: Environment): ConfigDocument {
  let document: ConfigDocument;
  try {
    document = readConfig(file, environment);
  } catch (error) {
    const [finding] = error instanceof ConfigError ? error.findings : [];
    if (finding?.code !== 'HG-CONFIG-002') throw error;
    throw new ConfigError(
      {
        ...finding,
        place: namedAt,
        value: file,
        rule: `venue: ${finding.rule}`,
        hint: 'the path is relative to the file that names it',
      },
      { cause: error },
    );
  }
  const root = {
    ...document,
    value: isMap(document.value) ? document.value : document.value === null ? {} : document.value,
  };
  const canonical = withCanonicalNames(root, [], VENUE_ALIASES);
  validate(venueSettings, canonical);
  return canonical;
}
