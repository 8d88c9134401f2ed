import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from '../../../src/data/read/number-text.js';

function parse(text: string): number {
  const bytes = new TextEncoder().encode(`x${text}y`);
  return parseNumber(bytes, 1, bytes.length - 1);
}

test('a number is read to the bit as the language reads it', () => {
  const texts = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 20 }))
      .map(([v, d]) => v.toFixed(d)),
    fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.nat({ max: 999_999 })).map(([a, b]) => `${a}.${b}`),
  );
  fc.assert(
    fc.property(texts, (text) => Object.is(parse(text), Number(text))),
    { numRuns: 2_000 },
  );
});

test.each([
  ['0', 0],
  ['-0.5', -0.5],
  ['16541.77000000', 16541.77],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['-7e-06', -0.000007],
  ['00012', 12],
])('%s is a number', (text, value) => expect(parse(text)).toBe(value));

test.each([
  '',
  '-',
  '.',
  '1,234.5',
  '1.2.3',
  'nan',
  'NaN',
  'inf',
  'Infinity',
  '0x10',
  '1e',
  '1e999',
  '+1',
  ' 1',
  '1_000',
  '12abc',
  '１',
])('%j is none', (text) => expect(parse(text)).toBeNaN());
