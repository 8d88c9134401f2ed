import { toDecimal } from '../../search/decimal.js';

/** Why a number in a text is not the number that a program would read; null when it is. */
export interface ScalarProblem {
  readonly rule: string;
  readonly hint: string;
}

/** The decimal number of a text without its trailing zeros: digits and the power of ten they are multiplied by. */
function decimalOf(source: string): { readonly digits: string; readonly exponent: number } | null {
  const [, whole = '', fraction = '', power = '0'] = /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(source) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  if (whole + fraction === '') return null;
  return {
    digits: trimmed,
    exponent: trimmed === '' ? 0 : Number(power) - fraction.length + digits.length - trimmed.length,
  };
}

/**
 * Compares a number with the text it was read from. YAML turns 1e400 into infinity, 012 into 12, and drops the last digit of
 * 9007199254740993 without a word; here these are problems.
 */
export function numberProblem(source: string, value: number): ScalarProblem | null {
  if (!Number.isFinite(value)) {
    const isNamed = /^[-+]?\.(inf|nan)$/i.test(source);
    return {
      rule: isNamed ? 'a number is finite' : 'the number is larger than a double can hold',
      hint: 'write a finite number',
    };
  }
  if (/^[-+]?0\d/.test(source)) {
    return {
      rule: `leading zeros are ambiguous: it would be read as ${value}`,
      hint: `write ${value}, or quote it: "${source}"`,
    };
  }
  if (/^[-+]?0[xo]/i.test(source)) {
    return Number.isSafeInteger(value)
      ? null
      : { rule: 'the number has more digits than a double can hold', hint: 'write a smaller number' };
  }
  const written = decimalOf(source);
  const shortest = toDecimal(Math.abs(value));
  const read = decimalOf(`${shortest.units}e-${shortest.scale}`);
  if (written !== null && read !== null && written.digits === read.digits && written.exponent === read.exponent)
    return null;
  return {
    rule: `the number has more digits than a double can hold: it would be read as ${value}`,
    hint: `write ${value}`,
  };
}
