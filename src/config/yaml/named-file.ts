import { ConfigError } from '../../base/errors.js';
import type { ConfigDocument } from './document.js';
import type { Environment } from './interpolate.js';
import { readConfig } from './yaml-file.js';

/**
 * Reads a settings file that another one names; when there is none, the place is where it is named.
 *
 * @throws ConfigError as `readConfig`
 */
export function readNamedFile(kind: string, file: string, namedAt: string, environment?: Environment): ConfigDocument {
  try {
    return readConfig(file, environment);
  } catch (error) {
    const [finding] = error instanceof ConfigError ? error.findings : [];
    if (finding?.code !== 'HG-CONFIG-002') throw error;
    const hint = 'the path is relative to the file that names it';
    throw new ConfigError(
      { ...finding, place: namedAt, value: file, rule: `${kind}: ${finding.rule}`, hint },
      { cause: error },
    );
  }
}
