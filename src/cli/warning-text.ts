import { printable } from '../base/errors.js';
import type { RunWarning } from '../report/run-report.js';
import type { RaisedWarning } from '../trial/setting-warnings.js';
import { countText } from './figures.js';

/** A warning of one run: what, and what to do. */
export const warningText = ({ code, rule, hint }: RunWarning): string => `${code} ${rule}; ${hint}`;

/** A warning of a sweep, with the number of trials that it applies to and one of them. */
export function sweepWarningText(warning: RaisedWarning): string {
  const { trials, judged, example } = warning;
  const values = Object.entries(example.values).map(([name, value]) => `${name}=${String(value)}`);
  const which = example.trial === null ? values.join(', ') : `trial ${example.trial}`;
  const such = which === '' ? '' : `, such as ${printable(which, 200)}`;
  return `${warningText(warning)} (${countText(trials)} of ${countText(judged)} trials judged${such})`;
}
