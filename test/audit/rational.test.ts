import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rational } from '../../src/audit/rational.js';

const of = (text: string | number): Rational => Rational.parse(text)!;
const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([numerator, denominator]) => new Rational(numerator, denominator));

describe('a rational number', () => {
  test.each([
    ['0.1', 1n, 10n],
    ['-12.50', -25n, 2n],
    ['1e-7', 1n, 10_000_000n],
    ['1.5E+3', 1500n, 1n],
    ['0', 0n, 1n],
  ])('reads %s exactly', (text, numerator, denominator) => {
    expect(of(text)).toMatchObject({ numerator, denominator });
  });

  test.each(['', 'x', '1.', '.5', 'NaN', 'Infinity', '1e9999', '0x10', '1,5'])('refuses %j', (text) => {
    expect(Rational.parse(text)).toBeNull();
  });

  test('adds what doubles cannot', () => {
    expect(of('0.1').plus(of('0.2')).minus(of('0.3')).sign).toBe(0);
  });

  test('obeys the laws of a field', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(a.plus(b).minus(b)).toEqual(a);
        expect(a.times(b.plus(c))).toEqual(a.times(b).plus(a.times(c)));
        if (b.sign !== 0) expect(a.over(b).times(b)).toEqual(a);
        expect(a.isAbove(b)).toBe(b.minus(a).sign < 0);
      }),
    );
  });

  test('gives back the double that it was read from', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        const back = of(value).toNumber();
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 4e-16 + Number.MIN_VALUE);
      }),
    );
  });

  test('becomes a double whatever the size of its parts', () => {
    const third = new Rational(10n ** 2000n, 3n * 10n ** 2000n + 1n);
    expect(third.toNumber()).toBeCloseTo(1 / 3, 15);
  });
});
