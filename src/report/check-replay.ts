import { TrialError } from '../base/errors.js';
import { numberText } from './number-text.js';

/**
 * Holds a recorded run against the row that it repeats: all metrics must be the same 64 bits.
 *
 * @throws TrialError naming the first metric that differs and both values
 */
export function checkReplay(trial: number, names: readonly string[], row: Float64Array, replayed: Float64Array): void {
  const at = names.findIndex((_, i) => !Object.is(row[i], replayed[i]));
  if (at < 0) return;
  const show = (values: Float64Array): string => numberText(values[at] ?? NaN) || 'no value';
  throw new TrialError({
    code: 'HG-OUT-010',
    place: `trial ${trial}, metric ${names[at]}`,
    value: `row ${show(row)}, replay ${show(replayed)}`,
    rule: 'the replay of a trial gives the very numbers of its row',
    hint: 'the strategy keeps state between trials or reads a clock or random numbers: make it a function of its inputs',
  });
}
