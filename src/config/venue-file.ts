import { withCanonicalNames } from './originals/aliases.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from './yaml/document.js';
import type { Environment } from './yaml/interpolate.js';
import { readNamedFile } from './yaml/named-file.js';
import { asVenue, type VenueParts } from './originals/venue.js';
import { validate } from './validate.js';
import { venueSettings } from './settings/venue.js';

/** Other spellings of venue settings. */
const ALIASES: Readonly<Record<string, string>> = {
  qty_step: 'lot_size',
  min_qty: 'min_quantity',
  max_qty: 'max_quantity',
};

/** A document whose venue at `at` uses the canonical names, those of its instruments included. */
export function withVenueNames(document: ConfigDocument, at: ValuePath): ConfigDocument {
  const instruments = valueAt(document.value, [...at, 'instruments']);
  const sections = [at, ...(isMap(instruments) ? Object.keys(instruments).map((s) => [...at, 'instruments', s]) : [])];
  return sections.reduce((named, section) => withCanonicalNames(named, section, ALIASES), document);
}

/**
 * Reads and checks a venue file: one map of venue settings, or the sections of a live grid, which also tell of the account. An empty file is
 * a venue without rules.
 *
 * @param namedAt place that names the file, for the message that there is none
 * @throws ConfigError
 */
export function readVenueFile(file: string, namedAt: string, environment?: Environment): VenueParts {
  const read = readNamedFile('venue', file, namedAt, environment);
  const { venue, account } = asVenue({ ...read, value: read.value ?? {} });
  const document = withVenueNames(venue, []);
  validate(venueSettings, document);
  return { venue: document, account };
}
