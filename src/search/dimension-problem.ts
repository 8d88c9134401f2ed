import { printable } from '../base/errors.js';
import type { AxisSpec, RangeSpec } from './dimension-spec.js';
import { alignDecimals } from './decimal.js';

/** Why an axis cannot be built: what a finding needs besides code and place. */
export interface DimensionProblem {
  readonly value: string;
  readonly rule: string;
  readonly hint: string;
}

/** Values are listed one by one for a whole-number axis with a count, so their number is bounded. */
const MAX_COUNT = 1_000_000;

function rangeRule(range: RangeSpec): string | null {
  const { kind, min, max, step, count, scale } = range;
  const numbers = [min, max, step, count].filter((n) => n !== undefined);
  if (!numbers.every(Number.isFinite)) return 'the bounds of a range are finite numbers';
  if (kind === 'int' && ![min, max, step ?? 1].every(Number.isSafeInteger))
    return 'a range of whole numbers has whole bounds and a whole step';
  if (min > max) return 'min must not be above max';
  if (step !== undefined && count !== undefined) return 'a range has a step or a count, not both';
  if (step !== undefined && !(step > 0)) return 'step must be above 0';
  if (scale === 'log' && !(min > 0)) return 'a log range begins above 0';
  if (scale === 'log' && step !== undefined) return 'a log range has a count, not a step';
  if (count !== undefined && !(Number.isInteger(count) && count >= 2 && count <= MAX_COUNT))
    return 'count is a whole number from 2 to 1000000';
  if (count !== undefined && kind === 'int' && scale !== 'log' && count > max - min + 1)
    return 'count is larger than the number of whole numbers in the range';
  const isSingle =
    min === max && (count !== undefined || (step === undefined && (kind === 'float' || scale === 'log')));
  if (isSingle) return 'min and max are equal: a range needs two ends';
  if (step !== undefined) {
    const [low = 0n, high = 0n, stride = 1n] = alignDecimals([min, max, step]).units;
    if ((high - low) / stride >= BigInt(Number.MAX_SAFE_INTEGER))
      return 'the range has more values than can be counted exactly';
  }
  return null;
}

/** The first rule that an axis breaks, with the offending text and an example that is right; null for a good one. */
export function dimensionProblem(spec: AxisSpec): DimensionProblem | null {
  switch (spec.kind) {
    case 'bool':
    case 'fixed':
      return null;
    case 'list': {
      const value = printable(spec.values);
      const hint = 'for example [10, 15, 20]';
      if (spec.values.length === 0) return { value, rule: 'a list of values must not be empty', hint };
      if (spec.values.some((v) => typeof v === 'number' && !Number.isFinite(v)))
        return { value, rule: 'the values of a list are finite', hint };
      const repeated = spec.values.find((v, k) => spec.values.indexOf(v) !== k);
      if (repeated !== undefined)
        return { value, rule: `${printable(repeated)} is listed twice`, hint: 'list every value once' };
      return null;
    }
    case 'int':
    case 'float': {
      const rule = rangeRule(spec);
      if (rule === null) return null;
      const shown = Object.entries({
        min: spec.min,
        max: spec.max,
        step: spec.step,
        count: spec.count,
        log: spec.scale === 'log' ? true : undefined,
      }).filter(([, v]) => v !== undefined);
      const value = `{${shown.map(([key, v]) => `${key}: ${String(v)}`).join(', ')}}`;
      const example =
        spec.scale === 'log'
          ? '{min: 0.001, max: 0.1, count: 5, log: true}'
          : spec.kind === 'int'
            ? '{min: 10, max: 50, step: 5}'
            : '{min: 1.5, max: 3, step: 0.5}';
      return { value, rule, hint: `for example ${example}` };
    }
  }
}
