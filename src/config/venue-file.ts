import { withCanonicalNames } from './aliases.js';
import type { ConfigDocument } from './document.js';
import type { Environment } from './interpolate.js';
import { readNamedFile } from './named-file.js';
import { venueSettings } from './run-settings.js';
import { validate } from './validate.js';

/** Other spellings of venue settings. */
export const VENUE_ALIASES: Readonly<Record<string, string>> = { qty_step: 'lot_size' };

/**
 * Reads and checks a venue file: one map of venue settings. An empty file is a venue without rules.
 *
 * @param namedAt place that names the file, for the message that there is none
 * @throws ConfigError
 */
export function readVenueFile(file: string, namedAt: string, environment?: Environment): ConfigDocument {
  const read = readNamedFile('venue', file, namedAt, environment);
  const document = withCanonicalNames({ ...read, value: read.value ?? {} }, [], VENUE_ALIASES);
  validate(venueSettings, document);
  return document;
}
