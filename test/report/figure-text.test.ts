import { expect, test } from 'vitest';
import { figureText } from '../../src/report/figure-text.js';

test.each([
  [1234.5, 'quote currency', '$1,234.50'],
  [-0.004, 'quote currency', '$0.00'],
  [-1234567.891, 'quote currency', '-$1,234,567.89'],
  [0.3318872, 'fraction', '33.19%'],
  [-7.0427323, 'ratio', '-7.0427'],
  [12345, 'count', '12,345'],
  [1234.25, 'bars', '1,234.25'],
  [2_218_698.5, 'ms', '37 min'],
  [2_230_680_000, 'ms', '25 d 19 h'],
  [7_500_000, 'ms', '2 h 5 min'],
  [1500, 'ms', '1.5 s'],
  [NaN, 'ratio', '-'],
] as const)('%d as %s is %s', (value, unit, text) => {
  expect(figureText(value, unit)).toBe(text);
});
