import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, log, power } from '../../src/base/power.js';

const off = (value: number, reference: number) => Math.abs(value - reference) / Math.abs(reference);

test('log agrees with the built-in one to 1e-15', () => {
  fc.assert(
    fc.property(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
    }),
    { numRuns: 2000 },
  );
});

test('log keeps its relative precision next to 1, where the result is next to 0', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
    }),
    { numRuns: 2000 },
  );
});

test('exp agrees with the built-in one to 1e-15', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(off(exp(x), Math.exp(x))).toBeLessThan(1e-15);
    }),
    { numRuns: 2000 },
  );
});

test('the edges are those of the built-in functions', () => {
  expect([log(0), log(-1), log(Infinity), log(1)]).toEqual([-Infinity, NaN, Infinity, 0]);
  expect([exp(-Infinity), exp(Infinity), exp(NaN), exp(0), exp(-746), exp(710)]).toEqual([
    0,
    Infinity,
    NaN,
    1,
    0,
    Infinity,
  ]);
  expect(off(exp(709.7), Math.exp(709.7))).toBeLessThan(1e-15);
  expect(exp(-745)).toBe(5e-324);
});

test('a power of growth per period gives growth per year', () => {
  expect(power(1.015, 365 / 6)).toBeCloseTo(2.473722, 6);
  expect(power(1.2345, 1)).toBe(1.2345);
  expect(power(1.2345, 0)).toBe(1);
  expect(power(0, 2)).toBe(0);
});
