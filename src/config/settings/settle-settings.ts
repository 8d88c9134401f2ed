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
  if (symbols === 1 && result.data.portfolio?.align !== undefined) {
    throw new ConfigError({
      code: 'HG-CONFIG-057',
      place: document.place(['portfolio', 'align'], 'key'),
      value: result.data.portfolio.align,
      rule: 'align is about the bars of several symbols, and the run has one',
      hint: 'leave it out',
    });
  }
  return withPortfolio(result.data, symbols);
}
