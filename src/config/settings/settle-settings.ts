import { ConfigError } from '../../base/errors.js';
import type { ConfigDocument } from '../yaml/document.js';
import { withPortfolio } from './portfolio.js';
import { runSettings, type RunSettings } from './run-settings.js';
import { findingsOf } from '../validate.js';

/**
 * Complete run settings of the sections of a file.
 *
 * @param symbols number of instruments
 * @throws ConfigError where sections contradict one another
 */
export function settleSettings(
  sections: Readonly<Record<string, unknown>>,
  symbols: number,
  document: ConfigDocument,
): RunSettings {
  const result = runSettings.safeParse(sections);
  if (!result.success) throw new ConfigError(findingsOf(result.error.issues, runSettings, document));
  return withPortfolio(result.data, symbols);
}
